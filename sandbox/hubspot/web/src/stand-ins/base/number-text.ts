type Bounds = { min?: number | undefined; max?: number | undefined; precision?: number | undefined };

/** The decimal and group signs of a locale. */
const signs = (locale: string): { decimal: string; group: string } => {
  const parts = new Intl.NumberFormat(locale).formatToParts(1234567.8);
  const find = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: find('decimal') || '.', group: find('group') };
};

/** Reads what a person typed; null when it is not a number. Bounds and precision are applied, as HubSpot does on leaving the field. */
export const readNumber = (
  text: string,
  locale: string,
  { min, max, precision }: Bounds = {},
): number | null => {
  const { decimal, group } = signs(locale);
  const plain = text
    .replaceAll(group === '' ? '\u0000' : group, '')
    .replace(/[\s\u00a0\u202f%]/g, '')
    .replace(/[^\d.,\-]/g, '')
    .replace(decimal, '.');
  if (plain === '' || !/^-?\d*\.?\d*$/.test(plain) || !/\d/.test(plain)) return null;
  const number = Number(plain);
  const rounded = precision === undefined ? number : Number(number.toFixed(precision));
  return Math.min(max ?? Infinity, Math.max(min ?? -Infinity, rounded));
};

export const showNumber = (value: number, locale: string, precision?: number): string =>
  new Intl.NumberFormat(
    locale,
    precision === undefined
      ? { maximumFractionDigits: 10 }
      : { minimumFractionDigits: precision, maximumFractionDigits: precision },
  ).format(value);
