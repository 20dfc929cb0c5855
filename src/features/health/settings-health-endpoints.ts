import type { Deps } from '../deps.ts';
import { deadLetters, settleDeadLetters } from './dead-letter-list.ts';
import {
  deliveriesView,
  deliveryView,
  readOutcome,
  replayByAdmin,
  replayPreview,
} from '../inbox/deliveries.ts';
import { healthView } from './health.ts';
import {
  dismissOrphan,
  lastScan,
  linkOrphan,
  orphanContracts,
  orphanDeals,
  startScan,
} from '../orphans/orphans.ts';
import { readCount, readTime } from '../../platform/pages.ts';
import { problemList } from './problem-list.ts';
import { acknowledgeProblem, retryProblem } from './act-on-problem.ts';
import { startSweepByHand } from '../reconciliation/start-sweep-by-hand.ts';
import { sweepList } from '../reconciliation/sweep-list.ts';
import { vendorCallList } from './vendor-call-list.ts';
import {
  deadLetterRequest,
  orphanDismissRequest,
  orphanLinkRequest,
  orphanScanRequest,
  replayRequest,
  sweepRequest,
} from '@dealdraft/wire/settings.ts';
import type { CardCall, CardEndpoint } from '../../hubspot/inbound/card-door.ts';
import type { AdminDoors } from '../access/settings-call.ts';

const readVendor = (text: string | undefined): 'spotdraft' | 'hubspot' | undefined =>
  text === 'spotdraft' || text === 'hubspot' ? text : undefined;

const pageOf = (query: CardCall<unknown>['query']): { search: string; offset: number } => ({
  search: query('search')?.trim().slice(0, 200) ?? '',
  offset: readCount(query('offset'), { fallback: 0, most: 100_000 }),
});

/** Health, and what is operated from there. */
export const healthEndpoints = (deps: Deps, { get, ask, post }: AdminDoors): CardEndpoint[] => [
  get('/health', ({ portalId }) => healthView(deps, portalId)),
  get('/problems', ({ portalId, query }) =>
    problemList(deps.db, portalId, {
      state: query('state') === 'cleared' ? 'cleared' : 'open',
      kind: query('kind')?.slice(0, 100) ?? null,
      before: query('before'),
    }),
  ),
  ask('/problems/:problemId/acknowledge', ({ admin, param }) =>
    acknowledgeProblem(deps, admin, param('problemId')),
  ),
  ask('/problems/:problemId/retry', ({ admin, param }) => retryProblem(deps, admin, param('problemId'))),
  get('/deliveries', ({ portalId, query }) =>
    deliveriesView(deps.db, portalId, {
      filter: {
        source: readVendor(query('source')),
        outcome: readOutcome(query('outcome')),
        activity: query('activity')?.slice(0, 100),
        search: query('search')?.trim().slice(0, 200),
        from: readTime(query('from')),
        to: readTime(query('to')),
      },
      before: query('before'),
    }),
  ),
  get('/deliveries/:deliveryId', ({ portalId, param }) =>
    deliveryView(deps.db, portalId, param('deliveryId')),
  ),
  get('/deliveries/:deliveryId/replay-preview', ({ portalId, param }) =>
    replayPreview(deps, portalId, param('deliveryId')),
  ),
  post('/deliveries/replay', replayRequest, ({ admin, body }) =>
    replayByAdmin(deps, admin, {
      ids: body.ids,
      filter:
        body.wholeFilter === undefined
          ? null
          : {
              source: body.wholeFilter.source,
              outcome: body.wholeFilter.outcome,
              from: readTime(body.wholeFilter.from),
              to: readTime(body.wholeFilter.to),
            },
    }),
  ),
  get('/sweeps', ({ portalId, query }) =>
    sweepList(deps.db, portalId, { workspaceId: query('workspaceId') ?? null, before: query('before') }),
  ),
  post('/sweeps', sweepRequest, ({ admin, body }) =>
    startSweepByHand(deps, admin, { workspaceId: body.workspaceId, since: body.since }),
  ),
  get('/dead-letters', ({ portalId, query }) => deadLetters(deps, portalId, query('before'))),
  post('/dead-letters/redrive', deadLetterRequest, ({ admin, body }) =>
    settleDeadLetters(deps, admin, { act: 'redrive', ids: body.ids }),
  ),
  post('/dead-letters/delete', deadLetterRequest, ({ admin, body }) =>
    settleDeadLetters(deps, admin, { act: 'delete', ids: body.ids }),
  ),
  get('/calls', ({ portalId, query }) =>
    vendorCallList(deps.db, portalId, {
      vendor: readVendor(query('vendor')) ?? null,
      failedOnly: query('failed') === 'true',
      before: query('before'),
    }),
  ),
  post('/orphans/scan', orphanScanRequest, ({ admin, body }) => startScan(deps, admin, body)),
  get('/orphans/scan', ({ portalId }) => lastScan(deps.db, portalId)),
  get('/orphans/contracts', ({ portalId, query }) => orphanContracts(deps.db, portalId, pageOf(query))),
  get('/orphans/deals', ({ portalId, query }) => orphanDeals(deps, portalId, pageOf(query))),
  post('/orphans/link', orphanLinkRequest, ({ admin, body }) => linkOrphan(deps, admin, body)),
  post('/orphans/dismiss', orphanDismissRequest, ({ admin, body }) => dismissOrphan(deps, admin, body)),
];
