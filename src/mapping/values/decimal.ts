import { Decimal as Base } from 'decimal.js';
import type { Rounding } from '@dealdraft/wire/mapping.ts';
import { trimmed } from '@dealdraft/wire/text-form.ts';

/** Decimals with room for any amount; never shares its settings with other users of the library. */
export const Decimal = Base.clone({
  precision: 60,
  rounding: Base.ROUND_HALF_UP,
  toExpNeg: -30,
  toExpPos: 60,
});
export type Decimal = Base;

const numeral = /^[+-]?(\d{1,40}(\.\d{0,30})?|\.\d{1,30})(e[+-]?\d{1,3})?$/i;

/** Reads a number as HubSpot stores it (a point, no grouping). Null when the text is not such a number. */
export function parseDecimal(text: string): Decimal | null {
  const plain = trimmed(text);
  if (!numeral.test(plain)) return null;
  const value = new Decimal(plain);
  return value.isFinite() ? value : null;
}

export const isDecimal = (value: unknown): value is Decimal => Base.isDecimal(value);

/**
 * The number whose JSON text is exactly this decimal, or null when there is none: a JSON number passes through binary floats on
 * the way, here and at SpotDraft. Every decimal of up to 15 digits survives; longer ones only by luck, and are then kept.
 */
export function exactNumber(value: Decimal): number | null {
  const number = value.isZero() ? 0 : value.toNumber();
  return Number.isFinite(number) && new Decimal(String(number)).eq(value) ? number : null;
}

const modes: Record<Rounding, Base.Rounding> = {
  half_up: Base.ROUND_HALF_UP,
  half_even: Base.ROUND_HALF_EVEN,
  up: Base.ROUND_UP,
  down: Base.ROUND_DOWN,
};

export const round = (value: Decimal, places: number, rounding: Rounding): Decimal =>
  value.toDecimalPlaces(places, modes[rounding]);

/** `1234567.5` → `1,234,567.5`; at least `places` decimals. */
export function grouped(value: Decimal, places = 0): string {
  const shown = value.decimalPlaces() < places ? value.toFixed(places) : value.toFixed();
  const [whole = '0', fraction] = shown.split('.');
  const withCommas = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}
