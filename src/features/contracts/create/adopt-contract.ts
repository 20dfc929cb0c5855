import type { Contract } from '../../../platform/database/generated/client.ts';
import { afterFailure } from '../../../platform/jobs/after-failure.ts';
import type { Unfinished } from '../../../platform/jobs/job-end.ts';
import type { Contract as SpotDraftContract } from '../../../spotdraft/answers/contract.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../../deps.ts';
import { projectDeal } from '../../deals/deal-projection.ts';
import { addEvent, type EventHow } from '../../history/events.ts';
import { dealIdOf, portalIdOf, requestIdOf } from './join-key.ts';
import { currentDeal } from '../../merges/merged-records.ts';
import { raiseProblem } from '../../problems/problems.ts';
import { recordContract } from './record-contract.ts';
import { isContractStatus } from '../status/state-graph.ts';

type NotAdopted = { kind: 'not_ours'; message: string } | { kind: 'vendor'; end: Unfinished };

/** Reads one contract and, when it carries our metadata, gives it its row. */
export const adoptContract = async (
  deps: Deps,
  which: { portalId: number; workspaceId: string; numericId: number },
  how: EventHow,
): Promise<Result<Contract, NotAdopted>> => {
  const client = await deps.vendors.spotdraft(which.workspaceId, 'background');
  if (!client.ok) return fail({ kind: 'not_ours', message: client.failure.message });
  const read = await client.value.listContracts({
    page: 1,
    limit: 10,
    filters: { contract_id: { in: [`T-${String(which.numericId)}`, `H-${String(which.numericId)}`] } },
  });
  if (!read.ok) return fail({ kind: 'vendor', end: afterFailure(read.failure) });
  // A notice has the number alone, which a historic contract may share: the one that is ours is meant.
  const same = read.value.contracts.filter((contract) => contract.id.numeric === which.numericId);
  const found = same.find((contract) => portalIdOf(contract.externalMetadata) === which.portalId) ?? same[0];
  if (found === undefined)
    return fail({
      kind: 'not_ours',
      message: 'SpotDraft does not show this contract to the connected user.',
    });
  const adopted = await adoptFound(deps, which, { found, how });
  return adopted === null
    ? fail({ kind: 'not_ours', message: "It does not carry DealDraft's metadata for this HubSpot account." })
    : ok(adopted);
};

/**
 * Gives a contract that was read from SpotDraft its row: under its request when it names one of ours, else under the
 * deal that its metadata names. Null when it is not ours. A second contract for one request is a problem that offers
 * to void the younger one.
 */
export const adoptFound = async (
  deps: Deps,
  where: { portalId: number; workspaceId: string },
  { found, how }: { found: SpotDraftContract; how: EventHow },
): Promise<Contract | null> => {
  const { portalId, workspaceId } = where;
  const { enqueue, now } = deps;
  const named = dealIdOf(found.externalMetadata);
  if (named === null || portalIdOf(found.externalMetadata) !== portalId) return null;
  const requestId = requestIdOf(found.externalMetadata);
  return deps.db.$transaction(async (tx) => {
    const { dealId } = await currentDeal(tx, { portalId, dealId: named });
    const existing = await tx.contract.findFirst({
      where: { portalId, workspaceId, numericId: found.id.numeric },
    });
    if (existing !== null) return existing;
    const request =
      requestId === null
        ? null
        : await tx.request.findFirst({ where: { id: requestId, portalId, workspaceId } });
    if (request !== null) {
      const first = await tx.contract.findFirst({ where: { portalId, requestId: request.id } });
      if (first === null) return (await recordContract({ tx, enqueue, now }, request, found)).contract;
      // Its own answer was recorded between the two reads.
      if (first.numericId === found.id.numeric) return first;
      await raiseProblem(tx, {
        portalId,
        kind: 'two_contracts',
        about: request.id,
        dealId,
        contractId: first.id,
        workspaceId,
        context: { first: first.spotdraftId, second: found.id.composite },
      });
    }
    const [contract] = await tx.contract.createManyAndReturn({
      data: [
        {
          portalId,
          workspaceId,
          dealId,
          spotdraftId: found.id.composite,
          numericId: found.id.numeric,
          referenceId: found.referenceId,
          name: found.name,
          link: found.link,
          origin: 'adopted',
          status: isContractStatus(found.status) ? found.status : 'DRAFT',
          statusAt: found.createdAt,
          statusMicros: BigInt(found.createdAt.getTime()) * 1000n,
          statusFrom: 'verified',
          verifiedAt: now(),
          createdAt: found.createdAt,
          createdBy: found.createdBy,
          echo: {
            state: 'unavailable',
            message: 'It was not made by this installation, so there is nothing to compare.',
          },
        },
      ],
      skipDuplicates: true,
    });
    if (contract === undefined)
      return tx.contract.findFirstOrThrow({ where: { portalId, workspaceId, numericId: found.id.numeric } });
    await addEvent(tx, {
      portalId,
      contractId: contract.id,
      kind: 'contract_adopted',
      at: now(),
      how,
      dedupeKey: 'adopted',
      toStatus: contract.status,
    });
    if (contract.status === 'EXECUTED')
      await enqueue(tx, 'contract.finish', {
        payload: { portalId, contractId: contract.id },
        background: true,
      });
    await projectDeal({ tx, enqueue }, portalId, dealId);
    return contract;
  });
};
