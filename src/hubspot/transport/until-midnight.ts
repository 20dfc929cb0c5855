import { Temporal } from 'temporal-polyfill';

/**
 * Milliseconds until the next midnight in a time zone, where HubSpot's daily limit resets. On a day when the clocks change
 * it has 23 or 25 hours. An unknown zone counts as UTC.
 */
export const untilMidnight = (now: number, timeZone: string): number => {
  const instant = Temporal.Instant.fromEpochMilliseconds(Math.floor(now));
  const here = inZone(instant, timeZone);
  return here.toPlainDate().add({ days: 1 }).toZonedDateTime(here.timeZoneId).epochMilliseconds - now;
};

const inZone = (instant: Temporal.Instant, timeZone: string): Temporal.ZonedDateTime => {
  try {
    return instant.toZonedDateTimeISO(timeZone);
  } catch {
    return instant.toZonedDateTimeISO('UTC');
  }
};
