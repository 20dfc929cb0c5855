import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatValue, relative } from '../../../sandbox/hubspot/web/src/host/format-value.ts';
import { createRecordFormat } from '../../../sandbox/hubspot/web/src/host/record-format.ts';
import {
  addDays,
  addMonths,
  compareDates,
  formatDate,
  isoOf,
  isSame,
  monthGrid,
  parseDate,
} from '../../../sandbox/hubspot/web/src/stand-ins/base/dates.ts';
import { readNumber, showNumber } from '../../../sandbox/hubspot/web/src/stand-ins/base/number-text.ts';

const day = fc
  .date({ min: new Date('1970-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => ({ year: date.getUTCFullYear(), month: date.getUTCMonth(), date: date.getUTCDate() }));
const locale = fc.constantFrom('en-US', 'en-GB', 'de-DE', 'fr-FR', 'pt-BR', 'ja-JP');

describe('dates, whose months begin at 0', () => {
  it('are read back as they are written, in every locale', () => {
    fc.assert(
      fc.property(
        day,
        locale,
        fc.constantFrom('short' as const, 'standard' as const),
        (one, place, format) => {
          expect(parseDate(formatDate(one, format, place), place)).toEqual(one);
        },
      ),
    );
  });

  it.each([
    ['2027-02-30', 'en-US'],
    ['31/12/2027', 'en-US'],
    ['tomorrow', 'en-US'],
    ['1/2', 'en-US'],
    ['', 'de-DE'],
  ])('refuse %s', (text, place) => {
    expect(parseDate(text, place)).toBeNull();
  });

  it('keep the last day when the next month is shorter', () => {
    expect(addMonths({ year: 2027, month: 0, date: 31 }, 1)).toEqual({ year: 2027, month: 1, date: 28 });
    expect(addMonths({ year: 2027, month: 0, date: 15 }, -1)).toEqual({ year: 2026, month: 11, date: 15 });
  });

  it('stand in a grid of six weeks that begins on Monday and holds the month', () => {
    fc.assert(
      fc.property(day, (one) => {
        const days = monthGrid(one).flat();
        expect(days).toHaveLength(42);
        expect(new Date(isoOf(days[0] ?? one)).getUTCDay()).toBe(1);
        expect(days.some((each) => isSame(each, one))).toBe(true);
        expect(days.every((each, at) => at === 0 || compareDates(each, days[at - 1] ?? each) > 0)).toBe(true);
        expect(addDays(addDays(one, 1), -1)).toEqual(one);
      }),
    );
  });
});

describe('numbers as people write them', () => {
  it('are read back as they are shown, in every locale', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), locale, (cents, place) => {
        const number = cents / 100;
        expect(readNumber(showNumber(number, place, 2), place)).toBeCloseTo(number, 2);
      }),
    );
  });

  it.each([
    ['1,234.50', 'en-US', {}, 1234.5],
    ['1.234,50', 'de-DE', {}, 1234.5],
    ['12 %', 'en-US', {}, 12],
    ['$48,000', 'en-US', {}, 48_000],
    ['12.345', 'en-US', { precision: 2 }, 12.35],
    ['-5', 'en-US', { min: 0 }, 0],
    ['500', 'en-US', { max: 100 }, 100],
    ['', 'en-US', {}, null],
    ['-', 'en-US', {}, null],
    ['1.2.3', 'en-US', {}, null],
    ['twelve', 'en-US', {}, null],
  ])('%s in %s', (text, place, bounds, expected) => {
    expect(readNumber(text, place, bounds)).toBe(expected);
  });
});

describe('stored values as HubSpot shows them', () => {
  const place = { locale: 'en-GB', currency: 'EUR', timeZone: 'Europe/Berlin' };
  const options = [
    { value: 'a', label: 'Alpha' },
    { value: 'b', label: 'Beta' },
  ];
  it.each([
    ['', { type: 'number', options: [], money: true }, ''],
    ['1234.5', { type: 'number', options: [], money: true }, '€1,234.50'],
    ['1234.5', { type: 'number', options: [] }, '1,234.5'],
    ['not a number', { type: 'number', options: [] }, 'not a number'],
    ['2027-03-31', { type: 'date', options: [] }, '31 Mar 2027'],
    ['2027-03-31T22:30:00Z', { type: 'datetime', options: [] }, '1 Apr 2027, 00:30'],
    ['never', { type: 'date', options: [] }, 'never'],
    ['a;c;b', { type: 'enumeration', options }, 'Alpha; c; Beta'],
    ['true', { type: 'bool', options: [] }, 'Yes'],
    ['plain', { type: 'string', options: [] }, 'plain'],
  ])('%s', (value, shape, expected) => {
    expect(formatValue(value, shape, place)).toBe(expected);
  });

  it('speak of days, hours and minutes', () => {
    expect(relative(-2 * 3_600_000, 'en')).toBe('2 hours ago');
    expect(relative(3 * 86_400_000, 'en')).toBe('in 3 days');
    expect(relative(-4_000, 'en')).toBe('4 seconds ago');
  });

  it('take the currency of the deal as it is now, and show days kept as moments as days', () => {
    const definition = (name: string, type: string, fieldType: string) => ({
      name,
      type,
      fieldType,
      label: name,
      groupName: 'g',
      description: '',
      options: [],
      readOnly: false,
      hidden: false,
    });
    const deal = {
      definitions: [definition('amount', 'number', 'number'), definition('closedate', 'datetime', 'date')],
      properties: { deal_currency_code: 'USD' } as Record<string, string>,
    };
    const format = createRecordFormat(() => deal, place);
    expect(format.shapeOf('amount').money).toBe(true);
    expect(format.shapeOf('closedate').type).toBe('date');
    expect(format.shapeOf('unknown')).toEqual({ type: 'string', options: [], money: false });
    expect(format.place().currency).toBe('USD');
    deal.properties = {};
    expect(format.place().currency).toBe('EUR');
  });
});
