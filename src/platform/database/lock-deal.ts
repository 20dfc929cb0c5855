import type { Db } from './client.ts';

/**
 * Two contracts of one deal may change at once, and its rules be judged beside it: the second must see the first. Whoever
 * changes what a deal's properties or automation follow from holds this lock until it commits, and takes it before the
 * projection's row, or the two wait for each other.
 */
export const lockDeal = async (
  tx: Db,
  { portalId, dealId }: { portalId: number; dealId: string },
): Promise<void> => {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`deal:${String(portalId)}:${dealId}`}, 0))`;
};

/** Several of them, always in the same order: HubSpot's numbers grow, so an old deal comes before the one it was merged into. */
export const lockDeals = async (tx: Db, portalId: number, dealIds: readonly string[]): Promise<void> => {
  const inOrder = [...new Set(dealIds)].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const keys = inOrder.map((dealId) => `deal:${String(portalId)}:${dealId}`);
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(k, 0)) FROM unnest(${keys}::text[]) AS k`;
};
