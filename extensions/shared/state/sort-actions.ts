import type { ActionId, ActionView, ContractView } from '@dealdraft/wire/card.ts';

export type SortedActions = { next: ActionView | null; possible: ActionView[]; impossible: ActionView[] };

/** Shown in another place: the contract's name is the link, and changes on the deal carry their own buttons. */
const elsewhere = (contract: Pick<ContractView, 'drift'>): ReadonlySet<ActionId> =>
  new Set<ActionId>(
    contract.drift !== null && contract.drift.kept === null && contract.drift.changes.length > 0
      ? ['open_in_spotdraft', 'regenerate', 'refresh_from_deal', 'keep_changes']
      : ['open_in_spotdraft'],
  );

/**
 * Splits a contract's actions: the one next step (only if it is possible), the other possible ones, and the impossible
 * ones, which stay visible with their reason. While something is under way nothing is offered as the next step.
 */
export const sortActions = (
  contract: Pick<ContractView, 'actions' | 'nextAction' | 'pendingAction' | 'drift'>,
): SortedActions => {
  const busy = contract.pendingAction?.state === 'doing';
  const next = busy
    ? null
    : (contract.actions.find(({ id, enabled }) => enabled && id === contract.nextAction) ?? null);
  const hidden = elsewhere(contract);
  return {
    next,
    possible: contract.actions.filter(({ id, enabled }) => enabled && id !== next?.id && !hidden.has(id)),
    impossible: contract.actions.filter(({ enabled }) => !enabled),
  };
};
