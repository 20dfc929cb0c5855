import type { Deps } from '../deps.ts';

/** Workspaces without a registration that works, and those whose proof is overdue, are looked at. */
export const renewMissingWebhooks = async ({ db, enqueue, now, settings }: Deps): Promise<void> => {
  const workspaces = await db.workspace.findMany({
    where: {
      state: { in: ['active', 'paused'] },
      portal: { state: 'active' },
      OR: [
        { webhookState: { in: ['missing', 'failed', 'silent'] } },
        { webhookAskedAt: { lt: new Date(now().getTime() - 2 * settings.reconciliation.probeMs) } },
      ],
    },
    select: { id: true, portalId: true },
    take: 200,
  });
  for (const { id: workspaceId, portalId } of workspaces)
    await db.$transaction((tx) =>
      enqueue(tx, 'webhook.check', { payload: { portalId, workspaceId }, background: true }),
    );
};
