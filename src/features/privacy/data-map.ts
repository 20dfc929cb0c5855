import type { Settings } from '../deps.ts';

type Reconciliation = Settings['reconciliation'];
type DaySetting = 'deliveryRetentionDays' | 'callRetentionDays';

/** When a row ends though its account stays: so many days after `by`, or a setting's; `only` is SQL. */
type Ends = { days: number | DaySetting; by: string; only?: string };

/**
 * What a table holds, how long, and of whom. Every column stands here: those of text, numbers and JSON in one of the lists; times, states,
 * flags and ids of ours tell of nobody. A column that is new and stands nowhere fails a test.
 */
export type TableRule = {
  what: string;
  key: readonly string[];
  /** None: as long as the account. */
  ends?: Ends;
  /** Can hold a name, an email address or what people wrote. Rewritten when a person is forgotten. */
  people?: readonly string[];
  /** Set by the account for what is to come. Not rewritten, for it says what contracts say; whoever is named in it is reported. */
  settings?: readonly string[];
  /** Sealed, or a key to something: never exported. */
  secret?: readonly string[];
  plain?: readonly string[];
  /** The few rows of an account that are cheaper to make anew than to look through. */
  forget?: 'all';
};

/** Children stand before their parents: an account is deleted in this order. */
export const accountTables = {
  outgoing_webhook: {
    what: 'Messages to the alert address and to an ERP',
    key: ['id'],
    ends: { days: 90, by: 'createdAt', only: `"state" <> 'waiting'` },
    people: ['body', 'text'],
    plain: ['portalId', 'type', 'dedupeKey', 'attempts'],
  },
  contract_action: {
    what: 'What people and rules asked SpotDraft to do',
    key: ['id'],
    people: ['params', 'requestedBy', 'failure'],
    plain: ['portalId', 'idempotencyKey', 'action', 'origin', 'state', 'attempts'],
  },
  contract_event: {
    what: 'The timeline of a contract',
    key: ['id'],
    people: ['actor', 'detail', 'dedupeKey'],
    plain: ['portalId', 'kind', 'how', 'mark', 'fromStatus', 'toStatus'],
  },
  contract: {
    what: 'Contracts: their status, the values that were sent, and the people on the paper',
    key: ['id'],
    people: [
      'name',
      'sentPlan',
      'sentData',
      'echo',
      'drift',
      'people',
      'createdBy',
      'keyPointers',
      'fileName',
      'templateName',
    ],
    plain: [
      'portalId',
      'dealId',
      'spotdraftId',
      'numericId',
      'referenceId',
      'link',
      'templateId',
      'origin',
      'statusFrom',
      'fileId',
      'noteId',
      'proof',
    ],
  },
  request: {
    what: 'Requests for a contract, with the exact text that is posted to SpotDraft',
    key: ['id'],
    ends: {
      days: 365,
      by: 'updatedAt',
      only: `"state" = 'refused' AND NOT EXISTS (SELECT 1 FROM "contract" c WHERE c."requestId" = "request"."id")`,
    },
    people: ['requestedBy', 'reason', 'plan', 'body', 'refusal', 'templateName'],
    plain: [
      'portalId',
      'dealId',
      'askedForDealId',
      'templateId',
      'idempotencyKey',
      'origin',
      'requestedById',
      'state',
      'planHash',
      'attempts',
      'lookUps',
    ],
  },
  delivery: {
    what: 'Webhook calls as they were received',
    key: ['id'],
    // One that is still to be applied is kept, however old it is.
    ends: { days: 'deliveryRetentionDays', by: 'receivedAt', only: `"outcome" <> 'pending'` },
    people: ['body', 'headers', 'outcomeText', 'dedupeKey'],
    plain: ['portalId', 'source', 'scope', 'activity', 'dealId', 'repeats', 'outcome', 'attempts'],
  },
  merged_record: {
    what: 'IDs of HubSpot records that were merged',
    key: ['portalId', 'objectType', 'mergedId'],
    plain: ['portalId', 'objectType', 'mergedId', 'intoId'],
  },
  deal_projection: {
    what: 'The values that a deal’s DealDraft properties should have',
    key: ['portalId', 'dealId'],
    people: ['desired', 'written', 'parked', 'missing'],
    plain: ['portalId', 'dealId', 'desiredHash', 'writtenHash'],
  },
  problem: {
    what: 'Faults that were shown, and who read them',
    key: ['id'],
    ends: { days: 365, by: 'clearedAt' },
    people: ['context', 'detail', 'fields', 'acknowledgedBy', 'clearedBy', 'key'],
    plain: ['portalId', 'kind', 'dealId', 'count', 'alerted'],
  },
  vendor_call: {
    what: 'The log of calls to the vendors, without queries and bodies',
    key: ['id'],
    ends: { days: 'callRetentionDays', by: 'at' },
    people: ['path'],
    plain: ['portalId', 'vendor', 'operation', 'method', 'result', 'status', 'ms'],
  },
  kept_file: {
    what: 'Previews and files that somebody asked for, for fifteen minutes',
    key: ['token'],
    ends: { days: 0, by: 'expiresAt' },
    people: ['body', 'fileName'],
    secret: ['token'],
    plain: ['portalId', 'contentType', 'source'],
    forget: 'all',
  },
  signed_call: {
    what: 'Fingerprints of admins’ calls, for ten minutes',
    key: ['digest'],
    ends: { days: 0, by: 'expiresAt' },
    secret: ['digest'],
    plain: ['portalId'],
  },
  rule_firing: {
    what: 'Runs of stage rules',
    key: ['id'],
    people: ['why', 'effect', 'text', 'answeredBy', 'missing'],
    plain: ['portalId', 'ruleVersion', 'dealId', 'round', 'cause', 'state', 'attempts'],
  },
  stage_rule: {
    what: 'Stage rules',
    key: ['id'],
    people: ['createdBy', 'updatedBy'],
    settings: ['content', 'pausedReason'],
    plain: ['portalId', 'kind', 'version', 'state'],
  },
  contract_set: {
    what: 'Contract sets',
    key: ['id'],
    people: ['updatedBy'],
    settings: ['name', 'content'],
    plain: ['portalId', 'version', 'state'],
  },
  deal_stage: {
    what: 'Where a deal was last seen',
    key: ['portalId', 'dealId'],
    plain: ['portalId', 'dealId', 'pipelineId', 'stageId', 'seq', 'fromPipelineId', 'fromStageId', 'cause'],
  },
  automation_cursor: {
    what: 'How far missed changes of stage were looked for',
    key: ['portalId'],
    plain: ['portalId'],
  },
  workflow_execution: {
    what: 'Runs of workflow actions, with what HubSpot gave and got',
    key: ['id'],
    ends: { days: 365, by: 'finishedAt', only: `"report" <> 'pending'` },
    people: ['inputs', 'message', 'outputs'],
    plain: [
      'portalId',
      'callbackId',
      'action',
      'dealId',
      'workflowId',
      'state',
      'attempts',
      'outcome',
      'report',
      'reportAttempts',
    ],
  },
  mapping_draft: {
    what: 'Mappings that are being written',
    key: ['workspaceId', 'templateId'],
    people: ['updatedBy'],
    settings: ['content'],
    plain: ['portalId', 'templateId', 'revision', 'basedOn'],
  },
  mapping_version: {
    what: 'Published mappings',
    key: ['id'],
    people: ['author'],
    settings: ['content', 'note'],
    plain: ['portalId', 'number'],
  },
  mapping: {
    what: 'Which version of a mapping is in use',
    key: ['id'],
    settings: ['pausedReason'],
    plain: ['portalId', 'templateId', 'state'],
  },
  audit_entry: {
    what: 'Who changed what',
    key: ['id'],
    ends: { days: 3 * 365, by: 'at' },
    people: ['who', 'subject', 'text', 'changes'],
    plain: ['portalId', 'action'],
  },
  connection_test: {
    what: 'The last test of a connection',
    key: ['workspaceId'],
    people: ['startedBy', 'checks'],
    plain: ['portalId'],
  },
  coverage_run: {
    what: 'A mapping tried on recent deals',
    key: ['id'],
    ends: { days: 30, by: 'updatedAt' },
    people: ['deals', 'message', 'startedBy'],
    settings: ['content'],
    plain: ['portalId', 'templateId', 'pipelineId', 'wanted', 'state', 'done', 'total'],
  },
  orphan_item: {
    what: 'Contracts without a deal and deals without a contract, as a search found them',
    key: ['scanId', 'kind', 'ref'],
    people: ['name', 'facts', 'matches'],
    plain: ['portalId', 'kind', 'ref'],
  },
  orphan_scan: {
    what: 'Searches for those; what a search found ends with it',
    key: ['id'],
    ends: { days: 90, by: 'updatedAt' },
    people: ['message', 'startedBy'],
    plain: ['portalId', 'pipelineId', 'stageIds', 'state', 'step', 'cursor', 'contracts', 'deals'],
  },
  orphan_dismissal: {
    what: 'Contracts and deals that are meant to stand alone',
    key: ['portalId', 'ref'],
    people: ['by'],
    plain: ['portalId', 'ref'],
  },
  sweep_run: {
    what: 'Sync checks, and what they repaired',
    key: ['id'],
    ends: { days: 90, by: 'startedAt', only: `"state" <> 'running'` },
    people: ['startedBy', 'repairs', 'message', 'position'],
    plain: ['portalId', 'cause', 'state', 'turn', 'pages', 'checked', 'calls', 'ms', 'repaired'],
  },
  erp_link: {
    what: 'The ERP that may ask for contracts',
    key: ['portalId'],
    settings: ['eventsUrl'],
    secret: ['key', 'keyPrevious'],
    plain: ['portalId'],
  },
  template: {
    what: 'SpotDraft’s templates with their questions',
    key: ['workspaceId', 'templateId'],
    settings: ['name', 'attributes'],
    plain: ['portalId', 'templateId', 'contractTypeId', 'counterpartyKind', 'attributesHash', 'state'],
  },
  workspace: {
    what: 'SpotDraft workspaces',
    key: ['id'],
    settings: ['name', 'userEmail', 'baseUrl'],
    secret: ['clientSecret', 'hmacKey', 'hmacKeyPrevious', 'webhookToken'],
    plain: [
      'portalId',
      'environment',
      'clientId',
      'webhookId',
      'webhookState',
      'state',
      'sweepWantedWhy',
      'templatesReading',
    ],
  },
  portal: {
    what: 'The HubSpot account, its access, and who its admins are',
    key: ['portalId'],
    settings: ['name', 'settings'],
    secret: ['accessToken', 'refreshToken'],
    plain: [
      'portalId',
      'state',
      'deleteAskedBy',
      'grantedScopes',
      'askedScopes',
      'timeZone',
      'defaultCurrency',
    ],
  },
} as const satisfies Record<string, TableRule>;

export type AccountTable = keyof typeof accountTables;
export const ruleOf = (table: AccountTable): TableRule => accountTables[table];
export const accountTableNames = Object.keys(accountTables) as AccountTable[];

/** What belongs to the installation, or is kept of an account that was deleted. None of it is of people. */
export const otherTables: Record<string, Pick<TableRule, 'what' | 'secret' | 'plain'>> = {
  erasure: {
    what: 'Receipts of what was erased: how many rows of each table, and nobody’s name',
    secret: ['subject'],
    plain: ['portalId', 'kind', 'askedBy', 'state', 'counts', 'kept'],
  },
  job_lease: { what: 'Which worker has a thing to itself', plain: ['key', 'owner'] },
  budget: { what: 'Times of calls that count toward a vendor’s limit', plain: ['key'] },
  duty: { what: 'When recurring work was last done', plain: ['key'] },
};

const daysOf = ({ days }: Ends, settings: Reconciliation): number =>
  typeof days === 'number' ? days : settings[days];

/** Until when rows have to be to have served their time. */
export const endOf = (ends: Ends, settings: Reconciliation, now: Date): Date =>
  new Date(now.getTime() - daysOf(ends, settings) * 24 * 3_600_000);
