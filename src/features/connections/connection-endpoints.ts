import type { connectionRoutes } from '@dealdraft/wire/routes/connections.ts';
import type { UserHandlers } from '../access/user-endpoints.ts';
import type { Deps } from '../deps.ts';
import { addWorkspace } from './add-workspace.ts';
import { changeWorkspace, renewWebhook, replaceSecret, switchWorkspace } from './change-workspace.ts';
import { lastTest, startTest } from './connection-test.ts';
import { overview, refreshAll, workspacesView } from './overview.ts';
import { consequences, removeWorkspace } from './remove-workspace.ts';
import { workspaceView } from './workspace-view.ts';

export const connectionHandlers = (deps: Deps): UserHandlers<typeof connectionRoutes> => ({
  'GET /api/settings/overview': ({ portalId }) => overview(deps, portalId),
  'GET /api/settings/workspaces': ({ portalId }) => workspacesView(deps, portalId),
  'POST /api/settings/workspaces': ({ actor, body }) => addWorkspace(deps, actor, body),
  'GET /api/settings/workspaces/:workspaceId': ({ portalId, params }) =>
    workspaceView(deps, portalId, params.workspaceId),
  'POST /api/settings/workspaces/:workspaceId': ({ actor, params, body }) =>
    changeWorkspace(deps, actor, { ...params, facts: body }),
  'POST /api/settings/workspaces/:workspaceId/secret': ({ actor, params, body }) =>
    replaceSecret(deps, actor, { ...params, secret: body.clientSecret }),
  'POST /api/settings/workspaces/:workspaceId/test': ({ actor, params }) =>
    startTest(deps, actor, params.workspaceId),
  'GET /api/settings/workspaces/:workspaceId/test': ({ portalId, params }) =>
    lastTest(deps, portalId, params.workspaceId),
  'POST /api/settings/workspaces/:workspaceId/webhook': ({ actor, params }) =>
    renewWebhook(deps, actor, params.workspaceId),
  'POST /api/settings/workspaces/:workspaceId/pause': ({ actor, params }) =>
    switchWorkspace(deps, actor, { ...params, to: 'paused' }),
  'POST /api/settings/workspaces/:workspaceId/resume': ({ actor, params }) =>
    switchWorkspace(deps, actor, { ...params, to: 'active' }),
  'GET /api/settings/workspaces/:workspaceId/consequences': ({ portalId, params }) =>
    consequences(deps.db, portalId, params.workspaceId),
  'POST /api/settings/workspaces/:workspaceId/remove': ({ actor, params, body }) =>
    removeWorkspace(deps, actor, { ...body, ...params }),
  'POST /api/settings/templates/refresh': ({ actor, body }) => refreshAll(deps, actor, body.workspaceId),
});
