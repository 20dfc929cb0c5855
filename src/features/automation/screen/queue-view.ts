import { expectedAt } from '../../wake/queue-estimate.ts';
import type { DealInQueue, QueueEntry, QueueView } from '@dealdraft/wire/automation.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import { currentDeal } from '../../merges/merged-records.ts';
import { countAtWork } from '../../../platform/jobs/queue.ts';
import type { Deps } from '../../deps.ts';
import { firingViews } from './automation-view.ts';
import { paceOf, queuePlace } from '../../wake/queue-place.ts';

const shown = 50;

/** What waits to be made, in order, and when it is expected; with a deal, where that deal stands. */
export const queueView = async (
  deps: Deps,
  portalId: number,
  dealId?: string,
): Promise<Result<QueueView, never>> => {
  const now = deps.now().getTime();
  const waiting = { portalId, state: { in: ['queued', 'creating', 'checking'] } };
  const undecided = {
    portalId,
    state: 'doing',
    requestId: null,
    effect: { path: ['do'], equals: 'generate' },
  };
  const [pace, requests, contracts, firings, asking, ahead] = await Promise.all([
    paceOf(deps, portalId),
    deps.db.request.findMany({ where: waiting, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], take: shown }),
    deps.db.request.count({ where: waiting }),
    deps.db.ruleFiring.count({ where: undecided }),
    deps.db.ruleFiring.findMany({
      where: { portalId, state: { in: ['asking', 'blocked'] } },
      orderBy: { createdAt: 'desc' },
      take: shown,
    }),
    countAtWork(deps.db, 'deal.automate', { portalId, field: 'dealId' }),
  ]);
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
    asking: await firingViews(deps.db, portalId, asking),
    deal:
      dealId === undefined || dealId === ''
        ? null
        : await dealInQueue(deps, await currentDeal(deps.db, { portalId, dealId })),
  });
};

/** Where one deal stands: its contract's place, or that its rules are still to be looked at. */
const dealInQueue = async (deps: Deps, deal: { portalId: number; dealId: string }): Promise<DealInQueue> => {
  const { dealId, portalId } = deal;
  const request = await deps.db.request.findFirst({
    where: { ...deal, state: { in: ['queued', 'creating', 'checking'] } },
    orderBy: { createdAt: 'asc' },
  });
  if (request !== null) {
    const place = await queuePlace(deps, request);
    return place === null
      ? { dealId, state: 'making', position: null, expectedAt: null }
      : { dealId, state: 'queued', ...place };
  }
  const jobs = await countAtWork(deps.db, 'deal.automate', { portalId, field: 'dealId', key: dealId });
  const state = jobs === 0 ? 'none' : 'looked_at';
  return { dealId, state, position: null, expectedAt: null };
};
