import { z } from 'zod';
import { emailAddress } from './email.ts';
import type { PropertyDefinition, SourceObject } from './records.ts';

/** SpotDraft workspaces, and what HubSpot and SpotDraft offer to choose from. */
export type Environment = 'uat' | 'production';
const regions = ['us', 'eu', 'in', 'me'] as const;
export type Region = (typeof regions)[number];

const text = z.string().trim().min(1);
const clientSecret = text.max(1_000);
const userEmail = emailAddress.nullable();
/** A region's address is known; any other base URL is written out. https, and not an address inside our own network. */
const place = z.union([
  z.object({ region: z.enum(regions) }),
  z.object({ baseUrl: z.url({ protocol: /^https?$/ }).max(500) }),
]);

/** `POST /workspaces`: nothing is stored when the credentials do not hold. Answers `WorkspaceView`; templates are read in the background. */
export const newWorkspace = z.object({
  environment: z.enum(['uat', 'production']),
  name: text.max(100),
  place,
  clientId: text.max(300),
  /** Written once; never shown again. */
  clientSecret,
  /** Contracts are made in this person's name. Null: SpotDraft's default user for the client id. */
  userEmail: userEmail.default(null),
});
export type NewWorkspace = z.input<typeof newWorkspace>;

/** `POST /workspaces/:workspaceId`. Another host needs the secret again: the stored one is not sent there. */
export const changeWorkspace = z.object({
  name: text.max(100),
  place,
  userEmail,
  clientSecret: clientSecret.optional(),
});
/** `POST /workspaces/:workspaceId/secret`: proved before it replaces the old one. */
export const replaceSecret = z.object({ clientSecret });

export type WorkspaceView = {
  workspaceId: string;
  environment: Environment;
  name: string;
  baseUrl: string;
  region: Region | null;
  clientId: string;
  /** `••••1f9c` */
  secretMask: string;
  userEmail: string | null;
  state: 'active' | 'paused' | 'revoked' | 'removed';
  stateText: string;
  webhook: {
    state: 'missing' | 'active' | 'silent' | 'failed';
    text: string;
    at: string | null;
    lastDeliveryAt: string | null;
  };
  templates: {
    published: number;
    mapped: number;
    paused: number;
    readAt: string | null;
    /** While they are being read; poll. */
    reading: { done: number; total: number } | null;
    /** Why the last reading failed. */
    message: string | null;
  };
  contracts: { open: number; total: number };
};
/** `GET /workspaces` */
export type WorkspacesView = {
  workspaces: WorkspaceView[];
  regions: { id: Region; label: string; baseUrl: string }[];
  /** Where SpotDraft has to be allowed to call, if a firewall asks. */
  webhookOrigin: string;
};

export type ConnectionCheck = {
  id: 'credentials' | 'developer_settings' | 'templates' | 'webhook' | 'delivery';
  label: string;
  /** `unproven`: nothing is known to be wrong, but there is no contract yet that a test notice could be about. */
  state: 'passed' | 'failed' | 'waiting' | 'unproven' | 'skipped';
  text: string;
  /** What to do about a failure. */
  fix: string | null;
  detail: string | null;
};
/** `POST /workspaces/:workspaceId/test` starts one, `GET` shows the last; poll while a check is `waiting`. `null`: never tested. */
export type ConnectionTest = {
  startedAt: string;
  startedBy: string;
  state: 'running' | 'passed' | 'failed' | 'unproven';
  checks: ConnectionCheck[];
  pollAfterMs: number | null;
};

/** `GET /workspaces/:workspaceId/consequences`: what pausing and removing mean, with today's numbers. */
export type ConsequencesView = {
  pause: Consequences;
  remove: Consequences;
  /** With `deleteHistory`: also the record of which contract belongs to which deal. */
  removeWithHistory: Consequences;
};
export type Consequences = { stops: string[]; stays: string[]; deleted: string[] };
/** `POST /workspaces/:workspaceId/remove` */
export const removeWorkspace = z.object({
  /** The workspace's name, typed. */
  confirmName: z.string().max(100),
  deleteHistory: z.boolean().default(false),
});
/** `webhookId` is set when SpotDraft did not let us delete the registration: a person has to. */
export type RemovedView = { removed: true; webhookLeft: string | null };

/** `GET /overview`: what the page opens with. */
type AbsentFeature = { scope: string; feature: string; text: string };

export type OverviewView = {
  hubspot: {
    portalId: number;
    name: string | null;
    state: 'active' | 'disconnected';
    text: string;
    /** Set when DealDraft asks for more than this account consented to. `link` opens the consent; null where there is none to give. */
    consentAgain: { text: string; link: string | null } | null;
    /** What this account does not have, and why. */
    absent: AbsentFeature[];
  };
  workspaces: WorkspaceView[];
  /** Set wherever UAT is in use. */
  uatBanner: string | null;
  firstRun: {
    done: boolean;
    steps: { id: FirstRunStep; label: string; state: 'done' | 'next' | 'later' }[];
    /** Where the next step takes place, if a template was chosen. */
    template: { workspaceId: string; templateId: number; name: string } | null;
  };
  health: { state: 'well' | 'attention' | 'broken'; text: string; openProblems: number };
};
export type FirstRunStep = 'connect' | 'choose_template' | 'map' | 'try' | 'publish' | 'open_deal';

/** `GET /properties?object=deal&search=&offset=&limit=` or `?object=deal&names=a,b,c` (at most 100): by name or label, best first. */
export type PropertiesView = { properties: PropertyDefinition[]; total: number; offset: number };

/** `GET /workspaces/:workspaceId/choices`: what the editor offers. A list that could not be read is empty and has a message. */
export type ChoicesView = {
  pipelines: {
    id: string;
    label: string;
    stages: { id: string; label: string; isClosed: boolean; isWon: boolean }[];
  }[];
  labels: Partial<Record<SourceObject, string[]>>;
  entities: { referenceId: string; name: string; isPrimary: boolean }[];
  organizationTypes: { label: string; country: string | null }[];
  contractTypes: { id: number; name: string }[];
  /** Labels of contract metadata seen so far, with how they were read. */
  keyPointers: { label: string; fieldName: string | null; type: string | null }[];
  statusProperties: { name: string; label: string }[];
  messages: { part: string; message: string }[];
};

/** `GET /deals?search=&pipelineId=&after=`: deals to try on, newest first. */
export type DealsView = {
  deals: {
    id: string;
    name: string;
    pipelineId: string | null;
    stage: string | null;
    amount: string | null;
    changedAt: string | null;
  }[];
  after: string | null;
};
