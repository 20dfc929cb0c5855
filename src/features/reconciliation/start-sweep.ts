import type { SweepCause } from '@dealdraft/wire/operations.ts';
import type { Deps } from '../deps.ts';
import { firstPosition } from './position.ts';
import { clockMarginMs } from '../contracts/status/state-graph.ts';

export type SweepWish = {
  portalId: number;
  workspaceId: string;
  cause: SweepCause;
  startedBy?: string;
  /** Looks at every change since then; else since the last sweep. */
  since?: Date;
};

/**
 * Starts a sweep of a workspace: its record and its first page in one transaction. While one is running no second is
 * started; who asks for one on demand then gets the one that runs. Null when there is no such workspace.
 */
export const startSweep = async (
  deps: Pick<Deps, 'db' | 'enqueue' | 'now' | 'settings'>,
  wish: SweepWish,
): Promise<{ runId: string; isNew: boolean } | null> => {
  const { portalId, workspaceId } = wish;
  const { firstWindowMs, overlapMs } = deps.settings.reconciliation;
  const now = deps.now();
  return deps.db.$transaction(async (tx) => {
    const workspace = await tx.workspace.findFirst({
      where: { id: workspaceId, portalId, state: { not: 'removed' } },
      select: { sweepCursor: true },
    });
    if (workspace === null) return null;
    const sinceLast =
      workspace.sweepCursor === null
        ? now.getTime() - firstWindowMs
        : workspace.sweepCursor.getTime() - overlapMs;
    const [run] = await tx.sweepRun.createManyAndReturn({
      data: [
        {
          portalId,
          workspaceId,
          cause: wish.cause,
          startedBy: wish.startedBy ?? null,
          windowFrom: wish.since ?? new Date(sinceLast),
          windowTo: new Date(now.getTime() - clockMarginMs),
          position: firstPosition,
          startedAt: now,
        },
      ],
      skipDuplicates: true,
      select: { id: true },
    });
    if (run === undefined) {
      const running = await tx.sweepRun.findFirst({
        where: { portalId, workspaceId, state: 'running' },
        select: { id: true },
      });
      return running === null ? null : { runId: running.id, isNew: false };
    }
    await tx.workspace.updateMany({
      where: { id: workspaceId, portalId },
      data: { sweepWantedAt: null, sweepWantedWhy: null },
    });
    await deps.enqueue(tx, 'sweep.page', {
      payload: { portalId, workspaceId, runId: run.id },
      background: true,
    });
    return { runId: run.id, isNew: true };
  });
};
