import { Prisma } from '../../platform/database/generated/client.ts';
import type { Db } from '../../platform/database/client.ts';
import { resumeFirings } from '../wake/begin-again.ts';
import { projectDeal } from './deal-projection.ts';
import { lockDeal } from '../../platform/database/lock-deal.ts';
import { currentDeal } from '../merges/merged-records.ts';
import type { Deps } from '../deps.ts';
import { clearProblem, raiseProblem } from '../problems/problems.ts';

type Around = Pick<Deps, 'enqueue' | 'now'> & { tx: Db };
type Deal = { portalId: number; dealId: string };

// All that says whether a deal is there is touched in one order: its lock, its projection, its problem.

/** The deal is not there: what should stand on it waits, its contracts stay as they are. Answers whether it has any. */
export const dealIsGone = async ({ tx }: Pick<Around, 'tx'>, deal: Deal): Promise<boolean> => {
  const contracts = await tx.contract.count({ where: { ...deal, unlinkedAt: null } });
  if (contracts === 0) return false;
  await lockDeal(tx, deal);
  if ((await currentDeal(tx, deal)).dealId !== deal.dealId) return false;
  await tx.dealProjection.updateMany({
    where: deal,
    data: { parked: 'The deal was deleted in HubSpot.', missing: [], refusedAt: null },
  });
  await raiseProblem(tx, { ...deal, kind: 'deal_gone', about: deal.dealId });
  return true;
};

/** The deal is there again: everything is written to it anew, and its rules go on. */
export const dealIsBack = async ({ tx, enqueue, now }: Around, { portalId, dealId }: Deal): Promise<void> => {
  await lockDeal(tx, { portalId, dealId });
  await tx.dealProjection.updateMany({
    where: { portalId, dealId },
    data: { written: Prisma.DbNull, writtenHash: null, parked: null, missing: [], refusedAt: null },
  });
  await clearProblem(tx, { portalId, kind: 'deal_gone', about: dealId });
  await resumeFirings({ tx, enqueue, now }, { portalId, dealId });
  if ((await tx.contract.count({ where: { portalId, dealId, unlinkedAt: null } })) > 0)
    await projectDeal({ tx, enqueue }, portalId, dealId);
};
