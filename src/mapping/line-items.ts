import type { LineItemsSource, LineItemsSumSource } from '@dealdraft/wire/mapping.ts';
import type { CrmRecord } from '@dealdraft/wire/records.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { holds, order } from './conditions.ts';
import { Decimal, parseDecimal } from './decimal.ts';
import { pickRecord } from './pick-record.ts';
import { objectWords, recordLabel } from './record-label.ts';
import { findProperty, propertyText } from './scope.ts';
import type { Scope } from './scope.ts';
import { fault, quoted } from './value.ts';
import type { Fault } from './value.ts';

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
export function groupItems(items: CrmRecord[], { sort, groupBy }: LineItemsSource): Group[] {
  const sorted =
    sort === undefined ? items : [...items].sort((left, right) => compareItems(left, right, sort));
  if (groupBy === undefined) return sorted.map((first) => ({ items: [first], first }));
  const groups = new Map<string, Group>();
  for (const item of sorted) {
    const key = (propertyText(item, groupBy) ?? '').trim().toLowerCase();
    const known = groups.get(key);
    if (known) known.items.push(item);
    else groups.set(key, { items: [item], first: item });
  }
  return [...groups.values()];
}

/** Items without the property come last, whichever way the rest goes. */
function compareItems(
  left: CrmRecord,
  right: CrmRecord,
  sort: { property: string; descending: boolean },
): number {
  const [a, b] = [propertyText(left, sort.property), propertyText(right, sort.property)];
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const sign = order(a, b) ?? 0;
  return sort.descending ? -sign : sign;
}

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
