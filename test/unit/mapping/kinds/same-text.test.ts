import { describe, expect, it } from 'vitest';
import { contractMetadata } from '../../../../src/mapping/afterwards/contract-metadata.ts';
import { pickRecord } from '../../../../src/mapping/records/pick-record.ts';
import {
  ana,
  associated,
  attribute,
  constant,
  crmRecord,
  dealRecords,
  from,
  lineOf,
  mapping,
  plan,
  planOne,
  property,
  scope,
} from '../fixtures.ts';
import { dealWith, inText, option } from './kit.ts';

const twins: [string, string, string][] = [
  ['NFC and NFD', 'Société', 'Socie\u0301te\u0301'],
  ['a no-break space', 'Net 30', 'Net\u00a030'],
  ['two spaces', 'Net 30', 'Net  30'],
  ['an en dash', 'Pre-paid', 'Pre–paid'],
  ['a curly apostrophe', "Customer's", 'Customer’s'],
  ['a zero-width space', 'Gold', 'Gold\u200b'],
];

describe('C1: what looks the same matches', () => {
  const label = property('label');

  it.each(twins)('an option of the template: %s', (_kind, plain, other) => {
    const target = attribute('x', 'enum', { options: [{ value: 'one', label: plain }] });
    const line = planOne(from('deal', 'label'), target, { records: dealWith(label, other) });
    expect(line).toMatchObject({ status: 'ok', value: 'one' });
  });

  it.each(twins)('a row of a lookup table: %s', (_kind, plain, other) => {
    const step = {
      kind: 'lookup' as const,
      table: [{ from: plain, to: 'found' }],
      otherwise: 'stop' as const,
    };
    expect(inText(label, other, { transforms: [step] })).toMatchObject({ status: 'ok', value: 'found' });
  });

  it.each(twins)('a lookup table, by the label of an option: %s', (_kind, plain, other) => {
    const choice = property('choice', 'enumeration', {
      fieldType: 'select',
      options: [option('opt_1', other)],
    });
    const step = {
      kind: 'lookup' as const,
      table: [{ from: plain, to: 'found' }],
      otherwise: 'stop' as const,
    };
    expect(inText(choice, 'opt_1', { transforms: [step] })).toMatchObject({ status: 'ok', value: 'found' });
  });

  it.each(twins)('a condition: %s', (_kind, plain, other) => {
    const holds = (test: object): boolean =>
      planOne(
        { ...constant('sent'), condition: { object: 'deal', property: 'label', ...test } as never },
        attribute('x', 'string'),
        { records: dealWith(label, other) },
      ).status === 'ok';
    expect(holds({ op: 'eq', value: plain })).toBe(true);
    expect(holds({ op: 'in', values: ['other', plain] })).toBe(true);
    expect(holds({ op: 'neq', value: plain })).toBe(false);
    expect(holds({ op: 'gt', value: plain })).toBe(false);
  });

  it.each(twins)('the label of an association: %s', (_kind, plain, other) => {
    const companies = [
      associated(crmRecord('1', { name: 'One' }), { isPrimary: true }),
      associated(crmRecord('2', { name: 'Two' }), { labels: [other] }),
    ];
    const picked = pickRecord(scope({ records: dealRecords({ companies }) }), 'company', {
      label: plain,
      orElse: 'missing',
    });
    expect(picked.ok && picked.value.record.id).toBe('2');
  });

  it.each(twins)('what is written back: %s', (_kind, plain, other) => {
    const properties = [property('x', 'enumeration', { options: [option('one', plain)] })];
    const write = (more: object, label = 'Term') =>
      contractMetadata({
        keyPointers: [{ fieldName: 'term', label, value: other }],
        rules: mapping({ writeBack: [{ keyPointer: { fieldName: 'term' }, property: 'x', ...more }] })
          .writeBack,
        properties,
      }).properties;
    expect(write({})).toEqual({ x: 'one' });
    expect(write({ lookup: [{ from: plain, to: 'one' }] })).toEqual({ x: 'one' });
    expect(write({ keyPointer: { label: plain } }, other)).toEqual({ x: 'one' });
  });

  it('the exact value wins over one that looks the same', () => {
    const target = attribute('x', 'enum', {
      options: [
        { value: 'Net-30', label: 'A' },
        { value: 'Net–30', label: 'B' },
      ],
    });
    const line = planOne(from('deal', 'label'), target, { records: dealWith(label, 'Net–30') });
    expect(line.value).toBe('Net–30');
  });
});

describe('C2: what cannot be seen is no value', () => {
  const invisible = ['\u200b', '\u00ad\u2060', ' \ufeff\u00a0', '\u3164', '\u2800', '\u200e\u200f'];

  it.each(invisible)('a property of nothing but %j is empty', (value) => {
    const line = inText(property('note'), value);
    expect(line).toMatchObject({ status: 'missing', problem: { code: 'no_value' } });
    expect(line.problem?.message).toContain('Note');
  });

  it('an email address goes out clean, and a wrong one stops the contract', () => {
    const mail = (email: string) =>
      lineOf(
        plan({
          records: dealRecords({ contacts: [associated(crmRecord('301', { ...ana.properties, email }))] }),
        }),
        'counterparty.pointOfContact.email',
      );
    expect(mail('ana@muel\u00adler.example\u200b')).toMatchObject({
      status: 'ok',
      value: 'ana@mueller.example',
      display: 'ana@mueller.example',
    });
    for (const wrong of ['ana@mueller..example', 'ana@-mueller.example'])
      expect(mail(wrong)).toMatchObject({
        status: 'invalid',
        problem: { code: 'wrong_type', link: { object: 'contact', recordId: '301', property: 'email' } },
      });
    expect(mail('\u200b')).toMatchObject({ status: 'missing' });
  });
});
