import type { Db } from '../../../platform/database/client.ts';
import { forgetUnknownStage, unknownCause } from '../../wake/unknown-stage.ts';
import type { Judged, Part, Seen } from './judge-transition.ts';

type Deal = { portalId: number; dealId: string };

/** Kept in place of the cause of an old deal, for which a deal that came of it stands since it was looked at. */
const takenOver = 'taken_over';

/** Where a deal was last seen; before it was ever looked at, where the deals were seen that were merged into it. */
export async function readSeen(tx: Db, deal: Deal): Promise<{ seen: Seen | null; parts: Part[] }> {
  const { portalId, dealId } = deal;
  const seen = await tx.dealStage.findUnique({ where: { portalId_dealId: deal } });
  if (seen?.stageId != null) return { seen, parts: [] };
  const merged = await tx.mergedRecord.findMany({
    where: { portalId, objectType: 'deal', intoId: dealId },
    orderBy: { mergedId: 'asc' },
  });
  if (merged.length === 0) return { seen, parts: [] };
  const rows = await tx.dealStage.findMany({
    where: { portalId, dealId: { in: merged.map(({ mergedId }) => mergedId) } },
  });
  const parts = merged.flatMap(({ mergedId, isPrimary }): Part[] => {
    const row = rows.find(({ dealId: its }) => its === mergedId) ?? null;
    return row?.cause === takenOver ? [] : [{ dealId: mergedId, isPrimary, seen: row }];
  });
  return { seen, parts };
}

export async function keepSeen(
  tx: Db,
  deal: Deal,
  { last, isUnknown }: Pick<Judged, 'last' | 'isUnknown'>,
): Promise<void> {
  const seen = {
    pipelineId: last.to.pipelineId,
    stageId: last.to.stageId,
    fromPipelineId: last.from?.pipelineId ?? null,
    fromStageId: last.from?.stageId ?? null,
    seq: last.seq,
    enteredAt: new Date(last.at),
    cause: isUnknown ? unknownCause : last.cause,
  };
  const where = { portalId_dealId: deal };
  await tx.dealStage.upsert({ where, create: { ...deal, ...seen }, update: seen });
}

/** From now on the deal stands for its parts. What a rule asks about the entry that goes on is still asked. */
export async function takeOver(
  tx: Db,
  { portalId, dealId }: Deal,
  { parts, carriedOn, seq }: { parts: readonly Part[]; carriedOn: Part | null; seq: number },
): Promise<void> {
  if (carriedOn?.seen != null) {
    const entry = `entry:${String(carriedOn.seen.seq)}`;
    await tx.$executeRaw`
      UPDATE "rule_firing" SET "round" = ${`entry:${String(seq)}`} || substr("round", ${entry.length + 1}::int)
      WHERE "portalId" = ${portalId} AND "dealId" = ${dealId} AND "state" IN ('doing', 'blocked', 'asking')
        AND split_part("round", '/', 1) = ${entry} AND "round" || '/' LIKE ${`%/merged:${carriedOn.dealId}/%`}`;
  }
  await tx.dealStage.updateMany({
    where: { portalId, dealId: { in: parts.map((part) => part.dealId) }, stageId: { not: null } },
    data: { cause: takenOver },
  });
}

/**
 * Somebody told that a deal moved to a stage. It is kept until the deal is looked at: HubSpot may merge it before, and
 * keep nothing of how it came there. When it is told of an old deal that was never seen, the new one's stage is looked at
 * once more, as long as nobody knows how it came there. A deal that came of a merge has its first stage from that.
 */
export async function noteMove(
  tx: Db,
  { portalId, dealId }: Deal,
  { current, stageId }: { current: string; stageId: string | null },
): Promise<void> {
  const merged = await tx.mergedRecord.count({ where: { portalId, objectType: 'deal', intoId: dealId } });
  if (merged > 0) return;
  const { count } = await tx.dealStage.createMany({ data: [{ portalId, dealId }], skipDuplicates: true });
  if (count === 0 || dealId === current || stageId === null) return;
  await forgetUnknownStage(tx, { portalId, dealId: current }, stageId);
}
