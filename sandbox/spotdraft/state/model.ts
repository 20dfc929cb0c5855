import type { Attempt, Sent } from '../../kit/webhook-sender.ts';
import type { TemplateDefinition } from './attribute.ts';
import type { Json, JsonObject } from './json.ts';

export type DisplayStatus = 'DRAFT' | 'REDLINING' | 'SIGN' | 'EXECUTED' | 'ON_HOLD' | 'VOIDED';

/** The API's names for how a contract came to be; webhooks use other names for the same thing. */
export type ContractKind = 'TEMPLATE' | 'TEMPLATE_EDITABLE' | 'UPLOAD_SIGN' | 'UPLOAD_EXECUTED';

export type WorkspaceName = 'uat' | 'production';

interface Person {
  name: string;
  email: string;
}

export interface User extends Person {
  id: number;
  designation: string;
  roles: { id: number; name: string; description: string }[];
  isActive: boolean;
  /** The "Developer Settings" permission, needed to create and delete webhooks. */
  developerSettings: boolean;
}

export interface Country {
  id: number;
  name: string;
  code2: string;
}

export interface Entity {
  id: number;
  name: string;
  referenceId: string;
  jurisdiction: Country;
  organizationType: { id: number; name: string };
  address: { id: number; lineOne: string; city: string; state: string; zipcode: string; country: Country };
  isPrimary: boolean;
  /** Signs for us where the caller names nobody. */
  signatory: Person & { title: string };
}

interface OrganizationType {
  id: number;
  name: string;
  jurisdiction: Country;
}

export interface CounterParty {
  id: number;
  name: string;
  isIndividual: boolean;
  contacts: { id: number; name: string; email: string }[];
  address?: { id: number; lineOne: string; city: string; state: string; zipcode: string; country: string };
}

type WebhookStatus = 'ACTIVE' | 'DISABLED_BY_USER' | 'DISABLED_BY_ERROR';

export interface Webhook {
  id: number;
  title: string;
  description: string;
  url: string;
  onlyForActivities: string[];
  customHeaders: Record<string, string>;
  status: WebhookStatus;
  createdBy: number;
  consecutiveFailures: number;
}

export interface Workspace {
  name: WorkspaceName;
  id: number;
  title: string;
  clientId: string;
  clientSecret: string;
  /** Base64 of the 64 bytes that sign webhooks. */
  hmacKey: string;
  users: User[];
  credentialUserId: number;
  legalUserId: number;
  entities: Entity[];
  organizationTypes: OrganizationType[];
  contractTypes: { id: number; name: string }[];
  templates: TemplateDefinition[];
  counterParties: CounterParty[];
  webhooks: Webhook[];
}

export interface Signatory extends Person {
  id: number;
  title: string;
  note: string | null;
  isCounterparty: boolean;
  order: number | null;
  createdAt: string;
  sentAt: string | null;
  action: { signed: boolean; notes: string | null; at: string } | null;
}

type ApprovalStatus = 'NOT_STARTED' | 'PENDING' | 'REJECTED' | 'SUGGESTED' | 'APPROVED' | 'SKIPPED';

export interface Approval {
  id: number;
  name: string;
  type: 'PRE_SEND' | 'PRE_SIGN' | 'AD_HOC' | 'APPROVAL_V5';
  approverId: number;
  createdById: number;
  notes: string | null;
  order: number | null;
  lastSentAt: string | null;
  status: ApprovalStatus;
  actions: { status: 'APPROVED' | 'REJECTED'; notes: string | null; createdAt: string }[];
}

export interface KeyPointer {
  id: number;
  label: string;
  fieldName: string;
  dataType: string;
  formatOption: JsonObject;
  value: Json;
}

export interface ContractParty {
  counterPartyId: number;
  isIndividual: boolean;
  /** What the contract calls this party: the organization, or first and last name. */
  name: string;
  organizationType: string | null;
  contact: Person;
  details: JsonObject | null;
}

interface TimelineEntry {
  activity: string;
  at: string;
  by: { name: string; email?: string };
  note?: string;
}

export interface Contract {
  id: number;
  prefix: 'T' | 'H';
  workspace: WorkspaceName;
  referenceId: string;
  name: string;
  kind: ContractKind;
  templateId: number | null;
  contractTypeId: number;
  status: DisplayStatus;
  /** What a contract on hold returns to. */
  heldFrom: DisplayStatus | null;
  createdAt: string;
  updatedAt: string;
  createdById: number;
  entityId: number;
  parties: ContractParty[];
  data: JsonObject;
  externalMetadata: JsonObject | null;
  workflowConfig: JsonObject;
  signatories: Signatory[];
  approvals: Approval[];
  keyPointers: KeyPointer[];
  comments: { id: number; comment: string; by: string; createdAt: string }[];
  timeline: TimelineEntry[];
  sentToCounterpartyAt: string | null;
  reviewEmailOpenedAt: string | null;
  reviewCompletedAt: string | null;
  markedForSignatureAt: string | null;
  executedAt: string | null;
  expiringAt: string | null;
  turns: { count: number; lastChangeAt: string | null; lastChangeBy: string | null };
  voidNote: string | null;
  deleted: boolean;
  version: number;
  /** The file of an uploaded contract, base64; template contracts are drawn from their data. */
  document: string | null;
  /** The body of the create call exactly as it arrived: what the caller really sent. */
  receivedBody: string;
  /** The last webhook call made for this contract, byte for byte: what a re-trigger sends again. */
  lastCall: { activity: string; body: string } | null;
}

export interface Delivery {
  id: number;
  workspace: WorkspaceName;
  webhookId: number;
  url: string;
  contractId: number | null;
  activity: string;
  body: string;
  attempts: Attempt[];
  outcome: Sent['outcome'];
}

export interface SandboxState {
  workspaces: Record<WorkspaceName, Workspace>;
  contracts: Map<number, Contract>;
  deliveries: Delivery[];
  /** Last number given out, by kind of thing. */
  counters: Record<string, number>;
}
