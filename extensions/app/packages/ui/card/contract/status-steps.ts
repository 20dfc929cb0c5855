import type { ContractView } from '@dealdraft/wire/card.ts';
import type { ContractStatus } from '@dealdraft/wire/contract-status.ts';

export const stepNames = ['Draft', 'Review', 'Signing', 'Executed'] as const;

const steps: Record<ContractStatus, number | null> = {
  DRAFT: 0,
  REDLINING: 1,
  SIGN: 2,
  EXECUTED: 3,
  ON_HOLD: null,
  VOIDED: null,
};

/** The step a contract is on, or null when it is on none. On hold: the step where it was stopped, if that is known. */
export const stepOf = ({ status, heldFrom }: Pick<ContractView, 'status' | 'heldFrom'>): number | null =>
  status === 'ON_HOLD' ? (heldFrom === null ? null : steps[heldFrom]) : steps[status];

type Tone = 'default' | 'warning' | 'success' | 'error' | 'info';

const tones: Record<ContractStatus, Tone> = {
  DRAFT: 'default',
  REDLINING: 'info',
  SIGN: 'info',
  EXECUTED: 'success',
  ON_HOLD: 'warning',
  VOIDED: 'error',
};

/** The color only repeats what the label says. */
export const statusTone = (status: ContractStatus): Tone => tones[status];

const ways: Record<ContractView['statusFrom'], string> = {
  created: 'when it was created',
  webhook: 'by webhook',
  verified: 'by checking SpotDraft',
};

export const knownBy = (from: ContractView['statusFrom']): string => ways[from];

const news: Record<ContractView['statusFrom'], string> = {
  created: 'Created',
  webhook: 'Updated',
  verified: 'Checked',
};

/** "Updated just now": how we know, in a word. */
export const knownHow = (from: ContractView['statusFrom']): string => news[from];
