/** What the sandbox answers under `/__crm/api`; see sandbox/hubspot/README.md. */

export type User = {
  id: number;
  email: string;
  firstName: string;
  lastName: string;
  superAdmin: boolean;
  permissions: string[];
  locale: string;
  language: string;
};
export type Portal = {
  portalId: number;
  name: string;
  domain: string;
  currency: string;
  currencies: string[];
  timeZone: string;
  users: User[];
};
export type Owner = { id: string; email: string; firstName: string; lastName: string; userId: number | null };
export type Stage = {
  id: string;
  label: string;
  displayOrder: number;
  archived: boolean;
  metadata: { probability: string; isClosed: string };
};
export type Pipeline = {
  id: string;
  label: string;
  displayOrder: number;
  archived: boolean;
  stages: Stage[];
};
export type DealRow = {
  id: string;
  name: string;
  amount: string | null;
  currency: string | null;
  pipeline: string;
  pipelineLabel: string;
  stage: string;
  stageLabel: string;
  closeDate: string | null;
  ownerName: string | null;
  company: string | null;
  updatedAt: string;
};
export type DealPage = { total: number; results: DealRow[]; paging?: { next: { after: string } } };

/** What an account's admins have made required. */
export type PropertyRules = {
  enforced: boolean;
  onCreate: { objectType: string; required: string[] }[];
  conditional: { objectType: string; property: string; values: string[]; required: string[] }[];
};

type Choice = { value: string; label: string };
export type PropertyDefinition = {
  name: string;
  label: string;
  type: string;
  fieldType: string;
  groupName: string;
  description: string;
  options: Choice[];
  readOnly: boolean;
  hidden: boolean;
};
export type AssociationKind = { category: string; typeId: number; label: string | null };
export type LinkedRecord = {
  id: string;
  name: string;
  properties: Record<string, string>;
  types: AssociationKind[];
  primary: boolean;
};
export type Attachment = { id: string; name: string; size: number; type: string };
export type TimelineEntry =
  | { kind: 'note'; id: string; at: string; body: string; author: string | null; attachments: Attachment[] }
  | {
      kind: 'change';
      at: string;
      property: string;
      label: string;
      from: string | null;
      to: string | null;
      source: string;
      sourceId: string | null;
    };
export type PlainRecord = { id: string; properties: Record<string, string> };
export type DealRecord = {
  id: string;
  portalId: number;
  archived: boolean;
  createdAt: string;
  updatedAt: string;
  name: string;
  properties: Record<string, string>;
  definitions: PropertyDefinition[];
  groups: { name: string; label: string; displayOrder: number }[];
  pipeline: Pipeline | null;
  stage: Stage | null;
  owner: Owner | null;
  companies: LinkedRecord[];
  contacts: LinkedRecord[];
  lineItems: PlainRecord[];
  quotes: PlainRecord[];
  timeline: TimelineEntry[];
};

export type EnrolmentState = 'RUNNING' | 'WAITING' | 'SUCCEEDED' | 'FAILED' | 'EXPIRED';
export type Enrolment = {
  id: string;
  callbackId: string;
  dealId: string;
  actionUrl: string;
  inputFields: Record<string, string>;
  state: EnrolmentState;
  attempts: { at: string; status: number | null; error: string | null }[];
  outputFields: Record<string, string>;
  startedAt: string;
  endedAt: string | null;
  expiresAt: string | null;
};
export type WorkflowInput = {
  typeDefinition: {
    name: string;
    type: string;
    fieldType?: string;
    options?: Choice[];
    optionsUrl?: string;
    externalOptions?: boolean;
  };
  isRequired?: boolean;
  supportedValueTypes?: string[];
};
/** An input's value as HubSpot's editor keeps it. */
export type WorkflowValue =
  { type: 'STATIC_VALUE'; value: string } | { type: 'OBJECT_PROPERTY'; propertyName: string };
export type WorkflowAction = {
  name: string;
  actionUrl: string;
  inputFields: WorkflowInput[];
  labels: Record<string, WorkflowLabels>;
};
type WorkflowLabels = {
  actionName?: string;
  actionDescription?: string;
  inputFieldLabels?: Record<string, string>;
  inputFieldDescriptions?: Record<string, string>;
};

/** What `buildBundles` leaves beside the bundles. */
export type BundleEntry = {
  uid: string;
  type: 'card' | 'settings';
  title: string;
  location: string;
  file: string;
};
