import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineValue, rowsOf } from '@dealdraft/ui/format/plan-value.ts';
import { planNow } from '../../../../src/mapping/plan/build-plan.ts';
import { holds } from '../../../../src/mapping/sources/conditions.ts';
import { groupItems } from '../../../../src/mapping/sources/line-items.ts';
import { comparing, sortOrder } from '../../../../src/mapping/records/compare.ts';
import { isNumeric, kindOf, propertyKinds } from '../../../../src/mapping/records/property-kind.ts';
import type { PropertyKind } from '../../../../src/mapping/records/property-kind.ts';
import { lintMapping } from '../../../../src/mapping/lint/lint-mapping.ts';
import type { Comparison, Condition, MappingInput } from '@dealdraft/wire/mapping.ts';
import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import { anyChoices, anyMapping, anyPortal, anyRecords, anyTemplate } from '../arbitraries.ts';
import {
  attribute,
  crmRecord,
  dealRecords,
  formula,
  from,
  lineOf,
  mapping,
  now,
  plan,
  property,
  scope,
  template,
  text,
} from '../fixtures.ts';
import { checkbox, day, dropdown, modules, moment, newYork, owner, percent, stage, terms } from './kit.ts';
import { patience, runs } from '../../text/runs.ts';

const definitions: PropertyDefinition[] = [
  property('word'),
  property('count', 'number'),
  checkbox,
  dropdown,
  modules,
  moment,
  day,
  terms,
  percent,
  stage,
  owner,
  property('team', 'enumeration', { externalOptions: true }),
  property('scan', 'string', { fieldType: 'file' }),
  property('place', 'json'),
  property('wait', 'number', { numberDisplayHint: 'duration' }),
];
const stored = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'a;b',
    'b;a',
    'c',
    'true',
    'false',
    'opt_1',
    'opt_2',
    '41',
    '1047',
    'Item 2',
    'item 10',
    'Ärzte',
    'Zebra',
  ),
  fc.constantFrom('100', '1E2', '01234', '1234', '1.10', '1.1', '-0', '9007199254740993', '1a', '.5'),
  fc.constantFrom(
    '2026-03-31',
    '2026-04-01',
    '2026-04-01T01:09:44Z',
    '2026-03-31T10:00:00Z',
    '1774951200000',
    '2026-02-30',
  ),
  fc.constantFrom('<p>Net&nbsp;30</p>', 'Net 30', '<p></p>', 'é', 'e\u0301', '\u0000', ' '),
  fc.string({ maxLength: 6, unit: 'grapheme' }),
);
/** Values that are likely to meet: dates where dates are compared, and numbers where numbers are. */
const dates = fc.constantFrom(
  '2026-03-31',
  '2026-04-01',
  '2026-04-01T01:09:44Z',
  '2026-03-31T10:00:00Z',
  '2026-03-31T22:00:00-04:00',
  '1774951200000',
  'soon',
);
const numbers = fc.constantFrom('100', '1E2', '1.10', '1.1', '-0', '0', '9007199254740993', '1a', 'x');
const valueOf = (kind: PropertyKind): fc.Arbitrary<string> => {
  if (kind === 'date' || kind === 'datetime') return fc.oneof(dates, stored);
  return isNumeric(kind) ? fc.oneof(numbers, stored) : fc.oneof(stored, dates, numbers);
};
const anyDefinition = fc.constantFrom(...definitions);
const zone = fc.constantFrom('America/New_York', 'Asia/Tokyo', 'UTC', 'Nowhere/At all');

const comparison = (definition: PropertyDefinition): fc.Arbitrary<Comparison> =>
  fc
    .record({
      op: fc.constantFrom('eq', 'neq', 'in', 'notIn', 'empty', 'notEmpty', 'gt', 'gte', 'lt', 'lte'),
      value: fc.oneof(valueOf(kindOf(definition)), fc.integer(), fc.boolean()),
      values: fc.array(valueOf(kindOf(definition)), { maxLength: 3 }),
    })
    .map((each) => ({ object: 'deal', property: definition.name, ...each }) as Comparison);

const opposites = { eq: 'neq', in: 'notIn', empty: 'notEmpty', gt: 'lte', gte: 'lt' } as const;

describe('property (b): a condition and its negation never both hold', () => {
  const condition = anyDefinition.chain((definition) =>
    fc.record({
      definition: fc.constant(definition),
      one: comparison(definition),
      value: valueOf(kindOf(definition)),
      timeZone: zone,
    }),
  );
  it(
    'of any property, value, and operator',
    () => {
      fc.assert(
        fc.property(condition, ({ definition, one, value, timeZone }) => {
          const view = {
            scope: scope({
              portal: { id: 1, timeZone, defaultCurrency: 'USD' },
              records: dealRecords({
                deal: crmRecord('1', { [definition.name]: value }),
                properties: { deal: [definition] },
              }),
            }),
          };
          const truth = (asked: Condition): boolean => {
            const answer = holds(asked, view);
            if (!answer.ok) throw new Error(answer.failure.why);
            return answer.value;
          };
          expect(truth(one)).not.toBe(truth({ not: one }));
          for (const [op, negated] of Object.entries(opposites)) {
            if (one.op !== op) continue;
            const other = truth({ ...one, op: negated });
            expect(truth(one) && other).toBe(false);
            // What has no order is neither less nor more; all else is one of the two.
            if (op !== 'gt' && op !== 'gte') expect(truth(one) || other).toBe(true);
          }
          // "At most" is "less" or "the same", wherever there is an order.
          if (definition !== modules)
            expect(truth({ ...one, op: 'lte' })).toBe(
              truth({ ...one, op: 'lt' }) || truth({ ...one, op: 'eq' }),
            );
        }),
        { numRuns: runs(500) },
      );
    },
    patience(500),
  );
});

describe('property (c): sort is a total order', () => {
  const three = fc.constantFrom(...propertyKinds).chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      timeZone: zone,
      locale: fc.constantFrom('en', 'de', 'sv', 'not a locale'),
      values: fc.tuple(valueOf(kind), valueOf(kind), valueOf(kind)),
    }),
  );

  it(
    'of the values of every kind: antisymmetric, transitive, and never undecided in circles',
    () => {
      fc.assert(
        fc.property(three, ({ kind, timeZone, locale, values: [a, b, c] }) => {
          const about = comparing({ portal: { id: 1, timeZone, locale, defaultCurrency: 'USD' } }, kind);
          const sign = (left: string, right: string): number => Math.sign(sortOrder(left, right, about));
          expect(sign(a, a)).toBe(0);
          expect(sign(a, b) + sign(b, a)).toBe(0);
          if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0);
          if (sign(a, b) === 0) expect(sign(a, c)).toBe(sign(b, c));
        }),
        { numRuns: runs(500) },
      );
    },
    patience(500),
  );

  it(
    'of line items: whatever order they come in, the sorted values are the same',
    () => {
      const items = fc.record({
        definition: anyDefinition,
        values: fc.array(stored, { maxLength: 6 }),
        descending: fc.boolean(),
      });
      fc.assert(
        fc.property(items, ({ definition, values, descending }) => {
          const records = values.map((value, index) =>
            crmRecord(String(index), { [definition.name]: value }),
          );
          const around = scope({
            records: dealRecords({ properties: { line_item: [definition] } }),
            portal: newYork,
          });
          const sort = { property: definition.name, descending };
          const ids = (given: typeof records) =>
            groupItems(around, given, { sort }).map(({ first }) => first.id);
          const once = ids(records);
          expect([...once].sort()).toEqual(records.map(({ id }) => id).sort());
          expect(ids(once.map((id) => records[Number(id)] ?? crmRecord(id, {})))).toEqual(once);
        }),
        { numRuns: runs(500) },
      );
    },
    patience(500),
  );
});

/** What no person should find on paper. */
const isRaw = (written: string): boolean =>
  /opt_\d|\b1047\b|\b41\b|<\/?\w+[^>]*>|&nbsp;|\d{4}-\d{2}-\d{2}T|\btrue\b|\bfalse\b|a;b|\{"/.test(written);

/** For each property a value that HubSpot would store in it. */
const held: Record<string, string[]> = {
  word: ['Acme', 'Net 30'],
  count: ['12', '1200.50'],
  renews_by_itself: ['true', 'false'],
  freq: ['opt_1', 'opt_2'],
  mods: ['a;b', 'a', 'c;a'],
  closedate: ['2026-04-01T01:09:44Z', '1774951200000'],
  start: ['2026-04-01'],
  terms: ['<p>Net&nbsp;30 <b>days</b></p>', '<ul><li>One</li></ul>', '<p></p>'],
  discount: ['0.15'],
  dealstage: ['1047'],
  hubspot_owner_id: ['41'],
  team: ['41'],
  scan: ['41'],
  place: ['{"a":1}'],
  wait: ['41'],
};
const rule = anyDefinition.chain(({ name }) =>
  fc.oneof(
    fc.constant(from('deal', name)),
    fc.constant(text(`Say {{deal.${name}}}.`)),
    fc.constant(text(`{{deal.${name}|none}} {{deal.word}}`)),
    fc.constant(formula(`deal.${name}`)),
    fc.constant(formula(`"It is " & deal.${name}`)),
    fc.constant(formula(`deal.word = "x" ? "never" : $uppercase(deal.${name})`)),
    fc.constant(formula(`deal.${name} = "opt_1" ? "quarterly" : "yearly"`)),
  ),
);
type Step = NonNullable<NonNullable<MappingInput['contractData']>[number]['transforms']>[number];
const steps = fc.array(
  fc.constantFrom<Step>(
    { kind: 'trim' as const },
    { kind: 'case' as const, to: 'upper' as const },
    { kind: 'optionLabel' as const },
    { kind: 'split' as const },
    { kind: 'join' as const, with: ' and ' },
    { kind: 'lookup' as const, table: [{ from: 'opt_1', to: 'quarterly' }], otherwise: 'keep' as const },
    { kind: 'date' as const },
    { kind: 'boolean' as const },
  ),
  { maxLength: 2 },
);

describe('property (e): what the lint passes never ends as a raw id, tag, or ISO time on paper', () => {
  const values = fc.record(
    Object.fromEntries(Object.entries(held).map(([name, each]) => [name, fc.constantFrom(...each)])),
  );
  it(
    'for any rule, steps, and values, in a text, a list, and a cell',
    () => {
      fc.assert(
        fc.property(
          rule,
          steps,
          values,
          fc.constantFrom('string', 'array of strings', 'cell'),
          (made, transforms, deal, kind) => {
            const isCell = kind === 'cell';
            const attributes = isCell
              ? [
                  attribute('x', 'repeating', {
                    required: false,
                    attributes: [attribute('a', 'string', { required: false })],
                  }),
                ]
              : [attribute('x', kind as 'string', { required: false })];
            const { source } = made;
            const column =
              source.kind === 'property' ? { kind: source.kind, property: source.property } : null;
            if (isCell && column === null) return;
            const rules = mapping({
              contractData: [
                isCell && column !== null
                  ? {
                      target: 'x',
                      source: {
                        kind: 'lineItems',
                        columns: [{ key: 'a', source: column, transforms, whenMissing: 'blank' }],
                      },
                    }
                  : { target: 'x', source, transforms, whenMissing: 'blank' },
              ],
            });
            const properties = { deal: definitions, line_item: definitions };
            const findings = lintMapping({ mapping: rules, template: template(attributes), properties });
            if (findings.some(({ target }) => target.startsWith('x'))) return;
            const line = lineOf(
              plan({
                mapping: rules,
                template: template(attributes),
                portal: newYork,
                records: dealRecords({
                  deal: crmRecord('1', deal),
                  lineItems: [crmRecord('9', deal)],
                  properties,
                }),
              }),
              'x',
            );
            const said = Array.isArray(line.value)
              ? line.value.flatMap((each) =>
                  typeof each === 'object' && each !== null ? Object.values(each) : [each],
                )
              : [line.value];
            const written = said.map((each) => (each === null ? '' : String(each)));
            expect(written.filter(isRaw)).toEqual([]);
          },
        ),
        { numRuns: runs(500) },
      );
    },
    patience(500),
  );
});

describe('property (a): shown text equals sent text, for any mapping and any records', () => {
  it(
    'in every text of a plan',
    () => {
      const input = fc.record({
        mapping: anyMapping.map((each) => mappingSchema.parse(each)),
        mappingVersionId: fc.constant('v'),
        template: anyTemplate,
        records: anyRecords,
        choices: anyChoices,
        portal: anyPortal,
        now: fc.constant(now),
      });
      fc.assert(
        fc.property(input, fc.constantFrom('en-US', 'de-DE', 'ar-EG'), (given, locale) => {
          for (const line of planNow(given).lines) {
            if (line.section !== 'data' || line.value === null) continue;
            const shown = lineValue(line, locale);
            if (line.kind === 'text') expect(shown).toBe(line.value);
            if (line.kind !== 'rows' || !Array.isArray(line.value) || line.value.length === 0) continue;
            const rows = rowsOf(line.value, locale, line.columns) ?? [];
            line.value.forEach((row, index) => {
              for (const [key, cell] of Object.entries(row ?? {}))
                if (line.columns?.[key] === 'text' && typeof cell === 'string')
                  expect(rows[index]).toContain(cell);
            });
          }
        }),
        { numRuns: runs(300) },
      );
    },
    patience(600),
  );
});
