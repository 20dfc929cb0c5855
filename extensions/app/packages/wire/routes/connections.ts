import {
  changeWorkspace,
  newWorkspace,
  removeWorkspace,
  replaceSecret,
  type ConnectionTest,
  type ConsequencesView,
  type OverviewView,
  type RemovedView,
  type WorkspacesView,
  type WorkspaceView,
} from '../settings-connections.ts';
import { refreshRequest, type RefreshAccepted } from '../settings-mapping.ts';
import { route, view, type Routes } from './route.ts';

/** The HubSpot account and its SpotDraft workspaces. */
export const connectionRoutes = {
  'GET /api/settings/overview': route({ who: 'admin', answer: view<OverviewView>() }),
  'GET /api/settings/workspaces': route({ who: 'admin', answer: view<WorkspacesView>() }),
  'POST /api/settings/workspaces': route({
    who: 'admin',
    body: newWorkspace,
    answer: view<WorkspaceView>(),
  }),
  'GET /api/settings/workspaces/:workspaceId': route({ who: 'admin', answer: view<WorkspaceView>() }),
  'POST /api/settings/workspaces/:workspaceId': route({
    who: 'admin',
    body: changeWorkspace,
    answer: view<WorkspaceView>(),
  }),
  'POST /api/settings/workspaces/:workspaceId/secret': route({
    who: 'admin',
    body: replaceSecret,
    answer: view<WorkspaceView>(),
  }),
  'POST /api/settings/workspaces/:workspaceId/test': route({ who: 'admin', answer: view<ConnectionTest>() }),
  'GET /api/settings/workspaces/:workspaceId/test': route({
    who: 'admin',
    answer: view<ConnectionTest | null>(),
  }),
  'POST /api/settings/workspaces/:workspaceId/webhook': route({
    who: 'admin',
    answer: view<WorkspaceView>(),
  }),
  'POST /api/settings/workspaces/:workspaceId/pause': route({ who: 'admin', answer: view<WorkspaceView>() }),
  'POST /api/settings/workspaces/:workspaceId/resume': route({ who: 'admin', answer: view<WorkspaceView>() }),
  'GET /api/settings/workspaces/:workspaceId/consequences': route({
    who: 'admin',
    answer: view<ConsequencesView>(),
  }),
  'POST /api/settings/workspaces/:workspaceId/remove': route({
    who: 'admin',
    body: removeWorkspace,
    answer: view<RemovedView>(),
  }),
  /** Reads the templates again, of one workspace or all, and checks every mapping. */
  'POST /api/settings/templates/refresh': route({
    who: 'admin',
    body: refreshRequest,
    answer: view<RefreshAccepted>(),
  }),
} satisfies Routes;
