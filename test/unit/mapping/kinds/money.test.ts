import { describe, expect, it } from 'vitest';
import { minorDigits } from '../../../../src/mapping/values/currency-digits.ts';
import type { MappingInput } from '@dealdraft/wire/mapping.ts';
import type { DealRecords } from '@dealdraft/wire/records.ts';
import {
  associated,
  attribute,
  crmRecord,
  dealRecords,
  from,
  lineOf,
  mapping,
  money,
  plan,
  planOne,
  property,
  template,
} from '../fixtures.ts';

const asMoney = { transforms: [{ kind: 'currency' as const }] };
const usd = [
  { value: 'USD', label: 'USD' },
  { value: 'EUR', label: 'EUR' },
];
const deal = crmRecord('1', { amount: '1000', amount_in_home_currency: '1300', deal_currency_code: 'EUR' });
const currency = { currency: true };
const properties: DealRecords['properties'] = {
  deal: [
    property('amount', 'number', currency),
    property('amount_in_home_currency', 'number', currency),
    property('deal_currency_code'),
  ],
  company: [property('name'), property('annualrevenue', 'number', currency)],
  line_item: [property('hs_total_in_home_currency', 'number', currency), property('amount', 'number')],
};
const records = dealRecords({
  deal,
  companies: [associated(crmRecord('2', { name: 'Acme', annualrevenue: '5000' }))],
  lineItems: [crmRecord('3', { hs_total_in_home_currency: '130', amount: '100' })],
  properties,
});
type Rule = Parameters<typeof planOne>[0];

describe('A10: an amount carries the currency that it is in', () => {
  it.each<[string, Rule, DealRecords, unknown]>([
    ['the deal’s own', { ...from('deal', 'amount'), ...asMoney }, records, { type: 'EUR', value: 1000 }],
    [
      'converted by HubSpot',
      { ...from('deal', 'amount_in_home_currency'), ...asMoney },
      records,
      { type: 'USD', value: 1300 },
    ],
    [
      'converted by HubSpot, by its name alone',
      { ...from('deal', 'amount_in_home_currency'), ...asMoney },
      { ...records, properties: {} },
      { type: 'USD', value: 1300 },
    ],
    [
      'of a company, which has no currency',
      { ...from('company', 'annualrevenue'), ...asMoney },
      records,
      { type: 'USD', value: 5000 },
    ],
    [
      'added up over line items',
      { source: { kind: 'lineItemsSum', property: 'hs_total_in_home_currency' }, ...asMoney },
      records,
      { type: 'USD', value: 130 },
    ],
    [
      'rounded first',
      {
        ...from('deal', 'amount_in_home_currency'),
        transforms: [{ kind: 'number', decimals: 2 }, { kind: 'currency' }],
      },
      records,
      { type: 'USD', value: 1300 },
    ],
  ])('%s', (_name, rule, whole, value) => {
    expect(planOne(rule, money('x', { options: usd }), { records: whole }).value).toEqual(value);
  });

  it('in the cells of rows', () => {
    const table = attribute('x', 'repeating', { attributes: money('price', { options: usd }) });
    const line = planOne(
      {
        source: {
          kind: 'lineItems',
          columns: [
            {
              key: 'price',
              source: { kind: 'property', property: 'hs_total_in_home_currency', aggregate: 'sum' },
              ...asMoney,
            },
          ],
        },
      },
      table,
      { records },
    );
    expect(line.value).toEqual([{ price: { type: 'USD', value: 130 } }]);
  });
});

const warnings = (amount: string, prices: string[], code = 'EUR') =>
  plan({
    records: dealRecords({
      deal: crmRecord('1', { amount, deal_currency_code: code }),
      lineItems: prices.map((price, index) => crmRecord(String(index), { name: 'A', amount: price })),
    }),
    template: template([attribute('x', 'float')]),
    mapping: mapping({
      contractData: [{ target: 'x', source: { kind: 'lineItemsSum', property: 'amount' } }],
    }),
  }).warnings.map((warning) => warning.code);

describe('A10: a difference below what can be paid is none', () => {
  it.each<[string, string[], string, string[]]>([
    ['100.00', ['33.333333', '33.333333', '33.333333'], 'EUR', []],
    ['100.00', ['33.33', '33.33', '33.33'], 'EUR', ['money_differs']],
    ['1000', ['333.4', '333.3', '333.8'], 'JPY', []],
    ['1000', ['333', '333', '333'], 'JPY', ['money_differs']],
    ['1', ['0.3333', '0.3333', '0.3333'], 'KWD', []],
    ['1', ['0.333', '0.333', '0.333'], 'KWD', ['money_differs']],
  ])('%s against %j %s: %j', (amount, prices, code, expected) => {
    expect(warnings(amount, prices, code)).toEqual(expected);
  });
});

describe('A2: money with more decimals than its currency', () => {
  const said = (amount: string, code: string, more: Partial<MappingInput> = {}) => {
    const made = plan({
      records: dealRecords({
        deal: crmRecord('1', { amount, deal_currency_code: code }),
        lineItems: [crmRecord('5', { price: amount, amount })],
      }),
      template: template([
        ...money('x', { options: [], required: false }).map((each) => ({ ...each, parentRequired: false })),
        attribute('rows', 'repeating', { required: false, attributes: money('price', { options: [] }) }),
      ]),
      mapping: mapping({ contractData: [{ target: 'x', ...from('deal', 'amount'), ...asMoney }], ...more }),
    });
    return { value: lineOf(made, 'x').value, messages: made.warnings.map(({ message }) => message) };
  };
  it.each([
    [
      '66.666667',
      'EUR',
      'x: EUR 66.666667 has more decimals than the currency, and EUR has 2 decimals. Correct the amount, or ask an admin to round it in the mapping.',
    ],
    [
      '1000.5',
      'JPY',
      'x: JPY 1000.5 has more decimals than the currency, and JPY has no decimals. Correct the amount, or ask an admin to round it in the mapping.',
    ],
    [
      '1.2345',
      'KWD',
      'x: KWD 1.2345 has more decimals than the currency, and KWD has 3 decimals. Correct the amount, or ask an admin to round it in the mapping.',
    ],
  ])('is sent as it is, and the plan says so: %s %s', (amount, code, message) => {
    const { value, messages } = said(amount, code);
    expect(value).toEqual({ type: code, value: Number(amount) });
    expect(messages).toEqual([message]);
  });

  it.each([
    ['66.67', 'EUR'],
    ['1000', 'JPY'],
    ['1.234', 'KWD'],
    ['12.50', 'HUF'],
  ])('%s %s is fine', (amount, code) => {
    expect(said(amount, code).messages).toEqual([]);
  });

  it('is found in the cells of rows, once for the table', () => {
    const { messages } = said('33.333333', 'EUR', {
      contractData: [
        {
          target: 'rows',
          source: {
            kind: 'lineItems',
            columns: [{ key: 'price', source: { kind: 'property', property: 'price' }, ...asMoney }],
          },
        },
      ],
    });
    expect(messages).toEqual([
      'rows: EUR 33.333333 has more decimals than the currency, and EUR has 2 decimals. Correct the amount, or ask an admin to round it in the mapping.',
    ]);
  });

  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['HUF', 2],
    ['CLF', 4],
    ['XYZ', 2],
  ])('%s has %i', (code, digits) => {
    expect(minorDigits(code)).toBe(digits);
  });
});
