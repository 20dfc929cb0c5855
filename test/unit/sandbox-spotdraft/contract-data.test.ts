import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seedWorkspaces } from '../../../sandbox/spotdraft/seed/seed.ts';
import {
  ask,
  askAddress,
  askDuration,
  askMoney,
  options,
} from '../../../sandbox/spotdraft/state/attribute.ts';
import type { TemplateDefinition } from '../../../sandbox/spotdraft/state/attribute.ts';
import type { Json, JsonObject } from '../../../sandbox/spotdraft/state/json.ts';
import { splitList } from '../../../sandbox/spotdraft/endpoints/list-filters.ts';
import { checkContractData } from '../../../sandbox/spotdraft/validate/contract-data.ts';
import { dataFields } from '../../../sandbox/spotdraft/validate/data-fields.ts';

const template: TemplateDefinition = {
  id: 1,
  name: 'Every kind',
  contractTypeId: 1,
  tags: [],
  archived: false,
  counterPartyKind: 'Both',
  attributes: [
    ask('text', 'string', 'Text'),
    ask('flag', 'boolean', 'Flag'),
    ask('whole', 'int', 'Whole'),
    ask('number', 'float', 'Number'),
    ask('day', 'date', 'Day'),
    ask('choice', 'enum', 'Choice', { options: options(['a', 'A'], ['b', 'B']) }),
    ask('choices', 'array of options', 'Choices', { options: options(['a', 'A'], ['b', 'B']) }),
    ask('words', 'array of strings', 'Words', { required: false }),
    ask('files', 'array of files', 'Files', { required: false }),
    ask('rows', 'repeating', 'Rows', {
      required: false,
      attributes: [ask('name', 'string', 'Name'), ...askMoney('price', 'Price', false)],
    }),
    ...askMoney('money', 'Money'),
    ...askDuration('term', 'Term'),
    ...askAddress('address', 'Address', false),
  ],
  conditions: [{ variable: 'words', when: 'flag', equals: true }],
  keyPointers: [],
  approvals: [],
};

const good: JsonObject = {
  text: 'x',
  flag: false,
  whole: 3,
  number: 1.5,
  day: '2028-02-29',
  choice: 'a',
  choices: ['a', 'b'],
  money: { type: 'EUR', value: 0 },
  term: { type: 'DAYS', value: 5 },
};

describe('contract_data', () => {
  it('is taken when it fits', () => {
    expect(checkContractData(template, good)).toBeUndefined();
    const full = {
      ...good,
      words: [],
      files: [{ file_name: 'a', content_type: 'b' }],
      rows: [{ name: 'x', price: { type: 'USD', value: 1 } }],
      address: { line_one: 'a', city: 'b', country: 'c' },
    };
    expect(checkContractData(template, full)).toBeUndefined();
  });

  it.each<[key: string, value: Json]>([
    ['text', 5],
    ['text', ''],
    ['text', null],
    ['flag', 'true'],
    ['whole', 1.5],
    ['whole', '3'],
    ['number', '1.5'],
    ['day', '2027-02-29'],
    ['day', '01/02/2027'],
    ['day', '2027-01-01T00:00:00Z'],
    ['choice', 'A'],
    ['choice', ['a']],
    ['choices', 'a'],
    ['choices', ['c']],
    ['choices', []],
    ['words', [1]],
    ['files', [{}]],
    ['files', 'a.pdf'],
    ['rows', {}],
    ['rows', [{}]],
    ['rows', ['x']],
    ['rows', [{ name: 'x', price: { type: 'EUR' } }]],
    ['rows', [{ name: 'x', color: 'red' }]],
    ['money', { type: 'eur', value: 1 }],
    ['money', { type: 'EUR', value: '1' }],
    ['money', { type: 'EUR', value: 1, cents: 2 }],
    ['money', [1]],
    ['term', { type: 'WEEKS', value: 1 }],
    ['term', { type: 'DAYS', value: 1.5 }],
    ['term', { type: 'DAYS', value: 1, days: -1 }],
    ['address', { street: 'a' }],
    ['address', 'a'],
  ])('refuses %s = %j and names it', (key, value) => {
    expect(Object.keys(checkContractData(template, { ...good, [key]: value }) ?? {})).toEqual([key]);
  });

  it('asks a conditional question only when its condition holds', () => {
    expect(checkContractData(template, { ...good, flag: true })).toEqual({
      words: ['This field is required.'],
    });
    expect(checkContractData(template, { ...good, flag: true, words: ['x'] })).toBeUndefined();
  });

  it('never throws, whatever is sent, and names only keys that were sent or asked', () => {
    const keys = dataFields(template.attributes).map((field) => field.key);
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(fc.constantFrom(...keys), fc.string()), fc.jsonValue()), (data) => {
        const errors = checkContractData(template, data as JsonObject) ?? {};
        for (const key of Object.keys(errors)) expect([...keys, ...Object.keys(data)]).toContain(key);
      }),
    );
  });
});

describe('the seed', () => {
  const { uat, production } = seedWorkspaces();
  const numbers = (workspace: typeof uat) => [
    ...workspace.templates.map((one) => one.id),
    ...workspace.contractTypes.map((one) => one.id),
    ...workspace.entities.map((one) => one.id),
    ...workspace.users.map((one) => one.id),
  ];

  it('has the same names and other numbers in both workspaces', () => {
    expect(production.templates.map((one) => one.name)).toEqual(uat.templates.map((one) => one.name));
    expect(numbers(production).filter((one) => numbers(uat).includes(one))).toEqual([]);
    expect(production.clientSecret).not.toBe(uat.clientSecret);
    expect(new Set(numbers(uat)).size).toBe(numbers(uat).length);
  });

  it.each([uat, production])(
    'has one primary entity, HMAC keys of 64 bytes and types that exist',
    (workspace) => {
      expect(workspace.entities.filter((one) => one.isPrimary)).toHaveLength(1);
      expect(Buffer.from(workspace.hmacKey, 'base64')).toHaveLength(64);
      const types = workspace.contractTypes.map((one) => one.id);
      for (const one of workspace.templates) expect(types).toContain(one.contractTypeId);
    },
  );

  it('points conditions and key pointers at questions that exist', () => {
    for (const one of uat.templates) {
      const keys = dataFields(one.attributes).map((field) => field.key);
      for (const { from } of one.keyPointers) expect(keys).toContain(from);
      for (const { variable, when } of one.conditions)
        expect(keys).toEqual(expect.arrayContaining([variable, when]));
    }
  });
});

it('a list of values is parted by commas that are not escaped', () => {
  expect(splitList('a,b')).toEqual(['a', 'b']);
  expect(splitList('Acme\\, Inc.,b')).toEqual(['Acme, Inc.', 'b']);
  expect(splitList('')).toEqual(['']);
});
