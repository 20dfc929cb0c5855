import type { ContractFacts, DealFacts } from './match-orphans.ts';

/** What a scan keeps of a contract without a deal, and of a deal without a contract. */
export type StoredContract = ContractFacts & {
  workspaceId: string;
  statusLabel: string;
  createdAt: string;
  link: string | null;
};
export type StoredDeal = DealFacts & { stageId: string };

export const contractRef = (workspaceId: string, spotdraftId: string): string =>
  `contract:${workspaceId}:${spotdraftId}`;
export const dealRef = (dealId: string): string => `deal:${dealId}`;
