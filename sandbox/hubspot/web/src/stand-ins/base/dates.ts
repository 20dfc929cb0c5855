import type { BaseDate } from '@hubspot/ui-extensions';

/** HubSpot's dates count months from 0, as JavaScript does. All of this is calendar arithmetic without a time zone. */
const utc = ({ year, month, date }: BaseDate): Date => new Date(Date.UTC(year, month, date));
const from = (date: Date): BaseDate => ({
  year: date.getUTCFullYear(),
  month: date.getUTCMonth(),
  date: date.getUTCDate(),
});

export const compareDates = (a: BaseDate, b: BaseDate): number => utc(a).getTime() - utc(b).getTime();
export const addDays = (day: BaseDate, days: number): BaseDate =>
  from(new Date(utc(day).getTime() + days * 86_400_000));
export const addMonths = ({ year, month, date }: BaseDate, months: number): BaseDate => {
  const last = new Date(Date.UTC(year, month + months + 1, 0)).getUTCDate();
  return from(new Date(Date.UTC(year, month + months, Math.min(date, last))));
};
export const todayIn = (now: Date): BaseDate => ({
  year: now.getFullYear(),
  month: now.getMonth(),
  date: now.getDate(),
});

export const isoOf = (day: BaseDate): string => utc(day).toISOString().slice(0, 10);

type Format = 'YYYY-MM-DD' | 'L' | 'LL' | 'll' | 'short' | 'long' | 'medium' | 'standard';

export const formatDate = (day: BaseDate, format: Format, locale: string): string => {
  if (format === 'YYYY-MM-DD' || format === 'standard') return isoOf(day);
  const parts: Intl.DateTimeFormatOptions =
    format === 'long' || format === 'LL'
      ? { dateStyle: 'long' }
      : format === 'medium' || format === 'll'
        ? { dateStyle: 'medium' }
        : { year: 'numeric', month: '2-digit', day: '2-digit' };
  return new Intl.DateTimeFormat(locale, { ...parts, timeZone: 'UTC' }).format(utc(day));
};

/** Reads 2027-03-31, and the order of day, month and year that the locale writes. */
export const parseDate = (text: string, locale: string): BaseDate | null => {
  const numbers = text.match(/\d+/g)?.map(Number) ?? [];
  if (numbers.length !== 3) return null;
  const order = /^\s*\d{4}/.test(text)
    ? ['year', 'month', 'day']
    : new Intl.DateTimeFormat(locale, { year: 'numeric', month: '2-digit', day: '2-digit' })
        .formatToParts(new Date(0))
        .map(({ type }) => type)
        .filter((type) => type !== 'literal');
  const at = (name: string) => numbers[order.indexOf(name)] ?? Number.NaN;
  const day = { year: at('year'), month: at('month') - 1, date: at('day') };
  if (Number.isNaN(day.year) || day.year < 1000) return null;
  return isSame(from(utc(day)), day) ? day : null;
};

export const isSame = (a: BaseDate | null, b: BaseDate | null): boolean =>
  a !== null && b !== null && a.year === b.year && a.month === b.month && a.date === b.date;

/** Six weeks that hold the month of `day`, beginning on Monday. */
export const monthGrid = ({ year, month }: BaseDate): BaseDate[][] => {
  const first = new Date(Date.UTC(year, month, 1));
  const back = (first.getUTCDay() + 6) % 7;
  const start = from(new Date(first.getTime() - back * 86_400_000));
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_day, index) => addDays(start, week * 7 + index)),
  );
};
