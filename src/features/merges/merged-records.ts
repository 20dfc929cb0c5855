import type { Db } from '../../platform/database/client.ts';
import type { Merge, Noted } from './merge-forest.ts';
import { noteMerge } from './merge-forest.ts';

export type Mergeable = 'deal' | 'company' | 'contact';
type Deal = { portalId: number; dealId: string };
type Kind = { portalId: number; objectType: Mergeable };

/** The deal itself or, when it was merged, the one to which its id leads. */
export async function currentDeal(db: Db, { portalId, dealId }: Deal): Promise<Deal> {
  const row = await db.mergedRecord.findUnique({
    where: { portalId_objectType_mergedId: { portalId, objectType: 'deal', mergedId: dealId } },
    select: { intoId: true },
  });
  return { portalId, dealId: row?.intoId ?? dealId };
}

/** Of these deals, those that were merged, with the deal to which each leads. */
export async function mergedDeals(
  db: Db,
  portalId: number,
  dealIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.mergedRecord.findMany({
    where: { portalId, objectType: 'deal', mergedId: { in: [...dealIds] } },
    select: { mergedId: true, intoId: true },
  });
  return new Map(rows.map(({ mergedId, intoId }) => [mergedId, intoId]));
}

/** The old ids of records, as far as webhooks and reads told of them. */
export async function idsMergedInto(
  db: Db,
  { portalId, objectType }: Kind,
  ids: readonly string[],
): Promise<Map<string, string[]>> {
  const merged = new Map<string, string[]>();
  if (ids.length === 0) return merged;
  const rows = await db.mergedRecord.findMany({
    where: { portalId, objectType, intoId: { in: [...ids] } },
    orderBy: { mergedId: 'asc' },
  });
  for (const { intoId, mergedId } of rows) merged.set(intoId, [...(merged.get(intoId) ?? []), mergedId]);
  return merged;
}

/** What is to be noted of a merge, by what is known now. Nothing is written. */
export async function judgeMerge(tx: Db, { portalId, objectType }: Kind, merge: Merge): Promise<Noted> {
  const told = [...merge.from, merge.into];
  const near = await tx.mergedRecord.findMany({
    where: { portalId, objectType, OR: [{ mergedId: { in: told } }, { intoId: { in: told } }] },
  });
  const ends = near.map(({ intoId }) => intoId);
  const rows = await tx.mergedRecord.findMany({
    where: { portalId, objectType, OR: [{ mergedId: { in: told } }, { intoId: { in: [...told, ...ends] } }] },
  });
  return noteMerge(new Map(rows.map(({ mergedId, intoId }) => [mergedId, intoId])), merge);
}

/** Writes down where old ids lead. `primary`: the record whose values won, when HubSpot told. Answers whether that is news. */
export async function keepMerge(
  tx: Db,
  { portalId, objectType }: Kind,
  { noted, primary, at }: { noted: Noted; primary: string | null; at: Date },
): Promise<boolean> {
  for (const [mergedId, intoId] of noted.changed)
    await tx.mergedRecord.upsert({
      where: { portalId_objectType_mergedId: { portalId, objectType, mergedId } },
      create: { portalId, objectType, mergedId, intoId, at, isPrimary: mergedId === primary },
      update: { intoId },
    });
  if (primary === null) return false;
  const { count } = await tx.mergedRecord.updateMany({
    where: { portalId, objectType, mergedId: primary, isPrimary: false },
    data: { isPrimary: true },
  });
  return count > 0;
}

/** Notes a merge of contacts or companies, on which nothing of ours hangs but people's choices. */
export async function noteRecordsMerged(
  tx: Db,
  kind: Kind,
  { primary, at, ...merge }: Merge & { primary: string | null; at: Date },
): Promise<void> {
  // One at a time: of two merges that follow each other, the second must see the first.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`merges:${String(kind.portalId)}:${kind.objectType}`}, 0))`;
  await keepMerge(tx, kind, { noted: await judgeMerge(tx, kind, merge), primary, at });
}
