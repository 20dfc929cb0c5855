import type { Json, PlanLine } from '@dealdraft/wire/plan.ts';
import type { TargetKind } from '@dealdraft/wire/template.ts';
import { decimalText, fractionDigits } from './decimal-text.ts';

const isObject = (value: Json): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;

/** Grouped as the reader writes numbers, with every digit that is sent: a preview that rounds shows another contract. */
const amount = (value: number, locale: string, style: Intl.NumberFormatOptions = {}): string | null => {
  const text = decimalText(value);
  const digits = fractionDigits(text);
  try {
    const usual = new Intl.NumberFormat(locale, style).resolvedOptions().minimumFractionDigits ?? 0;
    const format = new Intl.NumberFormat(locale, {
      ...style,
      minimumFractionDigits: Math.max(usual, digits),
      maximumFractionDigits: Math.max(usual, digits),
    });
    // As text, so that no digit is lost on the way through a binary number.
    return format.format(text);
  } catch {
    return null; // no such currency, or more digits than this browser shows
  }
};

/** A date without a time is that day everywhere: it is not moved by the reader's time zone. */
const dated = (text: string, locale: string): string | null => {
  const at = DATE_ONLY.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at)
    ? null
    : new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(at);
};

const parts = ({ type, value }: { [key: string]: Json }, locale: string): string | null => {
  if (typeof type !== 'string' || typeof value !== 'number') return null;
  if (/^[A-Z]{3}$/.test(type)) return amount(value, locale, { style: 'currency', currency: type });
  return null;
};

/**
 * A value as the reader writes it: `{type: 'EUR', value: 1200}` as money, numbers and dates by locale. Null: no better
 * way than what is sent. `kind` is what the variable takes: text that looks like a date stays text.
 */
export const inLocale = (value: Json, locale: string, kind?: TargetKind): string | null => {
  if (typeof value === 'number') return amount(value, locale);
  if (typeof value === 'string') return kind === undefined || kind === 'date' ? dated(value, locale) : null;
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return isObject(value) ? parts(value, locale) : null;
};

type ShownLine = Pick<PlanLine, 'value' | 'display'> & Partial<Pick<PlanLine, 'kind'>>;

/** The line's value in words; what the service shows where the reader's language makes no difference. */
export const lineValue = ({ value, display, kind = 'text' }: ShownLine, locale: string): string =>
  inLocale(value, locale, kind) ?? display;

const units: Readonly<Record<string, [one: string, many: string]>> = {
  DAYS: ['day', 'days'],
  MONTHS: ['month', 'months'],
  YEARS: ['year', 'years'],
};

const cell = (value: Json, locale: string, kind: TargetKind = 'text'): string => {
  const shown = inLocale(value, locale, kind);
  if (shown !== null) return shown;
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((each) => cell(each, locale)).join(', ');
  return isObject(value) ? objectCell(value, locale) : JSON.stringify(value);
};

const objectCell = (value: { [key: string]: Json }, locale: string): string => {
  const { type, value: count } = value;
  const unit = typeof type === 'string' ? units[type] : undefined;
  if (unit !== undefined && typeof count === 'number')
    return `${cell(count, locale)} ${unit[count === 1 ? 0 : 1]}`;
  const said = Object.values(value).map((each) => cell(each, locale));
  return said.filter((each) => each !== '').join(', ');
};

/** Rows of a product table as one line of text each, or null when the value is no table. */
export const rowsOf = (value: Json, locale: string, columns: PlanLine['columns'] = {}): string[] | null => {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isObject)) return null;
  return value.map((row) =>
    Object.entries(row)
      .map(([name, content]) => [name, cell(content, locale, columns[name])] as const)
      .filter(([, content]) => content !== '')
      .map(([name, content]) => `${name.replaceAll('_', ' ')}: ${content}`)
      .join(' · '),
  );
};
