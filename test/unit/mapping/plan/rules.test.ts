import { describe, expect, it } from 'vitest';
import { fitTarget } from '../../../../src/mapping/targets/fit-target.ts';
import { fromJson } from '../../../../src/mapping/values/value.ts';
import { order } from '../../../../src/mapping/sources/conditions.ts';
import { orderByReads } from '../../../../src/mapping/plan/rule-order.ts';
import { placeholders } from '../../../../src/mapping/sources/text-template.ts';
import { templateTargets } from '../../../../src/mapping/targets/targets.ts';
import type { TemplateAttribute } from '@dealdraft/wire/template.ts';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import {
  attribute,
  constant,
  crmRecord,
  dealRecords,
  from,
  money,
  nested,
  planOne,
  property,
  scope,
  text,
} from '../fixtures.ts';

describe('targets of a template', () => {
  it('fold nested attributes into the object that is sent', () => {
    const attributes = [
      attribute('name', 'string', { label: 'Name', helpText: 'Legal name', defaultValue: '' }),
      ...money('fee', { label: 'Annual fee part' }),
      ...nested('term', 'duration', [
        ['type', 'enum'],
        ['value', 'int'],
      ]),
      ...nested('seat', 'address', [
        ['city', 'string', { parentRequired: false }],
        ['state', 'string', { required: false, parentRequired: false }],
      ]),
      attribute('rows', 'repeating', { attributes: [attribute('a', 'float'), ...money('b')] }),
    ];
    const targets = templateTargets({ attributes });
    expect(targets.map(({ key, label, kind, required }) => [key, label, kind, required])).toEqual([
      ['name', 'Name', 'text', true],
      ['fee', 'Annual fee part', 'currency', true],
      ['term', 'term', 'duration', true],
      ['seat', 'seat', 'address', false],
      ['rows', 'rows', 'rows', true],
    ]);
    expect(targets[0]).not.toHaveProperty('defaultValue');
    expect(targets[1]?.options.map(({ value }) => value)).toEqual(['EUR', 'USD', 'JPY']);
    expect(targets[3]?.parts?.map(({ key, required }) => [key, required])).toEqual([
      ['city', true],
      ['state', false],
    ]);
    expect(targets[4]?.columns?.map(({ key, kind }) => [key, kind])).toEqual([
      ['a', 'decimal'],
      ['b', 'currency'],
    ]);
  });
});

const colors = [
  { value: 'r', label: 'Red' },
  { value: 'g', label: 'Green' },
];
const fit = (
  value: unknown,
  kind: TemplateAttribute | TemplateAttribute[],
  definition: PropertyDefinition | null = null,
): unknown => {
  const [target] = templateTargets({ attributes: [kind].flat() });
  if (target === undefined) throw new Error('no target');
  const made = fitTarget(fromJson(value), target, { scope: scope(), definition });
  return made.ok ? made.value : `✗ ${made.failure.code}: ${made.failure.why}`;
};

describe('what a target takes', () => {
  const option = attribute('x', 'enum', { options: colors });
  const several = attribute('x', 'array of options', { options: colors });
  const hubspotColors = property('c', 'enumeration', {
    fieldType: 'checkbox',
    options: [{ value: '1', label: 'red', hidden: false }],
  });
  const term = nested('x', 'duration', [
    ['type', 'enum'],
    ['value', 'int'],
  ]);
  const seat = nested('x', 'address', [
    ['city', 'string'],
    ['state', 'string', { required: false }],
  ]);
  it.each<[unknown, TemplateAttribute | TemplateAttribute[], unknown, (PropertyDefinition | null)?]>([
    [5, attribute('x', 'string'), '5'],
    [['a', 'b'], attribute('x', 'string'), 'a, b'],
    [{ a: 1 }, attribute('x', 'string'), '✗ bad_transform: “several values in one” is not a single text'],
    ['30', attribute('x', 'int'), 30],
    ['30.5', attribute('x', 'int'), '✗ wrong_type: “30.5” is not a whole number'],
    ['30.5', attribute('x', 'float'), 30.5],
    ['abc', attribute('x', 'float'), '✗ wrong_type: “abc” is not a number'],
    ['yes', attribute('x', 'boolean'), true],
    ['2026-03-28T23:30:00Z', attribute('x', 'date'), '2026-03-29'],
    ['tomorrow', attribute('x', 'date'), '✗ wrong_type: “tomorrow” is not a date'],
    ['r', option, 'r'],
    ['GREEN', option, 'g'],
    ['1', option, 'r', hubspotColors],
    ['blue', option, '✗ not_allowed: “blue” is not one of “Red”, “Green”'],
    ['anything', attribute('x', 'enum'), 'anything'],
    ['r;Green', several, ['r', 'g'], hubspotColors],
    [['Red', 'r'], several, ['r']],
    [['Red', 'blue'], several, '✗ not_allowed: “blue” is not one of “Red”, “Green”'],
    ['a;b', attribute('x', 'array of strings'), ['a;b']],
    ['a;b', attribute('x', 'array of strings'), ['a', 'b'], hubspotColors],
    [{ type: 'EUR', value: '12.50' }, money('x'), { type: 'EUR', value: 12.5 }],
    [{ type: 'GBP', value: 1 }, money('x'), '✗ not_allowed: “GBP” is not one of “EUR”, “USD”, “JPY”'],
    [{ type: 'EUR' }, money('x'), '✗ no_value: x value is empty'],
    [{ type: 'EUR', value: 1, tax: 2 }, money('x'), '✗ unknown_target: x has no part “tax”'],
    [5, money('x'), '✗ wrong_type: “5” is not an amount with its currency'],
    ['P12M', term, { type: 'MONTHS', value: 12, days: 365 }],
    [{ type: 'MONTHS', value: 1 }, term, { type: 'MONTHS', value: 1, days: 30 }],
    [{ type: 'WEEKS', value: 1 }, term, '✗ wrong_type: 1 WEEKS is not a length of time'],
    [{ type: 'DAYS', value: -1 }, term, '✗ wrong_type: -1 DAYS is not a length of time'],
    [{ city: 'Bonn' }, seat, { city: 'Bonn' }],
    [{ state: 'NRW' }, seat, '✗ no_value: x city is empty'],
    ['Bonn', seat, '✗ wrong_type: “Bonn” is not an address'],
    ['f.pdf', attribute('x', 'array of files'), '✗ wrong_type: files cannot be filled from HubSpot'],
  ])('%j', (value, kind, expected, definition = null) => {
    expect(fit(value, kind, definition)).toEqual(expected);
  });
});

describe('a value that is not there', () => {
  const optional = attribute('x', 'string', { required: false });
  it.each([
    ['stops', { whenMissing: 'stop' }, optional, 'missing', null],
    ['is left blank', { whenMissing: 'blank' }, optional, 'blank', null],
    [
      'is not left blank where it is required',
      { whenMissing: 'blank' },
      attribute('x', 'string'),
      'missing',
      null,
    ],
    [
      'is the rule’s default',
      { whenMissing: 'default', default: 'n/a' },
      attribute('x', 'string'),
      'defaulted',
      'n/a',
    ],
    [
      'is the template’s default',
      { whenMissing: 'default' },
      attribute('x', 'int', { defaultValue: 30 }),
      'defaulted',
      30,
    ],
    [
      'is not a default that does not fit',
      { whenMissing: 'default', default: 'n/a' },
      attribute('x', 'int'),
      'invalid',
      null,
    ],
  ] as const)('%s', (_name, ending, kind, status, value) => {
    for (const name of ['nothing', 'blank']) {
      const records = dealRecords({ deal: crmRecord('1', { blank: '  ' }) });
      expect(planOne({ ...from('deal', name), ...ending }, kind, { records })).toMatchObject({
        status,
        value,
      });
    }
  });

  it('leads to the property that is empty', () => {
    expect(planOne(from('company', 'po')).problem).toEqual({
      code: 'no_value',
      message: 'x: Po of company Müller & Söhne GmbH (the only company) is empty. Fill it in.',
      link: { object: 'company', recordId: '201', property: 'po' },
    });
  });

  it('is not excused when its property was deleted', () => {
    const records = dealRecords({
      properties: { deal: [property('other'), property('old', 'string', { archived: true })] },
    });
    for (const name of ['po', 'old']) {
      const line = planOne({ ...from('deal', name), whenMissing: 'default', default: 'x' }, optional, {
        records,
      });
      expect(line).toMatchObject({
        status: 'invalid',
        problem: {
          code: 'property_gone',
          message: `x: the deal property “${name}” does not exist any more. Ask an admin to map another property.`,
        },
      });
    }
  });
});

describe('texts with placeholders', () => {
  const fill = (template: string): unknown =>
    planOne({ ...text(template), whenMissing: 'blank' }, attribute('x', 'string', { required: false })).value;
  it.each([
    ['For {{company.name}} by {{ owner.firstName }}', 'For Müller & Söhne GmbH by Sam'],
    ['{{contact[Signer].firstname}}', 'Ana'],
    ['PO {{deal.po|none}}{{deal.po|}}', 'PO none'],
    ['PO {{deal.po}}', null],
    ['{{quote.hs_title|no quote}}', 'no quote'],
    ['no placeholder', 'no placeholder'],
    ['{{deal.dealname}} {{deal.dealname}}', 'Müller renewal Müller renewal'],
  ])('%j is %j', (template, expected) => {
    expect(fill(template)).toBe(expected);
  });
  it('do not fill what a value brings along', () => {
    const records = dealRecords({ deal: crmRecord('1', { dealname: '{{company.name}} $& $1' }) });
    expect(planOne(text('{{deal.dealname}}'), attribute('x', 'string'), { records }).value).toBe(
      '{{company.name}} $& $1',
    );
  });
  it('are refused when they name what is not there', () => {
    expect(planOne(text('{{foo.bar}}')).problem).toMatchObject({ code: 'bad_formula' });
    expect(placeholders('{{deal}} {{}} {{deal.a b}}').map(({ object }) => object)).toEqual([
      null,
      null,
      'deal',
    ]);
  });
});

describe('conditions', () => {
  const when = (condition: unknown): string =>
    planOne({ ...constant('sent'), condition: condition as never }).status;
  const deal = (op: string, more: object = {}) => ({ object: 'deal', property: 'amount', op, ...more });
  it.each<[unknown, string]>([
    [deal('eq', { value: 1200.3 }), 'ok'],
    [deal('eq', { value: '1200.300' }), 'ok'],
    [deal('neq', { value: 1 }), 'ok'],
    [deal('gt', { value: '999' }), 'ok'], // as numbers: as text it would be less
    [deal('lt', { value: '999' }), 'skipped'],
    [deal('gte', { value: '1200.30' }), 'ok'],
    [deal('in', { values: ['1', '1200.30'] }), 'ok'],
    [deal('notIn', { values: ['1200.30'] }), 'skipped'],
    [{ object: 'deal', property: 'nothing', op: 'empty' }, 'ok'],
    [{ object: 'deal', property: 'nothing', op: 'gt', value: 0 }, 'skipped'],
    [{ object: 'deal', property: 'auto_renew', op: 'eq', value: true }, 'ok'],
    [{ object: 'quote', property: 'a', op: 'notEmpty' }, 'skipped'], // there is no quote
    [{ all: [deal('notEmpty'), { not: deal('empty') }] }, 'ok'],
    [{ any: [deal('empty'), deal('eq', { value: 1 })] }, 'skipped'],
    [{ any: [] }, 'skipped'],
    [{ all: [] }, 'ok'],
    [{ object: 'lineItem', property: 'a', op: 'empty' }, 'invalid'],
  ])('%j', (condition, status) => {
    expect(when(condition)).toBe(status);
  });
  it('compare text without regard to case, and nothing with nothing', () => {
    expect([
      order('Abc', 'aBC'),
      order('a', 'b'),
      order('10', '9'),
      order(null, 'a'),
      order('a', undefined),
    ]).toEqual([0, -1, 1, null, null]);
  });
});

describe('the order of targets', () => {
  const graph = (edges: Record<string, string[]>) =>
    orderByReads(new Map(Object.entries(edges).map(([key, reads]) => [key, new Set(reads)])));
  it('puts what is read first, and finds circles', () => {
    expect(graph({ a: ['b'], b: ['c'], c: [], d: [] }).ordered).toEqual(['c', 'b', 'a', 'd']);
    const circle = graph({ a: ['b'], b: ['c'], c: ['b'], d: ['d'] });
    expect([...circle.circular].sort()).toEqual(['b', 'c', 'd']);
    expect([...circle.ordered].sort()).toEqual(['a', 'b', 'c', 'd']);
  });
  it('is found for a chain of ten thousand', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 10_000 }, (_unused, index) => [`k${index}`, [`k${index + 1}`]]),
    );
    expect(graph(chain).ordered[0]).toBe('k9999');
  });
});
