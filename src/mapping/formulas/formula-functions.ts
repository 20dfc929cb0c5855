import { formulaClock } from './formula-clock.ts';
import { exactNumbers } from './formula-numbers.ts';
import { picturedNumbers } from './formula-pictures.ts';
import type { Natives } from './formula-pictures.ts';
import { bounded, joined, lengthOf, padded, replaced, substring, text } from './formula-texts.ts';

/** A function as JSONata binds it. A `-` in the signature means that a missing argument is the context: `price.$round()`. */
export type FormulaFunction = { signature?: string; run: (...args: never[]) => unknown };

/** What takes the place of JSONata's operators: money is never added in binary, and text cannot grow without end. */
export const operators: Readonly<Record<string, string>> = {
  '+': 'dd_add',
  '-': 'dd_subtract',
  '*': 'dd_multiply',
  '/': 'dd_divide',
  '%': 'dd_remainder',
  '<': 'dd_less',
  '<=': 'dd_at_most',
  '>': 'dd_more',
  '>=': 'dd_at_least',
  'unary -': 'dd_negate',
  '&': 'dd_text',
};

export type FunctionsInput = { now: Date; timeZone: string; natives: Natives };

/** All that a formula calls in the place of JSONata's own, for one evaluation. */
export function formulaFunctions({
  now,
  timeZone,
  natives,
}: FunctionsInput): Record<string, FormulaFunction> {
  const numbers = exactNumbers();
  const pictures = picturedNumbers(numbers, natives);
  const clock = formulaClock(now, timeZone, natives);
  const bySize = (holds: (sign: number) => boolean): FormulaFunction => ({
    run: (left: unknown, right: unknown) => {
      const sign = numbers.compare(left, right);
      return sign === undefined ? undefined : holds(sign);
    },
  });
  return {
    dd_add: { run: numbers.add },
    dd_subtract: { run: numbers.subtract },
    dd_multiply: { run: numbers.multiply },
    dd_divide: { run: numbers.divide },
    dd_remainder: { run: numbers.remainder },
    dd_negate: { run: numbers.negate },
    dd_less: bySize((sign) => sign < 0),
    dd_at_most: bySize((sign) => sign <= 0),
    dd_more: bySize((sign) => sign > 0),
    dd_at_least: bySize((sign) => sign >= 0),
    dd_text: { run: (left: unknown, right: unknown) => bounded(text(left) + text(right)) },
    sum: { run: numbers.sum },
    average: { run: numbers.average },
    max: { run: numbers.max },
    min: { run: numbers.min },
    number: { signature: '<x-:x>', run: numbers.toNumber },
    abs: { signature: '<x-:x>', run: numbers.abs },
    floor: { signature: '<x-:x>', run: numbers.floor },
    ceil: { signature: '<x-:x>', run: numbers.ceil },
    sqrt: { signature: '<x-:x>', run: numbers.sqrt },
    round: { signature: '<x-x?:x>', run: numbers.round },
    power: { signature: '<x-x:x>', run: numbers.power },
    formatNumber: { signature: '<x-so?:s>', run: pictures.formatNumber },
    formatInteger: { signature: '<x-s:s>', run: pictures.formatInteger },
    formatBase: { signature: '<x-x?:s>', run: pictures.formatBase },
    now: { run: clock.now },
    millis: { run: clock.millis },
    fromMillis: { signature: '<x-s?s?:s>', run: clock.fromMillis },
    join: { run: joined },
    pad: { signature: '<x-xx?:s>', run: padded },
    replace: { signature: '<x-xx:s>', run: replaced },
    substring: { signature: '<s-nn?:s>', run: substring },
    length: { signature: '<s-:n>', run: lengthOf },
    string: {
      signature: '<x-b?:s>',
      run: (value: unknown) => (value === undefined ? undefined : text(value)),
    },
  };
}

/**
 * JSONata's functions that formulas may use. Left out: what is different each time (`$random`, `$shuffle`), what runs text as
 * code (`$eval`), and what builds patterns out of text (`$toMillis`, `$parseInteger`).
 */
export const allowedFunctions: ReadonlySet<string> = new Set(
  `abs append assert average boolean ceil contains count distinct each error exists filter floor formatBase formatInteger
  formatNumber fromMillis join keys length lookup lowercase map match max merge millis min not now number pad power reduce replace
  reverse round sift single sort split spread sqrt string substring substringAfter substringBefore sum trim type uppercase zip`.split(
    /\s+/,
  ),
);
