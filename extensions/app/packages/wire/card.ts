import { z } from 'zod';
import { emailAddress, typedEmail } from './email.ts';
import type { ContractStatus } from './contract-status.ts';
import type { Plan } from './plan.ts';

/**
 * What the card and the service say to each other, under `/api/card`. Every answer is HTTP 200 with this envelope,
 * because HubSpot's proxy hides the body of other statuses and repeats 5xx calls by itself.
 */
export type Envelope<Data> = { ok: true; data: Data } | { ok: false; error: CardError };

export type CardErrorCode =
  | 'not_connected'
  | 'not_permitted'
  | 'not_found'
  | 'blocked' // the plan has blockers: `fields` names them
  | 'plan_changed' // the deal changed since the preview was shown
  | 'open_contract' // an open contract of that template exists and no reason was given
  | 'already_requested' // the same template is being generated for this deal right now
  | 'not_possible' // an action that the contract's state does not allow; the message says why
  | 'linked_elsewhere' // the contract to link belongs to another deal; confirm to move it
  | 'invalid'
  | 'vendor' // SpotDraft or HubSpot refused or cannot be reached
  | 'unexpected';

/** One sentence for people in `message`; `detail` is raw and shown on demand only. */
export type CardError = {
  code: CardErrorCode;
  message: string;
  fields?: { target: string; label: string; message: string; link?: RecordLink }[];
  canRetry: boolean;
  detail?: string;
};

export type RecordLink = {
  object: 'deal' | 'company' | 'contact' | 'quote' | 'line_item' | 'owner';
  recordId: string;
  property?: string;
};

/** A value to fill in, by its label, and where. */
export type FieldLink = { label: string; link: RecordLink };

export const actionIds = [
  'send_for_review',
  'mark_for_signature',
  'take_back_from_signature',
  'remind',
  'void',
  'refresh_from_deal',
  'regenerate',
  'keep_changes',
  'open_in_spotdraft',
  'copy_link',
  'download',
  'check_now',
  'unlink',
] as const;
export type ActionId = (typeof actionIds)[number];

/** A button. A disabled one always says why in `reason`. */
export type ActionView = { id: ActionId; label: string; enabled: boolean; reason?: string };

type Person = { name: string; email: string | null };

export type WaitingFor = {
  kind: 'signatory' | 'approver' | 'counterparty' | 'our_side';
  person: Person | null;
  text: string;
  since: string | null;
  /** Set for signatories who can be reminded by email. */
  canRemind: boolean;
};

export type DriftView = {
  /** `canUpdate`: "Update from the deal" can bring it into the contract; else it is changed in SpotDraft, or made anew. */
  changes: { target: string; label: string; was: string; now: string; canUpdate: boolean }[];
  computedAt: string;
  /** Someone looked at these very changes and kept the paper as it is. */
  kept: { by: string; at: string; reason: string } | null;
  /** The admin chose that a contract that differs from its deal cannot be sent. */
  blocksSending: boolean;
};

export type EchoView =
  | { state: 'pending' }
  | { state: 'same'; checkedAt: string }
  | { state: 'different'; checkedAt: string; differences: { label: string; sent: string; stored: string }[] }
  | { state: 'unavailable'; message: string };

export type PendingAction = {
  id: string;
  action: ActionId;
  label: string;
  since: string;
  state: 'doing' | 'failed';
  message: string | null;
};

export type ContractView = {
  id: string;
  /** `T-1234`, as SpotDraft writes it in its paths. */
  spotdraftId: string;
  referenceId: string | null;
  name: string;
  templateId: number | null;
  templateName: string | null;
  environment: 'uat' | 'production';
  link: string | null;
  origin: 'generated' | 'linked' | 'adopted';
  status: ContractStatus;
  statusLabel: string;
  /** When the status began, by SpotDraft's clock. */
  statusAt: string;
  statusFrom: 'created' | 'webhook' | 'verified';
  /** Last time SpotDraft told us this status, by webhook or by reading. */
  verifiedAt: string;
  /** For a contract on hold: where it was before. */
  heldFrom: ContractStatus | null;
  waitingFor: WaitingFor[];
  approvals: { name: string; person: Person | null; status: string; notes: string | null }[];
  signatories: {
    person: Person;
    side: 'ours' | 'counterparty';
    order: number | null;
    signedAt: string | null;
    declinedAt: string | null;
  }[];
  /** The one thing to do next, or null when it is somebody else's turn. */
  nextAction: ActionId | null;
  actions: ActionView[];
  pendingAction: PendingAction | null;
  drift: DriftView | null;
  echo: EchoView;
  signedDocument:
    { state: 'attached'; fileId: string; attachedAt: string } | { state: 'attaching' } | { state: 'none' };
  createdAt: string;
  createdBy: string | null;
  sentAt: string | null;
  signedAt: string | null;
  executedAt: string | null;
  voidedAt: string | null;
  mappingVersion: number | null;
  problems: ProblemView[];
};

/** A request on its way, or one that ended in a refusal that was not dismissed. */
export type RequestView = {
  id: string;
  templateId: number;
  templateName: string;
  state: 'queued' | 'creating' | 'checking' | 'created' | 'refused';
  steps: { id: string; label: string; state: 'done' | 'doing' | 'todo' | 'failed' }[];
  /** For `refused`: what happened, why, what to do next. For the others: what is being waited for, if it takes long. */
  message: string | null;
  fields: { target: string; label: string; message: string }[];
  contractId: string | null;
  /** Set while others are made first: 1 is next. */
  queue?: { position: number; expectedAt: string };
  requestedBy: string | null;
  requestedAt: string;
  detail: string | null;
};

/** What a rule wants of a person: to allow an act (`void`, `send`), or to do one in SpotDraft (`hold`). */
export type Asks = 'void' | 'hold' | 'send';
export type QuestionView = {
  firingId: string;
  asks: Asks;
  contracts: { id: string; spotdraftId: string; name: string }[];
};

export type ProblemView = {
  key: string;
  title: string;
  message: string;
  nextStep: string;
  since: string;
  link?: RecordLink;
  /** The values that end it, once they are filled in. */
  fields?: FieldLink[];
  /** What can be answered where the problem stands. */
  question?: QuestionView;
  detail?: string;
};

/** `GET /deals/:dealId`: a local read; never calls a vendor. */
export type DealView = {
  connection: {
    state: 'connected' | 'not_connected' | 'no_template' | 'paused';
    /** Who can fix it and where; null when connected. */
    message: string | null;
    environment: 'uat' | 'production' | null;
  };
  permissions: { generate: boolean; act: boolean; admin: boolean; reason: string | null };
  contracts: ContractView[];
  requests: RequestView[];
  problems: ProblemView[];
  counts: { open: number; executed: number; voided: number };
  /** Milliseconds until the next read is worth it; null when nothing can change by itself. */
  pollAfterMs: number | null;
  /** Changes whenever anything shown changes: a card that has it already need not render again. */
  revision: string;
};

/** `GET /deals/:dealId/templates`: those ready for this deal first. */
export type TemplateChoice = {
  templateId: number;
  name: string;
  environment: 'uat' | 'production';
  readiness: { state: 'ready' | 'missing' | 'choose' | 'paused'; text: string; count: number };
  /** An open contract of this template on this deal: generating again asks for a reason. */
  openContract: { id: string; name: string; statusLabel: string } | null;
};
export type TemplatesView = { templates: TemplateChoice[]; truncated: boolean };

/** `POST /deals/:dealId/plan` */
export const planRequest = z.object({
  templateId: z.number().int().positive(),
  choices: z.record(z.string().max(200), z.string().max(200)).default({}),
});
export type PlanView = {
  plan: Plan;
  /** Fingerprint of what would be sent; given back with `generate` so that only what was shown is sent. */
  planHash: string;
  willDo: string;
  openContract: TemplateChoice['openContract'];
};

/** `POST /deals/:dealId/preview` → SpotDraft's own PDF of the plan, under a short-lived address. */
export type PreviewView = { url: string; expiresAt: string };

const idempotencyKey = z.string().min(8).max(100);

/** `POST /deals/:dealId/generate` */
export const generateRequest = planRequest.extend({
  idempotencyKey,
  planHash: z.string().max(100),
  reason: z.string().trim().max(2000).optional(),
});
export type GenerateView = { requestId: string };

const email = typedEmail;

/** `POST /contracts/:contractId/actions`: accepted at once, done in the background; the deal view shows its progress. */
export const actionRequest = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('send_for_review'),
    idempotencyKey,
    to: z.array(email).max(20).default([]),
    cc: z.array(email).max(20).default([]),
    subject: z.string().trim().max(300).optional(),
    message: z.string().trim().max(5000).optional(),
  }),
  z.object({ action: z.literal('mark_for_signature'), idempotencyKey }),
  z.object({
    action: z.literal('take_back_from_signature'),
    idempotencyKey,
    reason: z.string().trim().max(2000).optional(),
  }),
  z.object({ action: z.literal('remind'), idempotencyKey, email: emailAddress }),
  z.object({ action: z.literal('void'), idempotencyKey, reason: z.string().trim().min(3).max(2000) }),
  z.object({ action: z.literal('refresh_from_deal'), idempotencyKey }),
  z.object({ action: z.literal('keep_changes'), idempotencyKey, reason: z.string().trim().min(3).max(2000) }),
  z.object({ action: z.literal('check_now'), idempotencyKey }),
  z.object({ action: z.literal('unlink'), idempotencyKey, reason: z.string().trim().min(3).max(2000) }),
]);
export type ActionRequest = z.input<typeof actionRequest>;
export type ActionAccepted = { actionId: string };

/** `POST /contracts/:contractId/download` */
export const downloadRequest = z.object({ format: z.enum(['PDF', 'DOCX']).default('PDF') });
export type DownloadView = { url: string; fileName: string };

/** `GET /contracts/:contractId/timeline?before=<cursor>`: newest first, 50 a page. */
export type TimelineView = { events: TimelineEvent[]; before: string | null };
export type TimelineEvent = {
  id: string;
  title: string;
  detail: string | null;
  at: string;
  receivedAt: string;
  by: string | null;
  how: 'webhook' | 'verified' | 'sweep' | 'card' | 'workflow' | 'stage_rule' | 'system';
  /** `late`: older than what we knew, changed nothing. `repeated`: received before. */
  mark: 'late' | 'repeated' | null;
};

/** `POST /deals/:dealId/drift`: compares each open contract with the deal as it is now. Once per opening of the card. */
export type DriftCheckView = { checked: number; changed: number };

/** `POST /deals/:dealId/link/look-up` and `POST /deals/:dealId/link` */
export const lookUpRequest = z.object({ text: z.string().trim().min(1).max(500) });
export type LinkCandidate = {
  spotdraftId: string;
  workspaceId: string;
  environment: 'uat' | 'production';
  name: string;
  statusLabel: string;
  counterparty: string | null;
  createdAt: string;
  link: string | null;
  linkedTo: { dealId: string; dealName: string | null } | null;
  linkedHere: boolean;
};
export type LookUpView = { candidate: LinkCandidate };
export const linkRequest = z.object({
  spotdraftId: z.string().regex(/^[HT]-\d+$/),
  workspaceId: z.uuid(),
  confirmMove: z.boolean().default(false),
  idempotencyKey,
});
export type LinkView = { contractId: string };

/** `POST /requests/:requestId/dismiss` and `POST /actions/:actionId/dismiss` hide a refusal that was read. */
export type Dismissed = { dismissed: true };

/** `GET /contracts/:contractId/recipients`: suggestions for "send for review", from the paper and the deal's contacts as stored. */
export type RecipientsView = { suggestions: (Person & { email: string; role: string })[] };
