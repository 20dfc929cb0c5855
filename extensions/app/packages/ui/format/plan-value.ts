import type { Json, PlanLine } from '@dealdraft/wire/plan.ts';

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

const money = (code: string, amount: number, locale: string): string | null => {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency: code }).format(amount);
  } catch {
    return null;
  }
};

const dated = (text: string, locale: string): string | null => {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return null;
  // A date without a time is that day everywhere: it is not moved by the reader's time zone.
  return DATE_ONLY.test(text)
    ? new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(at)
    : DATE_TIME.test(text)
      ? new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at)
      : null;
};

/** A value as the reader writes it: `{type: 'EUR', value: 1200}` as money, dates and numbers by locale. Null: no better way. */
export const inLocale = (value: Json, locale: string): string | null => {
  if (typeof value === 'number')
    return new Intl.NumberFormat(locale, { maximumFractionDigits: 20 }).format(value);
  if (typeof value === 'string') return dated(value, locale);
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (isObject(value)) {
    const { type, value: amount } = value;
    return typeof type === 'string' && /^[A-Z]{3}$/.test(type) && typeof amount === 'number'
      ? money(type, amount, locale)
      : null;
  }
  return null;
};

/** The line's value in words; what the service shows where the reader's language makes no difference. */
export const lineValue = (line: Pick<PlanLine, 'value' | 'display'>, locale: string): string =>
  inLocale(line.value, locale) ?? line.display;

const cell = (value: Json, locale: string): string =>
  inLocale(value, locale) ??
  (typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value));

/** Rows of a product table as one line of text each, or null when the value is no table. */
export const rowsOf = (value: Json, locale: string): string[] | null => {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isObject)) return null;
  return value.map((row) =>
    Object.entries(row)
      .map(([name, content]) => [name, cell(content, locale)] as const)
      .filter(([, content]) => content !== '')
      .map(([name, content]) => `${name.replaceAll('_', ' ')}: ${content}`)
      .join(' · '),
  );
};
