import { describe, expect, it } from 'vitest';
import { startOfDay } from '../../../../src/mapping/values/dates.ts';
import { contractMetadata } from '../../../../src/mapping/afterwards/contract-metadata.ts';
import { attribute, from, mapping, planOne, property } from '../fixtures.ts';
import { day, dealWith, moment } from './kit.ts';

const zones = [
  'America/New_York',
  'America/Los_Angeles',
  'Europe/London',
  'Asia/Tokyo',
  'Pacific/Kiritimati',
];
const inZone = (timeZone: string) => ({ id: 1, timeZone, defaultCurrency: 'USD' });

describe('A7: a day stays that day', () => {
  it.each<[string, string, string]>([
    ['America/New_York', '2026-04-01', '2026-04-01T00:00:00-04:00'],
    ['America/New_York', '1775001600000', '2026-04-01T00:00:00-04:00'],
    ['Asia/Tokyo', '2026-04-01', '2026-04-01T00:00:00+09:00'],
    ['Europe/London', '2026-01-01', '2026-01-01T00:00:00Z'],
    // Midnight is skipped where clocks go forward at midnight.
    ['Africa/Cairo', '2026-04-24', '2026-04-24T01:00:00+03:00'],
  ])('as date and time in %s: %s is %s', (timeZone, value, expected) => {
    const line = planOne(
      { ...from('deal', 'start'), transforms: [{ kind: 'datetime', zone: 'portal' }] },
      attribute('x', 'string'),
      { records: dealWith(day, value), portal: inZone(timeZone) },
    );
    expect(line.value).toBe(expected);
  });

  it.each(zones)('through date and time and back, in %s', (timeZone) => {
    const line = planOne(
      { ...from('deal', 'start'), transforms: [{ kind: 'datetime', zone: 'portal' }, { kind: 'date' }] },
      attribute('x', 'date'),
      { records: dealWith(day, '2026-04-01'), portal: inZone(timeZone) },
    );
    expect(line.value).toBe('2026-04-01');
  });

  const written = (value: string, property_: typeof day, timeZone: string) =>
    contractMetadata({
      keyPointers: [{ fieldName: 'd', label: 'D', value }],
      rules: mapping({ writeBack: [{ keyPointer: { fieldName: 'd' }, property: property_.name }] }).writeBack,
      properties: [property_],
      timeZone,
    }).properties[property_.name];

  it.each<[string, typeof day, string, string]>([
    ['2026-04-01', moment, 'America/New_York', '2026-04-01T04:00:00Z'],
    ['2026-04-01', moment, 'Asia/Tokyo', '2026-03-31T15:00:00Z'],
    ['2026-04-01T00:00:00Z', moment, 'America/New_York', '2026-04-01T04:00:00Z'],
    ['2026-04-01T09:30:00Z', moment, 'America/New_York', '2026-04-01T09:30:00.000Z'],
    ['2026-04-01', day, 'America/New_York', '2026-04-01'],
    ['2026-04-01T00:00:00Z', day, 'America/New_York', '2026-04-01'],
    ['2026-04-01T02:30:00Z', day, 'America/New_York', '2026-03-31'],
    ['2026-04-01T02:30:00Z', property('word'), 'America/New_York', '2026-03-31'],
  ])('%s written back to %s in %s is %s', (value, target, timeZone, expected) => {
    expect(written(value, target, timeZone)).toBe(expected);
  });

  it('begins at its first moment, also where a clock change skips midnight', () => {
    expect(startOfDay('2026-04-24', 'Africa/Cairo').toISOString()).toBe('2026-04-23T22:00:00.000Z');
    expect(startOfDay('2026-04-01', 'Nowhere/At all').toISOString()).toBe('2026-04-01T00:00:00.000Z');
  });
});
