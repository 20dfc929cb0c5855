import type { Contract, WorkflowExecution } from '../../../platform/database/generated/client.ts';
import type { ActionRequest } from '@dealdraft/wire/card.ts';
import { actionEnd, askForAction, isSent, sendWish } from '../tasks/ask-action.ts';
import { contractFor, isBeingMade } from '../tasks/ask-contract.ts';
import type { Deps } from '../../deps.ts';
import { executionInputs } from './execution-inputs.ts';
import type { Settlement } from './execution-result.ts';

/** SpotDraft tells of the new status by webhook, or is asked; the result waits so long for it, so that it names the new one. */
export const statusGraceMs = 15_000;

type Act = {
  wish: ActionRequest;
  templateId: number | null;
  /** Whether the contract is there already, or has come there. */
  isDone: (contract: Contract) => boolean;
  words: { done: 'sent' | 'voided'; doneText: (name: string) => string; already: (name: string) => string };
};

export const settleSend = (deps: Deps, execution: WorkflowExecution): Promise<Settlement> => {
  const {
    template_id: templateId,
    send_for: sendFor,
    message,
  } = executionInputs['send-contract'].parse(execution.inputs);
  return settle(deps, execution, {
    templateId,
    wish: sendWish(sendFor, `workflow:${execution.id}`, message),
    isDone: (contract) => isSent(contract, sendFor),
    words: {
      done: 'sent',
      doneText: (name) => `Sent “${name}” for ${sendFor}.`,
      already: (name) => `“${name}” was sent for ${sendFor} before.`,
    },
  });
};

export const settleVoid = (deps: Deps, execution: WorkflowExecution): Promise<Settlement> => {
  const { template_id: templateId, reason } = executionInputs['void-contract'].parse(execution.inputs);
  return settle(deps, execution, {
    templateId,
    wish: { action: 'void', idempotencyKey: `workflow:${execution.id}`, reason },
    isDone: (contract) => contract.status === 'VOIDED',
    words: {
      done: 'voided',
      doneText: (name) => `Voided “${name}”.`,
      already: (name) => `“${name}” was void before.`,
    },
  });
};

const settle = async (deps: Deps, execution: WorkflowExecution, act: Act): Promise<Settlement> => {
  const { portalId, contractId, actionId } = execution;
  const contract =
    contractId === null
      ? await contractFor(deps, execution, act.templateId)
      : await deps.db.contract.findFirst({ where: { id: contractId, portalId } });
  if (contract === null) {
    if (await isBeingMade(deps, execution, act.templateId)) return { is: 'later' };
    return { is: 'finished', outcome: 'no_contract', message: 'The deal has no such contract.' };
  }
  if (actionId !== null) return follow(deps, { contract, actionId, act });
  if (act.isDone(contract))
    return { is: 'finished', outcome: 'already', message: act.words.already(contract.name), contract };
  const asked = await askForAction(deps, contract, {
    wish: act.wish,
    origin: 'workflow',
    requestedBy: 'HubSpot workflow',
  });
  if (asked.is !== 'asked') return { is: 'finished', outcome: 'blocked', message: asked.text, contract };
  await deps.db.workflowExecution.updateMany({
    where: { id: execution.id, portalId, state: { not: 'finished' } },
    data: { actionId: asked.actionId, contractId: contract.id, state: 'waiting' },
  });
  return follow(deps, { contract, actionId: asked.actionId, act });
};

const follow = async (
  deps: Deps,
  { contract, actionId, act }: { contract: Contract; actionId: string; act: Act },
): Promise<Settlement> => {
  const end = await actionEnd(deps, contract.portalId, actionId);
  if (end.is === 'failed') return { is: 'finished', outcome: 'failed', message: end.text, contract };
  if (end.is === 'waiting') return { is: 'later' };
  // The change of status wakes this again; were it never told, the clock does.
  if (!act.isDone(contract) && deps.now().getTime() < end.at.getTime() + statusGraceMs)
    return { is: 'later' };
  return { is: 'finished', outcome: act.words.done, message: act.words.doneText(contract.name), contract };
};
