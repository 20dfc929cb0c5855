import { waitVerdict } from '../rules/wait-verdict.ts';
import type { WorkflowExecution } from '../../../platform/database/generated/client.ts';
import type { ContractStatus } from '@dealdraft/wire/contract-status.ts';
import { currentDeal } from '../../merges/merged-records.ts';
import { isContractStatus } from '../../contracts/status/state-graph.ts';
import { contractFor, isBeingMade } from '../tasks/ask-contract.ts';
import type { Deps } from '../../deps.ts';
import { executionInputs } from './execution-inputs.ts';
import type { Settlement } from './execution-result.ts';

/**
 * Waits for one contract: the one that was meant when the wait began. A second contract that comes to the deal later
 * neither ends the wait nor takes its place.
 */
export const settleWait = async (deps: Deps, execution: WorkflowExecution): Promise<Settlement> => {
  const { portalId, contractId } = execution;
  const { template_id: templateId, status: wanted } = executionInputs['wait-for-status'].parse(
    execution.inputs,
  );
  const id = contractId ?? (await contractFor(deps, execution, templateId))?.id ?? null;
  const events =
    id === null
      ? []
      : await deps.db.contractEvent.findMany({
          where: {
            portalId,
            contractId: id,
            receivedAt: { gte: execution.acceptedAt },
            toStatus: { not: null },
            mark: null,
          },
          select: { toStatus: true },
        });
  // Read after them: what ends the wait is never newer than the status that its result tells.
  const contract = id === null ? null : await deps.db.contract.findFirst({ where: { id, portalId } });
  if (contract === null) {
    if (await isBeingMade(deps, execution, templateId)) return { is: 'later' };
    return { is: 'finished', outcome: 'no_contract', message: 'The deal has no such contract to wait for.' };
  }
  const isElsewhere = contract.dealId !== execution.dealId && !(await areOneDeal(deps, contract, execution));
  if (contract.unlinkedAt !== null || contract.goneAt !== null || isElsewhere)
    return {
      is: 'finished',
      outcome: 'unreachable',
      message:
        contract.goneAt === null
          ? 'The contract was unlinked from the deal.'
          : 'SpotDraft does not know the contract any more.',
      contract,
    };
  if (contractId === null)
    await deps.db.workflowExecution.updateMany({
      where: { id: execution.id, portalId, state: { not: 'finished' } },
      data: { contractId: contract.id, state: 'waiting' },
    });
  const verdict = waitVerdict({
    wanted,
    status: contract.status as ContractStatus,
    seen: events.flatMap(({ toStatus }) =>
      toStatus !== null && isContractStatus(toStatus) ? [toStatus] : [],
    ),
  });
  return verdict === null
    ? { is: 'later' }
    : { is: 'finished', outcome: verdict.end, message: verdict.why, contract };
};

/** A merge between two reads: one of them may tell the old deal, the other the new one. */
const areOneDeal = async ({ db }: Deps, ...of: { portalId: number; dealId: string }[]): Promise<boolean> => {
  const deals = await Promise.all(of.map((each) => currentDeal(db, each)));
  return new Set(deals.map(({ dealId }) => dealId)).size === 1;
};
