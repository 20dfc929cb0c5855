export type Shape = { type: string; options: { value: string; label: string }[] };
export type Place = { locale: string; currency: string; timeZone: string };

/** A stored value as HubSpot shows it: dates in the portal's zone, amounts in the deal's currency, options by their label. */
export const formatValue = (value: string, shape: Shape & { money?: boolean }, place: Place): string => {
  if (value === '') return '';
  if (shape.type === 'date') return formatDay(value, place);
  if (shape.type === 'datetime') return formatMoment(value, place);
  if (shape.type === 'number') return formatNumber(value, shape.money === true, place);
  if (shape.type === 'bool' && shape.options.length === 0) return value === 'true' ? 'Yes' : 'No';
  if (shape.options.length === 0) return value;
  return value
    .split(';')
    .map((one) => shape.options.find((option) => option.value === one)?.label ?? one)
    .join('; ');
};

const formatDay = (value: string, place: Place): string => {
  const date = new Date(/^\d+$/.test(value) ? Number(value) : value);
  if (Number.isNaN(date.getTime())) return value;
  return new Intl.DateTimeFormat(place.locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(date);
};

const formatMoment = (value: string, place: Place): string => {
  const date = new Date(/^\d+$/.test(value) ? Number(value) : value);
  if (Number.isNaN(date.getTime())) return value;
  const style = { dateStyle: 'medium', timeStyle: 'short', timeZone: place.timeZone } as const;
  return new Intl.DateTimeFormat(place.locale, style).format(date);
};

const formatNumber = (value: string, money: boolean, place: Place): string => {
  const number = Number(value);
  if (Number.isNaN(number)) return value;
  return new Intl.NumberFormat(
    place.locale,
    money ? { style: 'currency', currency: place.currency } : { maximumFractionDigits: 6 },
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
