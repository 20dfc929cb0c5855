import { charactersOf, splitWhole } from '@dealdraft/wire/cut.ts';
import { Decimal } from '../values/decimal.ts';

/** Text that a formula may make; longer ones are an error. HubSpot's own limit for a text property is 65,536. */
const longestText = 100_000;

/** A value inside text. Numbers are written out with all their digits, never as 1e21. */
export function text(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return new Decimal(String(value)).toFixed();
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value) && value.length === 1) return text(value[0]);
  throw new Error('Only a single value can be written as text, not a list or an object');
}

export function bounded(value: string): string {
  if (value.length > longestText) throw new Error(`The text is longer than ${longestText} characters`);
  return value;
}

export function joined(value: unknown, separator: unknown): string | undefined {
  if (value === undefined) return undefined;
  let result = '';
  [value].flat().forEach((item, index) => {
    result = bounded(result + (index === 0 ? '' : text(separator)) + text(item));
  });
  return result;
}

export function padded(value: unknown, width: unknown, character: unknown): string | undefined {
  if (value === undefined) return undefined;
  const size = Math.trunc(Number(width));
  if (!Number.isFinite(size) || Math.abs(size) > longestText)
    throw new Error(`The text is longer than ${longestText} characters`);
  const whole = text(value);
  const fill = charactersOf(text(character) || ' ');
  const wanted = Math.max(0, Math.abs(size) - charactersOf(whole).length);
  const padding = Array.from({ length: wanted }, (_none, index) => fill[index % fill.length] ?? '').join('');
  return bounded(size < 0 ? padding + whole : whole + padding);
}

/** As JSONata's, but no character is ever cut: it counts code points, and an emoji may be seven of them. */
export function substring(value: unknown, start: number, length?: number): string | undefined {
  if (value === undefined) return undefined;
  const characters = charactersOf(text(value));
  const from = start < 0 ? Math.max(0, characters.length + start) : start;
  return characters.slice(from, length === undefined ? undefined : from + Math.max(0, length)).join('');
}

export const lengthOf = (value: unknown): number | undefined =>
  value === undefined ? undefined : charactersOf(text(value)).length;

/** With text only; a regular expression is for `$match` and `$contains`. */
export function replaced(value: unknown, pattern: unknown, replacement: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof pattern !== 'string' || pattern === '')
    throw new Error('$replace takes the text to replace, not a pattern');
  const whole = text(value);
  const pieces = splitWhole(whole, pattern);
  const put = text(replacement);
  if (whole.length + (pieces.length - 1) * put.length > longestText)
    throw new Error(`The text is longer than ${longestText} characters`);
  return pieces.join(put);
}
