import { Decimal } from './decimal.ts';
import type { ValueObject } from './value.ts';
import { trimmed } from '@dealdraft/wire/text-form.ts';

export type Unit = 'DAYS' | 'MONTHS' | 'YEARS';

const period = /^P(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,5})W)?(?:(\d{1,6})D)?$/i;

/**
 * A length of time as SpotDraft takes it. `days` is our reckoning, since SpotDraft documents the field but not its rule: a
 * year is 365 days, a month a twelfth of it, rounded.
 */
export function duration(unit: Unit, count: Decimal): ValueObject {
  const days = unit === 'DAYS' ? count : unit === 'YEARS' ? count.mul(365) : count.mul(365).div(12).round();
  return { type: unit, value: count, days };
}

/** An ISO 8601 period such as P12M, P1Y, P1Y6M, P90D, P2W. Null when it is none, is empty, or mixes days with months. */
export function parsePeriod(text: string): ValueObject | null {
  const match = period.exec(trimmed(text));
  if (match === null) return null;
  const [years, months, weeks, days] = match.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
  ];
  const inMonths = years * 12 + months;
  const inDays = weeks * 7 + days;
  if ((inMonths > 0 && inDays > 0) || inMonths + inDays === 0) return null;
  if (inDays > 0) return duration('DAYS', new Decimal(inDays));
  return months === 0 ? duration('YEARS', new Decimal(years)) : duration('MONTHS', new Decimal(inMonths));
}

const words: Record<Unit, [one: string, many: string]> = {
  DAYS: ['day', 'days'],
  MONTHS: ['month', 'months'],
  YEARS: ['year', 'years'],
};

export const isUnit = (text: unknown): text is Unit => typeof text === 'string' && Object.hasOwn(words, text);

export const durationInWords = (unit: Unit, count: string): string =>
  `${count} ${words[unit][count === '1' ? 0 : 1]}`;
