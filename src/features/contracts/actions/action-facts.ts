import type { Contract } from '../../../platform/database/generated/client.ts';
import type { DriftView } from '@dealdraft/wire/card.ts';
import { readPeople, type People } from '../status/people.ts';
import type { ActionFacts } from './contract-actions.ts';

/** What is stored of the differences between a contract and its deal. */
export type StoredDrift = {
  changes: DriftView['changes'];
  computedAt: string;
  fingerprint: string;
  kept: (NonNullable<DriftView['kept']> & { fingerprint: string }) | null;
};

export const driftView = (contract: Contract, blocksSending: boolean): DriftView | null => {
  const stored = contract.drift as StoredDrift | null;
  if (stored === null || stored.changes.length === 0) return null;
  const kept =
    stored.kept !== null && stored.kept.fingerprint === stored.fingerprint
      ? { by: stored.kept.by, at: stored.kept.at, reason: stored.kept.reason }
      : null;
  return { changes: stored.changes, computedAt: stored.computedAt, kept, blocksSending };
};

export const pendingApprovals = (people: People) =>
  people.approvals.filter(({ status }) =>
    ['NOT_STARTED', 'PENDING', 'REJECTED', 'SUGGESTED'].includes(status),
  );

export const factsOf = (
  contract: Contract,
  people: People,
  state: { underWay: string | null; drift: DriftView | null; mayAct: boolean; now: Date },
): ActionFacts => {
  const left = people.signatories.filter((person) => person.signedAt === null);
  const asked = left.flatMap((person) =>
    person.askedAt === null ? [] : [new Date(person.askedAt).getTime()],
  );
  return {
    status: contract.status,
    hasLink: contract.link !== null,
    underWay: state.underWay,
    approvalsPending: pendingApprovals(people).map(({ name }) => name),
    signatoriesPending: left.length,
    hoursSinceAsked: asked.length === 0 ? null : (state.now.getTime() - Math.max(...asked)) / 3600_000,
    hasPlan: contract.sentPlan !== null,
    drift: {
      open: state.drift !== null && state.drift.kept === null,
      canUpdate: state.drift?.changes.some((change) => change.canUpdate) ?? false,
      blocksSending: state.drift?.blocksSending ?? false,
    },
    gone: contract.goneAt !== null,
    mayAct: state.mayAct,
  };
};

export const actionFacts = (
  contract: Contract,
  state: { underWay: string | null; blocksSending: boolean; mayAct: boolean; now: Date },
): ActionFacts =>
  factsOf(contract, readPeople(contract.people), {
    ...state,
    drift: driftView(contract, state.blocksSending),
  });
