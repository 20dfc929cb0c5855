import type { ContractStatus } from '@dealdraft/wire/contract-status.ts';
import type { RuleContent } from '@dealdraft/wire/automation.ts';
import type { Comparing } from '../../../mapping/records/compare.ts';

/** What rules are judged by: plain values, read before and never changed by the judging. */
export type Place = { pipelineId: string; stageId: string };
export type StageFacts = { id: string; label: string; isClosed: boolean; isWon: boolean };
/** Stages in the order people see them. */
export type PipelineFacts = { id: string; label: string; stages: readonly StageFacts[] };
/** `comparing`: what the properties are that conditions look at, where HubSpot told. */
export type DealFacts = Place & {
  properties: Readonly<Record<string, string | null>>;
  comparing?: Readonly<Record<string, Comparing>>;
};

/** One contract of the deal; times in milliseconds since 1970. */
export type ContractFacts = {
  id: string;
  name: string;
  templateId: number | null;
  status: ContractStatus;
  declinedAt: number | null;
  statusAt: number;
  createdAt: number;
};

/** Who moved the deal: a person, one of our rules, or a machine that is not ours (or nobody knows). */
export type Cause = 'person' | 'rule' | 'machine';

/** A change of the deal's stage. `seq` counts those that were seen of this deal. */
export type Transition = { from: Place | null; to: Place; seq: number; at: number; cause: Cause };

/** `since`: changes before the rule was switched on are none of its business. */
export type RuleFacts<Content extends RuleContent = RuleContent> = {
  id: string;
  content: Content;
  since: number;
};

export type SetFacts = { id: string; name: string; members: readonly SetMemberFacts[] };
type SetMemberFacts = { templateId: number; templateName: string; required: boolean };

/**
 * A firing of a rule for this deal that happened. Those that were held back are not among them. `beforeMerge`: it was
 * for a deal that was merged into this one, in this round.
 */
export type PastFiring = { ruleId: string; at: number; cause: Cause; beforeMerge?: string };

export type Facts = {
  deal: DealFacts;
  pipelines: readonly PipelineFacts[];
  contracts: readonly ContractFacts[];
  sets: readonly SetFacts[];
  past: readonly PastFiring[];
  /** The last change of stage; rules that act on entering look at it, rules that move the deal count by it. */
  last: Transition;
  now: number;
};

export type Effect =
  | {
      do: 'generate';
      templateId: number;
      ifOpen: 'skip' | 'reuse' | 'another';
      send: 'no' | 'review' | 'signature';
      sendDespiteWarnings: boolean;
    }
  | { do: 'send'; templateId: number; sendFor: 'review' | 'signature'; sendDespiteWarnings: boolean }
  | { do: 'move'; from: Place; to: Place; because: readonly string[] }
  | { do: 'leave' | 'ask_to_hold' | 'ask_to_void'; contractIds: readonly string[] };

/**
 * What follows from a rule. `fire`: it acts, once for `round`. `hold`: a guard keeps it back, which is written down
 * once for `round`. `loop`: it would go round in circles; it is paused. `not`: it has nothing to say.
 */
export type Decision = { ruleId: string; why: string } & (
  | { verdict: 'fire'; round: string; effect: Effect }
  | { verdict: 'hold'; round: string }
  | { verdict: 'loop'; rivalId: string | null }
  | { verdict: 'not' }
);

export const stageOf = (pipelines: readonly PipelineFacts[], place: Place): StageFacts | null =>
  pipelines.find(({ id }) => id === place.pipelineId)?.stages.find(({ id }) => id === place.stageId) ?? null;

/** The place of a stage in its pipeline, or -1. */
export const orderOf = (pipelines: readonly PipelineFacts[], place: Place): number =>
  pipelines.find(({ id }) => id === place.pipelineId)?.stages.findIndex(({ id }) => id === place.stageId) ??
  -1;

export const samePlace = (a: Place | null, b: Place | null): boolean =>
  a !== null && b !== null && a.pipelineId === b.pipelineId && a.stageId === b.stageId;
