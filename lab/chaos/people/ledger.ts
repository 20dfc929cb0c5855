import type { PlanView } from '@dealdraft/wire/card.ts';
import type { Enrolment } from '../../../sandbox/hubspot/state/model.ts';
import type { Story } from '../plan/plan.ts';

/** Who clicks, whatever else their story is. */
export type Clicker = Pick<Story, 'number' | 'click' | 'reason'>;

/** One key with which a contract was asked for, and what the seller was told. */
export type Wish = {
  story: Clicker;
  dealId: string;
  templateId: number;
  key: string;
  answer: { kind: 'accepted'; requestId: string } | { kind: 'refused'; code: string } | { kind: 'unknown' };
  /** What the preview showed for the fingerprint that was sent along. */
  shown: PlanView['plan']['contract'];
};

/** What the people of a run saw and did: the only memory that the checks trust beside the sandboxes' own. */
export type Ledger = {
  wishes: Wish[];
  clicks: number;
  actions: { asked: number; accepted: number };
  /** People who got no useful answer for long; they gave up. */
  gaveUp: string[];
  /** Deals whose DealDraft properties somebody wrote over. */
  scribbled: Set<string>;
  /** The stage to which a person last moved a deal. */
  stageByHand: Map<string, string>;
  /** Deals that were moved to a stage for which a rule generates. */
  stageWishes: { dealId: string; templateId: number }[];
  /** Actions that workflows ran. */
  executions: {
    enrolment: Enrolment;
    action: 'generate-contract' | 'wait-for-status';
    dealId: string;
    templateId: number;
  }[];
};

export const emptyLedger = (): Ledger => ({
  wishes: [],
  clicks: 0,
  actions: { asked: 0, accepted: 0 },
  gaveUp: [],
  scribbled: new Set(),
  stageByHand: new Map(),
  stageWishes: [],
  executions: [],
});
