import type { JobContext } from '../../../platform/jobs/jobs.ts';
import { done, type JobEnd } from '../../../platform/jobs/job-end.ts';
import type { Deps } from '../../deps.ts';
import { catchUp } from './catch-up.ts';
import { resumeRefused } from '../../deals/resume-refused.ts';
import { statusGraceMs } from '../workflow-actions/settle-executions.ts';

type Portal = { portalId: number };

/** Looked at in one tick; the rest in the next. */
const mostDeals = 500;
/** News wake automation at once; what nobody woke for so long is looked at by the clock. */
const forgottenMs = 5 * 60_000;

/**
 * Job `automation.tick`: what has to happen though no news comes. Ends waits whose time is over, looks again at what
 * was forgotten (a crash, a lost notice), goes on with what HubSpot refused for want of values that are there now, reports results that were kept while HubSpot was away, and looks for changes
 * of stage that no webhook told. Comes back by itself for as long as the portal is there.
 */
export const tick = async (deps: Deps, { portalId }: Portal, context: JobContext): Promise<JobEnd> => {
  const { db, enqueue } = deps;
  const portal = await db.portal.findUnique({ where: { portalId }, select: { state: true } });
  // One that has left is started again when it is back.
  if (portal?.state !== 'active') return done;
  const now = deps.now();
  const forgotten = new Date(now.getTime() - forgottenMs);
  const over = await db.workflowExecution.findMany({
    where: {
      portalId,
      state: { not: 'finished' },
      OR: [
        { expiresAt: { lte: now } },
        { updatedAt: { lt: forgotten } },
        { actionId: { not: null }, updatedAt: { lt: new Date(now.getTime() - statusGraceMs) } },
      ],
    },
    select: { dealId: true },
    orderBy: { expiresAt: 'asc' },
    take: mostDeals,
  });
  const stuck = await db.ruleFiring.findMany({
    where: { portalId, state: { in: ['doing', 'blocked'] }, updatedAt: { lt: forgotten } },
    select: { dealId: true },
    orderBy: { updatedAt: 'asc' },
    take: mostDeals,
  });
  const deals = new Set([...over, ...stuck].map(({ dealId }) => dealId));
  const pending = await db.workflowExecution.count({ where: { portalId, report: 'pending' } });
  await db.$transaction(async (tx) => {
    for (const dealId of deals)
      await enqueue(tx, 'deal.automate', { payload: { portalId, dealId }, background: true });
    if (pending > 0) await enqueue(tx, 'workflow.report', { payload: { portalId }, background: true });
  });
  await resumeRefused(deps, { portalId });
  const more = (await catchUp(deps, portalId, context)) === 'more';
  await startTicking(deps, portalId, more ? 1_000 : deps.settings.automationTickMs);
  return done;
};

/** Sees to it that the portal's clock ticks; while it does, nothing changes. */
export const startTicking = async (
  deps: Pick<Deps, 'db' | 'enqueue'>,
  portalId: number,
  afterMs = 0,
): Promise<void> => {
  await deps.db.$transaction((tx) =>
    deps.enqueue(tx, 'automation.tick', { payload: { portalId }, afterMs, background: true }),
  );
};

/** At the start of a worker: every portal's clock ticks. */
export const startAllTicks = async (deps: Pick<Deps, 'db' | 'enqueue'>): Promise<void> => {
  for (const { portalId } of await deps.db.portal.findMany({
    where: { state: 'active' },
    select: { portalId: true },
  }))
    await startTicking(deps, portalId);
};
