import { dayIn, parseStored, startOfDay } from '../values/dates.ts';
import { parseDecimal } from '../values/decimal.ts';
import type { Decimal } from '../values/decimal.ts';
import type { Scope } from './scope.ts';
import { asBoolean } from '../values/yes-no.ts';
import { collator } from './collator.ts';
import { plainText } from './plain-text.ts';
import { isNumeric } from './property-kind.ts';
import type { PropertyKind } from './property-kind.ts';
import { storedChoices } from './stored-choices.ts';
import { fold } from '@dealdraft/wire/text-form.ts';

/** What a comparison has to know beside the two values. */
export type Comparing = { kind: PropertyKind; timeZone: string; locale: string };
export type Operand = string | number | boolean;

/** A value in the form in which it is compared. */
export type Comparable =
  | { type: 'number'; value: Decimal }
  | { type: 'moment'; at: Date }
  | { type: 'day'; day: string }
  | { type: 'boolean'; value: boolean }
  | { type: 'text'; text: string };

/** Of a value whose property is not known. */
export const untyped: Comparing = { kind: 'unknown', timeZone: 'UTC', locale: 'en' };

export const comparing = ({ portal }: Pick<Scope, 'portal'>, kind: PropertyKind): Comparing => ({
  kind,
  timeZone: portal.timeZone,
  locale: portal.locale ?? 'en',
});

/** What a value is, by the kind of its property: text that looks like a number stays text. */
export function comparable(text: string, { kind }: Pick<Comparing, 'kind'>): Comparable {
  if (isNumeric(kind)) return asNumber(parseDecimal(text)) ?? asText(text);
  switch (kind) {
    case 'date':
    case 'datetime':
      return asDate(text, kind) ?? asText(text);
    case 'checkbox': {
      const answer = asBoolean(text);
      return answer.ok ? { type: 'boolean', value: answer.value } : asText(text);
    }
    case 'richText':
      return asText(plainText(text));
    case 'unknown':
      return asNumber(plainNumber(text)) ?? asDate(text, kind) ?? asText(text);
    default:
      return asText(text);
  }
}

const asText = (text: string): Comparable => ({ type: 'text', text: text.trim() });
const asNumber = (value: Decimal | null): Comparable | null =>
  value === null ? null : { type: 'number', value };

function asDate(text: string, kind: PropertyKind): Comparable | null {
  const found = parseStored(text, kind === 'date');
  if (found === null) return null;
  return found.kind === 'day' ? { type: 'day', day: found.day } : { type: 'moment', at: found.at };
}

/** Where HubSpot's type isn't known, only what nobody would write as a code is a number: not 007, not 1E2. */
const plainNumber = (text: string): Decimal | null =>
  /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text.trim()) ? parseDecimal(text) : null;

/** Less, equal or more; null when the two have no order, such as a number and a word. */
export function order(
  text: string | null,
  operand: Operand | undefined,
  about: Comparing = untyped,
): number | null {
  const other = operand === undefined ? '' : String(operand).trim();
  if (text === null || other === '') return null;
  const [left, right] = [comparable(text, about), comparable(other, about)];
  const sign = typedOrder(left, right, about);
  // Without a type, what is no number on one side is compared as text on both.
  return sign === undefined ? (about.kind === 'unknown' ? textOrder(text, other, about) : null) : sign;
}

function typedOrder(left: Comparable, right: Comparable, about: Comparing): number | undefined {
  if (left.type === 'number' && right.type === 'number') return left.value.cmp(right.value);
  if (left.type === 'boolean' && right.type === 'boolean') return Number(left.value) - Number(right.value);
  if (left.type === 'text' && right.type === 'text') return textOrder(left.text, right.text, about);
  if (left.type === 'moment' && right.type === 'moment' && about.kind !== 'date')
    return Math.sign(left.at.getTime() - right.at.getTime());
  const [a, b] = [dayOf(left, about), dayOf(right, about)];
  return a === null || b === null ? undefined : a === b ? 0 : a < b ? -1 : 1;
}

/** A day and a moment meet on the account's day. */
function dayOf(value: Comparable, { timeZone }: Comparing): string | null {
  if (value.type === 'day') return value.day;
  return value.type === 'moment' ? dayIn(value.at, timeZone) : null;
}

function textOrder(left: string, right: string, { locale }: Pick<Comparing, 'locale'>): number {
  const [a, b] = [fold(left), fold(right)];
  if (a === b) return 0;
  return collator(locale).compare(a, b) || (a < b ? -1 : 1);
}

/** Several choices are the same when the same ones are chosen, in whatever order. */
function isSame(text: string | null, operand: Operand | undefined, about: Comparing): boolean {
  if (about.kind !== 'choices') return order(text, operand, about) === 0;
  return text !== null && operand !== undefined && choicesKey(text) === choicesKey(String(operand));
}

/** One of these values; for several choices, any of them. */
function isAnyOf(text: string | null, operands: readonly Operand[], about: Comparing): boolean {
  if (text === null) return false;
  if (about.kind !== 'choices') return operands.some((each) => order(text, each, about) === 0);
  const chosen = new Set(storedChoices(text).map(fold));
  return operands.some((each) => chosen.has(fold(String(each))));
}

/** What a value is compared with, and how. */
export type Test = {
  op: 'eq' | 'neq' | 'in' | 'notIn' | 'empty' | 'notEmpty' | 'gt' | 'gte' | 'lt' | 'lte';
  value?: Operand | undefined;
  values?: readonly Operand[] | undefined;
};

/** Whether a value passes a test. An empty one is equal to nothing, not greater, and not less. */
export function meets({ op, value, values = [] }: Test, stored: string | null, about: Comparing): boolean {
  const text = filledText(stored, about.kind);
  switch (op) {
    case 'empty':
      return text === null;
    case 'notEmpty':
      return text !== null;
    case 'eq':
      return isSame(text, value, about);
    case 'neq':
      return !isSame(text, value, about);
    case 'in':
      return isAnyOf(text, values, about);
    case 'notIn':
      return !isAnyOf(text, values, about);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      const sign = about.kind === 'choices' ? null : order(text, value, about);
      if (sign === null) return false;
      return { gt: sign > 0, gte: sign >= 0, lt: sign < 0, lte: sign <= 0 }[op];
    }
  }
}

/** Rich text without a word in it is empty. */
const filledText = (text: string | null, kind: PropertyKind): string | null =>
  text !== null && kind === 'richText' && plainText(text) === '' ? null : text;

const choicesKey = (text: string): string =>
  JSON.stringify([...new Set(storedChoices(text).map(fold))].sort());

/** The same text for values that are the same: what rows are grouped by. */
export function groupKey(text: string, about: Comparing): string {
  if (about.kind === 'choices') return choicesKey(text);
  const value = comparable(text, about);
  switch (value.type) {
    case 'number':
      return `number ${value.value.toFixed()}`;
    case 'moment':
      return `moment ${value.at.toISOString()}`;
    case 'day':
      return `day ${value.day}`;
    case 'boolean':
      return `boolean ${String(value.value)}`;
    case 'text':
      return `text ${fold(value.text)}`;
  }
}

const ranks: Readonly<Record<Comparable['type'], number>> = {
  number: 0,
  boolean: 1,
  moment: 2,
  day: 2,
  text: 3,
};

/** An order of all values that a property may have: what can't be read as its type comes after what can. */
export function sortOrder(left: string, right: string, about: Comparing): number {
  const [a, b] = [comparable(left, about), comparable(right, about)].map((value) => sortable(value, about));
  if (a === undefined || b === undefined || a.type !== b.type)
    return a === undefined || b === undefined ? 0 : ranks[a.type] - ranks[b.type];
  return typedOrder(a, b, about) ?? 0;
}

/** Days and moments side by side would be equal in circles: all of a property's values are made days, or all moments. */
function sortable(value: Comparable, about: Comparing): Comparable {
  if (value.type === 'moment' && about.kind === 'date')
    return { type: 'day', day: dayIn(value.at, about.timeZone) };
  return value.type === 'day' && about.kind !== 'date'
    ? { type: 'moment', at: startOfDay(value.day, about.timeZone) }
    : value;
}
