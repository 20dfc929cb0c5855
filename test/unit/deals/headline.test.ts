import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chooseHeadline,
  dealProperties,
  type HeadlineContract,
} from '../../../src/features/deals/headline.ts';
import { hashProperties } from '../../../src/features/deals/deal-projection.ts';
import {
  dealPropertyDefinitions,
  type PropertyDefinition,
} from '../../../src/hubspot/calls/deal-properties.ts';
import { contractStatuses, isOpen } from '@dealdraft/wire/contract-status.ts';

const day = (number: number): Date => new Date(Date.UTC(2026, 10, number));
const contract = (id: number, facts: Partial<HeadlineContract> = {}): HeadlineContract => ({
  spotdraftId: `T-${String(id)}`,
  name: `Contract ${String(id)}`,
  link: `https://app.example/contracts/v2/${String(id)}`,
  templateName: 'Order Form',
  status: 'DRAFT',
  verifiedAt: day(20),
  createdAt: day(id),
  sentAt: null,
  signedAt: null,
  executedAt: null,
  fileId: null,
  ...facts,
});
const executed = (id: number, on: number, fileId: string | null = null) =>
  contract(id, { status: 'EXECUTED', executedAt: day(on), fileId });
const voided = (id: number) => contract(id, { status: 'VOIDED' });

describe('the contract that speaks for the deal', () => {
  it.each<[string, HeadlineContract[], string | null]>([
    ['none when there is none', [], null],
    ['the newest open one', [contract(3), contract(5), contract(4)], 'T-5'],
    ['an open one before an executed one, even when older', [executed(9, 9), contract(1)], 'T-1'],
    ['one on hold is open', [executed(9, 9), contract(1, { status: 'ON_HOLD' })], 'T-1'],
    ['the one executed last when none is open', [executed(9, 10), executed(2, 12)], 'T-2'],
    ['an executed one before a younger void one', [voided(9), executed(2, 3)], 'T-2'],
    ['a void one only when there is nothing else', [voided(3), voided(7)], 'T-7'],
    [
      'of two made at the same moment always the same one',
      [contract(8, { createdAt: day(1) }), contract(9, { createdAt: day(1) })],
      'T-9',
    ],
  ])('%s', (_rule, contracts, id) => {
    expect(chooseHeadline(contracts)?.spotdraftId ?? null).toBe(id);
    expect(chooseHeadline([...contracts].reverse())?.spotdraftId ?? null).toBe(id);
  });

  it('does not depend on the order of the rows, and is void only when all are', () => {
    const any = fc.uniqueArray(
      fc.record({
        id: fc.integer({ min: 1, max: 28 }),
        status: fc.constantFrom(...contractStatuses),
        made: fc.integer({ min: 1, max: 5 }),
      }),
      { selector: ({ id }) => id, minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(any, fc.nat(), (facts, turn) => {
        const all = facts.map(({ id, status, made }) =>
          contract(id, {
            status,
            createdAt: day(made),
            executedAt: status === 'EXECUTED' ? day(made + 1) : null,
          }),
        );
        const at = turn % all.length;
        const turned = [...all.slice(at), ...all.slice(0, at)];
        const chosen = chooseHeadline(all);
        expect(chooseHeadline(turned)?.spotdraftId).toBe(chosen?.spotdraftId);
        expect(chosen?.status === 'VOIDED').toBe(all.every(({ status }) => status === 'VOIDED'));
        expect(chosen !== null && isOpen(chosen.status)).toBe(all.some(({ status }) => isOpen(status)));
      }),
    );
  });
});

describe('the properties of the deal', () => {
  it('clear themselves when the last contract is gone', () => {
    const none = dealProperties([]);
    expect(none).toMatchObject({
      dealdraft_status: 'none',
      dealdraft_contract_count: '0',
      dealdraft_open_contract_count: '0',
    });
    const others = Object.entries(none).filter(([name]) => !/status|count/.test(name));
    expect(others.map(([, value]) => value)).toEqual(others.map(() => ''));
  });

  it('tell the headline’s facts, how many there are, and the signed document executed last', () => {
    expect(
      dealProperties([
        contract(5, { status: 'SIGN', sentAt: day(6) }),
        executed(1, 3, 'file-a'),
        executed(2, 4, 'file-b'),
        voided(4),
      ]),
    ).toEqual({
      dealdraft_status: 'signing',
      dealdraft_contract_id: 'T-5',
      dealdraft_contract_name: 'Contract 5',
      dealdraft_contract_link: 'https://app.example/contracts/v2/5',
      dealdraft_template: 'Order Form',
      dealdraft_verified_at: day(20).toISOString(),
      dealdraft_sent_at: day(6).toISOString(),
      dealdraft_signed_at: '',
      dealdraft_executed_at: '',
      dealdraft_contract_count: '4',
      dealdraft_open_contract_count: '1',
      dealdraft_signed_document: 'file-b',
    });
  });

  it('are all defined in HubSpot, and every status is one of its options', () => {
    const definitions: readonly PropertyDefinition[] = dealPropertyDefinitions;
    const defined = new Map(definitions.map((one) => [one.name, one]));
    for (const status of contractStatuses) {
      const properties = dealProperties([contract(1, { status })]);
      for (const name of Object.keys(properties)) expect(defined.has(name), name).toBe(true);
      expect(defined.get('dealdraft_status')?.options?.map(({ value }) => value)).toContain(
        properties['dealdraft_status'],
      );
    }
  });

  it('cut a name that HubSpot would refuse, and never let contract metadata take the place of our own', () => {
    const properties = dealProperties([contract(1, { name: 'x'.repeat(70_000) })], {
      renewal_date: '2027-01-01',
      dealdraft_status: 'executed',
    });
    expect(properties['dealdraft_contract_name']?.length).toBeLessThanOrEqual(65_536);
    expect(properties).toMatchObject({ renewal_date: '2027-01-01', dealdraft_status: 'draft' });
  });
});

describe('the fingerprint of the properties', () => {
  const base = dealProperties([contract(1)]);
  it('does not change with their order or with the time of the last verification alone', () => {
    const turned = Object.fromEntries(Object.entries(base).reverse());
    expect(hashProperties({ ...turned, dealdraft_verified_at: day(25).toISOString() })).toBe(
      hashProperties(base),
    );
  });
  it.each(Object.keys(base).filter((name) => name !== 'dealdraft_verified_at'))('changes with %s', (name) => {
    expect(hashProperties({ ...base, [name]: 'changed' })).not.toBe(hashProperties(base));
  });
});
