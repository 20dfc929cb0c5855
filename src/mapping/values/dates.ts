import { Temporal } from 'temporal-polyfill';
import { trimmed } from '@dealdraft/wire/text-form.ts';

const day = /^(\d{4})-(\d{2})-(\d{2})$/;
const moment = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$/;
const epoch = /^-?\d{11,15}$/;

/** A real calendar day written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!day.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Reads a day or a point in time as HubSpot writes them: `YYYY-MM-DD`, ISO 8601, milliseconds since 1970. */
export function parseMoment(
  text: string,
): { kind: 'day'; day: string } | { kind: 'moment'; at: Date } | null {
  const plain = trimmed(text);
  if (isDay(plain)) return { kind: 'day', day: plain };
  const at = readMoment(plain);
  if (at === null || Number.isNaN(at.getTime())) return null;
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9998 ? { kind: 'moment', at } : null;
}

const dayMs = 86_400_000;

/** The same for a stored value: a date property's midnight in UTC is its day, which in America would be the day before. */
export function parseStored(text: string, isDate: boolean): ReturnType<typeof parseMoment> {
  const found = parseMoment(text);
  const isMidnight = found?.kind === 'moment' && found.at.getTime() % dayMs === 0;
  return isDate && isMidnight ? { kind: 'day', day: dayIn(found.at, 'UTC') } : found;
}

function readMoment(text: string): Date | null {
  if (epoch.test(text)) return new Date(Number(text));
  if (!moment.test(text) || !isDay(text.slice(0, 10))) return null;
  const iso = text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  return new Date(/(Z|[+-]\d{2}:\d{2})$/.test(iso) ? iso : `${iso}Z`);
}

const zones = new Map<string, string>();

/** The zone itself where this machine knows it, else UTC. */
function known(timeZone: string): string {
  const found = zones.get(timeZone) ?? checked(timeZone);
  if (zones.size < 1_000) zones.set(timeZone, found);
  return found;
}

function checked(timeZone: string): string {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone).timeZoneId;
  } catch {
    return 'UTC';
  }
}

const local = (at: Date, timeZone: string): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(known(timeZone));

/** The day it is at that moment in a time zone. An unknown time zone counts as UTC. */
export const dayIn = (at: Date, timeZone: string): string => local(at, timeZone).toPlainDate().toString();

/** ISO 8601 with the zone's offset: `2026-03-28T12:15:00+02:00`. */
export const momentIn = (at: Date, timeZone: string): string =>
  local(at, timeZone)
    .toString({ timeZoneName: 'never', smallestUnit: 'second' })
    .replace(/[+-]00:00$/, 'Z');

export const utcMoment = (at: Date): string => at.toISOString().replace('.000Z', 'Z');

/** The first moment of a day in a time zone; where clocks skip midnight, the first one there is. */
export function startOfDay(isoDay: string, timeZone: string): Date {
  const { epochMilliseconds } = Temporal.PlainDate.from(isoDay).toZonedDateTime(known(timeZone));
  return new Date(epochMilliseconds);
}

/** `+0200`: how far a zone is ahead of UTC at that moment, as JSONata writes it. */
export const offsetOf = (at: Date, timeZone: string): string => local(at, timeZone).offset.replace(':', '');

export type Shift = {
  days?: number | undefined;
  months?: number | undefined;
  years?: number | undefined;
  businessDays?: number | undefined;
};

/** Moves a day; the 31st becomes the month's last day where it must. Null outside the years 1 to 9999. */
export function shiftDay(
  from: string,
  { years = 0, months = 0, days = 0, businessDays = 0 }: Shift,
): string | null {
  try {
    // The months first, held to the month's last day, and the days after them: JavaScript's signs may differ, Temporal's may not.
    const moved = Temporal.PlainDate.from(from)
      .add({ months: years * 12 + months })
      .add({ days });
    const day = addBusinessDays(moved, businessDays).toString();
    return isDay(day) ? day : null;
  } catch {
    return null;
  }
}

/** Monday to Friday. From a weekend, the first business day after it is Monday, and the first before it is Friday. */
function addBusinessDays(from: Temporal.PlainDate, count: number): Temporal.PlainDate {
  if (count === 0) return from;
  const step = Math.sign(count);
  let day = from;
  while (day.dayOfWeek > 5) day = day.subtract({ days: step });
  day = day.add({ days: Math.trunc(count / 5) * 7 });
  for (let rest = Math.abs(count % 5); rest > 0; rest -= 1) {
    day = day.add({ days: step });
    while (day.dayOfWeek > 5) day = day.add({ days: step });
  }
  return day;
}
