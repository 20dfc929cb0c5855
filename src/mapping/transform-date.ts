import type { Transform } from '@dealdraft/wire/mapping.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { dayIn, momentIn, parseMoment, shiftDay, utcMoment } from './dates.ts';
import type { Outcome } from './transform-text.ts';
import type { TransformContext } from './transform-context.ts';
import { fault, quoted } from './value.ts';
import type { Value } from './value.ts';
import { isDecimal } from './decimal.ts';

type Of<Kind extends Transform['kind']> = Extract<Transform, { kind: Kind }>;

const read = (value: Value): ReturnType<typeof parseMoment> =>
  typeof value === 'string' ? parseMoment(value) : isDecimal(value) ? parseMoment(value.toFixed()) : null;

const notADate = (value: Value): Outcome =>
  fault('wrong_type', `${quoted(value)} is not a date`, 'Write it as YYYY-MM-DD.');

/** The day of a date property (stored as midnight UTC), or the day a point in time falls on in the portal's time zone. */
export function toDay(value: Value, { scope, definition }: TransformContext): Outcome {
  const found = read(value);
  if (found === null) return notADate(value);
  if (found.kind === 'day') return ok(found.day);
  return ok(dayIn(found.at, definition?.type === 'date' ? 'UTC' : scope.portal.timeZone));
}

/** A day alone becomes its midnight, in UTC. */
export function toMoment(step: Of<'datetime'>, value: Value, { scope }: TransformContext): Outcome {
  const found = read(value);
  if (found === null) return notADate(value);
  const at = found.kind === 'day' ? new Date(`${found.day}T00:00:00Z`) : found.at;
  return ok(step.zone === 'utc' ? utcMoment(at) : momentIn(at, scope.portal.timeZone));
}

export function addToDay(step: Of<'dateAdd'>, value: Value, context: TransformContext): Outcome {
  const day = toDay(value, context);
  if (!day.ok || typeof day.value !== 'string') return day;
  const moved = shiftDay(day.value, step);
  return moved === null
    ? fault('bad_transform', `${quoted(value)} cannot be moved that far`, 'Correct the date.')
    : ok(moved);
}
