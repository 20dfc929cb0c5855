import type { accessRoutes } from '@dealdraft/wire/routes/access.ts';
import type { Deps } from '../deps.ts';
import { accessView, changeAdmins, claimAdmin } from './access.ts';
import { preferencesView, savePreferences } from './preferences.ts';
import type { UserHandlers } from './user-endpoints.ts';

export const accessHandlers = (deps: Deps): UserHandlers<typeof accessRoutes> => ({
  'GET /api/settings/access': ({ caller }) => accessView(deps.db, caller),
  'POST /api/settings/access/claim': ({ caller }) => claimAdmin(deps, caller),
  'POST /api/settings/access/admins': ({ actor, body }) => changeAdmins(deps, actor, body),
  'GET /api/settings/preferences': ({ portalId }) => preferencesView(deps.db, portalId),
  'POST /api/settings/preferences': ({ actor, body }) => savePreferences(deps, actor, body),
});
