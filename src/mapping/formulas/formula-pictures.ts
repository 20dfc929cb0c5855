import { Decimal, exactNumber } from '../values/decimal.ts';
import type { ExactNumbers } from './formula-numbers.ts';

/** JSONata's own functions of these names: what they write is right once the number is rounded as it should be. */
export type Natives = Readonly<
  Record<'formatNumber' | 'formatInteger' | 'formatBase' | 'fromMillis', Native>
>;
export const nativeNames: readonly (keyof Natives)[] = [
  'formatNumber',
  'formatInteger',
  'formatBase',
  'fromMillis',
];
type Native = (...args: unknown[]) => unknown;

/**
 * Numbers by a picture such as `#,##0.00`. JSONata rounds in binary and half to even; here the decimal is rounded first,
 * half away from zero like `$round`, and JSONata gets a number that it has nothing to round at.
 */
export function picturedNumbers({ decimal }: Pick<ExactNumbers, 'decimal'>, natives: Natives) {
  return {
    formatNumber(value: unknown, picture: unknown, options: unknown): unknown {
      if (value === undefined) return undefined;
      const number = decimal(value);
      return natives.formatNumber(writable(roundedFor(number, String(picture), options)), picture, options);
    },
    formatInteger: (value: unknown, picture: unknown): unknown =>
      value === undefined ? undefined : natives.formatInteger(writable(decimal(value).floor()), picture),
    formatBase: (value: unknown, radix: unknown): unknown =>
      value === undefined
        ? undefined
        : natives.formatBase(writable(decimal(value).toDecimalPlaces(0, Decimal.ROUND_HALF_UP)), radix),
  };
}

function writable(value: Decimal): number {
  const number = exactNumber(value);
  if (number === null || Math.abs(number) >= 1e15)
    throw new Error(`${value.toFixed()} has more digits than can be written by a picture`);
  return number;
}

const defaults = {
  decimal: '.',
  exponent: 'e',
  percent: '%',
  perMille: '\u2030',
  separator: ';',
  digit: '#',
  zero: '0',
};

function signsOf(options: unknown): typeof defaults {
  const given = typeof options === 'object' && options !== null ? (options as Record<string, unknown>) : {};
  const sign = (name: string, usual: string): string => {
    const own = given[name];
    return typeof own === 'string' && own !== '' ? own : usual;
  };
  return {
    decimal: sign('decimal-separator', defaults.decimal),
    exponent: sign('exponent-separator', defaults.exponent),
    percent: sign('percent', defaults.percent),
    perMille: sign('per-mille', defaults.perMille),
    separator: sign('pattern-separator', defaults.separator),
    digit: sign('digit', defaults.digit),
    zero: sign('zero-digit', defaults.zero),
  };
}

/** Rounded to the digits that the picture has room for. */
function roundedFor(value: Decimal, picture: string, options: unknown): Decimal {
  const signs = signsOf(options);
  const [first = '', second] = picture.split(signs.separator);
  const part = value.isNegative() && second !== undefined ? second : first;
  const [mantissa = '', exponent] = part.split(signs.exponent);
  const [whole = '', fraction = ''] = mantissa.split(signs.decimal);
  const zero = signs.zero.codePointAt(0) ?? 48;
  const isDigit = (sign: string): boolean => {
    const code = sign.codePointAt(0) ?? 0;
    return code >= zero && code < zero + 10;
  };
  const places = [...fraction].filter((sign) => isDigit(sign) || sign === signs.digit).length;
  const hasExponent = exponent !== undefined && [...exponent].some(isDigit);
  if (hasExponent) {
    const digits = places + [...whole].filter(isDigit).length;
    return value.isZero() ? value : value.toSignificantDigits(Math.max(1, digits), Decimal.ROUND_HALF_UP);
  }
  const shift = part.includes(signs.percent) ? 2 : part.includes(signs.perMille) ? 3 : 0;
  const rounded = value.toDecimalPlaces(places + shift, Decimal.ROUND_HALF_UP);
  return rounded.isZero() ? new Decimal(0) : rounded;
}
