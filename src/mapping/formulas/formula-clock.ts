import { offsetOf } from '../values/dates.ts';
import type { Natives } from './formula-pictures.ts';

/** The one moment that a plan is made at. Written by a picture, a moment is what the clock in the account shows. */
export function formulaClock(now: Date, timeZone: string, { fromMillis }: Pick<Natives, 'fromMillis'>) {
  const written = (millis: unknown, picture: unknown, offset: unknown): unknown => {
    if (typeof millis !== 'number' || !Number.isFinite(millis)) return undefined;
    if (picture === undefined && offset === undefined) return fromMillis(millis);
    return fromMillis(millis, picture, offset ?? offsetOf(new Date(millis), timeZone));
  };
  const moment = now.getTime();
  return {
    now: (picture: unknown, offset: unknown): unknown => written(moment, picture, offset),
    millis: (): number | undefined => (Number.isNaN(moment) ? undefined : moment),
    fromMillis: written,
  };
}
