import { randomUUID } from 'node:crypto';
import { enqueueWebhook } from '../jobs/enqueue-webhook.ts';
import { problemText } from '../problems/problems.ts';
import type { Problem } from '../../platform/database/generated/client.ts';
import { done, type JobEnd } from '../../platform/jobs/job-end.ts';
import type { Deps } from '../deps.ts';
import { readSettings } from '../access/change-settings.ts';
import { fixerOf } from '../problems/fixer.ts';

/** One tick tells at most so many changes; the rest is told by the next. */
const mostChanges = 100;

const alertBody = (problem: Problem, change: 'opened' | 'cleared'): string => {
  const { title, message, nextStep, operator } = problemText(problem);
  return JSON.stringify({
    type: `problem.${change}`,
    id: problem.id,
    portalId: problem.portalId,
    kind: problem.kind,
    title,
    message,
    nextStep,
    operator,
    dealId: problem.dealId,
    at: (change === 'opened' ? problem.openedAt : (problem.clearedAt ?? problem.openedAt)).toISOString(),
  });
};

/**
 * Alerts go out when a problem opens and when it ends, never for a sighting in between: what lasts is told once. A
 * problem that came and went between two ticks is not told at all.
 */
const tellChanges = async (deps: Deps, portalId: number): Promise<number> => {
  const { alerts } = await readSettings(deps.db, portalId);
  const changed = await deps.db.problem.findMany({
    where: {
      portalId,
      OR: [{ alerted: null }, { alerted: 'opened', clearedAt: { not: null } }],
    },
    orderBy: { openedAt: 'asc' },
    take: mostChanges,
  });
  for (const problem of changed) {
    const change = problem.clearedAt === null ? 'opened' : 'cleared';
    const quiet =
      alerts.webhookUrl === null ||
      (change === 'cleared' && problem.alerted !== 'opened') ||
      (alerts.onlyAdminProblems && fixerOf(problem.kind) === 'seller');
    await deps.db.$transaction(async (tx) => {
      const { count } = await tx.problem.updateMany({
        where: { id: problem.id, portalId, alerted: problem.alerted },
        data: { alerted: quiet ? 'quiet' : change },
      });
      if (count === 0 || quiet) return;
      await enqueueWebhook(tx, deps.enqueue, {
        id: randomUUID(),
        portalId,
        target: 'alert',
        type: `problem.${change}`,
        body: alertBody(problem, change),
        createdAt: deps.now(),
      });
    });
  }
  return changed.length;
};

/** Job `settings.tick`: what has to happen though no news comes. Comes back by itself for as long as the portal is there. */
export const settingsTick = async (deps: Deps, { portalId }: { portalId: number }): Promise<JobEnd> => {
  const portal = await deps.db.portal.findUnique({ where: { portalId }, select: { state: true } });
  if (portal === null) return done;
  const told = await tellChanges(deps, portalId);
  // What was to be told of one that has left is told; its clocks go on when it is back.
  if (portal.state !== 'active' && told < mostChanges) return done;
  await startSettingsTick(deps, portalId, told === mostChanges ? 0 : deps.settings.alertTickMs);
  // While the next watch waits, this changes nothing; an account that is new, or whose watch was given up, gets one.
  await deps.db.$transaction((tx) =>
    deps.enqueue(tx, 'schema.watch', {
      payload: { portalId, cause: 'clock' },
      afterMs: deps.settings.schemaWatchMs,
      background: true,
    }),
  );
  return done;
};

/** Sees to it that the portal's clocks tick; while they do, nothing changes. */
const startSettingsTick = async (
  deps: Pick<Deps, 'db' | 'enqueue'>,
  portalId: number,
  afterMs = 0,
): Promise<void> => {
  await deps.db.$transaction(async (tx) => {
    await deps.enqueue(tx, 'settings.tick', { payload: { portalId }, afterMs, background: true });
  });
};

/** At the start of a worker: every portal's clocks tick. */
export const startAllSettingsTicks = async (deps: Deps): Promise<void> => {
  for (const { portalId } of await deps.db.portal.findMany({
    where: { state: 'active' },
    select: { portalId: true },
  }))
    await startSettingsTick(deps, portalId);
};
