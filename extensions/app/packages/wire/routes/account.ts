import {
  deleteAccount,
  forgetPerson,
  type AccountView,
  type DeletionAsked,
  type ErasureAsked,
  type FileView,
} from '../settings-access.ts';
import { route, view, type Routes } from './route.ts';

/** What is kept of the account: to take along, to forget somebody, to delete all of it. */
export const accountRoutes = {
  'GET /api/settings/account': route({ who: 'admin', answer: view<AccountView>() }),
  'POST /api/settings/account/export': route({ who: 'admin', answer: view<FileView>() }),
  'POST /api/settings/account/forget': route({
    who: 'admin',
    body: forgetPerson,
    answer: view<ErasureAsked>(),
  }),
  'POST /api/settings/account/delete': route({
    who: 'admin',
    body: deleteAccount,
    answer: view<DeletionAsked>(),
  }),
} satisfies Routes;
