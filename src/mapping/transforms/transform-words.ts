import type { Transform } from '@dealdraft/wire/mapping.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { plainText } from '../records/plain-text.ts';
import type { TransformContext } from '../records/transform-context.ts';
import { isDecimal } from '../values/decimal.ts';
import { moneyInWords, numberInWords } from '../values/number-words.ts';
import { fault, isObject, quoted } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { asBoolean } from '../values/yes-no.ts';
import { asNumber, toCurrency } from './transform-number.ts';
import type { Outcome } from './transform-text.ts';

type Of<Kind extends Transform['kind']> = Extract<Transform, { kind: Kind }>;

/** Once: what looks like a tag after it was text that somebody wrote. */
export const toPlainText = (text: string, { isPlain }: TransformContext): Outcome =>
  ok(isPlain === true ? text : plainText(text));

export function toYesNo({ yes, no }: Of<'yesNo'>, value: Value): Outcome {
  const answer = asBoolean(value);
  return answer.ok ? ok(answer.value ? yes : no) : answer;
}

export function toNumberWords({ language }: Of<'numberInWords'>, value: Value): Outcome {
  const number = asNumber(value);
  if (!number.ok) return number;
  const words = numberInWords(number.value, language);
  return words === null
    ? fault('bad_transform', `${quoted(value)} is too large to be written in words`, 'Correct the number.')
    : ok(words);
}

export function toMoneyWords(step: Of<'moneyInWords'>, value: Value, context: TransformContext): Outcome {
  const money = toCurrency(
    { kind: 'currency', currency: step.currency, rounding: 'half_up' },
    value,
    context,
  );
  if (!money.ok) return money;
  const { type, value: amount } = isObject(money.value) ? money.value : {};
  if (typeof type !== 'string' || !/^[A-Z]{3}$/.test(type) || !isDecimal(amount))
    return fault('wrong_type', `${quoted(value)} is not an amount of money`, 'Use an amount.');
  const words = moneyInWords({ type, value: amount }, step.language);
  return words === null
    ? fault(
        'bad_transform',
        `${type} ${amount.toFixed()} can’t be written in words: it is negative, too large, or has more decimals than the currency`,
        'Correct the amount, or ask an admin to round it before this step.',
      )
    : ok(words);
}
