import { describe, expect, it } from 'vitest';
import { isDecimal } from '../../../../src/mapping/values/decimal.ts';
import { describeTransform } from '../../../../src/mapping/transforms/describe-transform.ts';
import { runTransforms } from '../../../../src/mapping/transforms/run-transforms.ts';
import { fromJson } from '../../../../src/mapping/values/value.ts';
import type { Value } from '../../../../src/mapping/values/value.ts';
import type { Transform } from '@dealdraft/wire/mapping.ts';
import { transform as transformSchema } from '@dealdraft/wire/mapping-transforms.ts';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import { property, scope } from '../fixtures.ts';

const plainly = (value: Value): unknown => {
  if (isDecimal(value)) return Number(value.toFixed());
  if (Array.isArray(value)) return value.map(plainly);
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainly(item)]))
    : value;
};
const run = (value: unknown, steps: unknown[], definition: PropertyDefinition | null = null): unknown => {
  const made = runTransforms(
    fromJson(value),
    steps.map((step) => transformSchema.parse(step)),
    { scope: scope(), definition },
  );
  return made.ok ? plainly(made.value) : `✗ ${made.failure.why}`;
};

const colors = property('color', 'enumeration', {
  fieldType: 'checkbox',
  options: [
    { value: 'r', label: 'Red', hidden: false },
    { value: 'g', label: 'Green', hidden: false },
  ],
});

describe('text steps', () => {
  it.each<[unknown, unknown, unknown]>([
    ['  a b ', { kind: 'trim' }, 'a b'],
    ['straße', { kind: 'case', to: 'upper' }, 'STRASSE'],
    ['ÉCLAIR', { kind: 'case', to: 'lower' }, 'éclair'],
    ["o'BRIEN müller-lüdenscheid", { kind: 'case', to: 'title' }, "O'Brien Müller-Lüdenscheid"],
    ['a; b;;c', { kind: 'split' }, ['a', 'b', 'c']],
    [['a', 'b'], { kind: 'join' }, 'a, b'],
    ['a', { kind: 'join' }, 'a'],
    [['x ', 'y'], { kind: 'trim' }, ['x', 'y']],
    ['Ana María de la Cruz', { kind: 'fullName', part: 'first' }, 'Ana María'],
    ['Ana María de la Cruz', { kind: 'fullName', part: 'last' }, 'de la Cruz'],
    ['Cruz, Ana', { kind: 'fullName', part: 'first' }, 'Ana'],
    ['Vincent van Gogh', { kind: 'fullName', part: 'last' }, 'van Gogh'],
    ['Prince', { kind: 'fullName', part: 'first' }, 'Prince'],
    ['Prince', { kind: 'fullName', part: 'last' }, null],
    ['王 小明', { kind: 'fullName', part: 'last' }, '王'],
  ])('%j through %j is %j', (value, step, expected) => {
    expect(run(value, [step])).toEqual(expected);
  });
});

describe('numbers', () => {
  it.each<[unknown, unknown, unknown]>([
    ['1200.30', { kind: 'number' }, 1200.3],
    ['12', { kind: 'number', multiplyBy: '0.01' }, 0.12],
    ['1.005', { kind: 'number', decimals: 2 }, 1.01],
    ['1.005', { kind: 'number', decimals: 2, rounding: 'down' }, 1],
    ['1.025', { kind: 'number', decimals: 2, rounding: 'half_even' }, 1.02],
    ['-0', { kind: 'number' }, 0],
    ['1e3', { kind: 'number' }, 1000],
    ['1.200,30', { kind: 'number' }, '✗ “1.200,30” is not a number'],
    ['Infinity', { kind: 'number' }, '✗ “Infinity” is not a number'],
    ['0x10', { kind: 'number' }, '✗ “0x10” is not a number'],
    ['12.0', { kind: 'integer' }, 12],
    ['12.5', { kind: 'integer' }, '✗ “12.5” is not a whole number'],
    ['12.5', { kind: 'integer', rounding: 'up' }, 13],
    ['1200.3', { kind: 'currency' }, { type: 'EUR', value: 1200.3 }],
    ['1200.345', { kind: 'currency', currency: 'JPY', decimals: 0 }, { type: 'JPY', value: 1200 }],
    ['5', { kind: 'currency', currency: { property: 'deal_currency_code' } }, { type: 'EUR', value: 5 }],
    ['5', { kind: 'currency', currency: { property: 'nothing' } }, '✗ the deal has no currency to pay in'],
    ['abc', { kind: 'currency' }, '✗ “abc” is not a number'],
  ])('%j through %j is %j', (value, step, expected) => {
    expect(run(value, [step])).toEqual(expected);
  });
});

describe('lengths of time', () => {
  it.each<[unknown, unknown]>([
    ['P12M', { type: 'MONTHS', value: 12, days: 365 }],
    ['P1Y', { type: 'YEARS', value: 1, days: 365 }],
    ['P1Y6M', { type: 'MONTHS', value: 18, days: 548 }],
    ['P2W', { type: 'DAYS', value: 14, days: 14 }],
    ['p90d', { type: 'DAYS', value: 90, days: 90 }],
    ['24', { type: 'MONTHS', value: 24, days: 730 }],
    ['P1M1D', '✗ “P1M1D” is not a length of time'],
    ['P', '✗ “P” is not a length of time'],
    ['0', '✗ “0” is not a whole, positive length of time'],
    ['1.5', '✗ “1.5” is not a whole, positive length of time'],
  ])('%j is %j', (value, expected) => {
    expect(run(value, [{ kind: 'duration' }])).toEqual(expected);
  });
});

describe('dates', () => {
  it.each<[unknown, unknown, unknown]>([
    ['2026-03-31T22:30:00Z', { kind: 'date' }, '2026-04-01'], // Berlin is ahead
    ['2026-03-31T22:30:00.000+02:00', { kind: 'date' }, '2026-03-31'],
    ['1774740600000', { kind: 'date' }, '2026-03-29'], // 23:30 UTC, after midnight in Berlin
    ['2026-02-29', { kind: 'date' }, '✗ “2026-02-29” is not a date'],
    ['31.12.2026', { kind: 'date' }, '✗ “31.12.2026” is not a date'],
    ['2026-03-28T10:15:00Z', { kind: 'datetime' }, '2026-03-28T10:15:00Z'],
    ['2026-03-28T10:15:00Z', { kind: 'datetime', zone: 'portal' }, '2026-03-28T11:15:00+01:00'],
    ['2026-03-29T10:15:00Z', { kind: 'datetime', zone: 'portal' }, '2026-03-29T12:15:00+02:00'], // summer time began
    ['2026-03-28', { kind: 'datetime' }, '2026-03-28T00:00:00Z'],
    ['2026-01-31', { kind: 'dateAdd', months: 1 }, '2026-02-28'],
    ['2024-02-29', { kind: 'dateAdd', years: 1, days: -1 }, '2025-02-27'],
    ['2026-03-01', { kind: 'dateAdd', days: -1 }, '2026-02-28'],
    ['9998-12-31', { kind: 'dateAdd', years: 100 }, '✗ “9998-12-31” cannot be moved that far'],
  ])('%j through %j is %j', (value, step, expected) => {
    expect(run(value, [step])).toEqual(expected);
  });
  it('of a date property are days in UTC, whatever the portal’s time zone', () => {
    expect(run('1774656000000', [{ kind: 'date' }], property('start', 'date'))).toBe('2026-03-28');
  });
});

describe('yes and no', () => {
  it.each<[unknown, unknown, unknown]>([
    ['true', {}, true],
    ['No', {}, false],
    ['', {}, ''],
    ['', { emptyIs: false }, false],
    ['maybe', {}, '✗ “maybe” is neither yes nor no'],
  ])('%j with %j is %j', (value, more, expected) => {
    expect(run(value, [{ kind: 'boolean', ...(more as object) }])).toEqual(expected);
  });
});

describe('tables, labels and countries', () => {
  const table = [
    { from: 'Red', to: 'rouge' },
    { from: 'x', to: 'ics' },
  ];
  it.each<[unknown, unknown, unknown]>([
    ['X ', { kind: 'lookup', table }, 'ics'],
    ['r', { kind: 'lookup', table }, 'rouge'], // by the label of the option
    ['z', { kind: 'lookup', table }, '✗ “z” is not in the lookup table'],
    ['z', { kind: 'lookup', table, otherwise: 'keep' }, 'z'],
    ['z', { kind: 'lookup', table, otherwise: 'missing' }, null],
    ['r;g', { kind: 'optionLabel' }, ['Red', 'Green']],
    ['unknown', { kind: 'optionLabel' }, 'unknown'],
    ['Deutschland', { kind: 'country' }, 'DE'],
    ['DE', { kind: 'country', to: 'name' }, 'Germany'],
    ['Atlantis', { kind: 'country' }, '✗ “Atlantis” is not a country that we know'],
  ])('%j through %j is %j', (value, step, expected) => {
    expect(run(value, [step], colors)).toEqual(expected);
  });
});

describe('several steps', () => {
  it('run in order and leave a missing value alone', () => {
    expect(
      run(' r ', [{ kind: 'trim' }, { kind: 'optionLabel' }, { kind: 'case', to: 'upper' }], colors),
    ).toBe('RED');
    expect(run(null, [{ kind: 'date' }, { kind: 'currency' }])).toBeNull();
  });
  it('are described in words, each of them', () => {
    const kinds: unknown[] = [
      'trim',
      'date',
      'datetime',
      'number',
      'integer',
      'currency',
      'duration',
      'boolean',
      'optionLabel',
      'country',
      'split',
      'join',
    ].map((kind) => ({ kind }));
    const more: unknown[] = [
      { kind: 'case', to: 'title' },
      { kind: 'dateAdd', months: 12, days: -1 },
      { kind: 'lookup', table: [] },
      { kind: 'fullName', part: 'last' },
    ];
    const said = [...kinds, ...more].map((step) =>
      describeTransform(transformSchema.parse(step) as Transform),
    );
    expect(new Set(said).size).toBe(said.length);
    expect(said).toContain('moved by 12 months, -1 days');
  });
});
