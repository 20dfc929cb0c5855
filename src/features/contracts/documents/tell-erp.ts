import { randomUUID } from 'node:crypto';
import type { Deps } from '../../deps.ts';
import { enqueueWebhook } from '../../jobs/enqueue-webhook.ts';
import { erpContract } from './erp-contract.ts';

/**
 * Keeps an event for the account's ERP, once for each execution, with the job that sends it. The file plays no part: it is
 * fetched when the ERP wants it, and a file that is late holds up nothing.
 */
export const tellErp = async (
  deps: Pick<Deps, 'db' | 'enqueue' | 'now'>,
  { portalId, contractId }: { portalId: number; contractId: string },
): Promise<void> => {
  const link = await deps.db.erpLink.findUnique({ where: { portalId } });
  if (link?.eventsUrl == null) return;
  const type = 'contract.executed';
  const createdAt = deps.now();
  await deps.db.$transaction(async (tx) => {
    const row = await tx.contract.findFirstOrThrow({
      where: { id: contractId, portalId },
      include: { request: { select: { body: true } } },
    });
    const id = randomUUID();
    const at = createdAt.toISOString();
    await enqueueWebhook(tx, deps.enqueue, {
      id,
      portalId,
      contractId,
      target: 'erp',
      type,
      dedupeKey: `${type}:${contractId}`,
      body: JSON.stringify({ id, type, portalId, at, contract: erpContract(row) }),
      createdAt,
    });
  });
};
