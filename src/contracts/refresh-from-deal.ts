import { Prisma, type Contract } from '../db/generated/client.ts';
import { decideRetry, type RetryDecision } from '../jobs/retry-decision.ts';
import type { SpotDraftClient } from '../spotdraft/client.ts';
import type { Plan } from '../wire/plan.ts';
import { fail, ok, type Result } from '../wire/result.ts';
import type { Deps } from './deps.ts';
import { addEvent, type EventHow } from './events.ts';
import { freshPlans } from './fresh-plan.ts';
import { blockedBy } from './request-contract.ts';

type NotRefreshed =
  { kind: 'refused'; message: string; detail?: string } | { kind: 'retry'; decision: RetryDecision };

/** Writes the values that the deal has now into the contract at SpotDraft. Sending the same values twice does no harm. */
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
  const sent = contract.sentPlan as unknown as Plan;
  const data = Object.fromEntries(
    Object.entries(made.plan.contract.contractData).filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(sent.contract.contractData[key]),
    ),
  );
  if (Object.keys(data).length > 0) {
    const patched = await client.patchContractData(
      { composite: contract.spotdraftId, numeric: contract.numericId },
      data,
    );
    if (!patched.ok) {
      const decision = decideRetry(patched.failure);
      return decision.retry === 'never'
        ? fail({ kind: 'refused', message: patched.failure.text.seller, detail: patched.failure.text.log })
        : fail({ kind: 'retry', decision });
    }
  }
  await deps.db.$transaction(async (tx) => {
    await tx.contract.updateMany({
      where: { id, portalId },
      data: {
        sentPlan: made.plan as unknown as Prisma.InputJsonObject,
        sentData: made.plan.contract.contractData as Prisma.InputJsonObject,
        drift: Prisma.DbNull,
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
