import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toLocale } from '@dealdraft/ui/format/locale.ts';
import { inLocale, lineValue, rowsOf } from '@dealdraft/ui/format/plan-value.ts';
import { count, listNames } from '@dealdraft/ui/format/plural.ts';
import { recordUrl } from '@dealdraft/ui/format/record-link.ts';
import { day, exactTime, timeAgo } from '@dealdraft/ui/format/time.ts';
import type { Json } from '@dealdraft/wire/plan.ts';
import { ago, NOW } from './kit.tsx';

/** ICU writes narrow and ordinary no-break spaces; which one is not what is tested. */
const plain = (text: string | null): string | null => text?.replaceAll(/\s/g, ' ') ?? null;

describe('locale', () => {
  it.each([
    ['en-us', 'en-US'],
    ['pt_BR', 'pt-BR'],
    ['', 'en'],
    [undefined, 'en'],
    ['not a locale', 'en'],
  ])('%s is %s', (given, locale) => {
    expect(toLocale(given)).toBe(locale);
  });
});

describe('time', () => {
  it.each([
    [ago(-120), 'just now'],
    [ago(4), 'just now'],
    [ago(40), '40 sec ago'],
    [ago(119), '1 min ago'],
    [ago(7_300), '2 hr ago'],
    [ago(200_000), '2 days ago'],
    [ago(40_000_000), '1 yr ago'],
    ['nonsense', 'at an unknown time'],
  ])('%s is %s', (iso, text) => {
    expect(timeAgo(iso, NOW, 'en-GB')).toBe(text);
  });

  it('speaks the reader’s language', () => {
    expect(timeAgo(ago(40), NOW, 'de')).toBe('vor 40 Sek.');
  });

  it('does not fail on a date that is none', () => {
    expect([exactTime('', 'en'), day('x', 'en')]).toEqual(['at an unknown time', 'unknown']);
  });
});

describe('values of a plan', () => {
  it.each<[Json, string, string | null]>([
    [{ type: 'EUR', value: 1200.5 }, 'en-GB', '€1,200.50'],
    [{ type: 'EUR', value: 1200.5 }, 'de-DE', '1.200,50 €'],
    [{ type: 'JPY', value: 1200 }, 'en-US', '¥1,200'],
    [{ type: 'days', value: 30, days: 30 }, 'en', null],
    [1234567.125, 'de-DE', '1.234.567,125'],
    ['2026-12-01', 'en-GB', '1 Dec 2026'],
    ['Acme', 'en', null],
    ['2026-99-99', 'en', null],
    [true, 'en', 'Yes'],
    [null, 'en', null],
  ])('%j in %s is %s', (value, locale, text) => {
    expect(plain(inLocale(value, locale))).toBe(text);
  });

  it('shows the service’s words where the locale changes nothing', () => {
    expect(lineValue({ value: { type: 'months', value: 12 }, display: '12 months' }, 'en')).toBe('12 months');
  });

  it('puts each row of a table on a line', () => {
    const rows: Json = [
      { product_name: 'Seat', quantity: 1200, price: { type: 'USD', value: 5 }, note: null },
      { product_name: 'Setup', quantity: 1 },
    ];
    expect(rowsOf(rows, 'en-US')).toEqual([
      'product name: Seat · quantity: 1,200 · price: $5.00',
      'product name: Setup · quantity: 1',
    ]);
    expect(rowsOf([], 'en')).toBeNull();
    expect(rowsOf(['a'], 'en')).toBeNull();
  });

  it('never throws, whatever a template holds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('en-US', 'de-DE', 'ar-EG'), (value, locale) => {
        inLocale(value as Json, locale);
        rowsOf(value as Json, locale);
      }),
    );
  });
});

describe('words', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
  ])('%j', (names, text) => {
    expect(listNames(names)).toBe(text);
  });

  it('counts', () => {
    expect([count(1, 'value'), count(2, 'value'), count(0, 'company', 'companies')]).toEqual([
      '1 value',
      '2 values',
      '0 companies',
    ]);
  });
});

describe('record links', () => {
  const place = { hubspotOrigin: 'http://localhost:4000', portalId: 42, dealId: '123' };
  it.each([
    [
      { object: 'deal', recordId: '123', property: 'amount' },
      'http://localhost:4000/contacts/42/record/0-3/123?property=amount',
    ],
    [{ object: 'contact', recordId: '7' }, 'http://localhost:4000/contacts/42/record/0-1/7'],
    [
      { object: 'line_item', recordId: '9', property: 'price' },
      'http://localhost:4000/contacts/42/record/0-3/123',
    ],
    [{ object: 'owner', recordId: '9' }, 'http://localhost:4000/settings/42/users'],
    [{ object: 'company', recordId: 'a/b?c' }, 'http://localhost:4000/contacts/42/record/0-2/a%2Fb%3Fc'],
  ] as const)('%j', (link, url) => {
    expect(recordUrl(link, place)).toBe(url);
  });
});
