import type { ContractStatus } from '@dealdraft/wire/contract-status.ts';
import { isContractStatus } from '../../contracts/status/state-graph.ts';
import type { Deps } from '../../deps.ts';
import { currentDeal } from '../../merges/merged-records.ts';
import { waitVerdict } from '../rules/wait-verdict.ts';
import { contractFor, isBeingMade } from './ask-contract.ts';
import { ended, waiting, type Advance, type Task, type WaitWork } from './task.ts';

/**
 * Waits for one contract: the one that was meant when the wait began. A second contract that comes to the deal later
 * neither ends the wait nor takes its place.
 */
export const waitForStatus = async (
  deps: Deps,
  task: Task,
  { templateId, status: wanted, since }: WaitWork,
): Promise<Advance> => {
  const { portalId, contractId } = task;
  const id = contractId ?? (await contractFor(deps, task, templateId))?.id ?? null;
  const seen = id === null ? [] : await statusesSince(deps, { portalId, contractId: id }, since);
  // Read after them: what ends the wait is never newer than the status that its result tells.
  const contract = id === null ? null : await deps.db.contract.findFirst({ where: { id, portalId } });
  if (contract === null)
    return (await isBeingMade(deps, task, templateId))
      ? waiting
      : ended('no_contract', 'The deal has no such contract to wait for.');
  const isElsewhere = contract.dealId !== task.dealId && !(await areOneDeal(deps, contract, task));
  if (contract.unlinkedAt !== null || contract.goneAt !== null || isElsewhere)
    return ended(
      'unreachable',
      contract.goneAt === null
        ? 'The contract was unlinked from the deal.'
        : 'SpotDraft does not know the contract any more.',
      contract,
    );
  if (contractId === null) await task.keep({ contractId: contract.id });
  const verdict = waitVerdict({ wanted, status: contract.status, seen });
  return verdict === null ? waiting : ended(verdict.end, verdict.why, contract);
};

const statusesSince = async (
  { db }: Deps,
  where: { portalId: number; contractId: string },
  since: Date,
): Promise<ContractStatus[]> => {
  const events = await db.contractEvent.findMany({
    where: { ...where, receivedAt: { gte: since }, toStatus: { not: null }, mark: null },
    select: { toStatus: true },
  });
  return events.flatMap(({ toStatus }) =>
    toStatus !== null && isContractStatus(toStatus) ? [toStatus] : [],
  );
};

/** A merge between two reads: one of them may tell the old deal, the other the new one. */
const areOneDeal = async ({ db }: Deps, ...of: { portalId: number; dealId: string }[]): Promise<boolean> => {
  const deals = await Promise.all(of.map((each) => currentDeal(db, each)));
  return new Set(deals.map(({ dealId }) => dealId)).size === 1;
};
