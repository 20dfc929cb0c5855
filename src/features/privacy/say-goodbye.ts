import type { Deps } from '../deps.ts';

/**
 * Before an account is deleted: SpotDraft is to send nothing more, and HubSpot is to know that the app is not in use. Neither is
 * waited for long nor insisted on: the account may have taken our access away before.
 */
export const sayGoodbye = async (
  {
    db,
    log,
    buildSpotDraft,
    vendors,
    sealing,
  }: Pick<Deps, 'db' | 'log' | 'buildSpotDraft' | 'vendors' | 'sealing'>,
  portalId: number,
): Promise<void> => {
  const workspaces = await db.workspace.findMany({
    where: { portalId, webhookId: { not: null }, state: { notIn: ['removed', 'revoked'] } },
  });
  for (const { id: workspaceId, webhookId, ...workspace } of workspaces) {
    if (webhookId === null) continue;
    const clientSecret = sealing.open(workspace.clientSecret, `workspace:${workspaceId}`);
    const gone = await buildSpotDraft({ ...workspace, workspaceId, clientSecret }).deleteWebhook(webhookId);
    if (!gone.ok)
      log.info(
        { portalId, workspaceId, why: gone.failure.text.log },
        'a webhook at SpotDraft is left behind',
      );
  }
  const client = await vendors.hubspot(portalId, 'interactive');
  const left = client.ok ? await client.value.uninstall() : client;
  if (!left.ok) log.info({ portalId }, 'HubSpot was not told that the app is not in use any more');
};
