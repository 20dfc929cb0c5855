import { storedPlan } from '../create/stored-plan.ts';
import { toJson } from '../../../platform/database/to-json.ts';
import { Prisma, type Contract } from '../../../platform/database/generated/client.ts';
import { afterFailure } from '../../../platform/jobs/after-failure.ts';
import type { Unfinished } from '../../../platform/jobs/job-end.ts';
import type { VendorFailure } from '../../../platform/vendor-failure.ts';
import { afterUpdate, compareWithDeal } from '../../../mapping/afterwards/drift.ts';
import { sameJson } from '../../../mapping/values/same-json.ts';
import type { SpotDraftClient } from '../../../spotdraft/client.ts';
import type { JsonObject } from '@dealdraft/wire/plan.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { driftOf } from './check-drift.ts';
import type { Deps } from '../../deps.ts';
import { addEvent, type EventHow } from '../../history/events.ts';
import { freshPlans } from '../create/fresh-plan.ts';
import { writeRecordData } from './refresh-metadata.ts';
import { blockedBy } from '../create/request-contract.ts';

type NotRefreshed =
  { kind: 'refused'; message: string; detail?: string } | { kind: 'retry'; end: Unfinished };

/**
 * Writes the values that the deal has now into the contract at SpotDraft: its variables and our metadata. What SpotDraft
 * takes only when a contract is made, such as its parties, stays as it was sent and stays told. Sending the same values
 * twice does no harm.
 */
export const refreshFromDeal = async (
  deps: Deps,
  client: SpotDraftClient,
  { contract, by, how }: { contract: Contract; by: string | null; how: EventHow },
): Promise<Result<void, NotRefreshed>> => {
  const { id, portalId, dealId } = contract;
  const fresh = await freshPlans(deps, { portalId, dealId }, [contract]);
  if (!fresh.ok) return fail({ kind: 'refused', message: fresh.failure.message });
  const [made] = fresh.value;
  if (made === undefined)
    return fail({
      kind: 'refused',
      message: 'The mapping that made this contract is not there any more; generate a new contract instead.',
    });
  if (made.plan.blockers > 0) return fail({ kind: 'refused', message: blockedBy(made.plan).message });
  const sent = storedPlan(contract.sentPlan);
  const plan = afterUpdate(sent, made.plan);
  const at = { composite: contract.spotdraftId, numeric: contract.numericId };
  const data = differing(plan.contract.contractData, sent.contract.contractData);
  if (Object.keys(data).length > 0) {
    const patched = await client.patchContractData(at, data);
    if (!patched.ok) return notRefreshed(patched.failure);
  }
  if (!sameJson(plan.contract.recordData, sent.contract.recordData)) {
    const written = await writeRecordData(client, at, { now: plan, before: sent });
    if (!written.ok) return notRefreshed(written.failure);
  }
  const changes = compareWithDeal(plan, made.plan);
  await deps.db.$transaction(async (tx) => {
    await tx.contract.updateMany({
      where: { id, portalId },
      data: {
        sentPlan: toJson(plan),
        sentData: toJson(plan.contract.contractData),
        drift:
          changes.length === 0 ? Prisma.DbNull : toJson(driftOf(changes, { at: deps.now(), kept: null })),
        echo: Prisma.DbNull,
      },
    });
    await addEvent(tx, {
      portalId,
      contractId: id,
      kind: 'data_refreshed',
      at: deps.now(),
      how,
      actor: by,
      dedupeKey: `refreshed:${deps.now().toISOString()}`,
      detail: { fields: Object.keys(data) },
    });
    await deps.enqueue(tx, 'contract.echo', { payload: { portalId, contractId: id }, background: true });
  });
  return ok(undefined);
};

const differing = (now: JsonObject, before: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(now).filter(([key, value]) => !sameJson(value, before[key] ?? null)));

const notRefreshed = (failure: VendorFailure): Result<void, NotRefreshed> => {
  const end = afterFailure(failure);
  return end.end === 'give_up'
    ? fail({ kind: 'refused', message: failure.text.seller, detail: failure.text.log })
    : fail({ kind: 'retry', end });
};
