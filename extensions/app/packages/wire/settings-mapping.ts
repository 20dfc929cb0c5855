import { z } from 'zod';
import { mapping, type Mapping, type Rule } from './mapping.ts';
import type { Finding, Suggestion } from './mapping-lint.ts';
import type { Plan } from './plan.ts';
import type { Saving } from './settings-access.ts';
import type { Environment } from './settings-connections.ts';
import type { CounterpartyKind, Target } from './template.ts';

/** Templates and their mappings: draft, lint, try, publish, versions. */
const number = z.number().int().positive();
const note = z.string().trim().max(2_000);
const dealId = z.string().regex(/^\d{1,20}$/);
const choices = z.record(z.string().max(200), z.string().max(200)).default({});

/** A template of a workspace: what a mapping belongs to. */
export type TemplateRef = { workspaceId: string; templateId: number };

/** `not_mapped` → `draft` → `published`, or `paused` after a breaking change; `gone`: SpotDraft does not list it any more. */
export const templateStates = ['not_mapped', 'draft', 'published', 'paused', 'gone'] as const;
export type TemplateState = (typeof templateStates)[number];
export type TemplateRow = {
  workspaceId: string;
  templateId: number;
  name: string;
  environment: Environment;
  workspaceName: string;
  state: TemplateState;
  pausedReason: string | null;
  variables: number;
  required: number;
  publishedNumber: number | null;
  publishedAt: string | null;
  publishedBy: string | null;
  /** A draft differs from what is published. */
  draftBy: string | null;
  draftAt: string | null;
};
/** `GET /templates?search=&workspaceId=&state=&offset=&limit=` (50 a page unless told, at most 200). */
export type TemplateListView = {
  templates: TemplateRow[];
  total: number;
  offset: number;
  counts: Record<TemplateState, number>;
};

/** `GET /templates/:workspaceId/:templateId` */
export type MappingEditorView = {
  row: TemplateRow;
  counterpartyKind: CounterpartyKind;
  targets: Target[];
  /** What is edited: the draft, else the published version, else an empty mapping. `revision` 0: nothing is saved yet. */
  content: Mapping;
  revision: number;
  source: 'draft' | 'published' | 'empty';
  draft: { by: string; at: string; basedOn: number | null } | null;
  published: { number: number; by: string; at: string; note: string | null } | null;
  findings: Finding[];
};

/** `POST …/suggestions`: rules for targets that the content leaves open; `whole` is a first draft of everything. */
export const suggestRequest = z.object({ content: mapping.optional() });
export type SuggestionsView = { suggestions: Suggestion<Rule>[]; whole: Mapping };

/** `POST …/draft`: answers `Saving<Mapping>`. A draft may be wrong in every way but its form. */
export const saveDraft = z.object({ revision: z.number().int().nonnegative(), content: mapping });
export type SaveDraft = z.input<typeof saveDraft>;
export type DraftSaved = Saving<Mapping>;
/** `POST …/draft/discard`: back to what is published. Answers `MappingEditorView`. */
export const discardDraft = z.object({ revision: z.number().int().nonnegative() });

/** `POST …/lint`: the content as it stands in the editor, saved or not. Without one: the draft. */
export const lintRequest = z.object({ content: mapping.optional() });
export type LintRequest = z.input<typeof lintRequest>;
export type LintView = { findings: Finding[]; canPublish: boolean };

/** `POST …/try`: the plan of one deal. Nothing is written, nothing is sent to SpotDraft. */
export const tryRequest = z.object({ content: mapping.optional(), dealId, choices });
export type TryView = {
  plan: Plan;
  dealName: string;
  readiness: { state: 'ready' | 'missing' | 'choose'; text: string; count: number };
};
/** `POST …/preview` (same request): SpotDraft's own PDF. */
export type TryPreviewView = { url: string; expiresAt: string };

/** `POST …/publish`: the draft of that revision. Refused with `blocked` and the findings as fields when it has errors. */
export const publishRequest = z.object({ revision: z.number().int().nonnegative(), note: note.default('') });
export type PublishView = { kind: 'published'; number: number } | Extract<DraftSaved, { kind: 'conflict' }>;

/** `GET …/versions?before=<number>`: newest first, 50 a page. */
export type VersionsView = {
  versions: {
    number: number;
    by: string;
    at: string;
    note: string | null;
    current: boolean;
    /** Contracts that it made. */
    contracts: number;
  }[];
  before: number | null;
};
/** `GET …/versions/:number` */
export type VersionView = { number: number; by: string; at: string; note: string | null; content: Mapping };
/** `GET …/diff?from=<number|draft>&to=<number|draft>` */
export type DiffView = {
  from: string;
  to: string;
  changes: {
    /** As in findings: a variable or a path. */
    target: string;
    label: string;
    kind: 'added' | 'removed' | 'changed';
    before: string | null;
    after: string | null;
  }[];
};
/** `POST …/roll-back`: publishes a copy of that version under a new number. Answers `{kind: 'published', number}`. */
export const rollBackRequest = z.object({ number, note: note.default('') });

/** `POST …/pause`. `POST …/resume` lints again and is refused with the findings while errors stand. Both answer `TemplateRow`. */
export const pauseRequest = z.object({ reason: z.string().trim().min(3).max(500) });

/** `POST …/export`: a file that import takes. Answers `FileView`, with `text`. */
export const exportRequest = z.object({ version: z.union([number, z.literal('draft')]).optional() });
/** `POST …/import`: becomes the draft. A file of another template is taken too, and the findings say what does not fit. */
export const importRequest = z.object({
  text: z.string().max(900_000),
  revision: z.number().int().nonnegative(),
});
export type ImportView = DraftSaved & { findings?: Finding[]; content?: Mapping };

/** `POST …/promote`: from this template to its namesake in another workspace, whose draft it becomes when `apply` is set. */
export const promoteRequest = z.object({
  toWorkspaceId: z.uuid(),
  /** When no or several templates have the name. */
  toTemplateId: number.optional(),
  from: z.enum(['published', 'draft']).default('published'),
  apply: z.boolean().default(false),
  /** Of the draft over there, as the answer without `apply` told it. */
  revision: z.number().int().nonnegative().default(0),
});
export type PromotionView = {
  to: { workspaceId: string; workspaceName: string; templateId: number | null; templateName: string | null };
  /** To choose from, when the name does not decide. */
  candidates: { templateId: number; name: string }[];
  /** Pointed to the same name over there. */
  repointed: { what: string; from: string; to: string }[];
  /** Has no counterpart; has to be settled in the draft. */
  unmatched: { what: string; name: string; target: string; message: string }[];
  findings: Finding[];
  /** Revision of the draft over there: before, or after `apply`. */
  revision: number;
  applied: boolean;
  conflict: Extract<DraftSaved, { kind: 'conflict' }>['theirs'] | null;
};

/** `POST …/coverage` starts a run over the newest deals of a pipeline; nothing is written to HubSpot or SpotDraft. */
export const coverageRequest = z.object({
  pipelineId: z.string().min(1).max(100),
  of: z.enum(['draft', 'published']).default('draft'),
  deals: z.number().int().min(1).max(200).default(50),
});
/** `GET …/coverage` (the last run, or null), `GET /coverage/:runId`; poll while `running`. */
export type CoverageView = {
  runId: string;
  state: 'running' | 'done' | 'failed';
  pipelineId: string;
  startedAt: string;
  startedBy: string;
  done: number;
  total: number;
  /** "46 ready, 3 lack billing country, 1 has two companies" */
  summary: string;
  groups: {
    key: string;
    text: string;
    state: 'ready' | 'missing' | 'choose' | 'unreadable';
    count: number;
  }[];
  /** Up to 200; those that are not ready first. */
  deals: {
    dealId: string;
    name: string;
    state: 'ready' | 'missing' | 'choose' | 'unreadable';
    text: string;
    /** Keys of `groups`. */
    groups: string[];
    /** Variables that the deal has no value for, needed or not; absent in runs from before they were kept. */
    empty?: string[];
    /** What is missing, with the property to fill in. */
    gaps: {
      target: string;
      label: string;
      message: string;
      object: string | null;
      recordId: string | null;
      property: string | null;
    }[];
  }[];
  message: string | null;
  pollAfterMs: number | null;
};

/** `POST /templates/refresh`: reads the templates again, of one workspace or all, and checks every mapping. */
export const refreshRequest = z.object({ workspaceId: z.uuid().optional() });
export type RefreshAccepted = { started: true };
