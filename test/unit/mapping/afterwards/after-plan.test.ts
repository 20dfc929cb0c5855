import { describe, expect, it } from 'vitest';
import { contractMetadata } from '../../../../src/mapping/afterwards/contract-metadata.ts';
import { afterUpdate, compareWithDeal, driftInWords } from '../../../../src/mapping/afterwards/drift.ts';
import { compareEcho } from '../../../../src/mapping/afterwards/echo.ts';
import { openChoices, readiness } from '../../../../src/mapping/plan/readiness.ts';
import { requiredProperties } from '../../../../src/mapping/sources/required-properties.ts';
import type { MappingInput } from '@dealdraft/wire/mapping.ts';
import {
  associated,
  attribute,
  constant,
  crmRecord,
  dealRecords,
  formula,
  from,
  mapping,
  money,
  plan,
  property,
  template,
  text,
} from '../fixtures.ts';

const table = template([
  attribute('name', 'string'),
  ...money('total'),
  attribute('rows', 'repeating', { attributes: [attribute('product', 'string'), attribute('n', 'float')] }),
]);
const rules = mapping({
  contractData: [
    { target: 'name', ...from('company', 'name') },
    { target: 'total', ...from('deal', 'amount'), transforms: [{ kind: 'currency' }] },
    {
      target: 'rows',
      source: {
        kind: 'lineItems',
        columns: [
          { key: 'product', source: { kind: 'property', property: 'name' } },
          { key: 'n', source: { kind: 'property', property: 'quantity' } },
        ],
      },
    },
  ],
});
const planOf = (records = dealRecords()) => plan({ mapping: rules, template: table, records });
const items = (...all: [name: string, quantity: string][]) =>
  dealRecords({
    lineItems: all.map(([name, quantity], index) => crmRecord(String(index), { name, quantity })),
  });

describe('drift', () => {
  const changes = (before: ReturnType<typeof dealRecords>, after: ReturnType<typeof dealRecords>) =>
    compareWithDeal(planOf(before), planOf(after)).map(({ target, was, now }) => [target, was, now]);
  const deal = (amount: string) =>
    dealRecords({ deal: crmRecord('1001', { dealname: 'D', amount, deal_currency_code: 'EUR' }) });
  it('ends with an update, but for a variable that became empty and for the parties', () => {
    const [sent, fresh] = [planOf(deal('5')), planOf(deal('6.5'))];
    const updated = afterUpdate(sent, fresh);
    expect(updated.contract.contractData).toEqual(fresh.contract.contractData);
    expect(compareWithDeal(updated, fresh)).toEqual([]);
    const [change] = compareWithDeal(sent, fresh);
    expect(change).toMatchObject({ target: 'total', canUpdate: true });
    const emptied = planOf(deal(''));
    const kept = afterUpdate(sent, emptied);
    expect(kept.contract.contractData['total']).toEqual(sent.contract.contractData['total']);
    expect(compareWithDeal(kept, emptied)).toMatchObject([{ target: 'total', canUpdate: false }]);
  });
  it('names what changed, was and is', () => {
    expect(changes(deal('5'), deal('5.00'))).toEqual([]);
    expect(changes(deal('5'), deal('6.5'))).toEqual([['total', 'EUR 5.00', 'EUR 6.50']]);
    expect(changes(deal('5'), deal(''))).toEqual([['total', 'EUR 5.00', 'nothing that can be sent']]);
  });
  it('says when it is not clear any more whom the contract is with', () => {
    const two = dealRecords({
      companies: [associated(crmRecord('1', { name: 'A' })), associated(crmRecord('2', { name: 'B' }))],
    });
    expect(changes(dealRecords(), two)).toContainEqual([
      'name',
      'Müller & Söhne GmbH',
      'several records match',
    ]);
  });
  it.each<[string, [string, string][], [string, string][], string]>([
    [
      'a changed row',
      [
        ['A', '1'],
        ['B', '2'],
      ],
      [
        ['A', '1'],
        ['B', '3'],
      ],
      '1 line item changed',
    ],
    [
      'rows that came and went',
      [
        ['A', '1'],
        ['B', '2'],
      ],
      [
        ['C', '1'],
        ['B', '3'],
        ['D', '4'],
      ],
      '2 line items changed, 1 added',
    ],
    [
      'a row less',
      [
        ['A', '1'],
        ['A', '1'],
      ],
      [['A', '1']],
      '1 line item removed',
    ],
    [
      'another order',
      [
        ['A', '1'],
        ['B', '2'],
      ],
      [
        ['B', '2'],
        ['A', '1'],
      ],
      'order of line items changed',
    ],
  ])('counts line items: %s', (_name, before, after, words) => {
    expect(changes(items(...before), items(...after))).toEqual([
      ['rows', before.length === 1 ? '1 row' : '2 rows', words],
    ]);
  });
  it('fits in a line', () => {
    const found = compareWithDeal(
      planOf(items(['A', '1'])),
      planOf({ ...items(['A', '2']), deal: crmRecord('1001', { amount: '7', deal_currency_code: 'EUR' }) }),
    );
    expect(driftInWords(found)).toBe('Changed since this contract: total, 1 line item changed');
    expect(driftInWords([])).toBe('');
  });
});

describe('echo', () => {
  const sent = planOf().contract.contractData;
  const differs = (stored: Record<string, unknown>) =>
    compareEcho(sent, { ...sent, ...stored }, table).map(({ key, sent: before, stored: after }) => [
      key,
      before,
      after,
    ]);
  it.each<[string, Record<string, unknown>, unknown[]]>([
    [
      'what SpotDraft adds by itself',
      { computed: 5, total: { type: 'EUR', value: '1200.30', words: 'x' } },
      [],
    ],
    ['a dropped value', { name: undefined }, [['name', 'Müller & Söhne GmbH', 'nothing']]],
    ['an emptied value', { name: '' }, [['name', 'Müller & Söhne GmbH', 'nothing']]],
    [
      'another currency',
      { total: { type: 'USD', value: 1200.3 } },
      [['total', 'EUR 1,200.30', 'USD 1,200.30']],
    ],
    ['rounded money', { total: { type: 'EUR', value: 1200 } }, [['total', 'EUR 1,200.30', 'EUR 1,200.00']]],
    ['a lost row', { rows: [{ product: 'Seats', n: 10 }] }, [['rows', '2 rows', '1 line item removed']]],
  ])('%s', (_name, stored, expected) => {
    expect(differs(stored)).toEqual(expected);
  });
  it('takes a day and its midnight for the same', () => {
    expect(compareEcho({ d: '2026-03-28' }, { d: '2026-03-28T00:00:00Z' }, null)).toEqual([]);
    expect(compareEcho({ d: '2026-03-28' }, { d: '2026-03-29' }, null)).toEqual([
      { key: 'd', label: 'd', sent: '2026-03-28', stored: '2026-03-29' },
    ]);
  });
});

describe('readiness', () => {
  const contact = (id: string) => associated(crmRecord(id, { firstname: id, email: `${id}@a.example` }));
  it.each([
    ['ready', dealRecords(), { state: 'ready', text: 'Ready', count: 0 }],
    [
      'values missing',
      dealRecords({ companies: [] }),
      { state: 'missing', text: '2 values missing', count: 2 },
    ],
    [
      'values to correct',
      dealRecords({ deal: crmRecord('1', { amount: 'x', deal_currency_code: 'EUR' }) }),
      { state: 'missing', text: '1 value to correct', count: 1 },
    ],
    [
      'a choice',
      dealRecords({ contacts: [contact('a'), contact('b')] }),
      { state: 'choose', text: 'Choose one of 2 contacts', count: 1 },
    ],
    [
      'two choices',
      dealRecords({ contacts: [contact('a'), contact('b')], companies: [contact('c'), contact('d')] }),
      { state: 'choose', text: 'Needs 2 selections', count: 2 },
    ],
  ])('%s', (_name, records, expected) => {
    expect(readiness(planOf(records))).toEqual(expected);
  });
  it('asks each question once', () => {
    expect(
      openChoices(planOf(dealRecords({ contacts: [contact('a'), contact('b')] })).lines).map(
        ({ choiceKey }) => choiceKey,
      ),
    ).toEqual(['contact']);
  });
});

describe('the properties a mapping reads', () => {
  it('are exactly those that it names, and those that every plan needs', () => {
    const read = requiredProperties(
      mapping({
        contractData: [
          {
            target: 'a',
            ...text('{{deal.po}} {{contact[Signer].title}}'),
            condition: { any: [{ not: { object: 'company', property: 'tier', op: 'empty' } }] },
          },
          { target: 'b', ...formula('deal.margin + $sum(lineItems.(net * quantity))') },
          {
            target: 'c',
            source: {
              kind: 'lineItemsSum',
              property: 'tax',
              filter: { object: 'lineItem', property: 'kind', op: 'eq', value: 'x' },
            },
          },
          {
            target: 'd',
            source: {
              kind: 'lineItems',
              groupBy: 'family',
              sort: { property: 'rank' },
              columns: [
                {
                  key: 'k',
                  source: { kind: 'formula', expression: 'item.sku' },
                  transforms: [{ kind: 'currency', currency: { property: 'money' } }],
                },
              ],
            },
          },
        ],
        signatories: [
          {
            role: 'creator',
            name: constant('A'),
            email: from('owner', 'email'),
            condition: { object: 'deal', property: 'signer', op: 'notEmpty' },
          },
        ],
      }),
    );
    expect(read.deal).toEqual(
      expect.arrayContaining(['amount', 'deal_currency_code', 'dealname', 'margin', 'money', 'po', 'signer']),
    );
    expect(read.company).toEqual(['city', 'country', 'domain', 'name', 'tier']);
    expect(read.contact).toContain('title');
    expect(read.line_item).toEqual(
      expect.arrayContaining(['family', 'kind', 'net', 'quantity', 'rank', 'sku', 'tax']),
    );
    expect(read).not.toHaveProperty('quote');
  });
  it('are of quotes only when quotes are read', () => {
    expect(
      requiredProperties(mapping({ recordData: [{ target: 'q', ...from('quote', 'hs_quote_number') }] }))
        .quote,
    ).toContain('hs_quote_number');
    expect(
      requiredProperties(
        mapping({
          contractData: [{ target: 'x', source: { kind: 'lineItemsSum', of: 'quote', property: 'amount' } }],
        }),
      ).quote,
    ).toContain('hs_title');
    expect(
      requiredProperties(mapping({ contractData: [{ target: 'x', ...formula('quote.hs_title') }] })).quote,
    ).toBeDefined();
  });
});

describe('the way back', () => {
  const keyPointers = [
    { fieldName: 'effective', label: 'Effective Date', value: '2026-03-28' },
    { fieldName: 'value', label: 'Contract Value', value: { type: 'EUR', value: 1200.5 } },
    { fieldName: 'term', label: 'Term', value: { type: 'YEARS', value: 2, days: 730 } },
    { fieldName: 'renews', label: 'Auto Renewal', value: true },
    { fieldName: 'law', label: 'Governing Law', value: 'Germany' },
    { fieldName: 'tags', label: 'Tags', value: ['one', 'Two'] },
    { fieldName: 'empty', label: 'Empty', value: null },
  ];
  const options = [
    { value: 'one', label: 'One', hidden: false },
    { value: 'two', label: 'Two', hidden: false },
  ];
  const properties = [
    property('text'),
    property('number', 'number'),
    property('day', 'date'),
    property('moment', 'datetime'),
    property('flag', 'bool'),
    property('several', 'enumeration', { options }),
    property('locked', 'number', { readOnly: true }),
    property('old', 'string', { archived: true }),
  ];
  type Way = NonNullable<MappingInput['writeBack']>[number];
  const write = (fieldName: string, target: string, more: Partial<Way> = {}) =>
    contractMetadata({
      keyPointers,
      properties,
      rules: mapping({ writeBack: [{ keyPointer: { fieldName }, property: target, ...more }] }).writeBack,
    });

  it.each<[string, string, Partial<Way>, string]>([
    ['effective', 'day', {}, '2026-03-28'],
    ['effective', 'moment', {}, '2026-03-28T00:00:00Z'],
    ['effective', 'text', {}, '2026-03-28'],
    ['value', 'number', {}, '1200.5'],
    ['value', 'number', { as: 'amount' }, '1200.5'],
    ['value', 'text', { as: 'currencyCode' }, 'EUR'],
    ['value', 'text', {}, 'EUR 1,200.50'],
    ['term', 'number', { as: 'months' }, '24'],
    ['term', 'number', { as: 'days' }, '730'],
    ['term', 'text', {}, '2 years'],
    ['renews', 'flag', {}, 'true'],
    ['renews', 'text', {}, 'Yes'],
    ['tags', 'several', {}, 'one;two'],
    ['law', 'several', { lookup: [{ from: 'germany', to: 'two' }] }, 'two'],
    ['empty', 'text', { whenEmpty: 'clear' }, ''],
  ])('%s → %s %j', (fieldName, target, more, expected) => {
    expect(write(fieldName, target, more)).toEqual({ properties: { [target]: expected }, problems: [] });
  });

  it.each<[string, string, Partial<Way>, string]>([
    ['law', 'number', {}, '“Germany” is not a number'],
    ['law', 'day', {}, '“Germany” is not a date'],
    ['law', 'several', {}, '“Germany” is not one of its options'],
    ['value', 'locked', {}, 'HubSpot does not allow writing to it'],
    ['value', 'old', {}, 'the property does not exist'],
    ['law', 'number', { as: 'months' }, '“Germany” has no such part'],
    ['value', 'number', { as: 'months' }, 'the length of time is not in months or years'],
  ])('%s → %s %j is a problem', (fieldName, target, more, why) => {
    const made = write(fieldName, target, more);
    expect(made.properties).toEqual({});
    expect(made.problems.map(({ message }) => message)).toEqual([
      `Contract value “${fieldName}” was not written to the deal property “${target}”: ${why}.`,
    ]);
  });

  it('leaves alone what has no value, and finds values by label', () => {
    expect(write('empty', 'text')).toEqual({ properties: {}, problems: [] });
    expect(write('never', 'text')).toEqual({ properties: {}, problems: [] });
    expect(write('x', 'text', { keyPointer: { label: ' governing law' } }).properties).toEqual({
      text: 'Germany',
    });
  });
});
