/**
 * What the settings page and the service say to each other, under `/api/settings`. Answers are HTTP 200 in the card's
 * envelope (`Envelope` in card.ts). Every door but the first two asks for an admin and refuses others with
 * `not_permitted`. `T` stands for `/templates/:workspaceId/:templateId`, `W` for `/workspaces/:workspaceId`.
 *
 * | Call                                        | Body                 | Answer                |
 * | ------------------------------------------- | -------------------- | --------------------- |
 * | GET  /access                                |                      | `AccessView`          |
 * | POST /access/claim                          |                      | `AccessView`          |
 * | POST /access/admins                         | `changeAdmins`       | `AccessView`          |
 * | GET  /preferences                           |                      | `PreferencesView`     |
 * | POST /preferences                           | `savePreferences`    | `Saving<Preferences>` |
 * | POST /alerts/key                            |                      | `AlertKeyView`        |
 * | POST /alerts/test                           |                      | `AlertTestView`       |
 * | GET  /audit?who=&action=&search=&from=&to=&before= |               | `AuditView`           |
 * | POST /audit/export                          | `exportAudit`        | `FileView`            |
 * | GET  /overview                              |                      | `OverviewView`        |
 * | GET  /workspaces                            |                      | `WorkspacesView`      |
 * | POST /workspaces                            | `newWorkspace`       | `WorkspaceView`       |
 * | GET  W                                      |                      | `WorkspaceView`       |
 * | POST W                                      | `changeWorkspace`    | `WorkspaceView`       |
 * | POST W/secret                               | `replaceSecret`      | `WorkspaceView`       |
 * | POST W/test, GET W/test                     |                      | `ConnectionTest` (GET: or null) |
 * | POST W/webhook                              |                      | `WorkspaceView`       |
 * | POST W/pause, POST W/resume                 |                      | `WorkspaceView`       |
 * | GET  W/consequences                         |                      | `ConsequencesView`    |
 * | POST W/remove                               | `removeWorkspace`    | `RemovedView`         |
 * | GET  W/choices                              |                      | `ChoicesView`         |
 * | GET  /properties?object=&search=&names=&offset=&limit= |           | `PropertiesView`      |
 * | GET  /deals?search=&pipelineId=&after=      |                      | `DealsView`           |
 * | GET  /templates?search=&workspaceId=&state=&offset=&limit= |       | `TemplateListView`    |
 * | POST /templates/refresh                     | `refreshRequest`     | `RefreshAccepted`     |
 * | GET  T                                      |                      | `MappingEditorView`   |
 * | POST T/suggestions                          | `suggestRequest`     | `SuggestionsView`     |
 * | POST T/draft                                | `saveDraft`          | `DraftSaved`          |
 * | POST T/draft/discard                        | `discardDraft`       | `MappingEditorView`   |
 * | POST T/lint                                 | `lintRequest`        | `LintView`            |
 * | POST T/try                                  | `tryRequest`         | `TryView`             |
 * | POST T/preview                              | `tryRequest`         | `TryPreviewView`      |
 * | POST T/publish                              | `publishRequest`     | `PublishView`         |
 * | GET  T/versions?before=                     |                      | `VersionsView`        |
 * | GET  T/versions/:number                     |                      | `VersionView`         |
 * | GET  T/diff?from=&to=                       |                      | `DiffView`            |
 * | POST T/roll-back                            | `rollBackRequest`    | `PublishView`         |
 * | POST T/pause                                | `pauseRequest`       | `TemplateRow`         |
 * | POST T/resume                               |                      | `TemplateRow`         |
 * | POST T/export                               | `exportRequest`      | `FileView`            |
 * | POST T/import                               | `importRequest`      | `ImportView`          |
 * | POST T/promote                              | `promoteRequest`     | `PromotionView`       |
 * | POST T/coverage                             | `coverageRequest`    | `CoverageView`        |
 * | GET  T/coverage                             |                      | `CoverageView` or null |
 * | GET  /coverage/:runId                       |                      | `CoverageView`        |
 * | GET  /health                                |                      | `HealthView`          |
 * | GET  /problems?state=&kind=&before=         |                      | `ProblemsView`        |
 * | POST /problems/:problemId/acknowledge       |                      | `ProblemActed`        |
 * | POST /problems/:problemId/retry             |                      | `ProblemActed`        |
 * | GET  /deliveries?source=&outcome=&activity=&search=&from=&to=&before= | | `DeliveriesView`   |
 * | GET  /deliveries/:deliveryId                |                      | `DeliveryView`        |
 * | GET  /deliveries/:deliveryId/replay-preview |        | `ReplayPreview`       |
 * | POST /deliveries/replay                     | `replayRequest`      | `ReplayAccepted`      |
 * | GET  /sweeps?workspaceId=&before=           |                      | `SweepsView`          |
 * | POST /sweeps                                | `sweepRequest`       | `SweepAccepted`       |
 * | GET  /dead-letters?before=                  |                      | `DeadLettersView`     |
 * | POST /dead-letters/redrive, /dead-letters/delete | `deadLetterRequest` | `DeadLetterAnswer` |
 * | GET  /calls?vendor=&failed=&before=         |                      | `CallsView`           |
 * | POST /orphans/scan                          | `orphanScanRequest`  | `OrphanScanView`      |
 * | GET  /orphans/scan                          |                      | `OrphanScanView` or null |
 * | GET  /orphans/contracts?search=&offset=     |                      | `OrphanContractsView` |
 * | GET  /orphans/deals?search=&offset=         |                      | `OrphanDealsView`     |
 * | POST /orphans/link                          | `orphanLinkRequest`  | `OrphanLinked`        |
 * | POST /orphans/dismiss                       | `orphanDismissRequest` | `OrphanDismissed`   |
 */
export * from './settings-access.ts';
export * from './settings-connections.ts';
export * from './settings-health.ts';
export * from './settings-mapping.ts';
export type { ReplayPreview } from './operations.ts';
