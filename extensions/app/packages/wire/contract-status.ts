/** SpotDraft's display statuses, as published. */
export const contractStatuses = ['DRAFT', 'REDLINING', 'SIGN', 'EXECUTED', 'ON_HOLD', 'VOIDED'] as const;
export type ContractStatus = (typeof contractStatuses)[number];

/** What sellers read; the same words are the labels of the deal property `dealdraft_status`. */
export const statusLabels: Record<ContractStatus, string> = {
  DRAFT: 'Draft',
  REDLINING: 'In review',
  SIGN: 'Out for signature',
  EXECUTED: 'Executed',
  ON_HOLD: 'On hold',
  VOIDED: 'Voided',
};

/** A contract in one of these can still change. */
export const isOpen = (status: ContractStatus): boolean => status !== 'EXECUTED' && status !== 'VOIDED';
