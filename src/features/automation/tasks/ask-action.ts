import type { Contract } from '../../../platform/database/generated/client.ts';
import type { ActionRequest } from '@dealdraft/wire/card.ts';
import { actionRequest } from '@dealdraft/wire/card.ts';
import { requestAction } from '../../contracts/actions/request-action.ts';
import type { Deps } from '../../deps.ts';

export type ActionAsked =
  { is: 'asked'; actionId: string } | { is: 'already'; text: string } | { is: 'blocked'; text: string };

export type SendFor = 'review' | 'signature';

export const isSent = (contract: Contract, sendFor: SendFor): boolean =>
  sendFor === 'signature'
    ? contract.status === 'SIGN' || contract.status === 'EXECUTED'
    : contract.sentAt !== null || ['REDLINING', 'SIGN', 'EXECUTED'].includes(contract.status);

export const sendWish = (sendFor: SendFor, key: string, message?: string): ActionRequest =>
  sendFor === 'signature'
    ? { action: 'mark_for_signature', idempotencyKey: key }
    : { action: 'send_for_review', idempotencyKey: key, ...(message === undefined ? {} : { message }) };

/** Asks for an action as the card does. The key names the wish: asking twice acts once. */
export const askForAction = async (
  deps: Deps,
  contract: Contract,
  {
    wish,
    origin,
    requestedBy,
  }: { wish: ActionRequest; origin: 'workflow' | 'stage_rule'; requestedBy: string },
): Promise<ActionAsked> => {
  const { portalId } = contract;
  const asked = await requestAction(deps, {
    portalId,
    contractId: contract.id,
    wish: actionRequest.parse(wish),
    origin,
    requestedBy,
  });
  return asked.ok
    ? { is: 'asked', actionId: asked.value.actionId }
    : { is: 'blocked', text: asked.failure.message };
};

export type ActionEnd = { is: 'waiting' } | { is: 'done'; at: Date } | { is: 'failed'; text: string };

export const actionEnd = async (deps: Deps, portalId: number, actionId: string): Promise<ActionEnd> => {
  const action = await deps.db.contractAction.findFirst({ where: { id: actionId, portalId } });
  if (action === null) return { is: 'failed', text: 'The action is gone.' };
  if (action.state === 'done') return { is: 'done', at: action.updatedAt };
  if (action.state !== 'failed') return { is: 'waiting' };
  const { message } = (action.failure ?? {}) as { message?: string };
  return { is: 'failed', text: message ?? 'SpotDraft refused it.' };
};
