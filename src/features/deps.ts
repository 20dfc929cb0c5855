import type { Logger } from 'pino';
import type { HubSpotClient } from '../hubspot/client.ts';
import type { PipelinesRead } from '../hubspot/kept-pipelines.ts';
import type { PropertyDefinitions } from '../hubspot/property-definitions.ts';
import type { Database } from '../platform/database/client.ts';
import type { Enqueue } from './jobs/catalogue.ts';
import type { FileStore } from '../platform/kept-files/kept-files.ts';
import type { Post } from '../platform/outbound/post-json.ts';
import type { Sealing } from '../platform/secrets/sealing.ts';
import type { Secret } from '../platform/secrets/secret.ts';
import type { NotConnected } from '../platform/vendor-error.ts';
import type { Priority } from '../platform/vendor-limits/budget.ts';
import type { SpotDraftClient } from '../spotdraft/client.ts';
import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { Plan } from '@dealdraft/wire/plan.ts';
import type { LintInput } from '../mapping/lint/context.ts';
import type { PlanInput } from '../mapping/plan/build-plan.ts';
import type { SpotDraftHosts } from '../spotdraft/answers/hosts.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import type { Result } from '@dealdraft/wire/result.ts';

/** Clients for the portal's two vendors, each bound to its budget. Reading a deleted portal's secrets is a failure, not a throw. */
export type Vendors = {
  hubspot: (portalId: number, priority: Priority) => Promise<Result<HubSpotClient, NotConnected>>;
  spotdraft: (workspaceId: string, priority: Priority) => Promise<Result<SpotDraftClient, NotConnected>>;
  /** For one look whether an account that has left is back; all other calls for it end before they are made. */
  hubspotOfLeaver: (portalId: number) => Promise<Result<HubSpotClient, NotConnected>>;
};

/** A workspace's address and credentials, as typed or as stored. */
type SpotDraftAccess = {
  portalId: number;
  workspaceId: string;
  baseUrl: string;
  clientId: string;
  clientSecret: Secret;
  userEmail: string | null;
};

/** How the service keeps both sides in agreement; all times in milliseconds. */
type ReconciliationSettings = {
  /** How often what is due is looked for. */
  tickMs: number;
  /** From one sweep of a workspace to the next. */
  sweepEveryMs: number;
  /** A sweep reads again so much of the window before it, for what became visible late. */
  overlapMs: number;
  /** How far the first sweep of a workspace looks back. */
  firstWindowMs: number;
  /** An open contract that nobody has verified for so long is asked about. */
  staleAfterMs: number;
  /** Without a delivery for so long, while contracts are open, a workspace is swept out of turn. */
  silenceMs: number;
  /** How long SpotDraft may take to send a notice that it was asked for. */
  probeMs: number;
  /** Work that has waited for so long without a job has lost it. */
  forgottenMs: number;
  deliveryRetentionDays: number;
  callRetentionDays: number;
};

/** What becomes of an account that HubSpot constantly refuses. */
type LeavingSettings = {
  /** Refused for so long, it has left. */
  refusedMs: number;
  /** From one look whether it is back to the next. */
  probeMs: number;
  /** What is known of it is kept for so long. */
  keptDays: number;
};

/** What the operator has set, as the features go by it; all times in milliseconds. */
export type Settings = {
  /** Under which HubSpot and SpotDraft reach the service. */
  publicOrigin: string;
  /** False where a private app's token is used: there is nothing to consent to. */
  hasConsent: boolean;
  hubspotAppId: number;
  /** What each vendor allows one account or workspace; by it the end of a queue is estimated. */
  limits: { hubspotPer10S: number; spotdraftPerS: number };
  /** After an unclear answer to a creation: waits between one look for the contract and the next. */
  lookUpDelaysMs: readonly number[];
  /** How often waits are ended that are over, and missed changes of stage looked for. */
  automationTickMs: number;
  /** How often changes of state are looked for that an alert is sent about. */
  alertTickMs: number;
  /** How often mapped templates and properties are read again. */
  schemaWatchMs: number;
  /** How long a test of a connection waits for SpotDraft's notice. */
  connectionTestWaitMs: number;
  reconciliation: ReconciliationSettings;
  leaving: LeavingSettings;
};

/** Computations over what an account has mapped, away from the event loop; each account within its share. */
export type MappingWork = {
  plan: (portalId: number, input: Omit<PlanInput, 'formulas'>) => Promise<Plan>;
  lint: (portalId: number, input: LintInput) => Promise<Finding[]>;
};

/** What the features are given. Built once, in the composition root; a function that needs little says so with `Pick`. */
export type Deps = {
  db: Database;
  enqueue: Enqueue;
  vendors: Vendors;
  /** A client for credentials that are not stored yet. */
  buildSpotDraft: (access: SpotDraftAccess) => SpotDraftClient;
  definitions: PropertyDefinitions;
  readPipelines: (portalId: number) => Promise<PipelinesRead>;
  sealing: Sealing;
  files: FileStore;
  post: Post;
  spotdraftHosts: SpotDraftHosts;
  mapping: MappingWork;
  settings: Settings;
  now: () => Date;
  log: Logger;
};

/** The admin who asks: the account, and the email that goes into the audit list. */
export type Admin = { portalId: number; by: string };
export type Answer<Value> = Promise<Result<Value, CardError>>;
/** One template of one workspace. */
export type TemplateKey = { workspaceId: string; templateId: number };
