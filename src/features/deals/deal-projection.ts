import { createHash } from 'node:crypto';
import type { Db } from '../../platform/database/client.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import type { Enqueue } from '../jobs/catalogue.ts';
import { wakeAutomations } from '../wake/wake-automation.ts';
import { dealProperties, type DealProperties } from './headline.ts';
import { lockDeals } from '../../platform/database/lock-deal.ts';
import { mergedDeals } from '../merges/merged-records.ts';
import { moveContracts } from '../merges/move-contracts.ts';

/**
 * Fingerprint of what must stand on the deal. The time of the last verification is not part of it: it is written along
 * with every other change, but does not cause a write of its own, for each would be a line in the deal's history.
 */
export const hashProperties = (properties: DealProperties): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        Object.entries(properties)
          .filter(([name]) => name !== 'dealdraft_verified_at')
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    )
    .digest('base64url');

/** The changes of one moment (sent, asked, signed …) are gathered for so long: they cost one call instead of many. */
const gatherMs = 60;

type Around = { tx: Db; enqueue: Enqueue };

/**
 * Works out anew what the properties of deals should be and, where that differs from what was last written, asks for a
 * write. Part of the transaction that changed their contracts; called last in it, because the enqueue meets others of the
 * same portal at one lock.
 */
export const projectDeals = async (
  { tx, enqueue }: Around,
  portalId: number,
  dealIds: readonly string[],
): Promise<void> => {
  const targets = await lockCurrent(tx, portalId, dealIds);
  const contracts = await tx.contract.findMany({
    where: { portalId, dealId: { in: targets }, unlinkedAt: null, goneAt: null },
    select: shownOfContract,
  });
  const byDeal = Map.groupBy(contracts, ({ dealId }) => dealId);
  const desired = targets.map((dealId) => desiredOf(byDeal.get(dealId) ?? []));
  const rows = await tx.$queryRaw<{ dirty: boolean }[]>`
    INSERT INTO "deal_projection" ("portalId", "dealId", "desired", "desiredHash", "dirtySince", "updatedAt")
    SELECT ${portalId}, p.deal, p.desired::jsonb, p.hash, now(), now()
    FROM unnest(${targets}::text[], ${desired.map((each) => JSON.stringify(each))}::text[], ${desired.map(hashProperties)}::text[]) AS p(deal, desired, hash)
    ORDER BY p.deal COLLATE "C"
    ON CONFLICT ("portalId", "dealId") DO UPDATE SET
      "desired" = EXCLUDED."desired", "desiredHash" = EXCLUDED."desiredHash", "parked" = NULL, "missing" = '[]', "refusedAt" = NULL, "updatedAt" = now(),
      "dirtySince" = CASE WHEN "deal_projection"."writtenHash" = EXCLUDED."desiredHash" THEN NULL
        ELSE COALESCE("deal_projection"."dirtySince", now()) END
    RETURNING "dirtySince" IS NOT NULL AS dirty`;
  await wakeAutomations({ tx, enqueue }, portalId, targets);
  // Last: all deals of a portal meet at this one lock, so whoever holds it must not wait for another.
  if (rows.some(({ dirty }) => dirty))
    await enqueue(tx, 'deal.write', { payload: { portalId }, afterMs: gatherMs, background: true });
};

export const projectDeal = (around: Around, portalId: number, dealId: string): Promise<void> =>
  projectDeals(around, portalId, [dealId]);

/** Locks deals, and gives those that are there now: what came to a deal since it was merged belongs to the new one. */
const lockCurrent = async (tx: Db, portalId: number, dealIds: readonly string[]): Promise<string[]> => {
  const known = await mergedDeals(tx, portalId, dealIds);
  const expected = [...dealIds, ...known.values()];
  await lockDeals(tx, portalId, expected);
  const merged = await mergedDeals(tx, portalId, dealIds);
  const late = [...merged.values()].filter((into) => !expected.includes(into));
  // Merged between the two: HubSpot's numbers grow, so these come after all that are locked.
  if (late.length > 0) await lockDeals(tx, portalId, late);
  for (const [from, into] of merged)
    await moveContracts(tx, portalId, { from: [from], into, at: new Date() });
  return [...new Set(dealIds.map((dealId) => merged.get(dealId) ?? dealId))];
};

const shownOfContract = {
  dealId: true,
  spotdraftId: true,
  name: true,
  link: true,
  templateName: true,
  status: true,
  verifiedAt: true,
  createdAt: true,
  sentAt: true,
  signedAt: true,
  executedAt: true,
  fileId: true,
  keyPointers: true,
} as const satisfies Prisma.ContractSelect;
type Shown = Prisma.ContractGetPayload<{ select: typeof shownOfContract }>;

const desiredOf = (contracts: readonly Shown[]): DealProperties => {
  const extra: DealProperties = {};
  for (const { keyPointers } of contracts)
    Object.assign(extra, (keyPointers as { properties?: DealProperties } | null)?.properties);
  return dealProperties(
    contracts.map((contract) => ({ ...contract, status: contract.status })),
    extra,
  );
};
