import { z } from 'zod';
import { typedEmail } from './email.ts';

/** Who may change settings, what they set for everybody, and what was changed. */
const email = typedEmail.toLowerCase();

/** `GET /access`: the only route, with `claim`, that anybody may ask. */
export type AccessView = {
  portalId: number;
  caller: { email: string; isAdmin: boolean; why: 'listed' | null };
  /** Nobody is listed yet: this person may become the first admin by `POST /access/claim`. */
  canClaim: boolean;
  /** Whom to ask. */
  admins: { email: string; addedBy: string | null; addedAt: string | null }[];
};

/** `POST /access/admins`: the last admin cannot be removed. Answers `AccessView`. */
export const changeAdmins = z.object({
  add: z.array(email).max(100).default([]),
  remove: z.array(email).max(100).default([]),
});
export type ChangeAdmins = z.input<typeof changeAdmins>;

const allowed = z.object({
  who: z.enum(['everybody', 'admins', 'listed']),
  /** For `listed`. Admins may always. */
  emails: z.array(email).max(1_000).default([]),
});
export type Allowed = z.output<typeof allowed>;

const preferences = z.object({
  /** A contract that differs from its deal cannot be sent before somebody settles it. */
  blockSendingOnDrift: z.boolean(),
  whoMayGenerate: allowed,
  /** Send, remind, void, link and the other buttons on a contract. */
  whoMayAct: allowed,
  alerts: z.object({
    /** DealDraft posts signed JSON here when a state changes. Null: no alerts. https, and not an address inside our own network. */
    webhookUrl: z
      .url({ protocol: /^https?$/ })
      .max(2_000)
      .nullable(),
    /** Problems that matter to sellers only are left out. */
    onlyAdminProblems: z.boolean().default(true),
  }),
});
export type Preferences = z.output<typeof preferences>;

/** `GET /preferences`, and the answer of saving them. */
export type PreferencesView = {
  revision: number;
  preferences: Preferences;
  /** For checking the signature of alerts; masked but for its end. Null without an address. */
  alertKeyMask: string | null;
  lastAlert: { at: string; state: 'sent' | 'waiting' | 'failed'; text: string } | null;
};
/** `POST /preferences` answers `Saving<Preferences>`. */
export const savePreferences = z.object({ revision: z.number().int().nonnegative(), preferences });
/** `POST /alerts/key` makes a new key and shows it this once; `POST /alerts/test` sends a test and says what came back. */
export type AlertKeyView = { key: string };
export type AlertTestView = { delivered: boolean; message: string };

/** What a save with an expected revision ends in. Nothing is overwritten: `theirs` shows who saved meanwhile. */
export type Saving<Content> =
  | { kind: 'saved'; revision: number; savedAt: string }
  | { kind: 'conflict'; theirs: { content: Content; revision: number; by: string; at: string } };

export const auditActions = [
  'admin_claimed',
  'admins_changed',
  'preferences_changed',
  'alert_key_made',
  'workspace_tried',
  'workspace_added',
  'workspace_changed',
  'workspace_secret_replaced',
  'workspace_webhook_registered',
  'workspace_paused',
  'workspace_resumed',
  'workspace_removed',
  'templates_refresh_asked',
  'draft_changed',
  'draft_discarded',
  'mapping_published',
  'mapping_rolled_back',
  'mapping_paused',
  'mapping_resumed',
  'mapping_imported',
  'mapping_promoted',
  'problem_acknowledged',
  'problem_retried',
  'delivery_replayed',
  'sweep_started',
  'dead_letter_redriven',
  'dead_letter_deleted',
  'contract_linked',
  'orphan_dismissed',
  'rule_changed',
  'rule_paused',
  'rule_resumed',
  'rule_deleted',
  'rule_answered',
  'contract_set_changed',
  'contract_set_deleted',
  'document_previewed',
  'document_downloaded',
  'person_erasure_asked',
  'person_erased',
  'account_export_asked',
  'account_deletion_asked',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** `GET /audit?who=&action=&search=&from=&to=&before=`: newest first, 50 a page. `from` and `to` are ISO times. */
export type AuditView = {
  entries: AuditEntry[];
  before: string | null;
  /** For the filters. */
  actions: { id: AuditAction; label: string }[];
  people: string[];
};
export type AuditEntry = {
  id: string;
  at: string;
  /** An email, or `DealDraft` for what it did by itself. */
  who: string;
  action: AuditAction;
  /** "Published version 4 of “Order form”". */
  text: string;
  /** What it was done to, such as a template's name. */
  subject: string;
  /** Only what differs; secrets as a mask. */
  changes: { path: string; before: string | null; after: string | null }[];
};

/** `POST /audit/export`, with the filters of the list: a CSV file under a short-lived address. Answers `FileView`. */
export const exportAudit = z.object({
  who: z.string().max(320).optional(),
  action: z.enum(auditActions).optional(),
  search: z.string().max(200).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type AuditFilter = z.output<typeof exportAudit>;
/** A file to open or to save. `text` as well where it is short enough to be shown and copied. */
export type FileView = {
  fileName: string;
  url: string;
  expiresAt: string;
  text: string | null;
  rows: number;
};

/** `GET /account`: what is kept of the account, and the receipts of what was erased. */
export type AccountView = {
  portalId: number;
  name: string | null;
  contracts: number;
  /** Everything is deleted then. */
  deleteAt: string | null;
  /** How long everything is kept after the app was uninstalled. */
  keptDays: number;
  receipts: ErasureReceipt[];
};
export type ErasureReceipt = {
  id: string;
  askedBy: 'hubspot' | 'admin' | 'operator';
  at: string;
  /** Null while it is under way. */
  doneAt: string | null;
  rows: number;
  /** Executed contracts whose proof is kept as fingerprints. */
  proofs: number;
  /** Tables with settings of the account that still name the person, with how many rows of each. */
  named: Record<string, number>;
};
export const forgetPerson = z.object({ email });
export type ErasureAsked = { id: string };
/** The account's ID, typed. */
export const deleteAccount = z.object({ confirm: z.string().max(50) });
export type DeletionAsked = { deleteAt: string };
