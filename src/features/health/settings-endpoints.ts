import { accessView, changeAdmins, claimAdmin } from '../access/access.ts';
import { addWorkspace } from '../connections/add-workspace.ts';
import type { Deps } from '../deps.ts';
import { auditView } from './audit.ts';
import {
  changeWorkspace,
  renewWebhook,
  replaceSecret,
  switchWorkspace,
} from '../connections/change-workspace.ts';
import { choicesView, dealsView, propertiesView, readObject } from '../templates/read/choices.ts';
import { lastTest, startTest } from '../connections/connection-test.ts';
import { exportAudit } from './export-audit.ts';
import { overview, refreshAll, workspacesView } from '../connections/overview.ts';
import { readCount, readTime } from '../../platform/pages.ts';
import { preferencesView, savePreferences } from '../access/preferences.ts';
import { consequences, removeWorkspace } from '../connections/remove-workspace.ts';
import { makeAlertKey, testAlert } from './send-alert.ts';
import { workspaceView } from '../connections/workspace-view.ts';
import { cardError } from '../../platform/card-errors.ts';
import { fail } from '@dealdraft/wire/result.ts';
import {
  auditActions,
  changeAdmins as changeAdminsBody,
  changeWorkspace as changeWorkspaceBody,
  exportAudit as exportAuditBody,
  newWorkspace,
  refreshRequest,
  removeWorkspace as removeWorkspaceBody,
  replaceSecret as replaceSecretBody,
  savePreferences as savePreferencesBody,
  type AuditFilter,
} from '@dealdraft/wire/settings.ts';
import type { CardCall, CardEndpoint } from '../../hubspot/inbound/card-door.ts';
import { adminDoors, type AdminDoors } from '../access/settings-call.ts';
import { healthEndpoints } from './settings-health-endpoints.ts';
import { mappingEndpoints } from '../templates/settings-mapping-endpoints.ts';

const auditFilter = (query: CardCall<unknown>['query']): AuditFilter => ({
  who: query('who'),
  search: query('search')?.slice(0, 200),
  action: auditActions.find((action) => action === query('action')),
  from: readTime(query('from'))?.toISOString(),
  to: readTime(query('to'))?.toISOString(),
});

const accessEndpoints = (deps: Deps, { get, ask, post }: AdminDoors): CardEndpoint[] => [
  // The only two that anybody may ask: who may, and to become the first who may.
  { method: 'get', path: '/access', answer: ({ caller }) => accessView(deps.db, caller) },
  { method: 'post', path: '/access/claim', answer: ({ caller }) => claimAdmin(deps, caller) },
  post('/access/admins', changeAdminsBody, ({ admin, body }) => changeAdmins(deps, admin, body)),
  get('/preferences', ({ portalId }) => preferencesView(deps.db, portalId)),
  post('/preferences', savePreferencesBody, ({ admin, body }) => savePreferences(deps, admin, body)),
  ask('/alerts/key', ({ admin }) => makeAlertKey(deps, admin)),
  ask('/alerts/test', ({ admin }) => testAlert(deps, admin)),
  get('/audit', ({ portalId, query }) =>
    auditView(deps.db, portalId, { filter: auditFilter(query), before: query('before') }),
  ),
  post('/audit/export', exportAuditBody, ({ portalId, body }) => exportAudit(deps, portalId, body)),
];

const connectionEndpoints = (deps: Deps, { get, ask, post }: AdminDoors): CardEndpoint[] => [
  get('/overview', ({ portalId }) => overview(deps, portalId)),
  get('/workspaces', ({ portalId }) => workspacesView(deps, portalId)),
  post('/workspaces', newWorkspace, ({ admin, body }) => addWorkspace(deps, admin, body)),
  get('/workspaces/:workspaceId', ({ portalId, param }) =>
    workspaceView({ db: deps.db, sealing: deps.sealing }, portalId, param('workspaceId')),
  ),
  post('/workspaces/:workspaceId', changeWorkspaceBody, ({ admin, param, body }) =>
    changeWorkspace(deps, admin, { workspaceId: param('workspaceId'), facts: body }),
  ),
  post('/workspaces/:workspaceId/secret', replaceSecretBody, ({ admin, param, body }) =>
    replaceSecret(deps, admin, { workspaceId: param('workspaceId'), secret: body.clientSecret }),
  ),
  ask('/workspaces/:workspaceId/test', ({ admin, param }) => startTest(deps, admin, param('workspaceId'))),
  get('/workspaces/:workspaceId/test', ({ portalId, param }) =>
    lastTest(deps, portalId, param('workspaceId')),
  ),
  ask('/workspaces/:workspaceId/webhook', ({ admin, param }) =>
    renewWebhook(deps, admin, param('workspaceId')),
  ),
  ask('/workspaces/:workspaceId/pause', ({ admin, param }) =>
    switchWorkspace(deps, admin, { workspaceId: param('workspaceId'), to: 'paused' }),
  ),
  ask('/workspaces/:workspaceId/resume', ({ admin, param }) =>
    switchWorkspace(deps, admin, { workspaceId: param('workspaceId'), to: 'active' }),
  ),
  get('/workspaces/:workspaceId/consequences', ({ portalId, param }) =>
    consequences(deps.db, portalId, param('workspaceId')),
  ),
  post('/workspaces/:workspaceId/remove', removeWorkspaceBody, ({ admin, param, body }) =>
    removeWorkspace(deps, admin, { ...body, workspaceId: param('workspaceId') }),
  ),
  get('/workspaces/:workspaceId/choices', ({ portalId, param }) =>
    choicesView(deps, portalId, param('workspaceId')),
  ),
  get('/properties', async ({ portalId, query }) => {
    const object = readObject(query('object'));
    if (object === null) return fail({ ...cardError.notPossible('Say of which object.'), code: 'invalid' });
    return propertiesView(deps, portalId, {
      object,
      search: query('search')?.slice(0, 200) ?? '',
      names: (query('names') ?? '')
        .split(',')
        .filter((name) => name !== '')
        .slice(0, 100),
      offset: readCount(query('offset'), { fallback: 0, most: 100_000 }),
      limit: readCount(query('limit'), { fallback: 50, most: 200 }),
    });
  }),
  get('/deals', ({ portalId, query }) =>
    dealsView(deps, portalId, {
      search: query('search')?.trim().slice(0, 200) ?? '',
      pipelineId: query('pipelineId')?.slice(0, 100) ?? null,
      after: query('after')?.slice(0, 100) ?? null,
    }),
  ),
  post('/templates/refresh', refreshRequest, ({ admin, body }) => refreshAll(deps, admin, body.workspaceId)),
];

/** All that the settings page can ask, under /api/settings; the table stands in @dealdraft/wire/settings.ts. */
export const settingsEndpoints = (deps: Deps): CardEndpoint[] => {
  const doors = adminDoors(deps);
  return [
    ...accessEndpoints(deps, doors),
    ...connectionEndpoints(deps, doors),
    ...mappingEndpoints(deps, doors),
    ...healthEndpoints(deps, doors),
  ];
};
