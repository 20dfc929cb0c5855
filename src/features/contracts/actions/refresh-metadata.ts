import { storedPlan } from '../create/stored-plan.ts';
import { toJson } from '../../../platform/database/to-json.ts';
import type { Contract, Prisma } from '../../../platform/database/generated/client.ts';
import { done, later, type JobEnd } from '../../../platform/jobs/job-end.ts';
import type { VendorFailure } from '../../../platform/vendor-failure.ts';
import { withMetadataOf } from '../../../mapping/afterwards/drift.ts';
import { sameJson } from '../../../mapping/values/same-json.ts';
import type { ContractId } from '../../../spotdraft/answers/ids.ts';
import type { SpotDraftClient } from '../../../spotdraft/client.ts';
import type { Plan } from '@dealdraft/wire/plan.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../../deps.ts';
import { withSpotDraft } from '../../vendors/with-vendor.ts';

/** Whether the contract's metadata says something else than the deal does now. A plan that lacks values says nothing. */
export const isMetadataStale = (contract: Contract, fresh: Plan): boolean =>
  fresh.blockers === 0 &&
  !sameJson(storedPlan(contract.sentPlan).contract.recordData, fresh.contract.recordData);

/** Two writers of one contract: the second looks again. */
const againMs = 2_000;

/**
 * Brings the metadata of a contract to what its deal says now. Nothing of it is printed, so nobody is asked. Writing the
 * same twice does no harm.
 */
export const refreshMetadata = async (deps: Deps, contract: Contract, fresh: Plan): Promise<JobEnd> => {
  const { id, portalId, workspaceId, sentPlan } = contract;
  const sent = storedPlan(sentPlan);
  return withSpotDraft(deps, { portalId, workspaceId }, async (client) => {
    const at = { composite: contract.spotdraftId, numeric: contract.numericId };
    const written = await writeRecordData(client, at, { now: fresh, before: sent });
    if (!written.ok) return written;
    const { count } = await deps.db.contract.updateMany({
      where: { id, portalId, sentPlan: { equals: sentPlan as Prisma.InputJsonValue } },
      data: { sentPlan: toJson(withMetadataOf(sent, fresh)) },
    });
    return ok(count === 1 ? done : later(againMs, 'the contract was updated meanwhile; looking again'));
  });
};

/** Our keys in the metadata are replaced; those that others wrote, and those that join the contract to its deal, stay. */
export const writeRecordData = async (
  client: SpotDraftClient,
  at: ContractId,
  { now, before }: { now: Plan; before: Plan },
): Promise<Result<void, VendorFailure>> => {
  const read = await client.getExternalMetadata(at);
  if (!read.ok) return read;
  if (read.value === null) return ok(undefined);
  const others = Object.entries(read.value.recordData).filter(
    ([key]) => !Object.hasOwn(before.contract.recordData, key),
  );
  return client.putExternalMetadata(at, {
    ...read.value,
    recordData: { ...Object.fromEntries(others), ...now.contract.recordData },
  });
};
