import type { Deps } from '../../deps.ts';

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
  await deps.db.$transaction(async (tx) => {
    const [made] = await tx.erpEvent.createManyAndReturn({
      data: [{ portalId, contractId, kind: 'contract.executed', createdAt: deps.now() }],
      skipDuplicates: true,
      select: { id: true },
    });
    if (made !== undefined)
      await deps.enqueue(tx, 'erp.send', { payload: { portalId, erpEventId: made.id }, background: true });
  });
};
