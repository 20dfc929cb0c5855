import type { Contract } from '../../platform/database/generated/client.ts';
import type { SpotDraftFailure } from '../../spotdraft/transport/failure.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import { isContractStatus } from '../contracts/status/state-graph.ts';
import { statusLabels } from '@dealdraft/wire/contract-status.ts';
import { applyTruth, noteGone } from '../contracts/status/verify-contracts.ts';
import type { Repair, SweepAround } from './repair.ts';

type Checked = { calls: number; repairs: Repair[]; untold: number[] };

/** SpotDraft may have one that its documentation does not name. */
const label = (status: string): string => (isContractStatus(status) ? statusLabels[status] : status);

/**
 * Asks SpotDraft about these contracts, at most a hundred, in one call, and brings what differs to our rows. The rows
 * were read before the call, so what is learnt replaces no later news.
 */
export const checkContracts = async (
  { deps, run, spotdraft, signal }: SweepAround,
  contracts: readonly Contract[],
): Promise<Result<Checked, SpotDraftFailure>> => {
  if (contracts.length === 0) return ok({ calls: 0, repairs: [], untold: [] });
  const read = await spotdraft.listContracts(
    {
      page: 1,
      limit: 100,
      filters: { contract_id: { in: contracts.map(({ spotdraftId }) => spotdraftId) } },
    },
    { signal },
  );
  if (!read.ok) return read;
  const truths = new Map(read.value.contracts.map((truth) => [truth.id.numeric, truth]));
  const repairs: Repair[] = [];
  const untold: number[] = [];
  for (const contract of contracts) {
    const truth = truths.get(contract.numericId);
    if (truth === undefined) {
      const isNews = contract.goneAt === null;
      await noteGone(deps, contract);
      if (isNews)
        repairs.push({
          kind: 'gone',
          contractId: contract.id,
          text: `${contract.spotdraftId} “${contract.name}” is no longer in SpotDraft.`,
        });
      continue;
    }
    if ((await applyTruth(deps, contract, { truth, how: 'sweep' })) !== 'repaired') continue;
    if (truth.status === contract.status) {
      repairs.push({
        kind: 'details',
        contractId: contract.id,
        text: `${contract.spotdraftId}: name, link or reference of “${truth.name}” had changed.`,
      });
      continue;
    }
    untold.push(contract.numericId);
    repairs.push({
      kind: 'status',
      contractId: contract.id,
      text: `${contract.spotdraftId} “${truth.name}” was ${label(truth.status)}, not ${label(contract.status)}.`,
    });
  }
  if (untold.length > 0)
    deps.log.info({ workspaceId: run.workspaceId, contracts: untold.length }, 'changes that no webhook told');
  return ok({ calls: 1, repairs, untold });
};
