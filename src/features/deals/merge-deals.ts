import type { Db } from '../../platform/database/client.ts';
import type { Enqueue } from '../jobs/catalogue.ts';
import { resumeFirings } from '../wake/begin-again.ts';
import { forgetUnknownStage } from '../wake/unknown-stage.ts';
import { wakeAutomation } from '../wake/wake-automation.ts';
import { projectDeal } from './deal-projection.ts';
import { wakeDrift } from '../wake/wake-drift.ts';
import { lockDeals } from '../../platform/database/lock-deal.ts';
import { clearProblems } from '../problems/problems.ts';
import type { Merge } from '../merges/merge-forest.ts';
import { judgeMerge, keepMerge } from '../merges/merged-records.ts';
import { moveContracts } from '../merges/move-contracts.ts';

type Around = { tx: Db; enqueue: Enqueue; now: () => Date };
/** `isNew`: somebody had to be told of it, or something moved. */
export type DealsMerged = { into: string; contracts: number; isNew: boolean };

const restAfterMs = 1_000;

/**
 * Deals became one, with a new id since 2026: all that hung on any of them moves to it, in one transaction with the note
 * of where the old ids lead. Told again, late, or by a read instead of a webhook, it changes nothing more.
 */
export async function mergeDeals(
  around: Around,
  portalId: number,
  merge: Merge & { primary: string | null },
): Promise<DealsMerged> {
  const { tx, now } = around;
  const kind = { portalId, objectType: 'deal' } as const;
  const expected = await judgeMerge(tx, kind, merge);
  // In the order of everybody who changes a contract or a request: its row first, then the lock of its deal.
  await tx.$queryRaw`
    SELECT 1 FROM "contract" WHERE "portalId" = ${portalId} AND "dealId" = ANY(${expected.from}) ORDER BY "id" FOR UPDATE`;
  await tx.$queryRaw`
    SELECT 1 FROM "request" WHERE "portalId" = ${portalId} AND "dealId" = ANY(${expected.from}) ORDER BY "id" FOR UPDATE`;
  await lockDeals(tx, portalId, [...expected.from, expected.into]);
  const noted = await judgeMerge(tx, kind, merge);
  const { from, into } = noted;
  await lockDeals(tx, portalId, [...from, into]);
  const primaryIsNews = await keepMerge(tx, kind, { noted, primary: merge.primary, at: now() });
  const contracts = await moveContracts(tx, portalId, { from, into, at: now() });
  const work = await moveWork(tx, portalId, { from, into });
  await comeBackForRest(around, portalId, from);
  const deal = { portalId, dealId: into };
  const isNew = contracts > 0 || work > 0 || noted.changed.size > 0;
  if (!isNew) {
    // A read had told of the merge, but not which deal's stage it is: what was judged without that is judged again.
    if (primaryIsNews && (await forgetUnknownStage(tx, deal))) await wakeAutomation(around, deal);
    return { into, contracts, isNew };
  }
  await resumeFirings(around, deal);
  if (contracts > 0) {
    await wakeDrift(around, deal);
    await projectDeal(around, portalId, into);
  } else await wakeAutomation(around, deal);
  return { into, contracts, isNew };
}

/** What is under way for the old deals goes on for the new one; what was written to them is forgotten. */
async function moveWork(
  tx: Db,
  portalId: number,
  { from, into }: { from: readonly string[]; into: string },
): Promise<number> {
  const old = [...from];
  const requests = await tx.$executeRaw`
    UPDATE "request" SET "askedForDealId" = COALESCE("askedForDealId", "dealId"), "dealId" = ${into}
    WHERE "portalId" = ${portalId} AND "dealId" = ANY(${old})`;
  // The round tells whose it was: a rule that fired for two deals has done so twice, and fires no third time for it.
  const firings = await tx.$executeRaw`
    UPDATE "rule_firing" SET "round" = "round" || '/merged:' || "dealId", "dealId" = ${into}
    WHERE "portalId" = ${portalId} AND "dealId" = ANY(${old})`;
  const executions = await tx.$executeRaw`
    UPDATE "workflow_execution" SET "dealId" = ${into} WHERE "portalId" = ${portalId} AND "dealId" = ANY(${old})`;
  const { count: projections } = await tx.dealProjection.deleteMany({
    where: { portalId, dealId: { in: old } },
  });
  for (const kind of ['deal_gone', 'deal_write_refused'] as const)
    await clearProblems(tx, { portalId, kind, abouts: old });
  await tx.$executeRaw`
    UPDATE "problem" SET "dealId" = ${into} WHERE "id" IN (SELECT "id" FROM "problem"
      WHERE "portalId" = ${portalId} AND "dealId" = ANY(${old}) AND "clearedAt" IS NULL FOR UPDATE SKIP LOCKED)`;
  return requests + firings + executions + projections;
}

/** What others were changing at this moment was left to them; a check of the old deal sees that none of it stays there. */
async function comeBackForRest(
  { tx, enqueue }: Around,
  portalId: number,
  from: readonly string[],
): Promise<void> {
  for (const dealId of from) {
    const where = { portalId, dealId };
    const left =
      (await tx.contract.count({ where })) +
      (await tx.problem.count({ where: { ...where, clearedAt: null } }));
    if (left > 0)
      await enqueue(tx, 'deal.check', {
        payload: { portalId, dealId },
        afterMs: restAfterMs,
        background: true,
      });
  }
}
