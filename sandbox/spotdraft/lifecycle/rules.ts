import { detail } from '../state/reply.ts';
import type { Refusal } from '../state/reply.ts';
import type { Contract, DisplayStatus } from '../state/model.ts';

/** Who may do what when: the states in which each action is legal. */
const legalIn = {
  send: ['DRAFT', 'REDLINING'],
  mark: ['DRAFT', 'REDLINING'],
  unmark: ['SIGN'],
  sign: ['SIGN'],
  decline: ['SIGN'],
  reviewComplete: ['REDLINING'],
  editData: ['DRAFT', 'REDLINING'],
  decideApproval: ['DRAFT', 'REDLINING'],
  hold: ['DRAFT', 'REDLINING', 'SIGN'],
  resume: ['ON_HOLD'],
  void: ['DRAFT', 'REDLINING', 'SIGN', 'ON_HOLD'],
} as const satisfies Record<string, readonly DisplayStatus[]>;

export type Action = keyof typeof legalIn;

export const isLegal = (action: Action, contract: Contract): boolean =>
  (legalIn[action] as readonly DisplayStatus[]).includes(contract.status);

/** 402 is SpotDraft's status for "the workflow does not allow that now". */
export const workflowRefusal = (text: string): Refusal => detail(402, text);

const openApprovals = (contract: Contract, types: readonly string[]): boolean =>
  contract.approvals.some(
    (one) => types.includes(one.type) && one.status !== 'APPROVED' && one.status !== 'SKIPPED',
  );

/** Approvals that must be in before a contract goes out for signature. */
export const blocksSignature = (contract: Contract): boolean =>
  openApprovals(contract, ['PRE_SEND', 'PRE_SIGN', 'AD_HOC', 'APPROVAL_V5']);
/** Approvals that must be in before a contract goes to the counterparty. */
export const blocksSending = (contract: Contract): boolean => openApprovals(contract, ['PRE_SEND']);
