import type { Deps } from '../deps.ts';
import { vendorIsBack } from '../vendors/vendor-trouble.ts';

/** HubSpot lets us in, for the first time or again: clocks tick, and what waited goes on where it was. */
export const accountIsBack = async (
  { db, enqueue, now }: Pick<Deps, 'db' | 'enqueue' | 'now'>,
  { portalId, hadLeft }: { portalId: number; hadLeft: boolean },
): Promise<void> => {
  if (hadLeft) {
    await db.portal.updateMany({
      where: { portalId },
      data: { state: 'active', disconnectedAt: null, probedAt: null, deleteAt: null, deleteAskedBy: null },
    });
    // Nobody knows what happened meanwhile; and a sweep gives work that rested its jobs again.
    await db.workspace.updateMany({
      where: { portalId, state: { not: 'removed' } },
      data: { sweepWantedAt: now(), sweepWantedWhy: 'outage' },
    });
  }
  await vendorIsBack(db, { portalId, vendor: 'hubspot' });
  await db.$transaction(async (tx) => {
    await enqueue(tx, 'automation.tick', { payload: { portalId }, background: true });
    // For alerts and the watch over its mappings.
    await enqueue(tx, 'settings.tick', { payload: { portalId }, background: true });
    await enqueue(tx, 'deal.write', { payload: { portalId }, background: true, hurry: true });
  });
};
