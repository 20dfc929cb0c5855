import { describe, expect, it } from 'vitest';
import type { MappingInput } from '@dealdraft/wire/mapping.ts';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import { attribute, crmRecord, dealRecords, money, planOne, portal, property } from '../fixtures.ts';
import { dropdown, modules, newYork } from './kit.ts';

type Source = Extract<NonNullable<MappingInput['contractData']>[number]['source'], { kind: 'lineItems' }>;
const table = attribute('x', 'repeating', {
  attributes: [
    attribute('product', 'string'),
    ...money('price', { required: false }).map((each) => ({ ...each, parentRequired: false })),
  ],
});
const name = { key: 'product', source: { kind: 'property' as const, property: 'name' } };
const sum = {
  key: 'price',
  source: { kind: 'property' as const, property: 'amount', aggregate: 'sum' as const },
  transforms: [{ kind: 'currency' as const }],
};
const rows = (
  items: Record<string, string>[],
  source: Partial<Source>,
  more: { definitions?: PropertyDefinition[]; locale?: string } = {},
) =>
  planOne({ source: { kind: 'lineItems', columns: [name], ...source } }, table, {
    portal: more.locale === undefined ? newYork : { ...portal, locale: more.locale },
    records: dealRecords({
      lineItems: items.map((each, index) => crmRecord(String(index + 1), each)),
      properties:
        more.definitions === undefined ? {} : { line_item: [property('name'), ...more.definitions] },
    }),
  }).value as { product: string; price?: unknown }[];
const products = (...given: Parameters<typeof rows>): string[] =>
  rows(...given).map(({ product }) => product);

describe('A4: grouping', () => {
  it('keeps items apart that have nothing in common', () => {
    const items = [
      { name: 'Setup', amount: '100' },
      { name: 'Training', amount: '50', hs_sku: ' ' },
      { name: 'Seats', amount: '10', hs_sku: 'S' },
      { name: 'More seats', amount: '20', hs_sku: 's' },
    ];
    expect(rows(items, { groupBy: 'hs_sku', columns: [name, sum] })).toEqual([
      { product: 'Setup', price: { type: 'EUR', value: 100 } },
      { product: 'Training', price: { type: 'EUR', value: 50 } },
      { product: 'Seats', price: { type: 'EUR', value: 30 } },
    ]);
  });

  it.each<[string, PropertyDefinition, string[], number]>([
    ['numbers by their size', property('k', 'number'), ['10', '10.0', '1e1'], 1],
    ['texts that look like numbers as texts', property('k'), ['10', '10.0', '1e1'], 3],
    ['choices in any order', { ...modules, name: 'k' }, ['a;b', 'b;a'], 1],
    ['moments by the moment', property('k', 'datetime'), ['2026-03-31T10:00:00Z', '1774951200000'], 1],
  ])('takes %s', (_name, definition, values, count) => {
    const items = values.map((k) => ({ name: 'A', k }));
    expect(rows(items, { groupBy: 'k' }, { definitions: [definition] })).toHaveLength(count);
  });
});

describe('C6: sorting', () => {
  it.each<[string, string, string[], PropertyDefinition[] | undefined]>([
    ['by the alphabet', 'en', ['Zebra', 'apple', 'Ärzte'], undefined],
    ['by the alphabet, where the type is known', 'de', ['Zebra', 'Ärzte'], []],
    ['with Swedish letters at their place', 'sv', ['Ärzte', 'Zebra'], []],
    ['with numbers by their size', 'en', ['Item 10', 'Item 2', 'Item 1'], undefined],
  ])('is %s (%s)', (_name, locale, names, definitions) => {
    const expected = {
      'Zebra,apple,Ärzte': ['apple', 'Ärzte', 'Zebra'],
      'Zebra,Ärzte': ['Ärzte', 'Zebra'],
      'Ärzte,Zebra': ['Zebra', 'Ärzte'],
      'Item 10,Item 2,Item 1': ['Item 1', 'Item 2', 'Item 10'],
    }[names.join(',')];
    const items = names.map((each) => ({ name: each }));
    expect(
      products(items, { sort: { property: 'name' } }, { locale, ...(definitions ? { definitions } : {}) }),
    ).toEqual(expected);
  });

  it('of choices goes by the names that people see', () => {
    const named = { ...dropdown, name: 'k', options: [...dropdown.options].reverse() };
    const items = [
      { name: 'year', k: 'opt_2' },
      { name: 'quarter', k: 'opt_1' },
    ];
    expect(products(items, { sort: { property: 'k' } }, { definitions: [named] })).toEqual([
      'quarter',
      'year',
    ]);
  });

  it('has an order for what is no number among numbers, and nothing at the end both ways', () => {
    const items = ['9', '1a', '10', ''].map((k) => ({ name: `item ${k}`, k }));
    const by = (descending: boolean) =>
      products(items, { sort: { property: 'k', descending } }, { definitions: [property('k', 'number')] });
    expect(by(false)).toEqual(['item 9', 'item 10', 'item 1a', 'item ']);
    expect(by(true)).toEqual(['item 1a', 'item 10', 'item 9', 'item ']);
  });
});
