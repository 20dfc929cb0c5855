import type { LineItemColumn, LineItemsSource } from '@dealdraft/wire/mapping.ts';
import type { Json, PlanSource } from '@dealdraft/wire/plan.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { keepStored, runTransforms } from '../transforms/run-transforms.ts';
import { columnValues } from '../sources/column-values.ts';
import { fitTarget } from '../targets/fit-target.ts';
import type { Fitted } from '../targets/fitted.ts';
import { withoutTags } from '../transforms/in-words.ts';
import { chosenItems, groupItems } from '../sources/line-items.ts';
import type { Group } from '../sources/line-items.ts';
import { recordLabel } from '../records/record-label.ts';
import { findProperty } from '../records/scope.ts';
import type { Scope } from '../records/scope.ts';
import { readerOf } from '../targets/targets.ts';
import type { TransformContext } from '../records/transform-context.ts';
import { collect, fault, fromJson, isMissing } from '../values/value.ts';
import type { Fault, Value } from '../values/value.ts';

export type Rows = { rows: Json[]; raw: Json; source: PlanSource };

/** Rows for a repeating target, made from line items: every cell fits its column, or the first that does not says why. */
export function makeRows(scope: Scope, source: LineItemsSource, target: Target): Result<Rows, Fault> {
  const items = chosenItems(scope, source);
  if (!items.ok) return items;
  const groups = groupItems(scope, items.value, source);
  const columns = columnTargets(source, target);
  if (!columns.ok) return columns;

  const cells: [key: string, values: (Json | undefined)[]][] = [];
  const raws: [key: string, values: Value[]][] = [];
  for (const { column, target: cell } of columns.value) {
    const values = columnValues(scope, column.source, groups);
    if (!values.ok) return values;
    const fitted = collect(
      values.value.map((value, index) => fitCell({ scope, column, cell, group: groups[index] }, value)),
    );
    if (!fitted.ok) return fitted;
    cells.push([column.key, fitted.value]);
    raws.push([column.key, values.value]);
  }
  const rows = groups.map((_group, index) =>
    Object.fromEntries(
      cells.flatMap(([key, values]): [string, Json][] =>
        values[index] === undefined ? [] : [[key, values[index]]],
      ),
    ),
  );
  const raw = groups.map((_group, index) =>
    Object.fromEntries(raws.map(([key, values]) => [key, plainText(values[index] ?? null)])),
  );
  return ok({ rows, raw, source: rowsSource(source, items.value.length, groups.length) });
}

type Pair = { column: LineItemColumn; target: Target };

/** Columns that the template has but the mapping does not fill must be optional, or have a default in the template. */
function columnTargets(source: LineItemsSource, target: Target): Result<Pair[], Fault> {
  const known = target.columns ?? [];
  const pairs: Pair[] = [];
  for (const column of source.columns) {
    const found = known.find(({ key }) => key === column.key);
    if (found === undefined)
      return fault(
        'unknown_target',
        `the template has no column “${column.key}”`,
        'Ask an admin to correct the mapping.',
      );
    pairs.push({ column, target: found });
  }
  for (const wanted of known) {
    if (!wanted.required || source.columns.some(({ key }) => key === wanted.key)) continue;
    if (wanted.defaultValue === undefined)
      return fault(
        'no_rule',
        `the mapping does not fill the column “${wanted.label}”, which the template requires`,
        'Ask an admin to map it.',
      );
    pairs.push({ target: wanted, column: templateDefault(wanted.key) });
  }
  return ok(pairs);
}

const templateDefault = (key: string): LineItemColumn => ({
  key,
  source: { kind: 'constant', value: '' },
  transforms: [],
  whenMissing: 'default',
});

type Cell = { scope: Scope; column: LineItemColumn; cell: Target; group: Group | undefined };

/** Undefined: this row has no such cell. */
function fitCell({ scope, column, cell, group }: Cell, value: Value): Result<Json | undefined, Fault> {
  const property = column.source.kind === 'property' ? column.source.property : undefined;
  const [given, context] = withoutTags(value, cellContext(scope, column.source, cell));
  const made = runTransforms(given, column.transforms, context);
  if (!made.ok) return atCell({ cell, group, property }, made.failure);
  const isStored = takesStored(column.source) && keepStored(column.transforms);
  const fit = made.value === null ? null : fitTarget(made.value, cell, { ...context, isStored });
  // Rich text without a word in it has a value, but none that can be read.
  const isEmpty = isMissing(made.value) || (fit?.ok === true && isMissing(fromJson(fit.value)));
  if (!isEmpty && fit !== null) return fitted({ cell, group, property }, fit);
  const fallback = column.whenMissing === 'default' ? fromJson(column.default ?? cell.defaultValue) : null;
  if (!isMissing(fallback))
    return fitted({ cell, group, property }, fitTarget(fallback, cell, { scope, definition: null }));
  if (column.whenMissing === 'blank' && !cell.required) return ok(undefined);
  return atCell(
    { cell, group, property },
    { code: 'no_value', why: 'is empty', fix: 'Fill it in on the line item.' },
  );
}

/** What a sum or a list of labels is made of says nothing of the words in it, but for the currency of an amount. */
function cellContext(scope: Scope, source: LineItemColumn['source'], cell: Target): TransformContext {
  const context: TransformContext = { scope, definition: null, object: 'line_item', reader: readerOf(cell) };
  if (source.kind !== 'property' || source.aggregate === 'join') return context;
  const { property } = source;
  const found = findProperty(scope, 'line_item', property);
  const definition = takesStored(source) && typeof found !== 'string' ? found : null;
  return { ...context, definition, property };
}

/** One line item's own value, and not one that was made of several. */
const takesStored = (source: LineItemColumn['source']): boolean =>
  source.kind === 'property' && (source.aggregate === undefined || source.aggregate === 'first');

type Place = { cell: Target; group: Group | undefined; property: string | undefined };

const fitted = (place: Place, result: Fitted): Result<Json | undefined, Fault> =>
  result.ok ? result : atCell(place, result.failure);

function atCell({ cell, group, property }: Place, failure: Fault): { ok: false; failure: Fault } {
  if (group === undefined) return { ok: false, failure };
  const name = recordLabel('line_item', group.first);
  const separator = failure.code === 'no_value' && failure.why === 'is empty' ? ' ' : ': ';
  const link = {
    object: 'line_item' as const,
    recordId: group.first.id,
    ...(property === undefined ? {} : { property }),
  };
  return {
    ok: false,
    failure: { link, ...failure, why: `${cell.label} of line item “${name}”${separator}${failure.why}` },
  };
}

/** Raw values are for reading only: numbers as their digits. */
const plainText = (value: Value): Json =>
  value === null || typeof value === 'string' || typeof value === 'boolean' ? value : String(value);

function rowsSource({ of, filter, groupBy }: LineItemsSource, items: number, rows: number): PlanSource {
  const count = items === 1 ? '1 line item' : `${items} line items`;
  const picked = filter === undefined ? '' : ', filtered';
  const grouped = groupBy === undefined ? '' : `, grouped by ${groupBy} into ${rows}`;
  return { kind: 'lineItems', object: 'line_item', text: `${count} of the ${of}${picked}${grouped}` };
}
