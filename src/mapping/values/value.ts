import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { Json, PlanProblem } from '@dealdraft/wire/plan.ts';
import { Decimal, exactNumber, isDecimal } from './decimal.ts';
import { cut } from '@dealdraft/wire/cut.ts';
import { isBlank } from '@dealdraft/wire/text-form.ts';

/** A value on its way from a source to a target. Numbers are decimals; null is "nothing there". */
export type Value = string | boolean | Decimal | null | Value[] | ValueObject;
export type ValueObject = { [key: string]: Value };

/** Why there is no value: `why` is a clause without a full stop, `fix` a sentence. */
export type Fault = Omit<PlanProblem, 'message'> & { why: string; fix?: string };

export const fault = (code: Fault['code'], why: string, fix?: string): { ok: false; failure: Fault } => ({
  ok: false,
  failure: fix === undefined ? { code, why } : { code, why, fix },
});

/** Null, text without anything to see and empty lists count as no value. */
export const isMissing = (value: Value): value is null =>
  value === null ||
  (typeof value === 'string' && isBlank(value)) ||
  (Array.isArray(value) && value.every((item) => isMissing(item)));

export const isObject = (value: Value): value is ValueObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isDecimal(value);

/** A property of an object of ours, never one that all JavaScript objects have. */
export const own = <Item>(object: Readonly<Record<string, Item>>, key: string): Item | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

/** Plain data as a value; anything that is not data is missing. Nesting is cut at twelve levels. */
export function fromJson(data: unknown, depth = 0): Value {
  if (typeof data === 'string' || typeof data === 'boolean') return data;
  if (typeof data === 'number') return Number.isFinite(data) ? new Decimal(String(data)) : null;
  if (typeof data !== 'object' || data === null || depth > 12) return null;
  if (isDecimal(data)) return data;
  if (Array.isArray(data)) return data.map((item) => fromJson(item, depth + 1));
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, fromJson(item, depth + 1)]));
}

/** A value as JSON, with every number exactly as it is; a fault when one cannot be. */
export function toJson(value: Value): Result<Json, Fault> {
  if (isDecimal(value)) {
    const number = exactNumber(value);
    if (number !== null) return ok(number);
    return fault(
      'not_exact',
      `${value.toFixed()} has more digits than can be sent without change`,
      'Round it.',
    );
  }
  if (Array.isArray(value)) return collect(value.map(toJson));
  if (!isObject(value)) return ok(value);
  const items = collect(Object.values(value).map(toJson));
  if (!items.ok) return items;
  return ok(Object.fromEntries(Object.keys(value).map((key, index) => [key, items.value[index] ?? null])));
}

/** All values, or the first failure. */
export function collect<Item, Failure>(results: Result<Item, Failure>[]): Result<Item[], Failure> {
  const items: Item[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    items.push(result.value);
  }
  return ok(items);
}

/** For messages: short, and on one line. */
export function quoted(value: Value): string {
  const text = typeof value === 'string' ? value : isDecimal(value) ? value.toFixed() : inWords(value);
  return `“${cut(text.replace(/\s+/g, ' ').trim(), 60, '…')}”`;
}

function inWords(value: Exclude<Value, string | Decimal>): string {
  if (value === null) return 'nothing';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? `a list of ${value.length}` : 'several values in one';
}
