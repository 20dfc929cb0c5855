import type { templateRoutes } from '@dealdraft/wire/routes/templates.ts';
import type { UserHandlers } from '../access/user-endpoints.ts';
import type { Deps } from '../deps.ts';
import { choicesView, dealsView, propertiesView } from './read/choices.ts';
import { coverageView, lastCoverage, startCoverage } from './trial/coverage.ts';
import { lintContent, suggestions } from './draft/lint-draft.ts';
import { mappingEditor } from './draft/mapping-editor.ts';
import { exportMapping, importMapping } from './copy/mapping-file.ts';
import { diffView, versionsView, versionView } from './publish/mapping-versions.ts';
import { pauseMapping, resumeMapping } from './publish/pause-mapping.ts';
import { promoteMapping } from './copy/promote-mapping.ts';
import { publishDraft, rollBack } from './publish/publish-draft.ts';
import { discardDraft, saveDraft } from './draft/save-draft.ts';
import { templateList } from './read/template-list.ts';
import { previewMapping, tryMapping } from './trial/try-mapping.ts';

export const templateHandlers = (deps: Deps): UserHandlers<typeof templateRoutes> => ({
  'GET /api/settings/workspaces/:workspaceId/choices': ({ portalId, params }) =>
    choicesView(deps, portalId, params.workspaceId),
  'GET /api/settings/properties': ({ portalId, query }) => propertiesView(deps, portalId, query),
  'GET /api/settings/deals': ({ portalId, query }) => dealsView(deps, portalId, query),
  'GET /api/settings/templates': ({ portalId, query }) => templateList(deps.db, portalId, query),
  'GET /api/settings/templates/:workspaceId/:templateId': ({ portalId, params: key }) =>
    mappingEditor(deps, portalId, key),
  'POST /api/settings/templates/:workspaceId/:templateId/suggestions': ({ portalId, params: key, body }) =>
    suggestions(deps, portalId, { key, content: body.content }),
  'POST /api/settings/templates/:workspaceId/:templateId/draft': ({ actor, params: key, body }) =>
    saveDraft(deps, actor, { ...body, key }),
  'POST /api/settings/templates/:workspaceId/:templateId/draft/discard': ({ actor, params: key, body }) =>
    discardDraft(deps, actor, { ...body, key }),
  'POST /api/settings/templates/:workspaceId/:templateId/lint': ({ portalId, params: key, body }) =>
    lintContent(deps, portalId, { key, content: body.content }),
  'POST /api/settings/templates/:workspaceId/:templateId/try': ({ portalId, params: key, body }) =>
    tryMapping(deps, portalId, { ...body, content: body.content, key }),
  'POST /api/settings/templates/:workspaceId/:templateId/preview': ({ portalId, params: key, body }) =>
    previewMapping(deps, portalId, { ...body, content: body.content, key }),
  'POST /api/settings/templates/:workspaceId/:templateId/publish': ({ actor, params: key, body }) =>
    publishDraft(deps, actor, { ...body, key }),
  'GET /api/settings/templates/:workspaceId/:templateId/versions': ({ portalId, params: key, query }) =>
    versionsView(deps.db, portalId, { key, before: query.before }),
  'GET /api/settings/templates/:workspaceId/:templateId/versions/:number': ({ portalId, params }) =>
    versionView(deps.db, portalId, { key: params, number: params.number }),
  'GET /api/settings/templates/:workspaceId/:templateId/diff': ({ portalId, params: key, query }) =>
    diffView(deps.db, portalId, { key, ...query }),
  'POST /api/settings/templates/:workspaceId/:templateId/roll-back': ({ actor, params: key, body }) =>
    rollBack(deps, actor, { ...body, key }),
  'POST /api/settings/templates/:workspaceId/:templateId/pause': ({ actor, params: key, body }) =>
    pauseMapping(deps, actor, { ...body, key }),
  'POST /api/settings/templates/:workspaceId/:templateId/resume': ({ actor, params: key }) =>
    resumeMapping(deps, actor, key),
  'POST /api/settings/templates/:workspaceId/:templateId/export': ({ portalId, params: key, body }) =>
    exportMapping(deps, portalId, { key, version: body.version }),
  'POST /api/settings/templates/:workspaceId/:templateId/import': ({ actor, params: key, body }) =>
    importMapping(deps, actor, { ...body, key }),
  'POST /api/settings/templates/:workspaceId/:templateId/promote': ({ actor, params: key, body }) =>
    promoteMapping(deps, actor, { ...body, toTemplateId: body.toTemplateId, key }),
  'POST /api/settings/templates/:workspaceId/:templateId/coverage': ({ actor, params: key, body }) =>
    startCoverage(deps, actor, { ...body, key }),
  'GET /api/settings/templates/:workspaceId/:templateId/coverage': ({ portalId, params: key }) =>
    lastCoverage(deps.db, portalId, key),
  'GET /api/settings/coverage/:runId': ({ portalId, params }) =>
    coverageView(deps.db, portalId, params.runId),
});
