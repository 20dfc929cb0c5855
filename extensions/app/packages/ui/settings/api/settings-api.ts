import type { Envelope } from '@dealdraft/wire/card.ts';
import type { ReplayPreview } from '@dealdraft/wire/operations.ts';
import type * as Wire from '@dealdraft/wire/settings.ts';
import { createAutomationApi } from './automation-api.ts';
import type { Caller, Query } from './call.ts';

export type Answer<Data> = Promise<Envelope<Data>>;
/** A template of a workspace: what a mapping belongs to. */
export type TemplateRef = { workspaceId: string; templateId: number };

const id = encodeURIComponent;
const templatePath = ({ workspaceId, templateId }: TemplateRef): string =>
  `/templates/${id(workspaceId)}/${String(templateId)}`;
const workspacePath = (workspaceId: string): string => `/workspaces/${id(workspaceId)}`;

/** Every call of the settings page to the service, by name. None rejects: each ends in data or in a sentence. */
export const createSettingsApi = ({ get, post }: Caller) => ({
  ...createAutomationApi({ get, post }),

  access: (): Answer<Wire.AccessView> => get('/access'),
  claim: (): Answer<Wire.AccessView> => post('/access/claim'),
  changeAdmins: (body: Wire.ChangeAdmins): Answer<Wire.AccessView> => post('/access/admins', body),
  preferences: (): Answer<Wire.PreferencesView> => get('/preferences'),
  savePreferences: (body: Wire.SavePreferences): Answer<Wire.Saving<Wire.Preferences>> =>
    post('/preferences', body),
  makeAlertKey: (): Answer<Wire.AlertKeyView> => post('/alerts/key'),
  testAlert: (): Answer<Wire.AlertTestView> => post('/alerts/test'),
  audit: (filter: Query): Answer<Wire.AuditView> => get('/audit', filter),
  exportAudit: (filter: Record<string, unknown>): Answer<Wire.FileView> => post('/audit/export', filter),
  overview: (): Answer<Wire.OverviewView> => get('/overview'),

  workspaces: (): Answer<Wire.WorkspacesView> => get('/workspaces'),
  workspace: (workspaceId: string): Answer<Wire.WorkspaceView> => get(workspacePath(workspaceId)),
  addWorkspace: (body: Wire.NewWorkspace): Answer<Wire.WorkspaceView> => post('/workspaces', body),
  changeWorkspace: (workspaceId: string, body: Wire.ChangeWorkspace): Answer<Wire.WorkspaceView> =>
    post(workspacePath(workspaceId), body),
  replaceSecret: (workspaceId: string, body: Wire.ReplaceSecret): Answer<Wire.WorkspaceView> =>
    post(`${workspacePath(workspaceId)}/secret`, body),
  startTest: (workspaceId: string): Answer<Wire.ConnectionTest> => post(`${workspacePath(workspaceId)}/test`),
  lastTest: (workspaceId: string): Answer<Wire.ConnectionTest | null> =>
    get(`${workspacePath(workspaceId)}/test`),
  registerWebhook: (workspaceId: string): Answer<Wire.WorkspaceView> =>
    post(`${workspacePath(workspaceId)}/webhook`),
  switchWorkspace: (workspaceId: string, to: 'pause' | 'resume'): Answer<Wire.WorkspaceView> =>
    post(`${workspacePath(workspaceId)}/${to}`),
  consequences: (workspaceId: string): Answer<Wire.ConsequencesView> =>
    get(`${workspacePath(workspaceId)}/consequences`),
  removeWorkspace: (workspaceId: string, body: Wire.RemoveWorkspace): Answer<Wire.RemovedView> =>
    post(`${workspacePath(workspaceId)}/remove`, body),
  choices: (workspaceId: string): Answer<Wire.ChoicesView> =>
    get(`${workspacePath(workspaceId)}/choices`, {}, 'vendor'),

  properties: (query: Query): Answer<Wire.PropertiesView> => get('/properties', query, 'vendor'),
  deals: (query: Query): Answer<Wire.DealsView> => get('/deals', query, 'vendor'),
  templates: (query: Query): Answer<Wire.TemplateListView> => get('/templates', query),
  refreshTemplates: (body: Wire.RefreshRequest): Answer<Wire.RefreshAccepted> =>
    post('/templates/refresh', body),

  editor: (of: TemplateRef): Answer<Wire.MappingEditorView> => get(templatePath(of), {}, 'vendor'),
  suggestions: (of: TemplateRef, body: Wire.SuggestRequest): Answer<Wire.SuggestionsView> =>
    post(`${templatePath(of)}/suggestions`, body),
  saveDraft: (of: TemplateRef, body: Wire.SaveDraft): Answer<Wire.DraftSaved> =>
    post(`${templatePath(of)}/draft`, body),
  discardDraft: (of: TemplateRef, body: Wire.DiscardDraft): Answer<Wire.MappingEditorView> =>
    post(`${templatePath(of)}/draft/discard`, body),
  lint: (of: TemplateRef, body: Wire.LintRequest): Answer<Wire.LintView> =>
    post(`${templatePath(of)}/lint`, body),
  tryOn: (of: TemplateRef, body: Wire.TryRequest): Answer<Wire.TryView> =>
    post(`${templatePath(of)}/try`, body),
  preview: (of: TemplateRef, body: Wire.TryRequest): Answer<Wire.TryPreviewView> =>
    post(`${templatePath(of)}/preview`, body),
  publish: (of: TemplateRef, body: Wire.PublishRequest): Answer<Wire.PublishView> =>
    post(`${templatePath(of)}/publish`, body),
  versions: (of: TemplateRef, before: number | null): Answer<Wire.VersionsView> =>
    get(`${templatePath(of)}/versions`, { before }),
  diff: (of: TemplateRef, from: number | 'draft', to: number | 'draft'): Answer<Wire.DiffView> =>
    get(`${templatePath(of)}/diff`, { from, to }),
  rollBack: (of: TemplateRef, body: Wire.RollBackRequest): Answer<Wire.PublishView> =>
    post(`${templatePath(of)}/roll-back`, body),
  pauseTemplate: (of: TemplateRef, body: Wire.PauseRequest): Answer<Wire.TemplateRow> =>
    post(`${templatePath(of)}/pause`, body),
  resumeTemplate: (of: TemplateRef): Answer<Wire.TemplateRow> => post(`${templatePath(of)}/resume`),
  exportMapping: (of: TemplateRef, body: Wire.ExportRequest): Answer<Wire.FileView> =>
    post(`${templatePath(of)}/export`, body),
  importMapping: (of: TemplateRef, body: Wire.ImportRequest): Answer<Wire.ImportView> =>
    post(`${templatePath(of)}/import`, body),
  promote: (of: TemplateRef, body: Wire.PromoteRequest): Answer<Wire.PromotionView> =>
    post(`${templatePath(of)}/promote`, body),
  startCoverage: (of: TemplateRef, body: Wire.CoverageRequest): Answer<Wire.CoverageView> =>
    post(`${templatePath(of)}/coverage`, body),
  lastCoverage: (of: TemplateRef): Answer<Wire.CoverageView | null> => get(`${templatePath(of)}/coverage`),
  coverage: (runId: string): Answer<Wire.CoverageView> => get(`/coverage/${id(runId)}`),

  health: (): Answer<Wire.HealthView> => get('/health'),
  problems: (query: Query): Answer<Wire.ProblemsView> => get('/problems', query),
  actOnProblem: (problemId: string, act: 'acknowledge' | 'retry'): Answer<Wire.ProblemActed> =>
    post(`/problems/${id(problemId)}/${act}`),
  deliveries: (query: Query): Answer<Wire.DeliveriesView> => get('/deliveries', query),
  delivery: (deliveryId: string): Answer<Wire.DeliveryView> => get(`/deliveries/${id(deliveryId)}`),
  replayPreview: (deliveryId: string): Answer<ReplayPreview> =>
    get(`/deliveries/${id(deliveryId)}/replay-preview`, {}, 'vendor'),
  replay: (body: Wire.ReplayRequest): Answer<Wire.ReplayAccepted> => post('/deliveries/replay', body),
  sweeps: (query: Query): Answer<Wire.SweepsView> => get('/sweeps', query),
  startSweep: (body: Wire.SweepRequest): Answer<Wire.SweepAccepted> => post('/sweeps', body),
  deadLetters: (before: string | null): Answer<Wire.DeadLettersView> => get('/dead-letters', { before }),
  settleDeadLetters: (
    act: 'redrive' | 'delete',
    body: Wire.DeadLetterRequest,
  ): Answer<Wire.DeadLetterAnswer> => post(`/dead-letters/${act}`, body),
  calls: (query: Query): Answer<Wire.CallsView> => get('/calls', query),

  startScan: (body: Wire.OrphanScanRequest): Answer<Wire.OrphanScanView> => post('/orphans/scan', body),
  lastScan: (): Answer<Wire.OrphanScanView | null> => get('/orphans/scan'),
  orphanContracts: (query: Query): Answer<Wire.OrphanContractsView> => get('/orphans/contracts', query),
  orphanDeals: (query: Query): Answer<Wire.OrphanDealsView> => get('/orphans/deals', query),
  linkOrphan: (body: Wire.OrphanLinkRequest): Answer<Wire.OrphanLinked> => post('/orphans/link', body),
  dismissOrphan: (body: Wire.OrphanDismissRequest): Answer<Wire.OrphanDismissed> =>
    post('/orphans/dismiss', body),
});

export type SettingsApi = ReturnType<typeof createSettingsApi>;
