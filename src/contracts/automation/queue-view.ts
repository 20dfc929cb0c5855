import { expectedAt } from '../../automation/queue-estimate.ts';
import type { QueueEntry, QueueView } from '../../wire/automation.ts';
import { ok, type Result } from '../../wire/result.ts';
import type { AutomationDeps } from './automation-deps.ts';
import { firingView } from './automation-view.ts';
import { paceOf } from './queue-place.ts';

const shown = 50;

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
