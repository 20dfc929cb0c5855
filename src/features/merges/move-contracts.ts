import type { Db } from '../../platform/database/client.ts';
import { addEvent } from '../history/events.ts';

type Row = { id: string; dealId: string; unlinkedAt: Date | null };

/**
 * Gives the contracts of merged deals to the deal that came of it. Answers how many there were. Called under the lock of
 * the old deals: a contract that another transaction changes right now is left to that one, for it may wait for this lock.
 */
export async function moveContracts(
  tx: Db,
  portalId: number,
  { from, into, at }: { from: readonly string[]; into: string; at: Date },
): Promise<number> {
  const contracts = await tx.$queryRaw<Row[]>`
    SELECT "id", "dealId", "unlinkedAt" FROM "contract"
    WHERE "portalId" = ${portalId} AND "dealId" = ANY(${[...from]}) ORDER BY "id" FOR UPDATE SKIP LOCKED`;
  for (const { id, dealId, unlinkedAt } of contracts) {
    await tx.contract.updateMany({ where: { id, portalId, dealId }, data: { dealId: into } });
    if (unlinkedAt !== null) continue;
    await addEvent(tx, {
      portalId,
      contractId: id,
      kind: 'contract_linked',
      at,
      how: 'system',
      dedupeKey: `merged:${dealId}:${into}`,
      detail: { reason: `Deal ${dealId} was merged into this one.` },
    });
  }
  return contracts.length;
}
