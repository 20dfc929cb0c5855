import type { Attempt, Sent } from '../../kit/webhook-sender.ts';

/** What the sandbox keeps. Values of records are texts, as HubSpot stores them; a value that was cleared is absent. */
export type ObjectName = 'deals' | 'companies' | 'contacts' | 'line_items' | 'quotes' | 'notes';

interface HistoryEntry {
  value: string;
  timestamp: string;
  sourceType: SourceType;
  sourceId?: string;
}

type SourceType =
  'CRM_UI' | 'INTEGRATION' | 'IMPORT' | 'CALCULATED' | 'MERGE_OBJECTS' | 'AUTOMATION_PLATFORM';

/** Who writes, as HubSpot records it with the value and tells it in webhooks. */
export interface Source {
  type: SourceType;
  id: string | null;
}

export interface CrmRecord {
  id: string;
  type: ObjectName;
  properties: Record<string, string>;
  /** Newest first. */
  history: Record<string, HistoryEntry[]>;
  createdAt: string;
  updatedAt: string;
  archived: boolean;
  archivedAt: string | null;
  /** Set on a record that was merged: the id of the record that came of it. */
  mergedInto: string | null;
}

interface PropertyOption {
  label: string;
  value: string;
  description: string;
  displayOrder: number;
  hidden: boolean;
}

export interface PropertyDefinition {
  name: string;
  label: string;
  description: string;
  type: string;
  fieldType: string;
  groupName: string;
  options: PropertyOption[];
  displayOrder: number;
  hidden: boolean;
  formField: boolean;
  hasUniqueValue: boolean;
  calculated: boolean;
  externalOptions: boolean;
  referencedObjectType: string | null;
  showCurrencySymbol: boolean;
  /** How a number is shown: `percentage`, `duration`. Absent when nobody chose. */
  numberDisplayHint?: string;
  hubspotDefined: boolean;
  archived: boolean;
  /** The value cannot be written through the API. */
  readOnly: boolean;
  createdAt: string;
  updatedAt: string;
}

export interface PropertyGroup {
  name: string;
  label: string;
  displayOrder: number;
  archived: boolean;
}

export interface Stage {
  id: string;
  label: string;
  displayOrder: number;
  archived: boolean;
  metadata: { probability: string; isClosed: string };
}

export interface Pipeline {
  id: string;
  label: string;
  displayOrder: number;
  archived: boolean;
  stages: Stage[];
}

export interface User {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  superAdmin: boolean;
  permissions: string[];
  roles: string[];
  teams: { id: number; name: string }[];
  locale: string;
  language: string;
}

export interface Owner {
  id: string;
  email: string;
  firstName: string;
  lastName: string;
  /** Absent for owners who were never, or are no longer, users. */
  userId: number | null;
  archived: boolean;
  createdAt: string;
  updatedAt: string;
}

export interface StoredFile {
  id: string;
  name: string;
  extension: string;
  folderPath: string;
  contentType: string;
  access: string;
  size: number;
  bytes: Uint8Array;
  createdAt: string;
}

export interface AssociationType {
  typeId: number;
  category: 'HUBSPOT_DEFINED' | 'USER_DEFINED';
  label: string | null;
  name: string;
  from: ObjectName;
  to: ObjectName;
  /** The type of the same association seen from the other record. */
  inverse: number;
}

/** A property that has one of these values makes others required; a rule for a pipeline stage is one about `dealstage`. */
export interface ConditionalRule {
  objectType: ObjectName;
  property: string;
  values: string[];
  required: string[];
}

/** What an account's admins demand of records: in HubSpot's forms always, of the API from 2026-09 on. */
export interface PropertyRules {
  /** Off, the API takes what the forms would refuse, as it did before 2026-09. */
  enforced: boolean;
  /** Required by the form that makes a record. */
  onCreate: { objectType: ObjectName; required: string[] }[];
  conditional: ConditionalRule[];
}

export interface Portal {
  portalId: number;
  name: string;
  domain: string;
  currency: string;
  additionalCurrencies: string[];
  timeZone: string;
  dataHostingLocation: string;
  users: User[];
  owners: Owner[];
  pipelines: Pipeline[];
  properties: Record<ObjectName, PropertyDefinition[]>;
  groups: Record<ObjectName, PropertyGroup[]>;
  records: Map<string, CrmRecord>;
  /** `deals/1` → `contacts/2` → type ids, both ways. */
  associations: Map<string, Map<string, number[]>>;
  associationTypes: AssociationType[];
  files: Map<string, StoredFile>;
  enrolments: Enrolment[];
  lockedUntil: Record<string, number>;
  readOnlyDeals: string[];
  /** Absent in a state that an older sandbox kept: no rules. */
  propertyRules?: PropertyRules;
  installed: boolean;
  /** Scopes of things this account's subscription does not include. */
  unavailableScopes?: string[];
}

export interface Token {
  token: string;
  kind: 'private' | 'oauth';
  portalId: number;
  userId: number;
  scopes: string[];
  /** In milliseconds since 1970; null never ends. */
  expiresAt: number | null;
  refreshToken: string | null;
  revoked: boolean;
}

interface RefreshToken {
  token: string;
  portalId: number;
  userId: number;
  scopes: string[];
  revoked: boolean;
}

interface AuthCode {
  code: string;
  portalId: number;
  userId: number;
  scopes: string[];
  redirectUri: string;
  used: boolean;
  expiresAt: number;
}

type EnrolmentState = 'RUNNING' | 'WAITING' | 'SUCCEEDED' | 'FAILED' | 'EXPIRED';

export interface Enrolment {
  id: number;
  callbackId: string;
  portalId: number;
  dealId: string;
  actionUrl: string;
  inputFields: Record<string, unknown>;
  state: EnrolmentState;
  attempts: { at: string; status: number | null; error: string | null }[];
  outputFields: Record<string, string>;
  /** Completed by callback before the answer to the request was read. */
  completed: boolean;
  startedAt: string;
  endedAt: string | null;
  expiresAt: string | null;
}

export interface Subscription {
  id: number;
  /** `object.propertyChange` and so on, or the legacy `deal.propertyChange`. */
  subscriptionType: string;
  /** For `object.*`. */
  objectType?: string;
  propertyName?: string;
  active: boolean;
}

export interface WebhookDelivery {
  id: number;
  portalId: number;
  url: string;
  events: Record<string, unknown>[];
  attempts: Attempt[];
  outcome: Sent['outcome'];
}

export interface SandboxState {
  portals: Map<number, Portal>;
  tokens: Map<string, Token>;
  refreshTokens: Map<string, RefreshToken>;
  codes: Map<string, AuthCode>;
  webhooks: { targetUrl: string | null; maxConcurrentRequests: number; subscriptions: Subscription[] };
  deliveries: WebhookDelivery[];
  counters: Record<string, number>;
}
