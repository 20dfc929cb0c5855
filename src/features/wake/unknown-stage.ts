import type { Db } from '../../platform/database/client.ts';

/** Kept in place of the cause of a deal's stage that came with a merge, while nobody has told how the deal got there. */
export const unknownCause = 'merge';

/**
 * The deal's stage is looked at once more, as if for the first time; answers whether there was anything to forget.
 * `stageId`: only where it is the deal's stage.
 */
export async function forgetUnknownStage(
  tx: Db,
  { portalId, dealId }: { portalId: number; dealId: string },
  stageId?: string,
): Promise<boolean> {
  const { count } = await tx.dealStage.updateMany({
    where: { portalId, dealId, cause: unknownCause, ...(stageId === undefined ? {} : { stageId }) },
    data: { pipelineId: null, stageId: null },
  });
  return count > 0;
}
