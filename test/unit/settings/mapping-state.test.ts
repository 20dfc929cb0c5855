import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activityWords } from '@dealdraft/ui/settings/health/activity-words.ts';
import { labeled } from '@dealdraft/ui/kit/labeled.ts';
import { asGroup, fromGroup, withOperator } from '@dealdraft/ui/settings/mapping/value/condition-group.ts';
import { decodeTable, encodeTable } from '@dealdraft/ui/settings/mapping/value/lookup-table.ts';
import { acceptSuggestions, addRule, putRule } from '@dealdraft/ui/settings/mapping/data/mapping-edits.ts';
import { newRule, newSource } from '@dealdraft/ui/settings/mapping/value/new-source.ts';
import { newTransform, transformKinds } from '@dealdraft/ui/settings/mapping/value/new-transform.ts';
import {
  addressSlots,
  contactSlots,
  contractSlots,
  newAddress,
  newSignatory,
  organizationSlots,
  signatorySlots,
} from '@dealdraft/ui/settings/mapping/parties/party-slots.ts';
import {
  conditionWords,
  missingWords,
  sourceWords,
} from '@dealdraft/ui/settings/mapping/context/rule-words.ts';
import { getIn, setIn } from '@dealdraft/ui/settings/draft/set-in.ts';
import { filterRows, needsAttention, targetRows } from '@dealdraft/ui/settings/mapping/data/target-rows.ts';
import { targetType } from '@dealdraft/ui/settings/mapping/data/target-words.ts';
import type { Comparison, Condition, Mapping, Rule, Source } from '@dealdraft/wire/mapping.ts';
import { condition as conditionSchema } from '@dealdraft/wire/mapping-conditions.ts';
import { transform as transformSchema } from '@dealdraft/wire/mapping-transforms.ts';
import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import { finding, mapping, rule, suggestion, target } from './kit-mapping.ts';
import { cpuMs } from '../mapping/cpu-time.ts';

describe('setting a place of a mapping', () => {
  it.each([
    ['a key', ['a'], 1, { a: 1 }, { a: 2 }],
    ['a deep key', ['a', 'b'], 1, { a: { b: 1 } }, { a: { b: 2 } }],
  ] as const)('%s', (_case, path, was, before, after) => {
    expect(getIn(before, path)).toBe(was);
    expect(setIn(before, path, 2)).toEqual(after);
    expect(getIn(before, path)).toBe(was);
  });

  it('makes what is missing on the way, and takes out what is undefined', () => {
    expect(setIn({}, ['a', 'b'], 1)).toEqual({ a: { b: 1 } });
    expect(setIn({ a: { b: 1, c: 2 } }, ['a', 'b'], undefined)).toEqual({ a: { c: 2 } });
    expect(setIn({ list: ['x', 'y', 'z'] }, ['list', 1], undefined)).toEqual({ list: ['x', 'z'] });
    expect(setIn({ list: ['x'] }, ['list', 1], 'y')).toEqual({ list: ['x', 'y'] });
    expect(getIn({ a: 'text' }, ['a', 'b', 'c'])).toBeUndefined();
  });

  it('keeps the order of keys, and shares what did not change', () => {
    const before = { x: { y: 1 }, z: { w: 1 } };
    const after = setIn(before, ['x', 'y'], 2);
    expect(Object.keys(after)).toEqual(['x', 'z']);
    expect(after.z).toBe(before.z);
  });
});

describe('a condition as a group of tests', () => {
  const test: Comparison = { object: 'deal', property: 'amount', op: 'gt', value: 10 };
  it.each<[string, Condition, string, number]>([
    ['one test', test, 'all', 1],
    ['all', { all: [test, test] }, 'all', 2],
    ['any', { any: [test, test] }, 'any', 2],
    ['not one', { not: test }, 'none', 1],
    ['none of several', { not: { any: [test, test] } }, 'none', 2],
    ['not all', { not: { all: [test, test] } }, 'none', 1],
  ])('%s', (_case, condition, mode, size) => {
    const group = asGroup(condition);
    expect([group.mode, group.items.length]).toEqual([mode, size]);
    expect(fromGroup(group)).toEqual(condition);
  });

  it('is no condition without tests', () => {
    expect(fromGroup({ mode: 'any', items: [] })).toBeUndefined();
  });

  it('reads every condition that the format allows without changing what it means', () => {
    const tree = fc.letrec<{ node: Condition }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        fc.constant<Condition>(test),
        fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ not: tie('node') }),
      ),
    })).node;
    const truth = (condition: Condition, value: boolean): boolean =>
      'all' in condition
        ? condition.all.every((each) => truth(each, value))
        : 'any' in condition
          ? condition.any.some((each) => truth(each, value))
          : 'not' in condition
            ? !truth(condition.not, value)
            : value;
    fc.assert(
      fc.property(tree, fc.boolean(), (condition, value) => {
        const again = fromGroup(asGroup(condition));
        expect(again).toBeDefined();
        if (again !== undefined) expect(truth(again, value)).toBe(truth(condition, value));
      }),
    );
  });

  it.each<[Comparison['op'], object]>([
    ['notEmpty', {}],
    ['in', { values: ['x'] }],
    ['neq', { value: 'x' }],
  ])('keeps what was written when the operator becomes %s, as far as it means something', (op, rest) => {
    expect(withOperator({ object: 'deal', property: 'a', op: 'eq', value: 'x' }, op)).toEqual({
      object: 'deal',
      property: 'a',
      op,
      ...rest,
    });
  });

  it('always makes a condition that the service accepts', () => {
    for (const op of ['eq', 'in', 'empty'] as const)
      expect(conditionSchema.safeParse(withOperator(test, op)).success).toBe(true);
  });

  it('is read aloud', () => {
    const label = (_object: string, property: string) => (property === 'amount' ? 'Amount' : property);
    expect(
      conditionWords(
        {
          all: [
            test,
            {
              object: 'company',
              association: { label: 'Billing', orElse: 'pick' },
              property: 'country',
              op: 'in',
              values: ['DE', 'AT'],
            },
          ],
        },
        label,
      ),
    ).toBe('Deal · Amount is more than 10 and Company labeled “Billing” · country is one of DE, AT');
    expect(conditionWords({ not: { any: [test, { ...test, op: 'empty' }] } }, label)).toBe(
      'not (Deal · Amount is more than 10 or Deal · Amount is empty)',
    );
  });
});

describe('a lookup table as text', () => {
  it.each([
    ['net_30 = 30 days', [{ from: 'net_30', to: '30 days' }]],
    ['a = b = c', [{ from: 'a', to: 'b = c' }]],
    ['unfinished', [{ from: 'unfinished', to: '' }]],
    ['\n\n', []],
    [
      'a=b\nc =d',
      [
        { from: 'a', to: 'b' },
        { from: 'c', to: 'd' },
      ],
    ],
  ])('%j', (text, rows) => {
    expect(decodeTable(text)).toEqual(rows);
  });

  it('comes back the same', () => {
    const word = fc.stringMatching(/^[a-z0-9][a-z0-9 _-]{0,10}[a-z0-9]$/);
    fc.assert(
      fc.property(fc.array(fc.record({ from: word, to: word }), { maxLength: 10 }), (table) => {
        expect(decodeTable(encodeTable(table))).toEqual(table);
      }),
    );
  });
});

describe('what begins a rule', () => {
  it('is a step of the format for every kind, and nothing for a word that is none', () => {
    for (const kind of transformKinds)
      expect(transformSchema.safeParse(newTransform(kind)).success).toBe(true);
    expect(newTransform('toString')).toBeNull();
  });

  it('puts money, durations and dates into the form the paper takes', () => {
    expect(newRule(target({ kind: 'currency' }), true).transforms).toMatchObject([{ kind: 'currency' }]);
    expect(newRule(target({ kind: 'duration' }), true).transforms).toMatchObject([{ kind: 'duration' }]);
    expect(newRule(target({ kind: 'date' }), false)).toMatchObject({
      transforms: [{ kind: 'date' }],
      whenMissing: 'blank',
    });
  });

  it('begins a table with its required columns, or its first one', () => {
    const column = (key: string, required: boolean) => target({ key, required });
    const table = (...columns: ReturnType<typeof column>[]) =>
      newSource('lineItems', target({ kind: 'rows', columns }));
    expect(table(column('a', false), column('b', true))).toMatchObject({
      columns: [{ key: 'b', whenMissing: 'stop' }],
    });
    expect(table(column('a', false), column('b', false))).toMatchObject({ columns: [{ key: 'a' }] });
  });

  it('fills every place of the counterparty, the signatories and the contract with rules of the format', () => {
    let whole: Mapping = mapping();
    whole = {
      ...whole,
      counterparty: { ...whole.counterparty, address: newAddress() },
      signatories: [newSignatory('counterparty'), newSignatory('creator')],
    };
    for (const slot of [
      ...organizationSlots,
      ...contactSlots,
      ...addressSlots,
      ...signatorySlots(0),
      ...signatorySlots(1),
      ...contractSlots,
    ])
      whole = setIn(whole, slot.at, slot.beginning);
    expect(mappingSchema.safeParse(whole)).toMatchObject({ success: true });
  });
});

describe('a source in a line', () => {
  it.each<[Source, string]>([
    [{ kind: 'property', object: 'deal', property: 'amount' }, 'Deal · amount'],
    [
      {
        kind: 'property',
        object: 'company',
        association: { label: 'Billing', orElse: 'pick' },
        property: 'name',
      },
      'Company labeled “Billing” · name',
    ],
    [{ kind: 'constant', value: 'EUR' }, 'Always “EUR”'],
    [{ kind: 'constant', value: ['a', 'b'] }, 'Always a, b'],
    [{ kind: 'lineItemsSum', of: 'quote', property: 'amount' }, 'Sum of amount over the quote’s line items'],
    [{ kind: 'formula', expression: 'deal.amount * 2' }, 'Formula: deal.amount * 2'],
    [{ kind: 'text', template: 'x'.repeat(90) }, `Text: ${'x'.repeat(57)}…`],
  ])('%j', (source, words) => {
    expect(sourceWords(source)).toBe(words);
  });

  it('says what happens without a value', () => {
    expect(missingWords({ whenMissing: 'stop' })).toBe('If missing: stop and ask');
    expect(missingWords({ whenMissing: 'default', default: 'DE' })).toBe('If missing: use “DE”');
  });
});

describe('the values of the document as rows', () => {
  const labelOf = (_object: string, property: string) => property;
  const rowsOf = (more: Partial<Parameters<typeof targetRows>[0]>) =>
    targetRows({ mapping: mapping(), targets: [], findings: [], suggestions: [], labelOf, ...more });

  it('follow the template, addresses by their parts, money as a whole', () => {
    const rows = rowsOf({
      targets: [
        target({
          key: 'total',
          kind: 'currency',
          label: 'Total',
          parts: [target({ key: 'type' }), target({ key: 'value' })],
        }),
        target({
          key: 'billing',
          kind: 'address',
          label: 'Billing',
          required: true,
          parts: [
            target({ key: 'city', label: 'City', required: true }),
            target({ key: 'zip', label: 'Zip' }),
          ],
        }),
      ],
    });
    expect(rows.map(({ path, label, required }) => [path, label, required])).toEqual([
      ['total', 'Total', false],
      ['billing.city', 'Billing: City', true],
      ['billing.zip', 'Billing: Zip', false],
    ]);
  });

  it('show a part of money when a rule names it, and what the template does not know at the end', () => {
    const rows = rowsOf({
      mapping: mapping({ contractData: [rule('total.type'), rule('gone')] }),
      targets: [target({ key: 'total', kind: 'currency', parts: [target({ key: 'type' })] })],
    });
    expect(rows.map(({ path }) => path)).toEqual(['total', 'total.type', 'gone']);
    expect(rows[2]).toMatchObject({ target: null, rules: [1] });
  });

  it('carry findings, those of a table’s columns with the table, and a suggestion only while there is no rule', () => {
    const rows = rowsOf({
      mapping: mapping({ contractData: [rule('items')] }),
      targets: [target({ key: 'items', kind: 'rows' }), target({ key: 'po' })],
      findings: [finding('items.price'), finding('po')],
      suggestions: [suggestion('items'), suggestion('po')],
    });
    expect(rows[0]).toMatchObject({ suggestion: null, findings: [{ target: 'items.price' }] });
    expect(rows[1]).toMatchObject({ suggestion: { target: 'po' }, findings: [{ target: 'po' }] });
  });

  it('are found by label, variable or source, and by what is to do', () => {
    const rows = rowsOf({
      mapping: mapping({
        contractData: [rule('a', { kind: 'property', object: 'company', property: 'vat_number' })],
      }),
      targets: [
        target({ key: 'a', label: 'Tax' }),
        target({ key: 'b', label: 'Order date', required: true }),
        target({ key: 'c', required: true, defaultValue: 'x' }),
      ],
    });
    expect(filterRows(rows, 'all', 'vat comp').map(({ path }) => path)).toEqual(['a']);
    expect(filterRows(rows, 'all', 'ORDER').map(({ path }) => path)).toEqual(['b']);
    expect(filterRows(rows, 'attention', '').map(({ path }) => path)).toEqual(['b']);
    expect(filterRows(rows, 'required', '').map(({ path }) => path)).toEqual(['b', 'c']);
    expect(filterRows(rows, 'unmapped', '').map(({ path }) => path)).toEqual(['b', 'c']);
    expect(rows.map(needsAttention)).toEqual([false, true, false]);
  });

  it('stay quick with 200 variables and as many findings', () => {
    const targets = Array.from({ length: 200 }, (_, index) =>
      target({ key: `v${String(index)}`, required: true }),
    );
    const input = {
      targets,
      findings: targets.map(({ key }) => finding(key)),
      suggestions: targets.map(({ key }) => suggestion(key)),
    };
    let rows: ReturnType<typeof rowsOf> = [];
    const spent = cpuMs(() => {
      rows = rowsOf(input);
    });
    expect(rows).toHaveLength(200);
    expect(spent).toBeLessThan(200);
  });

  it('say what a value may be', () => {
    expect(targetType(target({ kind: 'option', options: [{ label: 'A', value: 'a' }] }))).toBe(
      'choice of 1 option',
    );
    expect(targetType(target({ kind: 'rows', columns: [target({}), target({})] }))).toBe(
      'table of 2 columns',
    );
    expect(targetType(target({ kind: 'currency' }))).toBe('money');
  });
});

describe('editing rules', () => {
  const paths = ({ contractData }: Mapping) => contractData.map(({ target: path }) => path);

  it('puts another rule for the same value after those before it', () => {
    const before = mapping({ contractData: [rule('a'), rule('b')] });
    expect(paths(addRule(before, rule('a')))).toEqual(['a', 'a', 'b']);
    expect(paths(addRule(before, rule('c')))).toEqual(['a', 'b', 'c']);
  });

  it('replaces and removes one rule', () => {
    const before = mapping({ contractData: [rule('a'), rule('b')] });
    const other: Rule = rule('elsewhere', { kind: 'constant', value: 'x' });
    expect(putRule(before, 1, other).contractData[1]).toEqual({ ...other, target: 'b' });
    expect(paths(putRule(before, 0, null))).toEqual(['b']);
  });

  it('accepts suggestions only where nobody wrote a rule, neither for the whole nor for a part', () => {
    const before = mapping({ contractData: [rule('a'), rule('money.type')] });
    const accepted = acceptSuggestions(
      before,
      ['a', 'b', 'money', 'money.type', 'money.value'].map((path) => suggestion(path)),
    );
    expect(paths(accepted)).toEqual(['a', 'money.type', 'b', 'money.value']);
    expect(accepted.contractData[0]).toBe(before.contractData[0]);
  });
});

describe('words for people', () => {
  it.each([
    ['CONTRACT_SENT_TO_COUNTERPARTY', 'Contract sent to counterparty'],
    ['object.propertyChange', 'Object property change'],
    [null, 'Unknown'],
  ])('of the activity %s', (activity, words) => {
    expect(activityWords(activity)).toBe(words);
  });

  it.each([
    ['Country', 'Country: it is empty.', 'Country: it is empty.'],
    ['Country', 'It is empty.', 'Country: It is empty.'],
  ])('name the field %s once', (label, message, sentence) => {
    expect(labeled(label, message)).toBe(sentence);
  });
});
