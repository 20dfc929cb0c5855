import { Prisma } from '../../platform/database/generated/client.ts';
import type { Db } from '../../platform/database/client.ts';
import { resumeFirings } from '../wake/begin-again.ts';
import { projectDeal } from './deal-projection.ts';
import { lockDeal } from '../../platform/database/lock-deal.ts';
import type { Deps } from '../deps.ts';
import { addEvent } from '../history/events.ts';
import { clearProblem, raiseProblem } from '../problems/problems.ts';

type Around = Pick<Deps, 'enqueue' | 'now'> & { tx: Db };
type Deal = { portalId: number; dealId: string };

// All that says whether a deal is there is touched in one order: its lock, its projection, its problem.

/** The deal is not there: what should stand on it waits, its contracts stay as they are. Answers whether it has any. */
export const dealIsGone = async ({ tx }: Pick<Around, 'tx'>, deal: Deal): Promise<boolean> => {
  const contracts = await tx.contract.count({ where: { ...deal, unlinkedAt: null } });
  if (contracts === 0) return false;
  await lockDeal(tx, deal);
  await tx.dealProjection.updateMany({
    where: deal,
    data: { parked: 'The deal was deleted in HubSpot.' },
  });
  await raiseProblem(tx, { ...deal, kind: 'deal_gone', about: deal.dealId });
  return true;
};

/** The deal is there again: everything is written to it anew, and its rules go on. */
export const dealIsBack = async ({ tx, enqueue, now }: Around, { portalId, dealId }: Deal): Promise<void> => {
  await lockDeal(tx, { portalId, dealId });
  await tx.dealProjection.updateMany({
    where: { portalId, dealId },
    data: { written: Prisma.DbNull, writtenHash: null, parked: null },
  });
  await clearProblem(tx, { portalId, kind: 'deal_gone', about: dealId });
  await resumeFirings({ tx, enqueue, now }, { portalId, dealId });
  if ((await tx.contract.count({ where: { portalId, dealId, unlinkedAt: null } })) > 0)
    await projectDeal({ tx, enqueue }, portalId, dealId);
};

/** The contracts of deals that were merged away move to the one that remains. Answers how many. */
export const dealsWereMerged = async (
  { tx, enqueue, now }: Around,
  { portalId, dealId }: Deal,
  { from, mark }: { from: readonly string[]; mark: string },
): Promise<number> => {
  const moved = await tx.contract.findMany({
    where: { portalId, dealId: { in: [...from] } },
    select: { id: true, dealId: true },
  });
  for (const contract of moved) {
    await tx.contract.updateMany({ where: { id: contract.id, portalId }, data: { dealId } });
    await addEvent(tx, {
      portalId,
      contractId: contract.id,
      kind: 'contract_linked',
      at: now(),
      how: 'system',
      dedupeKey: `merged:${dealId}:${mark}`,
      detail: { reason: `Deal ${contract.dealId} was merged into this one.` },
    });
  }
  await tx.dealProjection.deleteMany({ where: { portalId, dealId: { in: [...from] } } });
  for (const id of from) await clearProblem(tx, { portalId, kind: 'deal_gone', about: id });
  if (moved.length > 0) await projectDeal({ tx, enqueue }, portalId, dealId);
  return moved.length;
};
