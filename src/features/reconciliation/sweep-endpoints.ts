import type { sweepRoutes } from '@dealdraft/wire/routes/health.ts';
import type { UserHandlers } from '../access/user-endpoints.ts';
import type { Deps } from '../deps.ts';
import { startSweepByHand } from './start-sweep-by-hand.ts';
import { sweepList } from './sweep-list.ts';

export const sweepHandlers = (deps: Deps): UserHandlers<typeof sweepRoutes> => ({
  'GET /api/settings/sweeps': ({ portalId, query }) => sweepList(deps.db, portalId, query),
  'POST /api/settings/sweeps': ({ actor, body }) =>
    startSweepByHand(deps, actor, { workspaceId: body.workspaceId, since: body.since }),
});
