import { describe, expect, it } from 'vitest';
import {
  firstPosition,
  readPosition,
  stepAfter,
  type Step,
} from '../../../src/features/reconciliation/position.ts';
import type { Repair } from '../../../src/features/reconciliation/repair.ts';
import type { SweepRun } from '../../../src/platform/database/generated/client.ts';
import { differingProperties } from '../../../src/features/deals/same-on-deal.ts';
import { addRepairs, countsOf, keptOf, totalOf } from '../../../src/features/reconciliation/sum-repairs.ts';

describe('what differs on a deal', () => {
  it.each<[string, string, string, string | null, boolean]>([
    ['the same text', 'dealdraft_status', 'draft', 'draft', false],
    ['another text', 'dealdraft_status', 'draft', 'none', true],
    ['a number in another form', 'dealdraft_contract_count', '2', '2.0', false],
    ['another number', 'dealdraft_contract_count', '2', '3', true],
    ['a time in milliseconds', 'dealdraft_sent_at', '2026-05-04T10:00:00.000Z', '1777888800000', false],
    [
      'the same time in another form',
      'dealdraft_sent_at',
      '2026-05-04T10:00:00.000Z',
      '2026-05-04T10:00:00Z',
      false,
    ],
    ['another time', 'dealdraft_sent_at', '2026-05-04T10:00:00.000Z', '2026-05-04T10:00:01Z', true],
    ['emptied by somebody', 'dealdraft_status', 'draft', null, true],
    ['empty on both', 'dealdraft_sent_at', '', null, false],
    ['filled in by somebody', 'dealdraft_sent_at', '', '2026-05-04T10:00:00Z', true],
    ["an admin's property, as a number", 'liability_cap', '1000', '1000.00', false],
    ["an admin's property, as a date", 'renewal_date', '2026-05-04', '2026-05-04T00:00:00Z', false],
    ["an admin's property that differs", 'liability_cap', '1000', '2000', true],
  ])('%s', (_case, name, ours, theirs, differs) => {
    expect(differingProperties({ [name]: ours }, { [name]: theirs })).toEqual(differs ? [name] : []);
  });
  it('leaves out what HubSpot does not know', () => {
    expect(differingProperties({ gone_property: 'x' }, {})).toEqual([]);
  });
});

describe('the way of a sweep', () => {
  it('goes through every step once, and ends', () => {
    const steps: Step[] = [];
    for (let at = firstPosition as ReturnType<typeof stepAfter>; at !== null; at = stepAfter(at.step)) {
      expect(readPosition(JSON.parse(JSON.stringify(at)))).toEqual(at);
      steps.push(at.step);
    }
    expect(steps).toEqual(['changes', 'recent', 'open', 'documents', 'deals', 'forgotten']);
  });
  it('does not go on from a place that this version does not know', () => {
    expect(() => readPosition({ step: 'elsewhere' })).toThrow();
  });
});

describe('the record of a sweep', () => {
  const repairs = (count: number): Repair[] =>
    Array.from({ length: count }, (_, index) => ({
      kind: index % 2 === 0 ? 'status' : 'deal',
      contractId: null,
      text: `repair ${String(index)}`,
    }));
  it('counts all of them and keeps the first two hundred in words', () => {
    const first = addRepairs({ repaired: {}, repairs: [] }, repairs(150));
    const stored = JSON.parse(JSON.stringify(first)) as Pick<SweepRun, 'repaired' | 'repairs'>;
    const both = addRepairs(stored, repairs(101));
    expect(countsOf(both.repaired)).toEqual({ status: 126, deal: 125 });
    expect(totalOf(countsOf(both.repaired))).toBe(251);
    expect(keptOf(both.repairs)).toHaveLength(200);
    expect(keptOf(both.repairs)[150]?.text).toBe('repair 0');
  });
});
