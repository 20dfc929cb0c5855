import type { Db } from '../../platform/database/client.ts';
import type { Enqueue } from '../jobs/catalogue.ts';
import { lockDeals } from '../../platform/database/lock-deal.ts';

type Deal = { portalId: number; dealId: string };

/**
 * Has the rules and waiting workflow actions of deals looked at, where a deal has any that a change of its contracts can
 * concern. Part of the transaction that made the change; costs one indexed read where nothing waits.
 */
export const wakeAutomations = async (
  { tx, enqueue }: { tx: Db; enqueue: Enqueue },
  portalId: number,
  dealIds: readonly string[],
): Promise<void> => {
  await lockDeals(tx, portalId, dealIds);
  const rows = await tx.$queryRaw<{ current: string }[]>`
    WITH "moves" AS MATERIALIZED (
      SELECT EXISTS (SELECT 1 FROM "stage_rule" WHERE "portalId" = ${portalId} AND "state" = 'active' AND "kind" = 'move') AS "any"
    )
    SELECT DISTINCT d."id" AS current
    FROM (SELECT COALESCE(m."intoId", t."id") AS "id" FROM unnest(${[...dealIds]}::text[]) AS t("id")
      LEFT JOIN "merged_record" m ON m."portalId" = ${portalId} AND m."objectType" = 'deal' AND m."mergedId" = t."id") AS d
    WHERE (SELECT "any" FROM "moves")
      OR EXISTS (SELECT 1 FROM "rule_firing" WHERE "portalId" = ${portalId} AND "dealId" = d."id" AND "state" IN ('doing', 'blocked', 'asking'))
      OR EXISTS (SELECT 1 FROM "workflow_execution" WHERE "portalId" = ${portalId} AND "dealId" = d."id" AND "state" <> 'finished')`;
  await enqueue(
    tx,
    'deal.automate',
    rows.map(({ current }) => ({ payload: { portalId, dealId: current }, background: true })),
  );
};

export const wakeAutomation = (
  around: { tx: Db; enqueue: Enqueue },
  { portalId, dealId }: Deal,
): Promise<void> => wakeAutomations(around, portalId, [dealId]);

/** The deal may have entered another stage: looked at when the portal has any rule. Answers whether it has. */
export const wakeForStage = async (
  { tx, enqueue }: { tx: Db; enqueue: Enqueue },
  { portalId, dealId }: Deal,
): Promise<boolean> => {
  const rules = await tx.stageRule.count({ where: { portalId, state: 'active' } });
  if (rules > 0) await enqueue(tx, 'deal.automate', { payload: { portalId, dealId }, background: true });
  return rules > 0;
};

/**
 * Somebody edited the deal: what was blocked for want of a value may be possible now. So may what is under way: it
 * could have read the deal before the edit, and be about to find itself blocked.
 */
export const wakeBlocked = async (
  { tx, enqueue }: { tx: Db; enqueue: Enqueue },
  { portalId, dealId }: Deal,
): Promise<void> => {
  const open = await tx.ruleFiring.count({
    where: { portalId, dealId, state: { in: ['doing', 'blocked'] } },
  });
  if (open > 0)
    await enqueue(tx, 'deal.automate', { payload: { portalId, dealId }, afterMs: 2_000, background: true });
  const parked = await tx.dealProjection.count({
    where: { portalId, dealId, parked: { not: null }, missing: { not: [] } },
  });
  if (parked > 0)
    await enqueue(tx, 'deal.check', { payload: { portalId, dealId }, afterMs: 2_000, background: true });
};

/** DealDraft itself wrote to these deals: a move that HubSpot refused may have waited for one of those values. */
export const wakeWritten = async (
  { tx, enqueue }: { tx: Db; enqueue: Enqueue },
  portalId: number,
  dealIds: readonly string[],
): Promise<void> => {
  const blocked = await tx.ruleFiring.findMany({
    where: { portalId, dealId: { in: [...dealIds] }, state: 'blocked', missing: { not: [] } },
    distinct: ['dealId'],
    select: { dealId: true },
  });
  await enqueue(
    tx,
    'deal.automate',
    blocked.map(({ dealId }) => ({ payload: { portalId, dealId }, background: true })),
  );
};
