import type { Contract } from '../../../platform/database/generated/client.ts';
import type { JobContext } from '../../../platform/jobs/jobs.ts';
import { done, type JobEnd } from '../../../platform/jobs/job-end.ts';
import type { Contract as SpotDraftContract } from '../../../spotdraft/answers/contract.ts';
import { changeStatus } from './change-status.ts';
import { projectDeal } from '../../deals/deal-projection.ts';
import type { Deps } from '../../deps.ts';
import { clearProblem, raiseProblem } from '../../problems/problems.ts';
import { isContractStatus } from './state-graph.ts';
import { withSpotDraft } from '../../vendors/with-vendor.ts';
import type { SpotDraftClient } from '../../../spotdraft/client.ts';
import type { SpotDraftFailure } from '../../../spotdraft/transport/failure.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { EventHow } from '../../history/events.ts';

/** SpotDraft's list takes a comma list of ids and gives at most 100 a page. */
const batchSize = 100;
const batchesPerJob = 20;

/** Job `contract.verify`: asks SpotDraft about a workspace's doubtful contracts, a hundred to a call, until none is left. */
export const verifyContracts = async (
  deps: Deps,
  job: { portalId: number; workspaceId: string },
  context: JobContext,
): Promise<JobEnd> => {
  return withSpotDraft(deps, job, (client) => verifyBatches(deps, client, { ...job, context }));
};

type Batches = { portalId: number; workspaceId: string; context: JobContext };

const verifyBatches = async (
  deps: Deps,
  client: SpotDraftClient,
  { portalId, workspaceId, context }: Batches,
): Promise<Result<JobEnd, SpotDraftFailure> | JobEnd> => {
  const { db } = deps;
  let asked = false;
  for (let batch = 0; batch < batchesPerJob && !context.signal.aborted; batch += 1) {
    const contracts = await db.contract.findMany({
      where: { portalId, workspaceId, verifyWantedAt: { not: null } },
      orderBy: { verifyWantedAt: 'asc' },
      take: batchSize,
    });
    if (contracts.length === 0) return asked ? ok(done) : done;
    const read = await client.listContracts({
      page: 1,
      limit: batchSize,
      filters: { contract_id: { in: contracts.map(({ spotdraftId }) => spotdraftId) } },
    });
    if (!read.ok) return read;
    asked = true;
    const byId = new Map(read.value.contracts.map((contract) => [contract.id.numeric, contract]));
    for (const contract of contracts) {
      const truth = byId.get(contract.numericId);
      if (truth === undefined) await noteGone(deps, contract);
      else await applyTruth(deps, contract, { truth, how: 'verified' });
    }
  }
  const payload = { portalId, workspaceId };
  await db.$transaction((tx) => deps.enqueue(tx, 'contract.verify', { payload, background: true }));
  return asked ? ok(done) : done;
};

/**
 * A verified read wins over whatever was thought. It replaces the state that it was compared with and no other: when a
 * webhook was faster, nothing is done and the contract is asked about again. Answers what was repaired.
 */
export const applyTruth = async (
  deps: Deps,
  contract: Contract,
  { truth, how }: { truth: SpotDraftContract; how: EventHow },
): Promise<'same' | 'repaired' | 'raced'> => {
  const { enqueue, now } = deps;
  const { id, portalId, dealId } = contract;
  const readAt = now();
  const named = {
    // A person on it was erased, and SpotDraft's name of it may name them.
    name: contract.erasedAt === null ? truth.name : contract.name,
    link: truth.link ?? contract.link,
    referenceId: truth.referenceId ?? contract.referenceId,
  };
  if (!isContractStatus(truth.status)) return 'same';
  const { status } = truth;
  const asked = { verifyWantedAt: contract.verifyWantedAt };
  const result = await deps.db.$transaction(async (tx) => {
    const renamed =
      named.name !== contract.name ||
      named.link !== contract.link ||
      named.referenceId !== contract.referenceId;
    if (status === contract.status) {
      const { count } = await tx.contract.updateMany({
        where: { id, portalId, status: contract.status, statusMicros: contract.statusMicros, ...asked },
        data: { ...named, verifiedAt: readAt, verifyWantedAt: null, goneAt: null },
      });
      if (count === 0) return 'raced';
      await projectDeal({ tx, enqueue }, portalId, dealId);
      return renamed || contract.goneAt !== null ? 'repaired' : 'same';
    }
    if (renamed) await tx.contract.updateMany({ where: { id, portalId }, data: named });
    const changed = await changeStatus({ tx, enqueue }, contract, {
      to: status,
      at: contract.statusAt,
      micros: contract.statusMicros,
      from: 'verified',
      learntAt: readAt,
      event: {
        kind: 'status_verified',
        at: readAt,
        how,
        dedupeKey: `verified:${readAt.toISOString()}:${status}`,
      },
    });
    return changed ? 'repaired' : 'raced';
  });
  if (result !== 'raced') await clearProblem(deps.db, { portalId, kind: 'contract_gone', about: id });
  return result;
};

/** SpotDraft does not list the contract any more: deleted, or hidden from the connected user. The row stays, marked. */
export const noteGone = async (deps: Deps, contract: Contract): Promise<void> => {
  const { id, portalId, dealId, workspaceId } = contract;
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.contract.updateMany({
      where: { id, portalId, verifyWantedAt: contract.verifyWantedAt },
      data: { goneAt: deps.now(), verifyWantedAt: null },
    });
    if (count === 0) return;
    await raiseProblem(tx, {
      portalId,
      kind: 'contract_gone',
      about: id,
      dealId,
      contractId: id,
      workspaceId,
      context: { contract: contract.name },
    });
    await projectDeal({ tx, enqueue: deps.enqueue }, portalId, dealId);
  });
};
