import type { deliveryRoutes } from '@dealdraft/wire/routes/health.ts';
import type { UserHandlers } from '../access/user-endpoints.ts';
import type { Deps } from '../deps.ts';
import { deliveriesView, deliveryView, replayByAdmin, replayPreview } from './deliveries.ts';

const dateOf = (time: string | undefined): Date | undefined =>
  time === undefined ? undefined : new Date(time);

export const deliveryHandlers = (deps: Deps): UserHandlers<typeof deliveryRoutes> => ({
  'GET /api/settings/deliveries': ({ portalId, query: { before, ...filter } }) =>
    deliveriesView(deps.db, portalId, { filter, before }),
  'GET /api/settings/deliveries/:deliveryId': ({ portalId, params }) =>
    deliveryView(deps.db, portalId, params.deliveryId),
  'GET /api/settings/deliveries/:deliveryId/replay-preview': ({ portalId, params }) =>
    replayPreview(deps, portalId, params.deliveryId),
  'POST /api/settings/deliveries/replay': ({ actor, body: { ids, wholeFilter } }) =>
    replayByAdmin(deps, actor, {
      ids,
      filter:
        wholeFilter === undefined
          ? null
          : { ...wholeFilter, from: dateOf(wholeFilter.from), to: dateOf(wholeFilter.to) },
    }),
});
