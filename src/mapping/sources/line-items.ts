import type { LineItemsSource, LineItemsSumSource } from '@dealdraft/wire/mapping.ts';
import type { CrmRecord } from '@dealdraft/wire/records.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { holds } from './conditions.ts';
import { Decimal, parseDecimal } from '../values/decimal.ts';
import { inWords } from '../transforms/in-words.ts';
import { comparing, groupKey, sortOrder } from '../records/compare.ts';
import { hasNames } from '../records/property-kind.ts';
import type { PropertyKind } from '../records/property-kind.ts';
import { pickRecord } from '../records/pick-record.ts';
import { objectWords, recordLabel } from '../records/record-label.ts';
import { findProperty, kindOfProperty, propertyText } from '../records/scope.ts';
import type { Scope } from '../records/scope.ts';
import { fault, quoted } from '../values/value.ts';
import type { Fault } from '../values/value.ts';

export type Group = { items: CrmRecord[]; first: CrmRecord };

/** The line items that a source is about, in the order they have on the quote. */
export function chosenItems(
  scope: Scope,
  source: Pick<LineItemsSource | LineItemsSumSource, 'of' | 'filter'>,
): Result<CrmRecord[], Fault> {
  const all = itemsOf(scope, source.of);
  if (!all.ok || source.filter === undefined) return all;
  const kept: CrmRecord[] = [];
  for (const item of all.value) {
    const truth = holds(source.filter, { scope, item });
    if (!truth.ok) return truth;
    if (truth.value) kept.push(item);
  }
  return ok(kept);
}

/** All line items of the deal, or of the quote that counts. */
export function itemsOf(scope: Scope, of: LineItemsSource['of']): Result<CrmRecord[], Fault> {
  if (of === 'deal') return ok(scope.records.lineItems);
  const quote = pickRecord(scope, 'quote', undefined);
  if (!quote.ok) return quote;
  const found = scope.records.quotes.find(({ record }) => record.id === quote.value.record.id);
  return ok(found?.lineItems ?? []);
}

/** Sorted if the source says so, then grouped; groups stand where their first item stands. */
export function groupItems(scope: Scope, items: CrmRecord[], { sort, groupBy }: Arranged): Group[] {
  const sorted = sort === undefined ? items : sortItems(scope, items, sort);
  if (groupBy === undefined) return sorted.map((first) => ({ items: [first], first }));
  const about = comparing(scope, kindOfProperty(scope, 'line_item', groupBy));
  const groups = new Map<string, Group>();
  for (const item of sorted) {
    const text = propertyText(item, groupBy);
    // Items without a value have nothing in common: each is a row of its own.
    const key = text === null ? `none ${item.id} ${groups.size}` : groupKey(text, about);
    const known = groups.get(key);
    if (known) known.items.push(item);
    else groups.set(key, { items: [item], first: item });
  }
  return [...groups.values()];
}

type Arranged = Pick<LineItemsSource, 'sort' | 'groupBy'>;

/** By what the property is; items without it come last, whichever way the rest goes, and equal ones stay as they stood. */
function sortItems(
  scope: Scope,
  items: CrmRecord[],
  { property, descending }: NonNullable<LineItemsSource['sort']>,
): CrmRecord[] {
  const kind = kindOfProperty(scope, 'line_item', property);
  const about = comparing(scope, kind);
  const keyed = items.map((item) => ({ item, text: sortText(scope, item, { property, kind }) }));
  keyed.sort(({ text: a }, { text: b }) => {
    if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
    return descending ? sortOrder(b, a, about) : sortOrder(a, b, about);
  });
  return keyed.map(({ item }) => item);
}

/** Choices are sorted by the names that people see. */
function sortText(scope: Scope, item: CrmRecord, { property, kind }: Sorted): string | null {
  const text = propertyText(item, property);
  const found = findProperty(scope, 'line_item', property);
  if (text === null || typeof found === 'string' || !hasNames(kind)) return text;
  const said = inWords(text, { scope, definition: found, object: 'line_item', property });
  return said.ok ? [said.value].flat().join(', ') : text;
}

type Sorted = { property: string; kind: PropertyKind };

/** Exact sum of a property. Empty ones add nothing; null when no item has a value. */
export function sumItems(scope: Scope, items: CrmRecord[], property: string): Result<Decimal | null, Fault> {
  if (findProperty(scope, 'line_item', property) === 'gone') return lineItemPropertyGone(property);
  let sum: Decimal | null = null;
  for (const item of items) {
    const text = propertyText(item, property);
    if (text === null) continue;
    const number = parseDecimal(text);
    if (number === null) return itemFault(item, property, `${quoted(text)} is not a number`);
    sum = (sum ?? new Decimal(0)).add(number);
  }
  return ok(sum);
}

export const lineItemPropertyGone = (property: string): { ok: false; failure: Fault } =>
  fault(
    'property_gone',
    `the ${objectWords.line_item[0]} property “${property}” does not exist any more`,
    'Ask an admin to map another property.',
  );

/** A fault that leads to one line item. */
export function itemFault(item: CrmRecord, property: string, why: string): { ok: false; failure: Fault } {
  const { failure } = fault(
    'wrong_type',
    `line item “${recordLabel('line_item', item)}”: ${why}`,
    'Correct the line item.',
  );
  return { ok: false, failure: { ...failure, link: { object: 'line_item', recordId: item.id, property } } };
}
