import {
  changeAdmins,
  savePreferences,
  type AccessView,
  type Preferences,
  type PreferencesView,
  type Saving,
} from '../settings-access.ts';
import { route, view, type Routes } from './route.ts';

/** Who may change settings, and what they set for everybody. */
export const accessRoutes = {
  /** The only two that any user may call: who may change settings, and to become the first who may. */
  'GET /api/settings/access': route({ who: 'user', answer: view<AccessView>() }),
  'POST /api/settings/access/claim': route({ who: 'user', answer: view<AccessView>() }),
  'POST /api/settings/access/admins': route({
    who: 'admin',
    body: changeAdmins,
    answer: view<AccessView>(),
  }),
  'GET /api/settings/preferences': route({ who: 'admin', answer: view<PreferencesView>() }),
  'POST /api/settings/preferences': route({
    who: 'admin',
    body: savePreferences,
    answer: view<Saving<Preferences>>(),
  }),
} satisfies Routes;
