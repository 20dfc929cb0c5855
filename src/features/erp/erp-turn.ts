import type { Budget } from '../../platform/vendor-limits/budget.ts';

/** What one account's ERP may read: enough for a back-fill of 100,000 contracts in minutes, and no burden for anybody else. */
const limit = { calls: 5, perMs: 1_000 };

/** Waits until one more read is within the limit, whichever process is asked. */
export const erpTurn = async (budget: Budget, portalId: number): Promise<void> => {
  const giveBack = await budget.take(`erp:${String(portalId)}`, limit, { priority: 'background' });
  giveBack();
};
