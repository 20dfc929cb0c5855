import type { CurrencyChoice, Transform } from '@dealdraft/wire/mapping.ts';
import type { PlanLink } from '@dealdraft/wire/plan.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { Decimal, isDecimal, parseDecimal, round } from '../values/decimal.ts';
import { duration, parsePeriod } from '../values/period.ts';
import { readProperty } from '../records/read-property.ts';
import { accountCurrency, dealCurrency } from '../records/scope.ts';
import type { Scope } from '../records/scope.ts';
import { kindIn } from '../records/transform-context.ts';
import type { TransformContext } from '../records/transform-context.ts';
import type { Outcome } from './transform-text.ts';
import { fault, isObject, quoted } from '../values/value.ts';
import type { Fault, Value } from '../values/value.ts';

type Of<Kind extends Transform['kind']> = Extract<Transform, { kind: Kind }>;

/** Reads a single value as a number. */
export function asNumber(value: Value): Result<Decimal, Fault> {
  if (isDecimal(value)) return ok(value);
  const number = typeof value === 'string' ? parseDecimal(value) : null;
  return number
    ? ok(number)
    : fault(
        'wrong_type',
        `${quoted(value)} is not a number`,
        'Write a plain number, with a point for decimals.',
      );
}

export function toNumber({ multiplyBy, decimals, rounding }: Of<'number'>, value: Value): Outcome {
  const number = asNumber(value);
  if (!number.ok) return number;
  const product = multiplyBy === undefined ? number.value : number.value.mul(new Decimal(multiplyBy));
  return ok(decimals === undefined ? product : round(product, decimals, rounding));
}

export function toInteger({ rounding }: Of<'integer'>, value: Value): Outcome {
  const number = asNumber(value);
  if (!number.ok) return number;
  if (rounding !== undefined) return ok(round(number.value, 0, rounding));
  return number.value.isInteger()
    ? number
    : fault(
        'wrong_type',
        `${quoted(value)} is not a whole number`,
        'Correct it, or let the mapping round it.',
      );
}

/** `{type, value}`, SpotDraft's shape for money. Digits are kept as they are unless `decimals` says otherwise. */
export function toCurrency(step: Of<'currency'>, value: Value, context: TransformContext): Outcome {
  if (isObject(value)) return ok(value);
  const number = asNumber(value);
  if (!number.ok) return number;
  const code = currencyCode(step.currency, context);
  if (!code.ok) return code;
  const amount =
    step.decimals === undefined ? number.value : round(number.value, step.decimals, step.rounding);
  return ok({ type: code.value, value: amount });
}

function currencyCode(choice: CurrencyChoice, context: TransformContext): Result<string, Fault> {
  const { scope } = context;
  if (choice === 'deal') return isCode(ownCurrency(context), scope);
  if (typeof choice === 'string') return isCode(choice, scope);
  const { object = 'deal', property } = choice;
  const read = readProperty(scope, { object, property });
  if (!read.ok) return read;
  const { text, record } = read.value;
  return isCode(text?.trim().toUpperCase() ?? '', scope, { object, recordId: record.id, property });
}

/** The deal's, but for amounts that HubSpot converts or keeps in the account's currency: 1,300 dollars aren't 1,300 euros. */
const ownCurrency = (context: TransformContext): string =>
  kindIn(context) === 'homeMoney' ? accountCurrency(context.scope) : dealCurrency(context.scope);

function isCode(code: string, scope: Scope, link?: PlanLink): Result<string, Fault> {
  if (/^[A-Z]{3}$/.test(code)) return ok(code);
  const failed = fault('no_value', 'the deal has no currency to pay in', 'Set the currency of the deal.');
  const place = { object: 'deal' as const, recordId: scope.records.deal.id, property: 'deal_currency_code' };
  if (link?.object !== 'quote') return { ok: false, failure: { ...failed.failure, link: link ?? place } };
  const ofQuote = fault('no_value', 'the quote has no currency to pay in', 'Set the currency of the quote.');
  return { ok: false, failure: { ...ofQuote.failure, link } };
}

export function toDuration({ unit }: Of<'duration'>, value: Value): Outcome {
  if (isObject(value)) return ok(value);
  const period = typeof value === 'string' ? parsePeriod(value) : null;
  if (period !== null) return ok(period);
  const number = asNumber(value);
  if (!number.ok)
    return fault(
      'wrong_type',
      `${quoted(value)} is not a length of time`,
      'Write a whole number, or a period such as P12M.',
    );
  if (!number.value.isInteger() || number.value.lte(0))
    return fault(
      'wrong_type',
      `${quoted(value)} is not a whole, positive length of time`,
      'Write a whole number above zero.',
    );
  return ok(duration(unit, number.value));
}
