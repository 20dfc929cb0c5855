import type { Transition } from '../rules/facts.ts';
import type { Db } from '../../../platform/database/client.ts';
import type { Part, Seen } from './judge-transition.ts';

type Deal = { portalId: number; dealId: string };

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
  const parts = merged.map(({ mergedId, isPrimary }) => ({
    dealId: mergedId,
    isPrimary,
    seen: rows.find((row) => row.dealId === mergedId) ?? null,
  }));
  return { seen, parts };
}

export async function keepSeen(tx: Db, deal: Deal, last: Transition): Promise<void> {
  const seen = {
    pipelineId: last.to.pipelineId,
    stageId: last.to.stageId,
    fromPipelineId: last.from?.pipelineId ?? null,
    fromStageId: last.from?.stageId ?? null,
    seq: last.seq,
    enteredAt: new Date(last.at),
    cause: last.cause,
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
  await tx.dealStage.deleteMany({
    where: { portalId, dealId: { in: parts.map((part) => part.dealId) } },
  });
}
