import type { Transform } from '@dealdraft/wire/mapping.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { addToDay, toDay, toMoment } from './transform-date.ts';
import { toCurrency, toDuration, toInteger, toNumber } from './transform-number.ts';
import {
  changeCase,
  eachText,
  joinList,
  lookUp,
  splitList,
  splitName,
  toCountry,
  toOptionLabel,
} from './transform-text.ts';
import { addressLine, withTitle } from './transform-record.ts';
import { toMoneyWords, toNumberWords, toPlainText, toYesNo } from './transform-words.ts';
import type { Outcome } from './transform-text.ts';
import { inWords } from './in-words.ts';
import { fold, trimmed } from '@dealdraft/wire/text-form.ts';
import { yesOrNo } from '../records/readable.ts';
import type { TransformContext } from '../records/transform-context.ts';
import { isMissing } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { asBoolean } from '../values/yes-no.ts';

/** Runs the steps in order; stops at the first that cannot work on what it gets. */
export function runTransforms(value: Value, steps: readonly Transform[], context: TransformContext): Outcome {
  let current = value;
  for (const [index, step] of steps.entries()) {
    if (isMissing(current)) {
      if (step.kind === 'boolean' && step.emptyIs !== undefined) current = step.emptyIs;
      continue;
    }
    const isStored = keepStored(steps.slice(0, index));
    const given: Outcome =
      isStored && readsWords(step, context)
        ? inWords(current, context)
        : ok(forWords(current, step, context));
    const next = given.ok ? applyOne(given.value, step, context) : given;
    if (!next.ok) return next;
    current = next.value;
  }
  return ok(current);
}

/** Whether a value is still what HubSpot stores after these steps, only without spaces or in pieces. */
export const keepStored = (steps: readonly Transform[]): boolean =>
  steps.every(({ kind }) => kind === 'trim' || kind === 'split');

/** Steps that change words need the words: `OPT_1` helps nobody. */
const readsWords = ({ kind }: Transform, { reader }: TransformContext): boolean =>
  reader === 'people' && (kind === 'case' || kind === 'fullName' || kind === 'join' || kind === 'withTitle');

/** Yes and no are words for people; a table may know them as true and false all the same. */
function forWords(value: Value, step: Transform, { reader }: TransformContext): Value {
  if (typeof value !== 'boolean' || reader !== 'people' || step.kind === 'boolean') return value;
  const isInTable = step.kind === 'lookup' && step.table.some(({ from }) => fold(from) === String(value));
  return isInTable ? value : yesOrNo(value);
}

function applyOne(value: Value, step: Transform, context: TransformContext): Outcome {
  switch (step.kind) {
    case 'trim':
      return eachText(value, (text) => ok(trimmed(text)));
    case 'case':
      return eachText(value, (text) => ok(changeCase(step, text)));
    case 'date':
      return toDay(value, context);
    case 'datetime':
      return toMoment(step, value, context);
    case 'dateAdd':
      return addToDay(step, value, context);
    case 'number':
      return toNumber(step, value);
    case 'integer':
      return toInteger(step, value);
    case 'currency':
      return toCurrency(step, value, context);
    case 'duration':
      return toDuration(step, value);
    case 'boolean':
      return asBoolean(value);
    case 'lookup':
      return eachText(value, (text) => lookUp(step, text, context));
    case 'optionLabel':
      return eachText(value, (text) => toOptionLabel(text, context));
    case 'country':
      return eachText(value, (text) => toCountry(step, text, context));
    case 'fullName':
      return eachText(value, (text) => ok(splitName(step, text)));
    case 'split':
      return splitList(step, value);
    case 'join':
      return joinList(step, value);
    case 'plainText':
      return eachText(value, (text) => toPlainText(text, context));
    case 'yesNo':
      return toYesNo(step, value);
    case 'numberInWords':
      return toNumberWords(step, value);
    case 'moneyInWords':
      return toMoneyWords(step, value, context);
    case 'withTitle':
      return eachText(value, (text) => withTitle(step, text, context));
    case 'addressLine':
      return eachText(value, (text) => addressLine(step, text, context));
  }
}
