import { createHash } from 'node:crypto';
import type { Db } from '../../platform/database/client.ts';
import type { Enqueue } from '../jobs/catalogue.ts';
import type { ContractStatus } from '@dealdraft/wire/contract-status.ts';
import { wakeAutomation } from '../wake/wake-automation.ts';
import { dealProperties, type DealProperties } from './headline.ts';
import { lockDeal } from '../../platform/database/lock-deal.ts';
import { currentDeal } from '../merges/merged-records.ts';
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

/** Changes come in bursts (sent, asked, signed …): gathered for so long, they cost one call instead of many. */
const gatherMs = 300;

/**
 * Works out anew what the deal's properties should be and, when that differs from what was last written, asks for a
 * write. Part of the transaction that changed a contract; called last in it, because the enqueue meets others of the
 * same portal at one lock.
 */
export const projectDeal = async (
  deps: { tx: Db; enqueue: Enqueue },
  portalId: number,
  dealId: string,
): Promise<void> => {
  const { tx, enqueue } = deps;
  await lockDeal(tx, { portalId, dealId });
  const { dealId: into } = await currentDeal(tx, { portalId, dealId });
  if (into !== dealId) {
    // Merged while this was under way: what came to the old deal since belongs to the new one.
    await moveContracts(tx, portalId, { from: [dealId], into, at: new Date() });
    return projectDeal(deps, portalId, into);
  }
  const contracts = await tx.contract.findMany({
    where: { portalId, dealId, unlinkedAt: null, goneAt: null },
  });
  const extra: DealProperties = {};
  for (const contract of contracts) {
    const written = (contract.keyPointers as { properties?: DealProperties } | null)?.properties;
    if (written !== undefined) Object.assign(extra, written);
  }
  const desired = dealProperties(
    contracts.map((contract) => ({ ...contract, status: contract.status as ContractStatus })),
    extra,
  );
  const desiredHash = hashProperties(desired);
  const [row] = await tx.$queryRaw<{ dirty: boolean }[]>`
    INSERT INTO "deal_projection" ("portalId", "dealId", "desired", "desiredHash", "dirtySince", "updatedAt")
    VALUES (${portalId}, ${dealId}, ${JSON.stringify(desired)}::jsonb, ${desiredHash}, now(), now())
    ON CONFLICT ("portalId", "dealId") DO UPDATE SET
      "desired" = EXCLUDED."desired", "desiredHash" = EXCLUDED."desiredHash", "parked" = NULL, "missing" = '[]', "refusedAt" = NULL, "updatedAt" = now(),
      "dirtySince" = CASE WHEN "deal_projection"."writtenHash" = EXCLUDED."desiredHash" THEN NULL
        ELSE COALESCE("deal_projection"."dirtySince", now()) END
    RETURNING "dirtySince" IS NOT NULL AS dirty`;
  await wakeAutomation({ tx, enqueue }, { portalId, dealId });
  // Last: all deals of a portal meet at this one lock, so whoever holds it must not wait for another.
  if (row?.dirty === true)
    await enqueue(tx, 'deal.write', { payload: { portalId }, afterMs: gatherMs, background: true });
};
