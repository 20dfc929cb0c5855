import type { orphanRoutes } from '@dealdraft/wire/routes/health.ts';
import type { UserHandlers } from '../access/user-endpoints.ts';
import type { Deps } from '../deps.ts';
import { dismissOrphan, lastScan, linkOrphan, orphanContracts, orphanDeals, startScan } from './orphans.ts';

export const orphanHandlers = (deps: Deps): UserHandlers<typeof orphanRoutes> => ({
  'POST /api/settings/orphans/scan': ({ actor, body }) => startScan(deps, actor, body),
  'GET /api/settings/orphans/scan': ({ portalId }) => lastScan(deps.db, portalId),
  'GET /api/settings/orphans/contracts': ({ portalId, query }) => orphanContracts(deps.db, portalId, query),
  'GET /api/settings/orphans/deals': ({ portalId, query }) => orphanDeals(deps, portalId, query),
  'POST /api/settings/orphans/link': ({ actor, body }) => linkOrphan(deps, actor, body),
  'POST /api/settings/orphans/dismiss': ({ actor, body }) => dismissOrphan(deps, actor, body),
});
