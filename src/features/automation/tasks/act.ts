import type { Contract } from '../../../platform/database/generated/client.ts';
import type { ActionRequest } from '@dealdraft/wire/card.ts';
import type { Deps } from '../../deps.ts';
import { isOpen, type ContractStatus } from '@dealdraft/wire/contract-status.ts';
import { later } from '../../../platform/jobs/job-end.ts';
import { openWarnings } from '../../contracts/create/contract-warnings.ts';
import { actionEnd, askForAction, isSent, sendWish } from './ask-action.ts';
import { contractFor, isBeingMade } from './ask-contract.ts';
import { ended, waiting, type ActWork, type Advance, type SendWork, type Task } from './task.ts';

const retryMs = 15_000;

type Words = {
  outcome: 'sent' | 'voided';
  verb: string;
  done: (name: string) => string;
  already: (name: string) => string;
};

const wishOf = (work: ActWork, key: string): ActionRequest =>
  work.do === 'void'
    ? { action: 'void', idempotencyKey: key, reason: work.reason }
    : sendWish(work.sendFor, key, work.message);

/** Whether the contract is there already, or has come there. */
const isThere = (work: ActWork, contract: Contract): boolean =>
  work.do === 'void' ? contract.status === 'VOIDED' : isSent(contract, work.sendFor);

const wordsOf = (work: ActWork): Words =>
  work.do === 'void'
    ? {
        outcome: 'voided',
        verb: 'void',
        done: (name) => `Voided “${name}”.`,
        already: (name) => `“${name}” was void before.`,
      }
    : {
        outcome: 'sent',
        verb: 'send',
        done: (name) => `Sent “${name}” for ${work.sendFor}.`,
        already: (name) => `“${name}” was sent for ${work.sendFor} before.`,
      };

/** Sends or voids the task's contract; without one, the newest of the template, or of any. */
export const act = async (deps: Deps, task: Task, work: ActWork): Promise<Advance> => {
  const { portalId, contractId, actionIds } = task;
  const { templateId } = work;
  const words = wordsOf(work);
  const contract =
    contractId === null
      ? await contractFor(deps, task, templateId)
      : await deps.db.contract.findFirst({ where: { id: contractId, portalId } });
  if (contract === null) {
    if (await isBeingMade(deps, task, templateId)) return waiting;
    const meant = templateId === null ? 'contract' : 'contract of this template';
    return ended('no_contract', `The deal has no ${meant} to ${words.verb}.`);
  }
  const [actionId] = actionIds;
  if (actionId !== undefined) return follow(deps, { contract, actionId, work });
  if (contract.unlinkedAt !== null) return ended('unlinked', 'The contract was unlinked from the deal.');
  if (isThere(work, contract)) return ended('already', words.already(contract.name), contract);
  const held = work.do === 'send' ? await heldBack(deps, task, { work, contract }) : null;
  if (held !== null) return held;
  const asked = await askForAction(deps, contract, {
    wish: wishOf(work, task.actionKey),
    origin: task.origin,
    requestedBy: task.by,
  });
  if (asked.is !== 'asked') return { is: 'blocked', text: asked.text, contract };
  await task.keep({ contractId: contract.id, actionIds: [asked.actionId] });
  return follow(deps, { contract, actionId: asked.actionId, work });
};

/** A rule does not send what a person would look at twice: somebody is asked, and sends it or mends it. */
const heldBack = async (
  deps: Deps,
  task: Task,
  { work: { sendFor, onWarnings }, contract }: { work: SendWork; contract: Contract },
): Promise<Advance | null> => {
  if (onWarnings === 'send') return null;
  const open = await openWarnings(deps, contract);
  if (!open.ok) return { is: 'later', end: later(retryMs, open.failure.detail ?? open.failure.message) };
  const warnings = open.value;
  if (warnings.length === 0) return null;
  if (onWarnings === 'asked')
    return isOpen(contract.status as ContractStatus)
      ? waiting
      : ended('overtaken', `“${contract.name}” ended before anybody answered.`, contract);
  await task.keep({ contractId: contract.id });
  const text = `“${contract.name}” was not sent for ${sendFor}. ${warnings.join(' ')}`;
  return { is: 'asking', text, wish: 'send', contracts: `“${contract.name}”`, events: [] };
};

const follow = async (
  deps: Deps,
  { contract, actionId, work }: { contract: Contract; actionId: string; work: ActWork },
): Promise<Advance> => {
  const end = await actionEnd(deps, contract.portalId, actionId);
  if (end.is === 'failed') return ended('failed', end.text, contract);
  if (end.is === 'waiting') return waiting;
  // The change of status wakes this again; were it never told, the clock does.
  if (!isThere(work, contract) && deps.now().getTime() < end.at.getTime() + work.statusGraceMs)
    return waiting;
  const { outcome, done } = wordsOf(work);
  return ended(outcome, done(contract.name), contract);
};
