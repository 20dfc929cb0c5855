import type { Deps } from '../deps.ts';
import { mergeDeals } from './merge-deals.ts';
import { mergedIdsOf, type RecordRead } from '../merges/merged-ids.ts';
import { currentDeal } from '../merges/merged-records.ts';

/**
 * Takes from a read of a deal what it tells of merges: old ids in its property, or that another id than the one asked
 * for came back. Answers the deal that is meant.
 */
export async function learnMerge(
  deps: Pick<Deps, 'db' | 'enqueue' | 'now'>,
  { portalId, dealId }: { portalId: number; dealId: string },
  read: RecordRead,
): Promise<{ portalId: number; dealId: string }> {
  const { db, enqueue, now } = deps;
  const old = [...new Set([...mergedIdsOf(read), ...(dealId === read.id ? [] : [dealId])])];
  if (old.length === 0) return { portalId, dealId: read.id };
  const known = await db.mergedRecord.findMany({
    where: { portalId, objectType: 'deal', mergedId: { in: old } },
    select: { mergedId: true, intoId: true },
  });
  const { dealId: into } = await currentDeal(db, { portalId, dealId: read.id });
  const from = old.filter((id) => !known.some((row) => row.mergedId === id && row.intoId === into));
  if (from.length === 0) return { portalId, dealId: into };
  const merged = await db.$transaction((tx) =>
    mergeDeals({ tx, enqueue, now }, portalId, { from, into: read.id, primary: null }),
  );
  return { portalId, dealId: merged.into };
}
