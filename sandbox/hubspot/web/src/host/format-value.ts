import type { HookOptions } from './protocol.ts';

export type Shape = { type: string; options: { value: string; label: string }[] };
export type Place = { locale: string; currency: string; timeZone: string };
type Options = HookOptions['formattingOptions'];

/** A stored value as HubSpot shows it: dates in the portal's zone, amounts in the deal's currency, options by their label. */
export const formatValue = (
  value: string,
  shape: Shape & { money?: boolean },
  place: Place,
  options: Options = {},
): string => {
  if (value === '') return '';
  if (shape.type === 'date') return formatDay(value, place, options.date);
  if (shape.type === 'datetime') return formatMoment(value, place, options.dateTime);
  if (shape.type === 'number') return formatNumber(value, shape.money === true, place, options);
  if (shape.type === 'bool' && shape.options.length === 0) return value === 'true' ? 'Yes' : 'No';
  if (shape.options.length === 0) return value;
  return value
    .split(';')
    .map((one) => shape.options.find((option) => option.value === one)?.label ?? one)
    .join('; ');
};

type DateOptions = { format?: string; relative?: boolean } | undefined;

const formatDay = (value: string, place: Place, options: DateOptions): string => {
  const date = new Date(/^\d+$/.test(value) ? Number(value) : value);
  if (Number.isNaN(date.getTime())) return value;
  if (options?.relative === true) return relative(date.getTime() - Date.now(), place.locale);
  return new Intl.DateTimeFormat(place.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(date);
};

const formatMoment = (value: string, place: Place, options: DateOptions): string => {
  const date = new Date(/^\d+$/.test(value) ? Number(value) : value);
  if (Number.isNaN(date.getTime())) return value;
  if (options?.relative === true) return relative(date.getTime() - Date.now(), place.locale);
  const style = { dateStyle: 'medium', timeStyle: 'short', timeZone: place.timeZone } as const;
  return new Intl.DateTimeFormat(place.locale, style).format(date);
};

const formatNumber = (value: string, money: boolean, place: Place, options: Options): string => {
  const number = Number(value);
  if (Number.isNaN(number)) return value;
  const symbol = money && options?.currency?.addSymbol !== false;
  return new Intl.NumberFormat(
    place.locale,
    symbol ? { style: 'currency', currency: place.currency } : { maximumFractionDigits: 6 },
  ).format(number);
};

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000_000],
  ['month', 2_592_000_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** “in 3 days”, “2 hours ago”. */
export const relative = (ms: number, locale: string): string => {
  const [unit, size] = steps.find(([, step]) => Math.abs(ms) >= step) ?? ['second', 1_000];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.round(ms / size), unit);
};
