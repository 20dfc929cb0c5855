import { z } from 'zod';
import type { Asks, FieldLink, QuestionView } from './card.ts';

/** Automation as the settings page edits and shows it. */
const operand = z.union([z.string().max(2_000), z.number(), z.boolean()]);
const stage = z.string().trim().min(1).max(100);
const template = z.number().int().positive();
const withValue = ['eq', 'neq', 'gt', 'gte', 'lt', 'lte'];

/** A test of one deal property. Numbers compare as numbers, all else as text without regard to case. */
export const dealCondition = z
  .object({
    property: z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/)
      .max(200),
    op: z.enum(['eq', 'neq', 'in', 'notIn', 'empty', 'notEmpty', 'gt', 'gte', 'lt', 'lte']),
    value: operand.optional(),
    values: z.array(operand).max(200).optional(),
  })
  .refine(({ op, value }) => !withValue.includes(op) || value !== undefined, {
    message: 'Say what to compare with.',
    path: ['value'],
  })
  .refine(({ op, values }) => (op !== 'in' && op !== 'notIn') || (values?.length ?? 0) > 0, {
    message: 'Choose at least one value.',
    path: ['values'],
  });
export type DealCondition = z.output<typeof dealCondition>;

const common = {
  name: z.string().trim().min(1).max(200),
  pipelineId: stage,
  /** All must hold. */
  conditions: z.array(dealCondition).max(20).default([]),
};
const repeating = {
  /** `once`: at most once for a deal, ever. `always`: each time it is due, which is what makes loops possible. */
  repeat: z.enum(['once', 'always']).default('once'),
  /** After it fired for a deal it rests for that deal so long. */
  coolDownMinutes: z.number().int().min(0).max(43_200).default(0),
};

/** Sending waits for a person while the contract has a warning that one would get; true sends all the same. */
const sendDespiteWarnings = z.boolean().default(false);

/** "When a deal enters stage X, generate template T", and send it if wanted. */
const generateRule = z.object({
  kind: z.literal('generate'),
  ...common,
  ...repeating,
  stageId: stage,
  templateId: template,
  /** What to do when a contract of this template is open on the deal. */
  ifOpen: z.enum(['skip', 'reuse', 'another']).default('skip'),
  send: z.enum(['no', 'review', 'signature']).default('no'),
  sendDespiteWarnings,
});

/** "When a deal enters stage X, send its newest contract of template T." */
const sendRule = z.object({
  kind: z.literal('send'),
  ...common,
  ...repeating,
  stageId: stage,
  templateId: template,
  sendFor: z.enum(['review', 'signature']),
  sendDespiteWarnings,
});

/** "When contract set S is executed (declined, voided), move the deal to stage Y." */
const moveRule = z.object({
  kind: z.literal('move'),
  ...common,
  ...repeating,
  setId: z.uuid(),
  when: z.enum(['executed', 'declined', 'voided']),
  toStageId: stage,
  allowBackward: z.boolean().default(false),
  allowFromClosed: z.boolean().default(false),
});

/**
 * What becomes of open contracts when the deal goes another way. SpotDraft has no call that puts a contract on hold:
 * `ask_to_hold` shows a person the request and ends when SpotDraft tells that it is on hold. `ask_to_void` voids after
 * an admin or seller has confirmed. `leave` only writes it down.
 */
const keepRule = z.object({
  kind: z.literal('keep'),
  ...common,
  when: z.enum(['moved_back', 'lost', 'reopened']),
  /** Contracts of these templates; empty means of any. */
  templateIds: z.array(template).max(100).default([]),
  then: z.enum(['leave', 'ask_to_hold', 'ask_to_void']),
});

export const ruleContent = z.discriminatedUnion('kind', [generateRule, sendRule, moveRule, keepRule]);
export type RuleContent = z.output<typeof ruleContent>;
export type RuleContentInput = z.input<typeof ruleContent>;

/** Without `id` a new rule; with it, `version` says which one was edited: a rule that changed meanwhile is not overwritten. */
export const saveRule = z.object({
  id: z.uuid().optional(),
  version: z.number().int().positive().optional(),
  content: ruleContent,
});
export type SaveRule = z.input<typeof saveRule>;

export const ruleState = z.object({ state: z.enum(['active', 'paused']) });
export type RuleState = z.output<typeof ruleState>['state'];

const setMember = z.object({ templateId: template, required: z.boolean().default(true) });
/** Contracts that count together, such as "Order form and DPA". */
export const contractSet = z.object({
  name: z.string().trim().min(1).max(200),
  members: z.array(setMember).min(1).max(20),
});
export type ContractSet = z.output<typeof contractSet>;
export const saveSet = z.object({ id: z.uuid().optional(), content: contractSet });
export type SaveSet = z.input<typeof saveSet>;

export type Saved = { id: string; version: number };

export type RuleView = {
  id: string;
  version: number;
  content: RuleContent;
  /** The rule in one sentence, with the names of stage, template and set. */
  sentence: string;
  state: RuleState;
  /** Why DealDraft or an admin paused it. */
  pausedReason: string | null;
  /** What keeps it from working: a stage that is gone, a template that is not published. */
  findings: string[];
  /** Deals that enter the stage, and sets that complete, from then on. */
  activeSince: string | null;
  firedTimes: number;
  lastFiredAt: string | null;
  /** Firings that wait for a person or for values on the deal. */
  waiting: number;
  updatedAt: string;
  updatedBy: string;
};

type StageView = { id: string; label: string; isClosed: boolean; isWon: boolean };
export type AutomationView = {
  rules: RuleView[];
  sets: { id: string; version: number; content: ContractSet; usedBy: string[] }[];
  /** Empty with `pipelinesMessage` while HubSpot cannot be asked. */
  pipelines: { id: string; label: string; stages: StageView[] }[];
  pipelinesMessage: string | null;
  templates: { templateId: number; name: string; environment: 'uat' | 'production' }[];
};

export type FiringState =
  'doing' | 'blocked' | 'asking' | 'done' | 'refused' | 'held' | 'declined' | 'overtaken';
export type FiringView = {
  id: string;
  ruleId: string;
  dealId: string;
  state: FiringState;
  /** What was done or is being waited for. */
  text: string;
  cause: 'person' | 'rule' | 'machine';
  asks: Asks | null;
  /** What the question is about. */
  contracts: QuestionView['contracts'];
  /** The deal's values that a blocked run waits for; it goes on by itself when they are there. */
  missing: FieldLink[];
  at: string;
  endedAt: string | null;
};
export type FiringsView = { firings: FiringView[]; before: string | null };

/** Answers a firing that asks, or tries one again that was blocked or refused. Voids want a reason. */
export const firingAnswer = z.object({
  answer: z.enum(['confirm', 'decline', 'retry']),
  reason: z.string().trim().max(2000).optional(),
});
export type FiringAnswer = z.output<typeof firingAnswer>['answer'];

/** Nothing is done. Without `stageId` every stage of the deal's pipeline is tried. */
export const simulateRequest = z.object({
  dealId: z.string().regex(/^\d{1,20}$/),
  stageId: stage.optional(),
  /** Also rules that are paused, as if they were active. */
  includePaused: z.boolean().default(false),
});
export type SimulatedRule = {
  ruleId: string;
  name: string;
  verdict: 'fires' | 'held' | 'not';
  /** Why it fires, or why not. */
  why: string;
  /** What it would do; null when it does nothing. */
  would: string | null;
  /** The warnings that sending would wait for; empty when it would not. */
  waitsFor: string[];
};
export type SimulationView = {
  dealName: string;
  currentStageId: string;
  stages: {
    stageId: string;
    label: string;
    current: boolean;
    rules: SimulatedRule[];
    /** Stages the deal would run through by itself from here, when rules move it on. */
    path: string[];
    /** Set when the rules would send the deal round in circles. */
    loop: string | null;
  }[];
};

export type QueueEntry = {
  id: string;
  dealId: string;
  templateName: string;
  origin: 'card' | 'workflow' | 'stage_rule' | 'api';
  /** 1 is next. */
  position: number;
  expectedAt: string;
};
export type QueueView = {
  /** Deals whose rules are still to be looked at. */
  deals: number;
  /** Contracts that are still to be made. */
  contracts: number;
  perMinute: number;
  /** When the last of them is expected; null when nothing waits. */
  expectedAt: string | null;
  next: QueueEntry[];
  /** Firings that wait for a person, newest first. */
  asking: FiringView[];
  /** Where the deal of the question stands; null when none was asked for. */
  deal: DealInQueue | null;
};

/** `looked_at`: its rules are still to be looked at. `none`: nothing of it waits. */
export type DealInQueue = {
  dealId: string;
  state: 'none' | 'looked_at' | 'queued' | 'making';
  position: number | null;
  expectedAt: string | null;
};

export type ExecutionView = {
  id: string;
  action: string;
  dealId: string;
  workflowId: string | null;
  state: 'accepted' | 'waiting' | 'finished';
  outcome: string | null;
  message: string | null;
  /** Whether HubSpot took the result: `unknown` when the workflow was deleted or no longer waits. */
  reported: 'not_due' | 'pending' | 'taken' | 'unknown';
  acceptedAt: string;
  finishedAt: string | null;
  expiresAt: string | null;
};
export type ExecutionsView = { executions: ExecutionView[]; before: string | null };
