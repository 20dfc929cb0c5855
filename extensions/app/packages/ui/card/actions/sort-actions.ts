import type { ActionId, ActionView, ContractView } from '@dealdraft/wire/card.ts';

export type SortedActions = {
  next: ActionView | null;
  possible: ActionView[];
  /** Answers to changes on the deal; they stand beside the changes. */
  drift: ActionView[];
  impossible: ActionView[];
};

const driftAnswers: readonly ActionId[] = ['refresh_from_deal', 'regenerate', 'keep_changes'];

const hasOpenDrift = ({ drift }: Pick<ContractView, 'drift'>): boolean =>
  drift !== null && drift.kept === null && drift.changes.length > 0;

/**
 * Splits a contract's actions: the one next step (only if it is possible), answers to changes on the deal, the other
 * possible ones, and the impossible ones, which stay visible with their reason. Each stands in one place only. While
 * something is under way nothing is offered as the next step. Opening in SpotDraft is the contract's name itself, unless
 * it is the next step.
 */
export const sortActions = (
  contract: Pick<ContractView, 'actions' | 'nextAction' | 'pendingAction' | 'drift'>,
): SortedActions => {
  const enabled = contract.actions.filter((action) => action.enabled);
  const drift = hasOpenDrift(contract) ? enabled.filter(({ id }) => driftAnswers.includes(id)) : [];
  const busy = contract.pendingAction?.state === 'doing';
  const others = enabled.filter((action) => !drift.includes(action));
  const next = busy ? null : (others.find(({ id }) => id === contract.nextAction) ?? null);
  return {
    next,
    possible: others.filter(({ id }) => id !== next?.id && id !== 'open_in_spotdraft'),
    drift,
    impossible: contract.actions.filter((action) => !action.enabled),
  };
};
