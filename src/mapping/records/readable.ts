import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { dayIn, parseStored } from '../values/dates.ts';
import { parseDecimal } from '../values/decimal.ts';
import { recordLabel } from './record-label.ts';
import { asBoolean } from '../values/yes-no.ts';
import { kindIn, optionLabel } from './transform-context.ts';
import type { TransformContext } from './transform-context.ts';
import { collect, fault, quoted } from '../values/value.ts';
import type { Fault, Value } from '../values/value.ts';
import { plainText } from './plain-text.ts';
import { isNumeric } from './property-kind.ts';
import { storedChoices } from './stored-choices.ts';

/**
 * A stored value as a person reads it: a label, a name, yes or no, a day in the account's time zone, text without tags.
 * Several choices make a list. What stands for something that we can't name is a fault, never a number on paper.
 */
export function readable(stored: string, context: TransformContext): Result<Value, Fault> {
  const kind = kindIn(context);
  switch (kind) {
    case 'checkbox': {
      const answer = asBoolean(stored);
      return ok(answer.ok ? yesOrNo(answer.value) : stored);
    }
    case 'choice':
      return ok(nameOf(stored.trim(), context) ?? stored);
    case 'choices':
      return ok(storedChoices(stored).map((each) => nameOf(each, context) ?? each));
    case 'owner':
      return named(stored, context, 'an owner');
    case 'stage':
      return named(stored, context, 'a pipeline or stage');
    case 'elsewhere':
      return named(stored, context, 'something');
    case 'date':
    case 'datetime':
      return ok(dayText(stored, context));
    case 'richText':
      return ok(context.isPlain === true ? stored : plainText(stored));
    case 'percent':
      return ok(percentText(stored));
    case 'file':
      return fault('wrong_type', 'it holds files, which can’t be written as text', 'Map another property.');
    case 'data':
      return fault('wrong_type', 'it holds data that isn’t for people to read', 'Map another property.');
    default:
      return ok(isNumeric(kind) ? numberText(stored) : stored);
  }
}

/** Nobody reads 1.2E7. */
const numberText = (stored: string): string =>
  /e/i.test(stored) ? (parseDecimal(stored)?.toFixed() ?? stored) : stored;

export const yesOrNo = (value: boolean): string => (value ? 'Yes' : 'No');

/** What an internal value stands for; null when that isn't known. The deal's owner is known even without definitions. */
export function nameOf(value: string, context: TransformContext): string | null {
  const label = optionLabel(context.definition, value);
  if (label !== null && label.trim() !== '') return label;
  const { owner } = context.scope.records;
  return kindIn(context) === 'owner' && owner?.id === value ? recordLabel('owner', owner) : null;
}

/** Owners and the like are ids: one without a name is never written. */
function named(stored: string, context: TransformContext, what: string): Result<Value, Fault> {
  const ids = storedChoices(stored);
  const names = collect(
    ids.map((id): Result<Value, Fault> => {
      const name = nameOf(id, context);
      if (name !== null) return ok(name);
      return fault(
        'wrong_type',
        `${quoted(id)} is the internal ID of ${what} whose name DealDraft can’t find`,
        'Choose another value, or ask an admin to look it up in a table.',
      );
    }),
  );
  if (!names.ok) return names;
  const [only] = names.value;
  return ok(names.value.length === 1 && only !== undefined ? only : names.value);
}

function dayText(stored: string, context: TransformContext): string {
  const found = parseStored(stored, kindIn(context) === 'date');
  if (found === null) return stored;
  return found.kind === 'day' ? found.day : dayIn(found.at, context.scope.portal.timeZone);
}

/** HubSpot keeps 15 percent as 0.15. */
const percentText = (stored: string): string => {
  const number = parseDecimal(stored);
  return number === null ? stored : `${number.mul(100).toFixed()}%`;
};
