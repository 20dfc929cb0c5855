import type { ContractView, RequestView } from '@dealdraft/wire/card.ts';

export type Arranged = { open: ContractView[]; executed: ContractView[]; voided: ContractView[] };

const newestFirst = (a: ContractView, b: ContractView): number =>
  Date.parse(b.createdAt) - Date.parse(a.createdAt);

/** Newest open contract first; executed and voided ones apart, to be folded. */
export const arrangeContracts = (contracts: readonly ContractView[]): Arranged => {
  const sorted = [...contracts].sort(newestFirst);
  return {
    open: sorted.filter(({ status }) => status !== 'EXECUTED' && status !== 'VOIDED'),
    executed: sorted.filter(({ status }) => status === 'EXECUTED'),
    voided: sorted.filter(({ status }) => status === 'VOIDED'),
  };
};

/** Requests worth showing: a created one disappears once its contract is in the list. */
export const visibleRequests = (
  requests: readonly RequestView[],
  contracts: readonly ContractView[],
): RequestView[] => {
  const shown = new Set(contracts.map(({ id }) => id));
  return requests.filter(
    ({ state, contractId }) => !(state === 'created' && contractId !== null && shown.has(contractId)),
  );
};
