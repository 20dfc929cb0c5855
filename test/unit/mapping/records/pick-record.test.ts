import { describe, expect, it } from 'vitest';
import { pickRecord } from '../../../../src/mapping/records/pick-record.ts';
import { association as associationSchema } from '@dealdraft/wire/mapping-conditions.ts';
import type { AssociatedRecord } from '@dealdraft/wire/records.ts';
import {
  associated,
  crmRecord,
  dealRecords,
  from,
  lineOf,
  plan,
  scope,
  mapping,
  party,
  template,
  attribute,
  text,
} from '../fixtures.ts';

const one = (id: string, more: Partial<AssociatedRecord> = {}) =>
  associated(crmRecord(id, { name: `C${id}`, domain: `${id}.example` }), more);
const pick = (
  companies: AssociatedRecord[],
  rule: { label?: string; orElse?: 'missing' } = {},
  choices: Record<string, string> = {},
): string => {
  const picked = pickRecord(
    scope({ records: dealRecords({ companies }), choices }),
    'company',
    associationSchema.parse(rule),
  );
  return picked.ok
    ? `${picked.value.record.id} ${picked.value.because}`
    : `${picked.failure.code}: ${picked.failure.why}`;
};

describe('which company', () => {
  const labeled = one('2', { labels: ['Billing '] });
  it.each<[string, AssociatedRecord[], Parameters<typeof pick>[1], Record<string, string>, string]>([
    ['the only one', [one('1')], {}, {}, '1 the only company'],
    ['the primary one', [one('1'), one('2', { isPrimary: true })], {}, {}, '2 the primary company'],
    [
      'the one with the label, though another is primary',
      [one('1', { isPrimary: true }), labeled],
      { label: 'billing' },
      {},
      '2 labeled “billing”',
    ],
    [
      'the primary one when none has the label',
      [one('1', { isPrimary: true }), one('3')],
      { label: 'Billing' },
      {},
      '1 the primary company',
    ],
    [
      'none when the label is a must',
      [one('1')],
      { label: 'Billing', orElse: 'missing' },
      {},
      'no_record: no company on the deal is labeled “Billing”',
    ],
    [
      'a question when several match',
      [one('1'), one('2')],
      {},
      {},
      'choose_record: the deal has 2 companies and none is the primary one',
    ],
    [
      'a question when several have the label',
      [labeled, one('3', { labels: ['Billing'] })],
      { label: 'Billing' },
      {},
      'choose_record: the deal has 2 companies for “Billing” and none is the primary one',
    ],
    [
      'a question when two are primary',
      [one('1', { isPrimary: true }), one('2', { isPrimary: true })],
      {},
      {},
      'choose_record: the deal has 2 companies and none is the primary one',
    ],
    [
      'the chosen one, whatever else',
      [one('1', { isPrimary: true }), one('2')],
      {},
      { company: '2' },
      '2 chosen',
    ],
    [
      'the chosen one for a label',
      [one('1'), one('2')],
      { label: 'Billing' },
      { 'company[billing]': '1' },
      '1 chosen',
    ],
    [
      'the chosen one under its new id when it was merged since',
      [one('1', { isPrimary: true }), one('30', { mergedIds: ['2', '9'] })],
      {},
      { company: '2' },
      '30 chosen',
    ],
    [
      'the chosen one itself, though another one was merged from the same',
      [one('30', { mergedIds: ['2'] }), one('2')],
      {},
      { company: '2' },
      '2 chosen',
    ],
    [
      'not one that left the deal',
      [one('1'), one('2')],
      {},
      { company: '99' },
      'choose_record: the deal has 2 companies and none is the primary one',
    ],
    ['the same one associated twice', [one('1'), one('1')], {}, {}, '1 the only company'],
    ['none', [], {}, {}, 'no_record: the deal has no company'],
  ])('%s', (_name, companies, rule, choices, expected) => {
    expect(pick(companies, rule, choices)).toBe(expected);
  });
});

describe('a question', () => {
  const companies = [one('1'), one('2', { labels: ['Billing'] })];
  const input = {
    records: dealRecords({ companies }),
    mapping: mapping({ contractData: [{ target: 'x', ...from('company', 'name') }] }),
    template: template([attribute('x', 'string')]),
  };
  it('names what can be chosen, and is settled by the answer', () => {
    const asked = plan(input);
    expect(asked.blockers).toBe(2); // the variable and the organization wait for the same answer
    expect(lineOf(asked, 'x')).toMatchObject({
      status: 'choose',
      problem: {
        choiceKey: 'company',
        choices: [
          { recordId: '1', label: 'C1', detail: '1.example' },
          { recordId: '2', label: 'C2', detail: 'Billing · 2.example' },
        ],
      },
    });
    const answered = plan({ ...input, choices: { company: '2' } });
    expect(answered).toMatchObject({
      blockers: 0,
      choices: { company: '2' },
      contract: { contractData: { x: 'C2' } },
    });
  });
  it('is not asked where the party’s association settles it', () => {
    const settled = mapping({
      counterparty: { ...party, company: { label: 'Billing' } },
      contractData: [{ target: 'x', ...text('{{company.name}}') }],
    });
    expect(plan({ ...input, mapping: settled })).toMatchObject({
      blockers: 0,
      contract: { contractData: { x: 'C2' } },
    });
  });
});
