import type { Transform } from '@dealdraft/wire/mapping.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { dayIn, momentIn, parseStored, shiftDay, startOfDay, utcMoment } from '../values/dates.ts';
import type { parseMoment } from '../values/dates.ts';
import type { Outcome } from './transform-text.ts';
import type { TransformContext } from '../records/transform-context.ts';
import { fault, quoted } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { isDecimal } from '../values/decimal.ts';

type Of<Kind extends Transform['kind']> = Extract<Transform, { kind: Kind }>;

function read(value: Value, { definition }: TransformContext): ReturnType<typeof parseMoment> {
  const text = isDecimal(value) ? value.toFixed() : value;
  return typeof text === 'string' ? parseStored(text, definition?.type === 'date') : null;
}

const notADate = (value: Value): Outcome =>
  fault('wrong_type', `${quoted(value)} is not a date`, 'Write it as YYYY-MM-DD.');

/** The day of a date property, or the day a point in time falls on in the portal's time zone. */
export function toDay(value: Value, context: TransformContext): Outcome {
  const found = read(value, context);
  if (found === null) return notADate(value);
  return ok(found.kind === 'day' ? found.day : dayIn(found.at, context.scope.portal.timeZone));
}

/** A day alone becomes its midnight: in the zone that the step names, so that it stays that day there. */
export function toMoment(step: Of<'datetime'>, value: Value, context: TransformContext): Outcome {
  const found = read(value, context);
  if (found === null) return notADate(value);
  const zone = step.zone === 'utc' ? 'UTC' : context.scope.portal.timeZone;
  const at = found.kind === 'day' ? startOfDay(found.day, zone) : found.at;
  return ok(step.zone === 'utc' ? utcMoment(at) : momentIn(at, zone));
}

export function addToDay(step: Of<'dateAdd'>, value: Value, context: TransformContext): Outcome {
  const day = toDay(value, context);
  if (!day.ok || typeof day.value !== 'string') return day;
  const moved = shiftDay(day.value, step);
  return moved === null
    ? fault('bad_transform', `${quoted(value)} cannot be moved that far`, 'Correct the date.')
    : ok(moved);
}
