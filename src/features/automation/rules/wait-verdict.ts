import { statusLabels, type ContractStatus } from '@dealdraft/wire/contract-status.ts';

export type WaitVerdict = { end: 'reached' | 'unreachable'; why: string } | null;

/** Steps on the way to a signature: a contract that stands further on has been through those before. */
const way: readonly ContractStatus[] = ['DRAFT', 'REDLINING', 'SIGN', 'EXECUTED'];

/**
 * Whether a wait for a status is over. `seen` are the statuses the contract went through since the wait began: a
 * status that was left again before anybody looked was reached all the same.
 */
export const waitVerdict = (wait: {
  wanted: ContractStatus;
  status: ContractStatus;
  seen: readonly ContractStatus[];
}): WaitVerdict => {
  const { wanted, status, seen } = wait;
  if (status === wanted || seen.includes(wanted))
    return { end: 'reached', why: `The contract reached ${statusLabels[wanted]}.` };
  const place = way.indexOf(wanted);
  if (place >= 0 && way.indexOf(status) > place)
    return { end: 'reached', why: `The contract is past ${statusLabels[wanted]}: ${statusLabels[status]}.` };
  if (status === 'VOIDED' || status === 'EXECUTED')
    return {
      end: 'unreachable',
      why: `The contract is ${statusLabels[status].toLowerCase()}, so it cannot become ${statusLabels[wanted].toLowerCase()}.`,
    };
  return null;
};
