import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import { mappingJsonSchema } from '@dealdraft/wire/mapping-json-schema.ts';
import { demoMappings } from '../../../lab/world/mappings.ts';
import { constant, from, party, rule } from './fixtures.ts';

const published = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../docs/mapping.schema.json'), 'utf8'),
) as Record<string, unknown>;
const validate = new Ajv2020.default({ strict: false, allErrors: true }).compile(published);
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

  it('is published as it is: `npm run mapping-schema` writes the file anew', () => {
    expect(published).toEqual(mappingJsonSchema());
  });

  it.each(Object.entries(demoMappings))('takes the demo’s mapping of the %s', (_name, content) => {
    expect(mappingSchema.safeParse(content).error).toBeUndefined();
    expect(validate(content), JSON.stringify(validate.errors)).toBe(true);
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
      'a currency that is no code',
      {
        ...whole,
        contractData: [
          { target: 'x', ...constant('a'), transforms: [{ kind: 'currency', currency: 'euro' }] },
        ],
      },
      false,
    ],
    [
      'rows without columns',
      { ...whole, contractData: [{ target: 'x', source: { kind: 'lineItems', columns: [] } }] },
      false,
    ],
    [
      'a condition without an operator',
      {
        ...whole,
        contractData: [{ target: 'x', ...constant('a'), condition: { object: 'deal', property: 'a' } }],
      },
      false,
    ],
    ['a way back without a property', { ...whole, writeBack: [{ keyPointer: { label: 'Value' } }] }, false],
    [
      'a signatory of nobody',
      { ...whole, signatories: [{ role: 'witness', name: constant('A'), email: constant('a@b.example') }] },
      false,
    ],
    ['a program’s note beside the mapping', { ...whole, $schema: './mapping.schema.json' }, true],
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
