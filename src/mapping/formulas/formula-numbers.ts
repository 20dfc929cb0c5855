import { Decimal, exactNumber, isDecimal, parseDecimal } from '../values/decimal.ts';
import { cut } from '@dealdraft/wire/cut.ts';

type Numeric = number | string;

/**
 * Arithmetic of one formula. JSONata hands JavaScript's numbers from step to step, so each result is the number nearest
 * to the exact one, and the digits that it lacks are kept beside it: the next step takes them up, and 1 / 3 * 3 is 1.
 */
export function exactNumbers() {
  const beyond = new Map<number, Decimal>();

  /** Numbers are read by their shortest text, so that 0.1 is a tenth; text is read when it is a number. */
  function decimal(value: unknown): Decimal {
    if (isDecimal(value)) return value;
    if (typeof value === 'number' && Number.isFinite(value))
      return beyond.get(value) ?? new Decimal(String(value));
    const found = typeof value === 'string' ? parseDecimal(value) : null;
    if (found === null) throw new Error(`${short(value)} is not a number`);
    return found;
  }

  /** The nearest number; text where that would be another amount. */
  function numeric(value: Decimal): Numeric {
    const nearest = value.isZero() ? 0 : value.toNumber();
    if (!Number.isFinite(nearest)) throw new Error('The result is not a number (a division by zero?)');
    const off = new Decimal(String(nearest)).sub(value).abs();
    if (off.gte(amountThatMatters)) return value.toDecimalPlaces(20).toFixed();
    if (off.gt(value.abs().mul(noise))) beyond.set(nearest, value);
    return nearest;
  }

  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

  /** Without a value there is no result, as in JSONata. */
  const one =
    (operate: (value: Decimal) => Decimal) =>
    (value: unknown): Numeric | undefined =>
      value === undefined ? undefined : numeric(operate(decimal(value)));
  const two =
    (operate: (left: Decimal, right: Decimal) => Decimal) =>
    (left: unknown, right: unknown): Numeric | undefined =>
      left === undefined || right === undefined ? undefined : numeric(operate(decimal(left), decimal(right)));
  const many =
    (operate: (values: Decimal[]) => Decimal) =>
    (values: unknown): Numeric | undefined => {
      const items = values === undefined ? [] : list(values);
      return items.length === 0 ? undefined : numeric(operate(items.map(decimal)));
    };

  const sumOf = (values: Decimal[]): Decimal => values.reduce((sum, value) => sum.add(value), new Decimal(0));

  /** Half away from zero, as invoices do; JSONata's own rounds half to even. Below zero, places are tens and hundreds. */
  function round(value: unknown, places: unknown): Numeric | undefined {
    if (value === undefined) return undefined;
    const wanted = places === undefined ? 0 : Math.trunc(decimal(places).toNumber());
    const scale = new Decimal(10).pow(Math.min(20, Math.max(-20, wanted)));
    return numeric(decimal(value).mul(scale).toDecimalPlaces(0, Decimal.ROUND_HALF_UP).div(scale));
  }

  function toNumber(value: unknown): Numeric | undefined {
    if (value === undefined) return undefined;
    if (typeof value === 'boolean') return value ? 1 : 0;
    if (typeof value === 'string' && /^0(x[\da-f]+|o[0-7]+|b[01]+)$/i.test(value)) return Number(value);
    return numeric(decimal(value));
  }

  return {
    decimal,
    add: two((left, right) => left.add(right)),
    subtract: two((left, right) => left.sub(right)),
    multiply: two((left, right) => left.mul(right)),
    divide: two((left, right) => left.div(right)),
    remainder: two((left, right) => left.mod(right)),
    power: two((left, right) => left.pow(right)),
    negate: one((value) => value.neg()),
    abs: one((value) => value.abs()),
    floor: one((value) => value.floor()),
    ceil: one((value) => value.ceil()),
    sqrt: one((value) => value.sqrt()),
    sum: (values: unknown): Numeric | undefined =>
      values === undefined ? undefined : numeric(sumOf(list(values).map(decimal))),
    average: many((values) => sumOf(values).div(values.length)),
    max: many((values) => Decimal.max(...values)),
    min: many((values) => Decimal.min(...values)),
    round,
    toNumber,
    compare: comparison(decimal),
  };
}
export type ExactNumbers = ReturnType<typeof exactNumbers>;

/** No price is finer than a millionth: a number that is off by more is another amount. */
const amountThatMatters = new Decimal('0.000001');
/** What is left over of 60 digits when a third is taken three times. */
const noise = new Decimal('1e-40');

/** Numbers by their size, also those that are text because they have more digits than a number keeps; texts as texts. */
const comparison =
  (decimal: (value: unknown) => Decimal) =>
  (left: unknown, right: unknown): number | undefined => {
    if (left === undefined || right === undefined) return undefined;
    if (isNumberLike(left) && isNumberLike(right)) return decimal(left).cmp(decimal(right));
    if (typeof left === 'string' && typeof right === 'string')
      return left === right ? 0 : left < right ? -1 : 1;
    const mixed = typeof left === 'number' ? right : left;
    if ([left, right].some((each) => typeof each === 'number') && typeof mixed === 'string')
      return decimal(left).cmp(decimal(right));
    throw new Error(`${short(left)} and ${short(right)} cannot be compared by size`);
  };

function isNumberLike(value: unknown): boolean {
  if (typeof value === 'number') return true;
  const found = typeof value === 'string' ? parseDecimal(value) : null;
  return found !== null && exactNumber(found) === null;
}

function short(value: unknown): string {
  if (typeof value === 'string') return `“${cut(value, 40)}”`;
  return value === null || value === undefined
    ? 'Nothing'
    : typeof value === 'object'
      ? 'A list or object'
      : String(value);
}
