import type { accountRoutes } from '@dealdraft/wire/routes/account.ts';
import type { UserHandlers } from '../access/user-endpoints.ts';
import type { Deps } from '../deps.ts';
import { accountView, deleteEverything, exportEverything, forgetPerson } from './account.ts';

export const accountHandlers = (deps: Deps): UserHandlers<typeof accountRoutes> => ({
  'GET /api/settings/account': ({ portalId }) => accountView(deps, portalId),
  'POST /api/settings/account/export': ({ actor }) => exportEverything(deps, actor),
  'POST /api/settings/account/forget': ({ actor, body }) => forgetPerson(deps, actor, body),
  'POST /api/settings/account/delete': ({ actor, body }) => deleteEverything(deps, actor, body),
});
