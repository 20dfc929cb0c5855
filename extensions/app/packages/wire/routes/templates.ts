import { z } from 'zod';
import { recordObjects } from '../records.ts';
import type { FileView } from '../settings-access.ts';
import type { ChoicesView, DealsView, PropertiesView } from '../settings-connections.ts';
import {
  coverageRequest,
  discardDraft,
  exportRequest,
  importRequest,
  lintRequest,
  pauseRequest,
  promoteRequest,
  publishRequest,
  rollBackRequest,
  saveDraft,
  suggestRequest,
  templateStates,
  tryRequest,
  type CoverageView,
  type DiffView,
  type DraftSaved,
  type ImportView,
  type LintView,
  type MappingEditorView,
  type PromotionView,
  type PublishView,
  type SuggestionsView,
  type TemplateListView,
  type TemplateRow,
  type TryPreviewView,
  type TryView,
  type VersionsView,
  type VersionView,
} from '../settings-mapping.ts';
import { names, oneOf, search, sizedPage, text } from './query.ts';
import { route, view, type Routes } from './route.ts';

const versionNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);
/** A version's number, or the draft. */
const side = z.union([z.literal('draft'), versionNumber], { message: 'Say which two versions to compare.' });

/** Templates and their mappings. */
export const templateRoutes = {
  /** What the editor offers to choose from. */
  'GET /api/settings/workspaces/:workspaceId/choices': route({ who: 'admin', answer: view<ChoicesView>() }),
  /** Those named, or those that a search finds by name or label, best first. */
  'GET /api/settings/properties': route({
    who: 'admin',
    query: z.object({ object: z.enum(recordObjects), names: names(100), ...sizedPage }),
    answer: view<PropertiesView>(),
  }),
  'GET /api/settings/deals': route({
    who: 'admin',
    query: z.object({ search, pipelineId: text(100), after: text(100) }),
    answer: view<DealsView>(),
  }),
  'GET /api/settings/templates': route({
    who: 'admin',
    query: z.object({
      ...sizedPage,
      workspaceId: z.uuid().optional().catch(undefined),
      state: oneOf(templateStates),
    }),
    answer: view<TemplateListView>(),
  }),
  'GET /api/settings/templates/:workspaceId/:templateId': route({
    who: 'admin',
    answer: view<MappingEditorView>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/suggestions': route({
    who: 'admin',
    body: suggestRequest,
    answer: view<SuggestionsView>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/draft': route({
    who: 'admin',
    body: saveDraft,
    answer: view<DraftSaved>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/draft/discard': route({
    who: 'admin',
    body: discardDraft,
    answer: view<MappingEditorView>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/lint': route({
    who: 'admin',
    body: lintRequest,
    answer: view<LintView>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/try': route({
    who: 'admin',
    body: tryRequest,
    answer: view<TryView>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/preview': route({
    who: 'admin',
    body: tryRequest,
    answer: view<TryPreviewView>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/publish': route({
    who: 'admin',
    body: publishRequest,
    answer: view<PublishView>(),
  }),
  'GET /api/settings/templates/:workspaceId/:templateId/versions': route({
    who: 'admin',
    query: z.object({ before: versionNumber.nullable().catch(null) }),
    answer: view<VersionsView>(),
  }),
  'GET /api/settings/templates/:workspaceId/:templateId/versions/:number': route({
    who: 'admin',
    answer: view<VersionView>(),
  }),
  'GET /api/settings/templates/:workspaceId/:templateId/diff': route({
    who: 'admin',
    query: z.object({ from: side, to: side }),
    answer: view<DiffView>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/roll-back': route({
    who: 'admin',
    body: rollBackRequest,
    answer: view<PublishView>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/pause': route({
    who: 'admin',
    body: pauseRequest,
    answer: view<TemplateRow>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/resume': route({
    who: 'admin',
    answer: view<TemplateRow>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/export': route({
    who: 'admin',
    body: exportRequest,
    answer: view<FileView>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/import': route({
    who: 'admin',
    body: importRequest,
    answer: view<ImportView>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/promote': route({
    who: 'admin',
    body: promoteRequest,
    answer: view<PromotionView>(),
  }),
  'POST /api/settings/templates/:workspaceId/:templateId/coverage': route({
    who: 'admin',
    body: coverageRequest,
    answer: view<CoverageView>(),
  }),
  'GET /api/settings/templates/:workspaceId/:templateId/coverage': route({
    who: 'admin',
    answer: view<CoverageView | null>(),
  }),
  'GET /api/settings/coverage/:runId': route({ who: 'admin', answer: view<CoverageView>() }),
} satisfies Routes;
