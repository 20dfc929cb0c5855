import type { SweepRun } from '../../platform/database/generated/client.ts';
import { done, type JobEnd } from '../../platform/jobs/job-end.ts';
import { clearProblem, raiseProblem } from '../problems/problems.ts';
import type { Deps } from '../deps.ts';
import { countsOf, totalOf } from './sum-repairs.ts';

type End = { state: 'done'; message?: undefined } | { state: 'failed'; message: string };

/**
 * Ends a run with its record. Only a run that read its whole window moves the workspace's cursor, and only when the
 * window begins where the last one ended: a look at some days on demand leaves no gap behind.
 */
export const endSweep = async (deps: Deps, run: SweepRun, end: End): Promise<JobEnd> => {
  const { id, portalId, workspaceId, windowFrom, windowTo } = run;
  const repaired = totalOf(countsOf(run.repaired));
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.sweepRun.updateMany({
      where: { id, portalId, state: 'running' },
      data: {
        state: end.state,
        endedAt: deps.now(),
        ...(end.message === undefined ? {} : { message: end.message }),
      },
    });
    if (count === 0) return;
    const about = { portalId, kind: 'sweep_failed', about: workspaceId } as const;
    if (end.state === 'failed') {
      await raiseProblem(tx, { ...about, workspaceId, context: { reason: end.message } });
      return;
    }
    await clearProblem(tx, about);
    await tx.$executeRaw`
      UPDATE "workspace" SET "sweepCursor" = GREATEST("sweepCursor", ${windowTo})
      WHERE "id" = ${workspaceId}::uuid AND "portalId" = ${portalId}
        AND (${windowFrom} <= "sweepCursor" OR ("sweepCursor" IS NULL AND ${run.cause} <> 'demand'))`;
  });
  const facts = {
    workspaceId,
    runId: id,
    cause: run.cause,
    pages: run.pages,
    checked: run.checked,
    repaired,
  };
  if (end.state === 'failed') deps.log.warn(facts, 'a sweep could not be finished');
  else deps.log.info(facts, 'a sweep is through');
  return done;
};
