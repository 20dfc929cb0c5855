import type { LineItemColumn } from '@dealdraft/wire/mapping.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { Decimal, parseDecimal } from '../values/decimal.ts';
import { formulaDocument, typedRow } from './formula-document.ts';
import { inWords } from '../transforms/in-words.ts';
import { itemFault, lineItemPropertyGone, sumItems } from './line-items.ts';
import type { Group } from './line-items.ts';
import { findProperty, propertyText } from '../records/scope.ts';
import type { Scope } from '../records/scope.ts';
import { joinList } from '../transforms/transform-text.ts';
import { collect, fault, fromJson, quoted } from '../values/value.ts';
import type { Fault, Value } from '../values/value.ts';

type Column = LineItemColumn['source'];
type Of<Kind extends Column['kind']> = Extract<Column, { kind: Kind }>;

/** One column's values, a value per row, before its transforms. */
export function columnValues(scope: Scope, column: Column, groups: Group[]): Result<Value[], Fault> {
  switch (column.kind) {
    case 'constant':
      return ok(groups.map(() => fromJson(column.value)));
    case 'rowNumber':
      return ok(groups.map((_group, index) => new Decimal(index + 1)));
    case 'property':
      if (findProperty(scope, 'line_item', column.property) === 'gone')
        return lineItemPropertyGone(column.property);
      return collect(groups.map((group) => aggregate(scope, column, group)));
    case 'formula':
      return formulaColumn(scope, column, groups);
  }
}

function aggregate(
  scope: Scope,
  { property, aggregate: how }: Of<'property'>,
  { items, first }: Group,
): Result<Value, Fault> {
  const texts = items.flatMap((item) => propertyText(item, property) ?? []);
  if (how === 'count') return ok(new Decimal(items.length));
  if (how === 'join') return joinedWords(scope, property, texts);
  if (how === 'sum') return sumItems(scope, items, property);
  if (how === undefined || how === 'first')
    return ok(items.length === 1 ? propertyText(first, property) : (texts[0] ?? null));
  const numbers: Decimal[] = [];
  for (const item of items) {
    const text = propertyText(item, property);
    if (text === null) continue;
    const number = parseDecimal(text);
    if (number === null) return itemFault(item, property, `${quoted(text)} is not a number`);
    numbers.push(number);
  }
  const [some, ...more] = numbers;
  if (some === undefined) return ok(null);
  if (how === 'min') return ok(Decimal.min(some, ...more));
  if (how === 'max') return ok(Decimal.max(some, ...more));
  return ok(Decimal.sum(some, ...more).div(numbers.length));
}

/** Each different value once, as people read it. */
function joinedWords(scope: Scope, property: string, texts: readonly string[]): Result<Value, Fault> {
  const found = findProperty(scope, 'line_item', property);
  const definition = typeof found === 'string' ? null : found;
  const words = collect(
    texts.map((text) => inWords(text.trim(), { scope, definition, object: 'line_item', property })),
  );
  return words.ok ? joinList({ kind: 'join', with: ', ' }, [...new Set(words.value.flat())]) : words;
}

/** All rows in one go: the document is read once, and the time limit is for the column. */
function formulaColumn(scope: Scope, { expression }: Of<'formula'>, groups: Group[]): Result<Value[], Fault> {
  const parsed = scope.formulas.parse(expression);
  if (!parsed.ok) return formulaFault(parsed.failure);
  const document = formulaDocument(scope, parsed.value);
  if (!document.ok) return document;
  const overlays = groups.map(({ items, first }, index) => ({
    item: { ...typedRow(scope, 'line_item', first), row: index + 1 },
    ...(parsed.value.roots.has('items')
      ? { items: items.map((item) => typedRow(scope, 'line_item', item)) }
      : {}),
  }));
  const ran = scope.formulas.run(expression, document.value, overlays);
  return ran.ok ? ok(ran.value.map((result) => fromJson(result))) : formulaFault(ran.failure);
}

export function formulaFault({ message, position }: { message: string; position: number | null }): {
  ok: false;
  failure: Fault;
} {
  const where = position === null ? '' : ` (at character ${position})`;
  return fault('bad_formula', `the formula does not work: ${message}${where}`, 'Ask an admin to correct it.');
}
