import type { Target } from '@dealdraft/wire/template.ts';
import type { Json } from '@dealdraft/wire/plan.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { Decimal, parseDecimal } from '../values/decimal.ts';
import type { Fitted } from './fitted.ts';
import { duration, isUnit } from '../values/period.ts';
import { partsOf } from './targets.ts';
import { fault, isMissing, own, quoted, toJson } from '../values/value.ts';
import type { Value, ValueObject } from '../values/value.ts';

type FitPart = (value: Value, part: Target) => Fitted;

const fixes = {
  currency: 'Ask an admin to add the step “as money”.',
  duration: 'Ask an admin to add the step “as a length of time”.',
};
const names = {
  currency: 'an amount with its currency',
  duration: 'a length of time with its unit',
  address: 'an address',
};
type ObjectKind = keyof typeof names;
const kindOf = ({ kind }: Target): ObjectKind =>
  kind === 'currency' || kind === 'duration' ? kind : 'address';

function refuse(value: Value, target: Target): Fitted {
  const kind = kindOf(target);
  return fault(
    'wrong_type',
    `${quoted(value)} is not ${names[kind]}`,
    kind === 'address' ? 'Ask an admin to map its parts.' : fixes[kind],
  );
}

function parts(value: ValueObject, target: Target, fit: FitPart): Fitted {
  const known = partsOf(target);
  const stray = Object.keys(value).find((key) => !known.some((each) => each.key === key));
  if (stray !== undefined)
    return fault(
      'unknown_target',
      `${target.label} has no part “${stray}”`,
      'Ask an admin to correct the mapping.',
    );
  const fitted: [string, Json][] = [];
  for (const each of known) {
    const given = own(value, each.key) ?? null;
    if (isMissing(given)) {
      if (each.required) return fault('no_value', `${each.label} is empty`, 'Fill it in.');
      continue;
    }
    const done = fit(given, each);
    if (!done.ok) return done;
    fitted.push([each.key, done.value]);
  }
  const made = Object.fromEntries(fitted);
  return { currency: checkMoney, duration: checkDuration, address: ok<Json> }[kindOf(target)](made);
}

function checkMoney(money: { [key: string]: Json }): Fitted {
  const { type } = money;
  return typeof type === 'string' && /^[A-Z]{3}$/.test(type)
    ? ok(money)
    : fault('wrong_type', `“${String(type)}” is not a currency code`, 'Use a three-letter code such as EUR.');
}

/** A formula may leave `days` out; SpotDraft's documented shape has it. */
function checkDuration(made: { [key: string]: Json }): Fitted {
  const { type, value, days } = made;
  const count = parseDecimal(String(value));
  if (!isUnit(type) || count === null || !count.isInteger() || count.lte(0))
    return fault(
      'wrong_type',
      `${String(value)} ${String(type)} is not a length of time`,
      'Use a whole number of DAYS, MONTHS or YEARS.',
    );
  return days === undefined ? toJson(duration(type, new Decimal(count))) : ok(made);
}

/** Values that are sent as one object: each part fits its own target, nothing unknown, nothing needed left out. */
export const fitObject = { refuse, parts };
