import type { Contract } from '../../../platform/database/generated/client.ts';
import type { Unfinished } from '../../../platform/jobs/job-end.ts';
import type { Asks } from '@dealdraft/wire/card.ts';
import type { ContractStatus } from '@dealdraft/wire/contract-status.ts';
import type { DealFacts, Effect, PipelineFacts } from '../rules/facts.ts';
import type { NewEvent } from '../../history/events.ts';
import type { MissingProperty } from '../../problems/missing-values.ts';
import type { SendFor } from './ask-action.ts';

/** How far a task has come: what it asked for, and the contract that it is about. */
export type Progress = { requestId: string | null; contractId: string | null; actionIds: readonly string[] };

/** Work on a deal that a rule or a workflow wants done. It knows how far it has come, so it may be advanced at any time. */
export type Task = Progress & {
  portalId: number;
  dealId: string;
  origin: 'workflow' | 'stage_rule';
  /** Who asks, for people. */
  by: string;
  /** Names what the task asks for: asking twice makes one contract, and acts once. */
  key: string;
  actionKey: string;
  keep: (progress: Partial<Progress>) => Promise<void>;
};

type Of<Do extends Effect['do']> = Extract<Effect, { do: Do }>;
type Around = { deal: DealFacts; pipelines: readonly PipelineFacts[] };

/** What is to be done; `why` and `rule` are for people. */
export type Work =
  | {
      do: 'generate';
      templateId: number;
      ifOpen: 'skip' | 'reuse' | 'another';
      /** Why another one is made; kept with the request. */
      reason: string;
      /** For the timeline of the contract that comes of it. */
      note?: string | undefined;
      send: 'no' | SendFor;
      onWarnings: OnWarnings;
    }
  | ActWork
  | { do: 'wait'; templateId: number | null; status: ContractStatus; since: Date }
  | (Of<'move'> & Why & Around & { refused: Refused | null })
  | (Of<'leave' | 'ask_to_hold' | 'ask_to_void'> & Why & Around & AskState);

/** `statusGraceMs`: so long the result waits for the status that the act brings, so that it names the new one. */
export type ActWork = { templateId: number | null; statusGraceMs: number } & (
  | { do: 'send'; sendFor: SendFor; message?: string | undefined; onWarnings: OnWarnings }
  | { do: 'void'; reason: string }
);
/** What becomes of sending a contract with warnings: `ask` a person first, wait for one who was `asked`, or `send` all the same. */
export type OnWarnings = 'ask' | 'asked' | 'send';
type Why = { why: string; rule: string };
/** What HubSpot demanded when it refused the move, and when. */
type Refused = { missing: readonly MissingProperty[]; refusedAt: Date | null };
type AskState = {
  /** `began`: people were asked. `answeredBy`: who confirmed; the acts of that are the task's actions. */
  began: boolean;
  answeredBy: string | null;
  /** The entry into a stage that the rule acted on. */
  entry: string;
};
export type SendWork = Extract<ActWork, { do: 'send' }>;
export type MoveWork = Extract<Work, { do: 'move' }>;
export type AskWork = Extract<Work, { contractIds: readonly string[] }>;
export type GenerateWork = Extract<Work, { do: 'generate' }>;
export type WaitWork = Extract<Work, { do: 'wait' }>;

export type Outcome =
  | 'generated' | 'reused' | 'skipped' | 'sent' | 'voided' | 'already' | 'reached' | 'unreachable'
  | 'no_contract' | 'unlinked' | 'failed' | 'moved' | 'answered' | 'overtaken'; // prettier-ignore

export type Ended = {
  is: 'ended';
  outcome: Outcome;
  text: string;
  contract?: Contract | null;
  /** Lines of timelines, written in the transaction that ends the task. */
  events?: readonly NewEvent[];
  /** The deal is somewhere else now, or others waited for this task: look at the deal again. */
  lookAgain?: boolean;
};

/**
 * What advancing a task came to. `waiting`: for news, which wake it. `later`: it is to be tried again by the clock. `again`: the
 * deal is not as it was read. `blocked`: for something that a person can give. `asking`: for a person's answer.
 */
export type Advance =
  | { is: 'waiting' }
  | { is: 'later'; end: Unfinished }
  | { is: 'again' }
  | { is: 'blocked'; text: string; missing?: readonly MissingProperty[]; contract?: Contract }
  | { is: 'asking'; text: string; wish: Asks; contracts: string; events: readonly NewEvent[] }
  | Ended;

export const waiting: Advance = { is: 'waiting' };
export const ended = (outcome: Outcome, text: string, contract?: Contract | null): Ended => ({
  is: 'ended',
  outcome,
  text,
  contract: contract ?? null,
});
