import type { CrmRecord, RecordObject } from '@dealdraft/wire/records.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { dayIn, momentIn, parseStored } from '../values/dates.ts';
import { exactNumber, parseDecimal } from '../values/decimal.ts';
import type { ParsedFormula } from '../formulas/formula-syntax.ts';
import { plainText } from '../records/plain-text.ts';
import { isNumeric } from '../records/property-kind.ts';
import type { PropertyKind } from '../records/property-kind.ts';
import { pickRecord } from '../records/pick-record.ts';
import { dealCurrency, kindOfProperty, propertyText } from '../records/scope.ts';
import type { Scope } from '../records/scope.ts';
import type { Fault } from '../values/value.ts';
import { asBoolean } from '../values/yes-no.ts';

type Typed = string | number | boolean;
type Row = Record<string, Typed>;

/**
 * What a formula reads:
 * `deal`, `company`, `contact`, `owner`, `quote` (properties by internal name; the same records that other rules of the section
 * take), `lineItems` (a list), `data` (other targets of this mapping that it names), `portal.timeZone`, `portal.currency` (the
 * deal's), and `today` (YYYY-MM-DD). Number properties are numbers, checkboxes are booleans, dates are YYYY-MM-DD, dates with
 * a time are ISO 8601 with the account's offset, rich text is plain text, all else is text as HubSpot stores it; what is empty is absent. Only what the formula names is put in, so two companies do not matter to a formula about the deal.
 */
export function formulaDocument(scope: Scope, parsed: ParsedFormula): Result<Record<string, unknown>, Fault> {
  const document: Record<string, unknown> = {
    portal: { timeZone: scope.portal.timeZone, currency: dealCurrency(scope) },
    today: Number.isNaN(scope.now.getTime()) ? '' : dayIn(scope.now, scope.portal.timeZone),
  };
  for (const object of ['deal', 'company', 'contact', 'owner', 'quote'] as const) {
    if (!parsed.roots.has(object)) continue;
    const picked = pickRecord(scope, object, undefined);
    if (picked.ok) document[object] = typedRow(scope, object, picked.value.record);
    else if (picked.failure.code === 'choose_record' || picked.failure.code === 'no_access') return picked;
  }
  if (parsed.roots.has('lineItems'))
    document['lineItems'] = scope.records.lineItems.map((item) => typedRow(scope, 'line_item', item));
  if (parsed.roots.has('data')) document['data'] = dataRead(scope, parsed);
  return ok(document);
}

const dataRead = (scope: Scope, parsed: ParsedFormula): Record<string, unknown> => {
  const wanted = new Set(parsed.paths.filter(({ root }) => root === 'data').map(({ name }) => name));
  return Object.fromEntries([...scope.data].filter(([name]) => wanted.has(name)));
};

/** A record's properties, typed by what HubSpot says of them. */
export function typedRow(scope: Scope, object: RecordObject, record: CrmRecord): Row {
  const row = Object.keys(record.properties).flatMap((name): [string, Typed][] => {
    const text = propertyText(record, name);
    if (text === null) return [];
    const value = typed(text, kindOfProperty(scope, object, name), scope.portal.timeZone);
    return value === '' ? [] : [[name, value]];
  });
  return { id: record.id, ...Object.fromEntries(row) };
}

/** A number that would lose digits stays text: our arithmetic reads it exactly. */
function typed(text: string, kind: PropertyKind, timeZone: string): Typed {
  if (isNumeric(kind)) {
    const number = parseDecimal(text);
    return number === null ? text : (exactNumber(number) ?? text);
  }
  switch (kind) {
    case 'checkbox': {
      const answer = asBoolean(text);
      return answer.ok ? answer.value : text;
    }
    case 'date':
    case 'datetime':
      return dated(text, kind, timeZone);
    case 'richText':
      return plainText(text);
    default:
      return text;
  }
}

/** With the account's offset, so that the first ten characters are the account's day. */
function dated(text: string, kind: 'date' | 'datetime', timeZone: string): string {
  const found = parseStored(text, kind === 'date');
  if (found === null) return text;
  return found.kind === 'day' ? found.day : momentIn(found.at, timeZone);
}
