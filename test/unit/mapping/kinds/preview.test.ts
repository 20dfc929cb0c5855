import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inLocale, lineValue, rowsOf } from '@dealdraft/ui/format/plan-value.ts';
import { Decimal } from 'decimal.js';
import type { Json, PlanLine } from '@dealdraft/wire/plan.ts';
import { attribute, constant, crmRecord, dealRecords, from, money, planOne } from '../fixtures.ts';
import { patience, runs } from '../../text/runs.ts';

/** ICU writes narrow and ordinary no-break spaces; which one is not what is tested. */
const plain = (text: string): string => text.replaceAll(/\s/g, ' ');
const shown = (line: PlanLine, locale = 'en-US'): string =>
  plain(rowsOf(line.value, locale, line.columns)?.join('\n') ?? lineValue(line, locale));
const asMoney = { transforms: [{ kind: 'currency' as const }] };
const ofAmount = (amount: string, code: string) =>
  planOne({ ...from('deal', 'amount'), ...asMoney }, money('x', { options: [] }), {
    records: dealRecords({ deal: crmRecord('1', { amount, deal_currency_code: code }) }),
  });

describe('A2: the preview shows what is sent', () => {
  it.each([
    ['66.666667', 'EUR', 'en-US', '€66.666667'],
    ['1000.5', 'JPY', 'en-US', '¥1,000.5'],
    ['1200', 'JPY', 'en-US', '¥1,200'],
    ['1200.5', 'EUR', 'de-DE', '1.200,50 €'],
    ['1.2345', 'KWD', 'en-US', 'KWD 1.2345'],
    ['0.0000001', 'EUR', 'en-US', '€0.0000001'],
    ['12.5', 'HUF', 'en-US', 'HUF 12.5'],
  ])('%s %s in %s is %s', (amount, code, locale, expected) => {
    expect(shown(ofAmount(amount, code), locale)).toBe(expected);
  });

  it('in the cells of a table, too', () => {
    const table = attribute('x', 'repeating', {
      attributes: [
        ...money('price', { options: [] }),
        attribute('note', 'string'),
        attribute('from', 'date'),
        attribute('seats', 'float'),
      ],
    });
    const line = planOne(
      {
        source: {
          kind: 'lineItems',
          columns: [
            { key: 'price', source: { kind: 'property', property: 'price' }, ...asMoney },
            { key: 'note', source: { kind: 'constant', value: '2026-04-01' } },
            { key: 'from', source: { kind: 'constant', value: '2026-04-01' } },
            { key: 'seats', source: { kind: 'constant', value: 1000.125 } },
          ],
        },
      },
      table,
      {
        records: dealRecords({
          deal: crmRecord('1', { deal_currency_code: 'EUR' }),
          lineItems: [crmRecord('5', { price: '33.333333' })],
        }),
      },
    );
    expect(shown(line)).toBe('price: €33.333333 · note: 2026-04-01 · from: Apr 1, 2026 · seats: 1,000.125');
  });

  it.each(['2026-04-01T01:09:44Z', '2026-04-01', '1200.50', '007', 'true'])(
    'a text stays the text that it is: %s',
    (value) => {
      expect(shown(planOne(constant(value), attribute('x', 'string')))).toBe(value);
    },
  );

  it('a date variable is a date, as the reader writes it', () => {
    const line = planOne(constant('2026-04-01'), attribute('x', 'date'));
    expect([shown(line), shown(line, 'de-DE')]).toEqual(['Apr 1, 2026', '01.04.2026']);
  });

  it('a plan from before kinds were kept shows the service’s words for its texts', () => {
    expect(lineValue({ value: '2026-04-01', display: '2026-04-01' }, 'en-US')).toBe('2026-04-01');
  });

  it('a length of time in a cell is words', () => {
    expect(rowsOf([{ term: { type: 'MONTHS', value: 12, days: 365 } }], 'en')).toEqual(['term: 12 months']);
  });
});

const locales = [
  'en-US',
  'de-DE',
  'de-CH',
  'fr-FR',
  'en-IN',
  'hi-IN',
  'ar-EG',
  'fa-IR',
  'bn-BD',
  'ja-JP',
  'pt-BR',
  'sv-SE',
];
const currencies = ['EUR', 'USD', 'JPY', 'KWD', 'CLF', 'HUF', 'INR', 'CHF', 'XYZ'];

/** The digits of a shown number in any script, as a plain numeral. */
function digitsOf(text: string, locale: string): string {
  const format = new Intl.NumberFormat(locale, { useGrouping: false });
  const digits = [...'0123456789'].map((_digit, index) => format.format(index));
  const point = format.formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  let found = '';
  let minus = false;
  for (const sign of text) {
    const digit = digits.indexOf(sign);
    if (digit >= 0) found += String(digit);
    else if (sign === point && found !== '' && !found.includes('.')) found += '.';
    else if (sign === '-' || sign === '−') minus = true;
  }
  return `${minus ? '-' : ''}${found.replace(/\.$/, '')}`;
}

const sentNumber = (value: Json): string => {
  const number =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? value['value'] : value;
  return new Decimal(JSON.stringify(number)).toFixed();
};

const numeral = fc
  .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 12 }))
  .map(([digits, places]) => new Decimal(digits.toString()).div(new Decimal(10).pow(places)).toFixed());

describe('property (a): shown digits and text equal sent ones', () => {
  it(
    'for money and numbers, in every locale and currency',
    () => {
      fc.assert(
        fc.property(
          numeral,
          fc.constantFrom(...locales),
          fc.constantFrom(...currencies),
          fc.constantFrom('currency', 'float', 'int', 'cell'),
          (amount, locale, code, kind) => {
            const number = new Decimal(amount);
            const value = kind === 'int' ? number.trunc().toNumber() : number.toNumber();
            const sent: Json = kind === 'currency' || kind === 'cell' ? { type: code, value } : value;
            const text =
              kind === 'cell'
                ? (rowsOf([{ price: sent }], locale, { price: 'currency' })?.[0] ?? '').slice(
                    'price: '.length,
                  )
                : (inLocale(sent, locale, kind === 'currency' ? 'currency' : 'decimal') ?? '');
            expect(new Decimal(digitsOf(text, locale)).eq(sentNumber(sent))).toBe(true);
          },
        ),
        { numRuns: runs(500) },
      );
    },
    patience(500),
  );

  it(
    'for any number there is, to the smallest and the largest',
    () => {
      fc.assert(
        fc.property(
          fc
            .double({ noNaN: true, noDefaultInfinity: true, min: -1e22, max: 1e22 })
            .filter((each) => each === 0 || Math.abs(each) > 1e-60),
          fc.constantFrom(...locales),
          (value, locale) => {
            const text = lineValue({ value, display: '', kind: 'decimal' }, locale);
            expect(new Decimal(digitsOf(text, locale)).eq(new Decimal(String(value)))).toBe(true);
          },
        ),
        { numRuns: runs(500) },
      );
    },
    patience(500),
  );

  it(
    'for texts of every kind of target but a date',
    () => {
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string({ unit: 'grapheme' }),
            fc.constantFrom('2026-04-01', '2026-04-01T01:09:44Z', '12', '1e3', 'true'),
          ),
          fc.constantFrom(...locales),
          fc.constantFrom('text' as const, 'option' as const, 'datetime' as const, 'strings' as const),
          (value, locale, kind) => {
            expect(lineValue({ value, display: value, kind }, locale)).toBe(value);
            const row = rowsOf([{ note: value }], locale, { note: kind });
            expect(row).toEqual([value === '' ? '' : `note: ${value}`]);
          },
        ),
        { numRuns: runs(500) },
      );
    },
    patience(500),
  );
});
