import type { Db } from '../../platform/database/client.ts';

/** What is only ever added to may be rewritten or deleted in this transaction: the law and the end of its time stand above the rule. */
export const allowErasing = async (tx: Db): Promise<void> => {
  await tx.$executeRaw`SELECT set_config('dealdraft.erasing', 'on', true)`;
};
