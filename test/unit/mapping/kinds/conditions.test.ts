import { describe, expect, it } from 'vitest';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import {
  attribute,
  constant,
  crmRecord,
  dealRecords,
  lineOf,
  mapping,
  plan,
  planOne,
  property,
  template,
} from '../fixtures.ts';
import { checkbox, day, dealWith, dropdown, modules, moment, newYork, terms } from './kit.ts';

const sku = property('sku');
const seats = property('seats', 'number');
const holds = (definition: PropertyDefinition, value: string, test: object): boolean =>
  planOne(
    {
      ...constant('sent'),
      condition: { object: 'deal', property: definition.name, ...test } as never,
    },
    attribute('x', 'string'),
    { records: dealWith(definition, value), portal: newYork },
  ).status === 'ok';

describe('A3: conditions compare by what the property is', () => {
  it.each<[string, PropertyDefinition, string, object, boolean]>([
    ['a moment up to a day', moment, '2026-03-31T10:00:00Z', { op: 'lte', value: '2026-03-31' }, true],
    ['a moment on a day', moment, '2026-03-31T10:00:00Z', { op: 'eq', value: '2026-03-31' }, true],
    [
      'a moment on the account’s day',
      moment,
      '2026-04-01T02:00:00Z',
      { op: 'eq', value: '2026-03-31' },
      true,
    ],
    ['a moment not after its day', moment, '2026-04-01T02:00:00Z', { op: 'gt', value: '2026-03-31' }, false],
    ['a moment, in epoch milliseconds', moment, '1774951200000', { op: 'eq', value: '2026-03-31' }, true],
    [
      'a moment and a moment',
      moment,
      '2026-03-31T10:00:00Z',
      { op: 'lt', value: '2026-03-31T06:00:01-04:00' },
      true,
    ],
    ['a moment among days', moment, '2026-03-31T10:00:00Z', { op: 'in', values: ['2026-03-31'] }, true],
    ['a moment and what is no date', moment, '2026-03-31T10:00:00Z', { op: 'lte', value: 'soon' }, false],
    ['a day on a day', day, '2026-03-31', { op: 'eq', value: '2026-03-31' }, true],
    ['a day, stored as midnight', day, '1774915200000', { op: 'eq', value: '2026-03-31' }, true],
    ['a day and a moment on it', day, '2026-03-31', { op: 'eq', value: '2026-03-31T22:00:00-04:00' }, true],
    ['several choices, any of them', modules, 'a;b', { op: 'in', values: ['a'] }, true],
    ['several choices, none of them', modules, 'a;b', { op: 'in', values: ['c'] }, false],
    ['several choices, not among', modules, 'a;b', { op: 'notIn', values: ['b', 'c'] }, false],
    ['several choices and one', modules, 'a;b', { op: 'eq', value: 'a' }, false],
    ['several choices and the same ones', modules, 'a;b', { op: 'eq', value: 'b;a' }, true],
    ['a text like a number', sku, '100', { op: 'eq', value: '1E2' }, false],
    ['a text with a leading zero', property('zip'), '1234', { op: 'eq', value: '01234' }, false],
    ['a text like a decimal', sku, '1.10', { op: 'eq', value: '1.1' }, false],
    ['a text and a number', sku, '100', { op: 'eq', value: 100 }, true],
    ['a text in another case', sku, 'ABC-1', { op: 'in', values: ['abc-1'] }, true],
    ['a number and its text', seats, '100', { op: 'eq', value: '1E2' }, true],
    ['a number and a decimal', seats, '1.10', { op: 'eq', value: '1.1' }, true],
    ['a number beyond binary', seats, '9007199254740993', { op: 'gt', value: '9007199254740992' }, true],
    ['a number and a word', seats, '100', { op: 'neq', value: 'many' }, true],
    ['a checkbox and yes', checkbox, 'true', { op: 'eq', value: 'Yes' }, true],
    ['a checkbox and false', checkbox, 'true', { op: 'eq', value: false }, false],
    ['a dropdown', dropdown, 'opt_1', { op: 'eq', value: 'opt_1' }, true],
    ['rich text by its words', terms, '<p>Net&nbsp;30</p>', { op: 'eq', value: 'Net 30' }, true],
    ['rich text without words', terms, '<p>&nbsp;</p>', { op: 'empty' }, true],
  ])('%s', (_name, definition, value, test, expected) => {
    expect(holds(definition, value, test)).toBe(expected);
  });

  it('the filter of line items, the sort and signatories go by the same', () => {
    const item = (id: string, properties: Record<string, string>) => crmRecord(id, properties);
    const records = dealRecords({
      deal: crmRecord('1', { mods: 'a;b', closedate: '2026-04-01T02:00:00Z' }),
      lineItems: [
        item('1', { name: 'Late', starts: '2026-04-01T03:00:00Z', tags: 'a;b' }),
        item('2', { name: 'Soon', starts: '2026-03-31T10:00:00Z', tags: 'b' }),
        item('3', { name: 'Next', starts: '2026-04-02T03:00:00Z', tags: 'a' }),
      ],
      properties: {
        deal: [modules, moment],
        line_item: [
          property('name'),
          property('starts', 'datetime'),
          property('tags', 'enumeration', { fieldType: 'checkbox' }),
        ],
      },
    });
    const made = plan({
      records,
      portal: newYork,
      template: template([
        attribute('rows', 'repeating', { attributes: [attribute('product', 'string')] }),
        attribute('tagged', 'repeating', { attributes: [attribute('product', 'string')] }),
      ]),
      mapping: mapping({
        contractData: [
          {
            target: 'rows',
            source: {
              kind: 'lineItems',
              columns: [{ key: 'product', source: { kind: 'property', property: 'name' } }],
              filter: { object: 'lineItem', property: 'starts', op: 'eq', value: '2026-03-31' },
              sort: { property: 'starts' },
            },
          },
          {
            target: 'tagged',
            source: {
              kind: 'lineItems',
              columns: [{ key: 'product', source: { kind: 'property', property: 'name' } }],
              filter: { object: 'lineItem', property: 'tags', op: 'in', values: ['a'] },
            },
          },
        ],
        signatories: [
          {
            role: 'creator',
            name: constant('Ines'),
            email: constant('ines@seller.example'),
            condition: { object: 'deal', property: 'mods', op: 'in', values: ['b'] },
          },
        ],
      }),
    });
    expect(lineOf(made, 'rows').value).toEqual([{ product: 'Soon' }, { product: 'Late' }]);
    expect(lineOf(made, 'tagged').value).toEqual([{ product: 'Late' }, { product: 'Next' }]);
    expect(lineOf(made, 'signatories.0.name').status).toBe('ok');
  });
});
