import type { Db } from '../../platform/database/client.ts';
import { addEvent } from '../history/events.ts';

/** Gives the contracts of merged deals to the deal that came of it. Answers how many there were. */
export async function moveContracts(
  tx: Db,
  portalId: number,
  { from, into, at }: { from: readonly string[]; into: string; at: Date },
): Promise<number> {
  const contracts = await tx.contract.findMany({
    where: { portalId, dealId: { in: [...from] } },
    select: { id: true, dealId: true, unlinkedAt: true },
    orderBy: { id: 'asc' },
  });
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
