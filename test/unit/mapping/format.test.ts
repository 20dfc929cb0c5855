import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { mapping as mappingSchema } from '../../../src/wire/mapping.ts';
import { mappingJsonSchema } from '../../../src/wire/mapping-json-schema.ts';
import { constant, from, party, rule } from './fixtures.ts';

const validate = new Ajv2020.default({ strict: false, allErrors: true }).compile(mappingJsonSchema());
const whole = { formatVersion: 1, counterparty: party };

describe('the mapping format', () => {
  it('fills in what is left out, and survives being stored', () => {
    const parsed = mappingSchema.parse(whole);
    expect(parsed).toMatchObject({
      contractData: [],
      signatories: [],
      workflowConfig: {},
      recordData: [],
      writeBack: [],
    });
    expect(mappingSchema.parse(JSON.parse(JSON.stringify(parsed)))).toEqual(parsed);
    expect(rule(from('deal', 'a'))).toEqual({
      target: 'x',
      source: { kind: 'property', object: 'deal', property: 'a' },
      transforms: [],
      whenMissing: 'stop',
    });
  });

  it.each<[string, unknown, boolean]>([
    ['the least there can be', whole, true],
    [
      'a rule',
      {
        ...whole,
        contractData: [
          {
            target: 'x',
            ...constant('a'),
            condition: { not: { all: [{ object: 'deal', property: 'a', op: 'empty' }] } },
          },
        ],
      },
      true,
    ],
    ['another format version', { ...whole, formatVersion: 2 }, false],
    ['no counterparty', { formatVersion: 1 }, false],
    ['an unknown source', { ...whole, contractData: [{ target: 'x', source: { kind: 'magic' } }] }, false],
    [
      'an unknown step',
      { ...whole, contractData: [{ target: 'x', ...constant('a'), transforms: [{ kind: 'magic' }] }] },
      false,
    ],
    [
      'an unknown object',
      {
        ...whole,
        contractData: [{ target: 'x', source: { kind: 'property', object: 'ticket', property: 'a' } }],
      },
      false,
    ],
    [
      'a formula without text',
      { ...whole, contractData: [{ target: 'x', source: { kind: 'formula', expression: '' } }] },
      false,
    ],
  ])('%s: the schema for programs and the one for editors agree', (_name, content, valid) => {
    expect(mappingSchema.safeParse(content).success).toBe(valid);
    expect(validate(content)).toBe(valid);
  });
});
