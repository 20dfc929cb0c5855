import type { sweepRoutes } from '@dealdraft/wire/routes/health.ts';
import type { Handlers } from '../access/user-endpoints.ts';
import type { Deps } from '../deps.ts';
import { startSweepByHand } from './start-sweep-by-hand.ts';
import { sweepList } from './sweep-list.ts';

export const sweepHandlers = (deps: Deps): Handlers<typeof sweepRoutes> => ({
  'GET /api/settings/sweeps': ({ portalId, query }) => sweepList(deps.db, portalId, query),
  'POST /api/settings/sweeps': ({ actor, body }) =>
    startSweepByHand(deps, actor, { workspaceId: body.workspaceId, since: body.since }),
});
