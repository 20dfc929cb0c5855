import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kindTable, outcomeOf } from '../../../../src/mapping/tables/kind-table.ts';
import { kindOf, propertyKinds } from '../../../../src/mapping/records/property-kind.ts';
import type { PropertyKind } from '../../../../src/mapping/records/property-kind.ts';
import { lintMapping } from '../../../../src/mapping/lint/lint-mapping.ts';
import { suggestRules } from '../../../../src/mapping/suggestions/suggest.ts';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import { targetKinds } from '@dealdraft/wire/template.ts';
import type { TargetKind, TemplateAttribute } from '@dealdraft/wire/template.ts';
import {
  attribute,
  crmRecord,
  dealRecords,
  mapping,
  money,
  nested,
  planOne,
  property,
  template,
} from '../fixtures.ts';
import {
  checkbox,
  day,
  dropdown,
  modules,
  moment,
  newYork,
  option,
  owner,
  percent,
  stage,
  terms,
} from './kit.ts';

/** A property of each kind, and values that it may hold; the first is the usual one. */
const samples: Record<PropertyKind, [definition: PropertyDefinition, values: string[]]> = {
  text: [property('p'), ['a', '12', 'yes', '2026-04-01']],
  phone: [property('p', 'phone_number'), ['+1 212 555', '12', 'yes', '2026-04-01', 'a']],
  richText: [terms, ['<p>a</p>', '<p>12</p>', '<b>yes</b>', '<p>2026-04-01</p>']],
  number: [property('p', 'number'), ['12', '1']],
  money: [property('p', 'number', { currency: true }), ['12', '1']],
  homeMoney: [property('p_in_home_currency', 'number'), ['12', '1']],
  percent: [percent, ['0.15', '1', '12']],
  milliseconds: [property('p', 'number', { numberDisplayHint: 'duration' }), ['86400000', '1', '12']],
  date: [day, ['2026-04-01']],
  datetime: [moment, ['2026-04-01T01:09:44Z']],
  checkbox: [checkbox, ['false', 'true']],
  choice: [{ ...dropdown, options: [option('a', 'Every quarter'), option('12', 'Yes')] }, ['a', '12', 'yes']],
  choices: [modules, ['a;b', 'a']],
  currencyCode: [
    property('currency', 'enumeration', { options: [option('EUR', 'Euro')] }),
    ['EUR', '12', 'yes', 'a'],
  ],
  owner: [owner, ['41']],
  stage: [stage, ['1047']],
  elsewhere: [property('p', 'enumeration', { externalOptions: true }), ['5']],
  file: [property('p', 'string', { fieldType: 'file' }), ['123']],
  data: [property('p', 'json'), ['{}']],
  unknown: [property('p', 'hologram'), ['a', '12', 'yes', '2026-04-01']],
};
const options = [
  'a',
  'b',
  'c',
  '12',
  '1',
  'Sam Lee',
  '1047',
  '5',
  'EUR',
  '0.15',
  '86400000',
  'true',
  'false',
].map((value) => ({ value, label: value }));
const optional = { required: false };
/** `datetime` is no type of a template's question; it takes what a date takes. */
const variables: Partial<Record<TargetKind, TemplateAttribute[]>> = {
  text: [attribute('x', 'string')],
  boolean: [attribute('x', 'boolean')],
  integer: [attribute('x', 'int')],
  decimal: [attribute('x', 'float')],
  date: [attribute('x', 'date')],
  option: [attribute('x', 'enum', { options })],
  options: [attribute('x', 'array of options', { options })],
  strings: [attribute('x', 'array of strings')],
  currency: money('x', { options: [] }),
  duration: nested('x', 'duration', [
    ['type', 'string'],
    ['value', 'int'],
  ]),
  address: nested('x', 'address', [['city', 'string', optional]]),
  rows: [attribute('x', 'repeating', { attributes: [attribute('a', 'string')] })],
  files: [attribute('x', 'array of files')],
};

const cells = propertyKinds.flatMap((kind) =>
  targetKinds.flatMap((target) => (variables[target] === undefined ? [] : [[kind, target] as const])),
);

describe('the table of property kinds and targets', () => {
  it('has a sample of every kind that is of that kind', () => {
    expect(propertyKinds.map((kind) => kindOf(samples[kind][0]))).toEqual(propertyKinds);
  });

  it.each(cells)('%s in %s: the lint and the plan do what the table says', (kind, target) => {
    const [definition, values] = samples[kind];
    const outcome = outcomeOf(kind, target);
    const attributes = variables[target] ?? [];
    const rule = {
      source: { kind: 'property' as const, object: 'deal' as const, property: definition.name },
      transforms: outcome.taken === 'by a step' ? outcome.steps : [],
    };
    const findings = lintMapping({
      mapping: mapping({ contractData: [{ target: 'x', ...rule }] }),
      template: template(attributes),
      properties: { deal: [definition] },
    }).filter((finding) => finding.target === 'x');
    const lines = values.map((value) =>
      planOne(rule, attributes, {
        portal: newYork,
        records: dealRecords({
          deal: crmRecord('1', { [definition.name]: value }),
          properties: { deal: [definition] },
        }),
      }),
    );
    const isTaken = lines.some(({ status }) => status === 'ok');
    const hasErrors = findings.some(({ severity, code }) => severity === 'error' && code !== 'not_an_option');
    if (outcome.taken === 'not at all' && kind !== 'unknown')
      expect([hasErrors, target]).toEqual([true, target]);
    if (outcome.taken !== 'not at all')
      expect([hasErrors, isTaken, outcome.words === '']).toEqual([false, true, false]);
  });

  it('is the table of docs/mapping.md: `npm run mapping-schema` writes it anew', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../../docs/mapping.md'), 'utf8');
    const shown = /<!-- kinds: .*? -->\n([\s\S]*?)<!-- end of kinds -->/.exec(page)?.[1] ?? '';
    const plain = (text: string): string[] =>
      text
        .split('\n')
        .map((line) => line.replace(/ +/g, ' ').replace(/-{3,}/g, '---').trim())
        .filter((line) => line !== '');
    expect(plain(shown)).toEqual(plain(kindTable()));
  });

  it('is what suggestions go by: they pass the lint', () => {
    for (const [kind, target] of cells) {
      const [definition] = samples[kind];
      const attributes = (variables[target] ?? []).map((each) => ({
        ...each,
        variable: each.variable.replace('x', 'p'),
        label: definition.label,
        ...(each.parentVariable ? { parentVariable: 'p' } : {}),
      }));
      const properties = { deal: [{ ...definition, label: definition.label }] };
      const found = suggestRules({ template: template(attributes), properties });
      const findings = lintMapping({
        mapping: mapping({ contractData: found.map(({ rule }) => rule) }),
        template: template(attributes),
        properties,
      }).filter(
        (finding) =>
          finding.target === 'p' && !['required_without_rule', 'not_an_option'].includes(finding.code),
      );
      expect([kind, target, findings]).toEqual([kind, target, []]);
    }
  });
});
