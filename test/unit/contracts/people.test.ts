import { describe, expect, it } from 'vitest';
import {
  forgetSignatures,
  noteSigner,
  readPeople,
  type People,
} from '../../../src/features/contracts/status/people.ts';

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
