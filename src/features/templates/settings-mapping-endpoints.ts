import type { Deps } from '../deps.ts';
import { coverageView, lastCoverage, startCoverage } from './trial/coverage.ts';
import { lintContent, suggestions } from './draft/lint-draft.ts';
import { mappingEditor } from './draft/mapping-editor.ts';
import { exportMapping, importMapping } from './copy/mapping-file.ts';
import { diffView, readSide, versionsView, versionView } from './publish/mapping-versions.ts';
import { readCount } from '../../platform/pages.ts';
import { pauseMapping, resumeMapping } from './publish/pause-mapping.ts';
import { promoteMapping } from './copy/promote-mapping.ts';
import { publishDraft, rollBack } from './publish/publish-draft.ts';
import { discardDraft, saveDraft } from './draft/save-draft.ts';
import { readTemplateState, templateList } from './read/template-list.ts';
import { previewMapping, tryMapping } from './trial/try-mapping.ts';
import { cardError } from '../../platform/card-errors.ts';
import { fail } from '@dealdraft/wire/result.ts';
import {
  coverageRequest,
  discardDraft as discardDraftBody,
  exportRequest,
  importRequest,
  lintRequest,
  pauseRequest,
  promoteRequest,
  publishRequest,
  rollBackRequest,
  saveDraft as saveDraftBody,
  suggestRequest,
  tryRequest,
} from '@dealdraft/wire/settings.ts';
import type { CardEndpoint } from '../../hubspot/inbound/card-door.ts';
import { keyOf, type AdminDoors } from '../access/settings-call.ts';

const template = '/templates/:workspaceId/:templateId';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Templates and their mappings. */
export const mappingEndpoints = (deps: Deps, { get, ask, post }: AdminDoors): CardEndpoint[] => [
  get('/templates', ({ portalId, query }) => {
    const workspaceId = query('workspaceId') ?? '';
    return templateList(deps.db, portalId, {
      search: query('search')?.slice(0, 200) ?? '',
      workspaceId: uuid.test(workspaceId) ? workspaceId : null,
      state: readTemplateState(query('state')),
      offset: readCount(query('offset'), { fallback: 0, most: 100_000 }),
      limit: readCount(query('limit'), { fallback: 50, most: 200 }),
    });
  }),
  get(template, (call) => mappingEditor(deps, call.portalId, keyOf(call))),
  post(`${template}/suggestions`, suggestRequest, (call) =>
    suggestions(deps, call.portalId, { key: keyOf(call), content: call.body.content }),
  ),
  post(`${template}/draft`, saveDraftBody, (call) =>
    saveDraft(deps, call.admin, { ...call.body, key: keyOf(call) }),
  ),
  post(`${template}/draft/discard`, discardDraftBody, (call) =>
    discardDraft(deps, call.admin, { ...call.body, key: keyOf(call) }),
  ),
  post(`${template}/lint`, lintRequest, (call) =>
    lintContent(deps, call.portalId, { key: keyOf(call), content: call.body.content }),
  ),
  post(`${template}/try`, tryRequest, (call) =>
    tryMapping(deps, call.portalId, { ...call.body, content: call.body.content, key: keyOf(call) }),
  ),
  post(`${template}/preview`, tryRequest, (call) =>
    previewMapping(deps, call.portalId, { ...call.body, content: call.body.content, key: keyOf(call) }),
  ),
  post(`${template}/publish`, publishRequest, (call) =>
    publishDraft(deps, call.admin, { ...call.body, key: keyOf(call) }),
  ),
  get(`${template}/versions`, (call) => {
    const before = call.query('before') ?? '';
    return versionsView(deps.db, call.portalId, {
      key: keyOf(call),
      before: /^\d{1,9}$/.test(before) ? Number(before) : null,
    });
  }),
  get(`${template}/versions/:number`, (call) =>
    versionView(deps.db, call.portalId, { key: keyOf(call), number: Number(call.param('number')) }),
  ),
  get(`${template}/diff`, async (call) => {
    const [from, to] = [readSide(call.query('from')), readSide(call.query('to'))];
    if (from === null || to === null)
      return fail({ ...cardError.notPossible('Say which two versions to compare.'), code: 'invalid' });
    return diffView(deps.db, call.portalId, { key: keyOf(call), from, to });
  }),
  post(`${template}/roll-back`, rollBackRequest, (call) =>
    rollBack(deps, call.admin, { ...call.body, key: keyOf(call) }),
  ),
  post(`${template}/pause`, pauseRequest, (call) =>
    pauseMapping(deps, call.admin, { ...call.body, key: keyOf(call) }),
  ),
  ask(`${template}/resume`, (call) => resumeMapping(deps, call.admin, keyOf(call))),
  post(`${template}/export`, exportRequest, (call) =>
    exportMapping(deps, call.portalId, { key: keyOf(call), version: call.body.version }),
  ),
  post(`${template}/import`, importRequest, (call) =>
    importMapping(deps, call.admin, { ...call.body, key: keyOf(call) }),
  ),
  post(`${template}/promote`, promoteRequest, (call) =>
    promoteMapping(deps, call.admin, {
      ...call.body,
      toTemplateId: call.body.toTemplateId,
      key: keyOf(call),
    }),
  ),
  post(`${template}/coverage`, coverageRequest, (call) =>
    startCoverage(deps, call.admin, { ...call.body, key: keyOf(call) }),
  ),
  get(`${template}/coverage`, (call) => lastCoverage(deps.db, call.portalId, keyOf(call))),
  get('/coverage/:runId', ({ portalId, param }) => coverageView(deps.db, portalId, param('runId'))),
];
