import type { Contract } from '../../../platform/database/generated/client.ts';
import { afterFailure } from '../../../platform/jobs/after-failure.ts';
import type { Unfinished } from '../../../platform/jobs/job-end.ts';
import type { Contract as SpotDraftContract } from '../../../spotdraft/answers/contract.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../../deps.ts';
import type { EventHow } from '../../history/events.ts';
import { dealIdOf, portalIdOf, requestIdOf } from './join-key.ts';
import { currentDeal } from '../../merges/merged-records.ts';
import { raiseProblem } from '../../problems/problems.ts';
import { recordContract } from './record-contract.ts';
import { insertContract, shownStatus } from './insert-contract.ts';

type NotAdopted = { kind: 'not_ours'; message: string } | { kind: 'vendor'; end: Unfinished };

const notOurs = 'It was not made by this installation, so there is nothing to compare.';

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
    const contract = await insertContract(
      { tx, enqueue, now },
      {
        portalId,
        workspaceId,
        dealId,
        found,
        origin: 'adopted',
        more: { echo: { state: 'unavailable', message: notOurs } },
        event: {
          kind: 'contract_adopted',
          at: now(),
          how,
          dedupeKey: 'adopted',
          toStatus: shownStatus(found),
        },
      },
    );
    const { numeric: numericId } = found.id;
    return contract ?? tx.contract.findFirstOrThrow({ where: { portalId, workspaceId, numericId } });
  });
};
