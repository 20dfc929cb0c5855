import { describe, expect, it } from 'vitest';
import {
  forgetSignatures,
  noteSigner,
  readPeople,
  type People,
} from '../../../src/features/contracts/status/people.ts';
import { mergeSignatories } from '../../../src/features/contracts/status/read-people.ts';

const person = (email: string, facts: Partial<People['signatories'][number]> = {}) => ({
  name: email.split('@')[0] ?? '',
  email,
  side: 'counterparty' as const,
  order: 1,
  askedAt: null,
  signedAt: null,
  declinedAt: null,
  ...facts,
});
const people = (...signatories: People['signatories']): People => ({
  signatories,
  approvals: [],
  counterparty: null,
});
const at = '2026-11-20T10:00:00.000Z';
const nobodyOurs = (): boolean => false;

describe('what a signatory did', () => {
  it.each([
    ['asked', { askedAt: at }],
    ['signed', { signedAt: at }],
    ['declined', { declinedAt: at }],
  ] as const)('%s is noted with its time, whoever else there is', (what, noted) => {
    const before = people(person('a@x.example'), person('b@x.example'));
    expect(noteSigner(before, { email: 'B@X.example', name: null, what, at }, nobodyOurs)).toEqual(
      people(person('a@x.example'), person('b@x.example', noted)),
    );
  });
  it('signing ends a refusal, asking does not', () => {
    const before = people(person('a@x.example', { declinedAt: at }));
    const asked = noteSigner(before, { email: 'a@x.example', name: null, what: 'asked', at }, nobodyOurs);
    expect(asked.signatories[0]).toMatchObject({ declinedAt: at });
    const signed = noteSigner(before, { email: 'a@x.example', name: null, what: 'signed', at }, nobodyOurs);
    expect(signed.signatories[0]).toMatchObject({ declinedAt: null, signedAt: at });
  });
  it.each([
    ['known by the caller as ours', 'Ours', (): boolean => true, 'ours'],
    ['anybody else', null, nobodyOurs, 'counterparty'],
  ] as const)('someone new is added: %s', (_case, name, isOurs, side) => {
    const added = noteSigner(people(), { email: 'new@x.example', name, what: 'signed', at }, isOurs);
    expect(added.signatories).toEqual([
      person('new@x.example', { name: name ?? 'new@x.example', side, order: null, signedAt: at }),
    ]);
  });
  describe('where one address stands for two roles', () => {
    const ours = person('ana@x.example', { side: 'ours', order: 2 });
    const theirs = person('ana@x.example', { order: 1 });
    const later = '2026-11-20T10:00:05.000Z';
    const tell = (before: People, ...news: ['asked' | 'signed' | 'declined', string][]): People =>
      news.reduce(
        (now, [what, time]) =>
          noteSigner(now, { email: 'ana@x.example', name: 'Ana', what, at: time }, nobodyOurs),
        before,
      );
    it.each([
      ['in the order of signing', [at, later]],
      ['the second told first', [later, at]],
      ['each told twice', [at, at, later, later]],
      ['the first told again at the end', [at, later, at]],
    ])('two signatures end both: %s', (_case, times) => {
      const after = tell(people(ours, theirs), ...times.map((time): ['signed', string] => ['signed', time]));
      expect(after.signatories.map(({ signedAt }) => signedAt).sort()).toEqual([at, later]);
    });
    it('one signature leaves one open, that of the later order', () => {
      const after = tell(people(ours, theirs), ['asked', at], ['signed', at], ['asked', later]);
      expect(after).toEqual(people({ ...ours, askedAt: later }, { ...theirs, askedAt: at, signedAt: at }));
    });
    it('a refusal stands on the role that was open', () => {
      const after = tell(people(ours, theirs), ['signed', at], ['declined', later]);
      expect(after).toEqual(people({ ...ours, declinedAt: later }, { ...theirs, signedAt: at }));
    });
    it('two people who share a mailbox are told apart by their names', () => {
      const [bo, cy] = ['Bo', 'Cy'].map((name) => person('legal@x.example', { name }));
      if (bo === undefined || cy === undefined) throw new Error('nobody');
      const after = noteSigner(
        people(bo, cy),
        { email: 'legal@x.example', name: 'cy', what: 'signed', at },
        nobodyOurs,
      );
      expect(after).toEqual(people(bo, { ...cy, signedAt: at }));
    });
    const listed = (order: number | null, signed: string | null) => ({
      type: 'SIGNATORY',
      person: { name: 'ana', email: 'Ana@x.example' },
      order,
      sentAt: null,
      action: signed === null ? null : { isSuccess: true, at: new Date(signed) },
    });
    it.each([
      ['with an order', [2, 1]],
      ['without one', [null, null]],
    ] as const)('what SpotDraft lists keeps both sides, %s', (_case, [first, second]) => {
      const merged = mergeSignatories(people(ours, theirs), [listed(first, null), listed(second, at)]);
      expect(merged.map(({ side, order }) => [side, order])).toEqual(
        first === null
          ? [
              ['counterparty', null],
              ['ours', null],
            ]
          : [
              ['ours', 2],
              ['counterparty', 1],
            ],
      );
    });
  });
  it('is forgotten when the contract is taken back from signature', () => {
    const before = people(person('a@x.example', { askedAt: at, signedAt: at, declinedAt: at }));
    expect(forgetSignatures(before)).toEqual(people(person('a@x.example')));
  });
});

it.each([undefined, null, {}, { signatories: 'none' }, [], 'x'])(
  'reads nobody from %j, and does not fail',
  (stored) => {
    expect(readPeople(stored)).toEqual({ signatories: [], approvals: [], counterparty: null });
  },
);
it('reads what it wrote', () => {
  const written = people(person('a@x.example', { signedAt: at }));
  expect(readPeople(JSON.parse(JSON.stringify(written)))).toEqual(written);
});
