import { z } from 'zod';
import { wordLanguages } from './word-languages.ts';

const decimalText = z.string().regex(/^-?\d{1,15}(\.\d{1,10})?$/);
const rounding = z.enum(['half_up', 'half_even', 'up', 'down']);
const decimals = z.int().min(0).max(10);

/** The currency of an amount: the deal's (or the portal's when the deal has none), a fixed ISO 4217 code, or a property of the deal or of its quote that holds one. */
const currencyChoice = z.union([
  z.literal('deal'),
  z.string().regex(/^[A-Z]{3}$/),
  z.object({ object: z.enum(['deal', 'quote']).optional(), property: z.string().min(1).max(200) }),
]);

const language = z.enum(wordLanguages).default('en-US');

/** One step from a source's value to the target's. Steps run in order; none runs on a missing value but `boolean` with `emptyIs`. */
export const transform = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('trim') }),
  z.object({ kind: z.literal('case'), to: z.enum(['upper', 'lower', 'title']) }),
  /** To `YYYY-MM-DD`; a point in time becomes the day it is in the portal's time zone. */
  z.object({ kind: z.literal('date') }),
  /** To ISO 8601, in UTC or with the portal's offset. */
  z.object({ kind: z.literal('datetime'), zone: z.enum(['utc', 'portal']).default('utc') }),
  z.object({
    kind: z.literal('dateAdd'),
    days: z.int().min(-36_500).max(36_500).optional(),
    months: z.int().min(-1_200).max(1_200).optional(),
    years: z.int().min(-100).max(100).optional(),
    /** Monday to Friday, counted after the rest; holidays are not known. */
    businessDays: z.int().min(-5_000).max(5_000).optional(),
  }),
  z.object({
    kind: z.literal('number'),
    multiplyBy: decimalText.optional(),
    decimals: decimals.optional(),
    rounding: rounding.default('half_up'),
  }),
  /** Without `rounding` a fraction is refused. */
  z.object({ kind: z.literal('integer'), rounding: rounding.optional() }),
  z.object({
    kind: z.literal('currency'),
    currency: currencyChoice.default('deal'),
    decimals: decimals.optional(),
    rounding: rounding.default('half_up'),
  }),
  /** An ISO 8601 period such as P12M, or a number of `unit`. */
  z.object({ kind: z.literal('duration'), unit: z.enum(['DAYS', 'MONTHS', 'YEARS']).default('MONTHS') }),
  z.object({ kind: z.literal('boolean'), emptyIs: z.boolean().optional() }),
  /** By internal value or label, without regard to case. */
  z.object({
    kind: z.literal('lookup'),
    table: z.array(z.object({ from: z.string().max(500), to: z.string().max(500) })).max(500),
    otherwise: z.enum(['stop', 'keep', 'missing']).default('stop'),
  }),
  /** The label of a HubSpot option instead of its internal value. */
  z.object({ kind: z.literal('optionLabel') }),
  z.object({ kind: z.literal('country'), to: z.enum(['code', 'name']).default('code') }),
  z.object({ kind: z.literal('fullName'), part: z.enum(['first', 'last']) }),
  z.object({ kind: z.literal('split'), by: z.string().min(1).max(10).default(';') }),
  /** `last` stands before the last item, such as " and ". */
  z.object({
    kind: z.literal('join'),
    with: z.string().max(10).default(', '),
    last: z.string().max(20).optional(),
  }),
  /** Rich text without its tags. */
  z.object({ kind: z.literal('plainText') }),
  /** Words for a checkbox. */
  z.object({
    kind: z.literal('yesNo'),
    yes: z.string().min(1).max(200).default('Yes'),
    no: z.string().min(1).max(200).default('No'),
  }),
  z.object({ kind: z.literal('numberInWords'), language }),
  z.object({ kind: z.literal('moneyInWords'), language, currency: currencyChoice.default('deal') }),
  /** The title in that property of the same record (for text: of the contact) before a name, unless the name begins with it. */
  z.object({ kind: z.literal('withTitle'), property: z.string().min(1).max(200).default('salutation') }),
  /** A street, and the town and country of the same company or contact, on one line as that country writes it. */
  z.object({ kind: z.literal('addressLine'), with: z.string().max(10).default(', ') }),
]);
export type Transform = z.output<typeof transform>;
export type TransformKind = Transform['kind'];
export type Rounding = z.output<typeof rounding>;
export type CurrencyChoice = z.output<typeof currencyChoice>;
