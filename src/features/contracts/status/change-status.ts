import type { Db } from '../../../platform/database/client.ts';
import type { Contract } from '../../../platform/database/generated/client.ts';
import type { Enqueue } from '../../jobs/catalogue.ts';
import type { ContractStatus } from '@dealdraft/wire/contract-status.ts';
import { projectDeal } from '../../deals/deal-projection.ts';
import { addEvent, type NewEvent } from '../../history/events.ts';
import { heldFrom } from './state-graph.ts';

export type StatusChange = {
  to: ContractStatus;
  /** SpotDraft's time of the change; for a read, which carries none, the last one known. */
  at: Date;
  /** The same in microseconds. */
  micros: bigint;
  from: 'webhook' | 'verified';
  learntAt: Date;
  event: Omit<NewEvent, 'portalId' | 'contractId' | 'fromStatus' | 'toStatus'>;
};

type Step = Omit<StatusChange, 'event'>;
type Before = Pick<Contract, 'status' | 'heldFrom' | 'sentAt'>;
type After = Pick<
  Contract,
  | 'status'
  | 'statusAt'
  | 'statusMicros'
  | 'statusFrom'
  | 'verifiedAt'
  | 'heldFrom'
  | 'verifyWantedAt'
  | 'goneAt'
> &
  Partial<Pick<Contract, 'sentAt' | 'executedAt' | 'voidedAt'>>;

/** The dates that a step sets; a date that is known from SpotDraft's own metrics is not overwritten later. */
const datesOf = (contract: Before, change: Step): Partial<After> => {
  // A read tells where the contract stands, not since when: the dates then come from SpotDraft's process metrics.
  if (change.from === 'verified') return {};
  const sent =
    change.to === 'REDLINING' || change.to === 'SIGN' ? { sentAt: contract.sentAt ?? change.at } : {};
  const executed = change.to === 'EXECUTED' ? { executedAt: change.at } : {};
  const voided = change.to === 'VOIDED' ? { voidedAt: change.at } : {};
  return { ...sent, ...executed, ...voided };
};

/** What a step makes of a contract's row. */
export const statusStep = (contract: Before, step: Step): After => ({
  status: step.to,
  statusAt: step.at,
  statusMicros: step.micros,
  statusFrom: step.from,
  verifiedAt: step.learntAt,
  heldFrom: heldFrom(contract.status, contract.heldFrom, step.to),
  verifyWantedAt: null,
  goneAt: null,
  ...datesOf(contract, step),
});

/**
 * Moves a contract to another status, with its event, the deal's projection and the work that follows, in the
 * caller's transaction. The update carries the state that was judged: answers false, and does nothing, when another
 * worker was faster.
 */
export const changeStatus = async (
  deps: { tx: Db; enqueue: Enqueue },
  contract: Contract,
  change: StatusChange,
): Promise<boolean> => {
  const { tx, enqueue } = deps;
  const { id, portalId, dealId } = contract;
  const { count } = await tx.contract.updateMany({
    where: { id, portalId, status: contract.status, statusMicros: contract.statusMicros },
    data: statusStep(contract, change),
  });
  if (count === 0) return false;
  await addEvent(tx, {
    ...change.event,
    portalId,
    contractId: id,
    fromStatus: contract.status,
    toStatus: change.to,
  });
  if (change.to === 'EXECUTED')
    await enqueue(tx, 'contract.finish', { payload: { portalId, contractId: id }, background: true });
  await projectDeal({ tx, enqueue }, portalId, dealId);
  return true;
};
