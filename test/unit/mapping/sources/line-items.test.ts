import { describe, expect, it } from 'vitest';
import {
  attribute,
  crmRecord,
  dealRecords,
  lineOf,
  mapping,
  money,
  now,
  plan,
  planOne,
  property,
  template,
} from '../fixtures.ts';
import { createFormulaRunner, formulaLimits } from '../../../../src/mapping/formulas/formula-runner.ts';
import { cpuMs } from '../cpu-time.ts';

const item = (id: string, properties: Record<string, string | null>) => crmRecord(id, properties);
const lineItems = [
  item('1', {
    name: 'Gold',
    family: 'Licenses',
    quantity: '2',
    price: '100.10',
    amount: '200.20',
    start: '2026-05-01',
  }),
  item('2', { name: 'Setup', family: 'Services', quantity: '1', price: '50', amount: '50', start: '' }),
  item('3', {
    name: 'Silver',
    family: 'licenses ',
    quantity: '10',
    price: '9.99',
    amount: '99.90',
    start: '2026-01-01',
  }),
];
const records = dealRecords({ lineItems });
const table = attribute('x', 'repeating', {
  attributes: [
    attribute('product', 'string'),
    attribute('quantity', 'float', { required: false }),
    ...money('price', { required: false }).map((each) => ({ ...each, parentRequired: false })),
    attribute('no', 'int', { required: false }),
  ],
});
type Source = Extract<Parameters<typeof planOne>[0]['source'], { kind: 'lineItems' }>;
const name = { key: 'product', source: { kind: 'property' as const, property: 'name' } };
const rows = (source: Partial<Source>, whole = records) =>
  planOne({ source: { kind: 'lineItems', columns: [name], ...source } }, table, { records: whole });
const products = (source: Partial<Source>): unknown =>
  (rows(source).value as { product: string }[]).map(({ product }) => product);

describe('rows of line items', () => {
  it('keep the order of the quote, or are sorted, the empty ones last', () => {
    expect(products({})).toEqual(['Gold', 'Setup', 'Silver']);
    expect(products({ sort: { property: 'price' } })).toEqual(['Silver', 'Setup', 'Gold']);
    expect(products({ sort: { property: 'start' } })).toEqual(['Silver', 'Gold', 'Setup']);
    expect(products({ sort: { property: 'start', descending: true } })).toEqual(['Gold', 'Silver', 'Setup']);
  });

  it('are filtered', () => {
    const filter = { object: 'lineItem' as const, property: 'family', op: 'eq' as const, value: 'LICENSES' };
    expect(products({ filter })).toEqual(['Gold', 'Silver']);
    expect(products({ filter: { not: filter } })).toEqual(['Setup']);
    expect(
      products({
        filter: {
          any: [
            { ...filter, value: 'none' },
            { ...filter, property: 'quantity', op: 'gt', value: '2' },
          ],
        },
      }),
    ).toEqual(['Silver']);
  });

  it('are grouped and added up, without a cent lost', () => {
    const line = rows({
      groupBy: 'family',
      columns: [
        { key: 'product', source: { kind: 'property', property: 'name', aggregate: 'join' } },
        { key: 'quantity', source: { kind: 'property', property: 'quantity', aggregate: 'sum' } },
        {
          key: 'price',
          source: { kind: 'property', property: 'amount', aggregate: 'sum' },
          transforms: [{ kind: 'currency' }],
        },
        { key: 'no', source: { kind: 'rowNumber' } },
      ],
    });
    expect(line.value).toEqual([
      { product: 'Gold, Silver', quantity: 12, price: { type: 'EUR', value: 300.1 }, no: 1 },
      { product: 'Setup', quantity: 1, price: { type: 'EUR', value: 50 }, no: 2 },
    ]);
    expect(line).toMatchObject({
      display: '2 rows',
      source: { text: '3 line items of the deal, grouped by family into 2' },
    });
  });

  it.each([
    ['min', 9.99],
    ['max', 100.1],
    ['average', 55.045],
    ['count', 2],
    ['first', 100.1],
  ] as const)('take the %s of a group', (aggregate, expected) => {
    const line = rows({
      groupBy: 'family',
      columns: [name, { key: 'quantity', source: { kind: 'property', property: 'price', aggregate } }],
    });
    expect((line.value as { quantity: number }[])[0]?.quantity).toBe(expected);
  });

  it('can be computed', () => {
    const columns = [
      name,
      {
        key: 'price',
        source: { kind: 'formula' as const, expression: 'item.price * item.quantity * 0.9' },
        transforms: [{ kind: 'currency' as const }],
      },
    ];
    expect((rows({ columns }).value as { price: unknown }[]).map(({ price }) => price)).toEqual([
      { type: 'EUR', value: 180.18 },
      { type: 'EUR', value: 45 },
      { type: 'EUR', value: 89.91 },
    ]);
    const shares = [
      name,
      { key: 'quantity', source: { kind: 'formula' as const, expression: '$count(items) + item.row' } },
    ];
    expect(
      (rows({ columns: shares, groupBy: 'family' }).value as { quantity: unknown }[]).map(
        ({ quantity }) => quantity,
      ),
    ).toEqual([3, 3]);
  });

  it('of a quote are those of the quote', () => {
    const quotes = [
      {
        record: crmRecord('9', { hs_title: 'Q' }),
        labels: [],
        isPrimary: false,
        lineItems: [item('7', { name: 'Quoted' })],
      },
    ];
    expect(rows({ of: 'quote' }, dealRecords({ quotes })).value).toEqual([{ product: 'Quoted' }]);
    expect(rows({ of: 'quote' })).toMatchObject({
      status: 'missing',
      problem: { code: 'no_record', message: 'x: the deal has no quote. Associate a quote with the deal.' },
    });
  });
});

describe('a cell that cannot be filled', () => {
  const broken = dealRecords({
    lineItems: [
      item('1', { name: 'A', quantity: '1' }),
      item('2', { name: '', hs_sku: 'S-2', quantity: 'many' }),
    ],
  });
  it('leads to its line item', () => {
    expect(rows({}, broken)).toMatchObject({
      status: 'missing',
      value: null,
      problem: {
        code: 'no_value',
        message: 'x: product of line item “S-2” is empty. Fill it in on the line item.',
        link: { object: 'line_item', recordId: '2', property: 'name' },
      },
    });
    const columns = [
      { ...name, whenMissing: 'default' as const, default: '—' },
      { key: 'quantity', source: { kind: 'property' as const, property: 'quantity' } },
    ];
    expect(rows({ columns }, broken)).toMatchObject({
      status: 'invalid',
      problem: {
        message:
          'x: quantity of line item “S-2”: “many” is not a number. Write a plain number, with a point for decimals.',
      },
    });
  });
  it('is left out where it may be', () => {
    const columns = [
      { ...name, whenMissing: 'default' as const, default: '—' },
      {
        key: 'no',
        source: { kind: 'property' as const, property: 'nothing' },
        whenMissing: 'blank' as const,
      },
    ];
    expect(rows({ columns }, broken).value).toEqual([{ product: 'A' }, { product: '—' }]);
  });
});

describe('a table that cannot be filled', () => {
  it.each([
    [
      'no line items',
      planOne({ source: { kind: 'lineItems', columns: [name] } }, table, {
        records: dealRecords({ lineItems: [] }),
      }),
      'no line items to put here',
    ],
    [
      'a column the template does not have',
      rows({ columns: [name, { ...name, key: 'color' }] }),
      'the template has no column “color”',
    ],
    [
      'a required column without a rule',
      rows({ columns: [{ key: 'no', source: { kind: 'rowNumber' } }] }),
      'the mapping does not fill the column “product”',
    ],
    [
      'a variable that is no table',
      planOne({ source: { kind: 'lineItems', columns: [name] } }),
      'line items make rows',
    ],
    [
      'a property that is gone',
      rows({}, dealRecords({ lineItems, properties: { line_item: [property('other')] } })),
      'the line item property “name” does not exist any more',
    ],
  ])('%s', (_name, line, why) => {
    expect(line.value).toBeNull();
    expect(line.problem?.message).toContain(why);
  });
});

describe('a sum', () => {
  const sum = (propertyName: string, whole = records) =>
    planOne({ source: { kind: 'lineItemsSum', property: propertyName } }, attribute('x', 'float'), {
      records: whole,
    });
  it('is exact, and nothing where there is nothing', () => {
    expect(sum('amount').value).toBe(350.1);
    expect(sum('nothing')).toMatchObject({
      status: 'missing',
      problem: { message: 'x: no line item has a value to add up. Add line items to the deal.' },
    });
    expect(sum('name')).toMatchObject({
      status: 'invalid',
      problem: { link: { object: 'line_item', recordId: '1', property: 'name' } },
    });
  });
});

describe('a large deal', () => {
  it('with 1,000 line items and 200 variables is planned at once', () => {
    const many = Array.from({ length: 1_000 }, (_unused, index) =>
      item(String(index), { name: `Item ${index}`, quantity: '3', price: '0.10', amount: '0.30' }),
    );
    const variables = Array.from({ length: 200 }, (_unused, index) => attribute(`v${index}`, 'string'));
    const rules = mapping({
      contractData: [
        {
          target: 'x',
          source: {
            kind: 'lineItems',
            columns: [
              name,
              { key: 'quantity', source: { kind: 'formula', expression: 'item.price * item.quantity' } },
            ],
          },
        },
        ...variables.map(({ variable }) => ({
          target: variable,
          source: { kind: 'text' as const, template: '{{deal.dealname}} {{company.name}}' },
        })),
      ],
    });
    const input = {
      mapping: rules,
      template: template([table, ...variables]),
      records: dealRecords({ lineItems: many }),
      // On a machine that has no time for it, the clock would stop the formula; here its work is measured.
      formulas: createFormulaRunner(now, { ...formulaLimits, perFormulaMs: 30_000, perPlanMs: 30_000 }),
    };
    let made = plan();
    const spent = cpuMs(() => {
      made = plan(input);
    });
    expect(spent).toBeLessThan(2_000);
    expect(made.lines.filter(({ problem }) => problem)).toEqual([]);
    expect((lineOf(made, 'x').value as unknown[]).length).toBe(1_000);
  });
});
