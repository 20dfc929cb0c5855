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
  const trimmed = text.trim();
  if (isDay(trimmed)) return { kind: 'day', day: trimmed };
  const at = readMoment(trimmed);
  if (at === null || Number.isNaN(at.getTime())) return null;
  const year = at.getUTCFullYear();
  return year >= 1 && year <= 9998 ? { kind: 'moment', at } : null;
}

function readMoment(text: string): Date | null {
  if (epoch.test(text)) return new Date(Number(text));
  if (!moment.test(text) || !isDay(text.slice(0, 10))) return null;
  const iso = text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  return new Date(/(Z|[+-]\d{2}:\d{2})$/.test(iso) ? iso : `${iso}Z`);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = newFormat(timeZone) ?? newFormat('UTC') ?? new Intl.DateTimeFormat('en-US', parts);
  if (formats.size < 1_000) formats.set(timeZone, made);
  return made;
}

const parts = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
} as const;

function newFormat(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', { ...parts, timeZone });
  } catch {
    return null; // not a time zone this machine knows: the caller takes UTC
  }
}

function local(at: Date, timeZone: string): Record<string, string> {
  return Object.fromEntries(
    format(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
}

/** The day it is at that moment in a time zone. An unknown time zone counts as UTC. */
export function dayIn(at: Date, timeZone: string): string {
  const now = local(at, timeZone);
  return `${(now['year'] ?? '').padStart(4, '0')}-${now['month'] ?? ''}-${now['day'] ?? ''}`;
}

/** ISO 8601 with the zone's offset: `2026-03-28T12:15:00+02:00`. */
export function momentIn(at: Date, timeZone: string): string {
  const now = local(at, timeZone);
  const clock = `${now['hour'] ?? '00'}:${now['minute'] ?? '00'}:${now['second'] ?? '00'}`;
  const shown = `${dayIn(at, timeZone)}T${clock}`;
  const minutes = Math.round((Date.parse(`${shown}Z`) - Math.floor(at.getTime() / 1_000) * 1_000) / 60_000);
  if (minutes === 0) return `${shown}Z`;
  const two = (number: number): string => String(number).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${shown}${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

export const utcMoment = (at: Date): string => at.toISOString().replace('.000Z', 'Z');

export type Shift = { days?: number | undefined; months?: number | undefined; years?: number | undefined };

/** Moves a day; the 31st becomes the month's last day where it must. Null outside the years 1 to 9999. */
export function shiftDay(from: string, shift: Shift): string | null {
  const [year = 0, month = 1, date = 1] = from.split('-').map(Number);
  const months = year * 12 + (month - 1) + (shift.years ?? 0) * 12 + (shift.months ?? 0);
  const first = utcDay(Math.floor(months / 12), months - Math.floor(months / 12) * 12, 1);
  const last = utcDay(first.getUTCFullYear(), first.getUTCMonth() + 1, 0).getUTCDate();
  const moved = utcDay(first.getUTCFullYear(), first.getUTCMonth(), Math.min(date, last) + (shift.days ?? 0));
  const text = Number.isNaN(moved.getTime()) ? '' : moved.toISOString().slice(0, 10);
  return isDay(text) ? text : null;
}

/** `Date.UTC` reads the years 0 to 99 as 1900 to 1999. */
function utcDay(year: number, month: number, date: number): Date {
  const at = new Date(0);
  at.setUTCFullYear(year, month, date);
  return at;
}
