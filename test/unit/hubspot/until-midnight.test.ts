import { describe, expect, it } from 'vitest';
import { untilMidnight } from '../../../src/hubspot/transport/until-midnight.ts';

const hours = (at: string, zone: string): number => untilMidnight(Date.parse(at), zone) / 3_600_000;

describe('C7: the time until midnight, where HubSpot’s daily limit resets', () => {
  it.each([
    ['a usual day', '2026-03-28T12:00:00Z', 'Europe/Berlin', 11],
    ['the day the clocks go forward', '2026-03-29T00:00:00Z', 'Europe/Berlin', 22],
    ['after the clocks went forward', '2026-03-29T01:00:00Z', 'Europe/Berlin', 21],
    ['the day the clocks go back', '2026-10-25T00:00:00Z', 'Europe/Berlin', 23],
    ['the first midnight of the day with 25 hours', '2026-10-24T22:00:00Z', 'Europe/Berlin', 25],
    ['New York, forward', '2026-03-08T05:00:00Z', 'America/New_York', 23],
    ['New York, back', '2026-11-01T04:00:00Z', 'America/New_York', 25],
    ['a midnight that the clocks skip', '2026-09-05T16:00:00Z', 'America/Santiago', 12],
    ['half an hour forward', '2026-10-03T13:30:00Z', 'Australia/Lord_Howe', 23.5],
    ['an unknown zone', '2026-03-28T12:00:00Z', 'Nowhere/At_All', 12],
  ])('%s', (_kind, at, zone, expected) => {
    expect(hours(at, zone)).toBe(expected);
  });
});
