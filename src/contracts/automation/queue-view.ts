import { expectedAt, perMinute } from '../../automation/queue-estimate.ts';
import type { QueueEntry, QueueView } from '../../wire/automation.ts';
import { ok, type Result } from '../../wire/result.ts';
import type { AutomationDeps } from './automation-deps.ts';
import { firingView } from './automation-view.ts';

const windowMs = 60_000;
const shown = 50;

type Parts = Pick<AutomationDeps, 'db' | 'now'> & { automation: { spotdraftPerSecond: number } };

/** Contracts a minute in one workspace, from the last minute. */
export const paceOf = async (deps: Parts, portalId: number): Promise<number> => {
  const made = await deps.db.request.findMany({
    where: { portalId, state: 'created', updatedAt: { gte: new Date(deps.now().getTime() - windowMs) } },
    select: { updatedAt: true },
    orderBy: { updatedAt: 'asc' },
    take: 2_000,
  });
  // Measured from the first of them: at the beginning of a burst the minute is not full yet.
  const first = made[0]?.updatedAt.getTime() ?? 0;
  const span = Math.max(1_000, Math.min(windowMs, deps.now().getTime() - first));
  return perMinute({
    made: made.length,
    windowMs: span,
    mostPerMinute: deps.automation.spotdraftPerSecond * 60,
  });
};

/** What waits to be made, in order, and when it is expected. A card's requests go first. */
export const queueView = async (
  deps: AutomationDeps,
  portalId: number,
): Promise<Result<QueueView, never>> => {
  const now = deps.now().getTime();
  const waiting = { portalId, state: { in: ['queued', 'creating', 'checking'] } };
  const undecided = {
    portalId,
    state: 'doing',
    requestId: null,
    effect: { path: ['do'], equals: 'generate' },
  };
  const [pace, requests, contracts, firings, asking, jobs] = await Promise.all([
    paceOf(deps, portalId),
    deps.db.request.findMany({ where: waiting, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: shown }),
    deps.db.request.count({ where: waiting }),
    deps.db.ruleFiring.count({ where: undecided }),
    deps.db.ruleFiring.findMany({
      where: { portalId, state: { in: ['asking', 'blocked'] } },
      orderBy: { createdAt: 'desc' },
      take: shown,
    }),
    deps.db.$queryRaw<{ deals: bigint }[]>`
      SELECT count(DISTINCT data->>'dealId') AS deals FROM "pgboss"."job"
      WHERE "name" = 'deal.automate' AND "state" IN ('created', 'retry', 'active') AND (data->>'portalId')::int = ${portalId}`,
  ]);
  const ahead = Number(jobs[0]?.deals ?? 0);
  const next = requests.map((request, index): QueueEntry => ({
    id: request.id,
    dealId: request.dealId,
    templateName: request.templateName,
    origin: request.origin as QueueEntry['origin'],
    position: index + 1,
    expectedAt: new Date(expectedAt(index + 1, pace, now)).toISOString(),
  }));
  const all = contracts + firings;
  return ok({
    deals: ahead,
    contracts: all,
    perMinute: Math.round(pace),
    expectedAt: all === 0 ? null : new Date(expectedAt(all, pace, now)).toISOString(),
    next,
    asking: asking.map(firingView),
  });
};

export type QueuePlace = { position: number; expectedAt: string };

/** Where one request stands in its portal's queue; null when its turn has come. */
export const queuePlace = async (
  deps: Parts,
  request: { portalId: number; id: string; workspaceId: string; createdAt: Date; state: string },
): Promise<QueuePlace | null> => {
  if (request.state !== 'queued') return null;
  const before = await deps.db.request.count({
    where: {
      portalId: request.portalId,
      workspaceId: request.workspaceId,
      state: { in: ['queued', 'creating'] },
      OR: [
        { createdAt: { lt: request.createdAt } },
        { createdAt: request.createdAt, id: { lt: request.id } },
      ],
    },
  });
  const pace = await paceOf(deps, request.portalId);
  return {
    position: before + 1,
    expectedAt: new Date(expectedAt(before + 1, pace, deps.now().getTime())).toISOString(),
  };
};
