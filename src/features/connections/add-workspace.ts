import { registerWebhook, storeWorkspace } from './connect-workspace.ts';
import { Secret } from '../../platform/secrets/secret.ts';
import { fail } from '@dealdraft/wire/result.ts';
import type { newWorkspace, WorkspaceView } from '@dealdraft/wire/settings.ts';
import type { z } from 'zod';
import type { Admin, Deps, Answer } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { noteTry } from './note-try.ts';
import { resolvePlace } from './resolve-place.ts';
import { vendorError } from '../../platform/vendor-error.ts';
import { workspaceView } from './workspace-view.ts';

/**
 * Connects a workspace: proves the credentials, stores them sealed and registers the webhook while the admin waits;
 * reading hundreds of templates takes longer than HubSpot waits for an answer, and is a job. A webhook that SpotDraft
 * refuses is no reason to store nothing: the test names it, and it is registered when the permission is there.
 */
export const addWorkspace = async (
  deps: Deps,
  { portalId, by }: Admin,
  wish: z.output<typeof newWorkspace>,
): Answer<WorkspaceView> => {
  const place = await resolvePlace(wish.place, deps);
  if (!place.ok) return place;
  const { environment, name, clientId, userEmail } = wish;
  const baseUrl = place.value;
  const clientSecret = new Secret(wish.clientSecret);
  await noteTry(deps.db, { portalId, by, name, baseUrl });
  const wanted = { portalId, environment, name, baseUrl, clientId, clientSecret, userEmail };
  const stored = await storeWorkspace(deps, wanted, async (tx, { workspaceId, known, templates }) => {
    await tx.workspace.updateMany({
      where: { id: workspaceId, portalId },
      data: { templatesReading: { done: 0, total: templates } },
    });
    await writeAudit(tx, {
      portalId,
      who: by,
      action: 'workspace_added',
      subject: name,
      text: `Connected the ${environment === 'uat' ? 'UAT' : 'production'} workspace “${name}”`,
      changes: [
        { path: 'baseUrl', before: known?.baseUrl ?? null, after: baseUrl },
        { path: 'clientId', before: null, after: clientId },
        { path: 'clientSecret', before: null, after: clientSecret.mask },
        { path: 'userEmail', before: known?.userEmail ?? null, after: userEmail },
      ],
    });
    await deps.enqueue(tx, 'workspace.templates', { payload: { portalId, workspaceId } });
  });
  if (!stored.ok) return fail(vendorError(stored.failure));
  const { workspaceId } = stored.value;
  await registerWebhook(deps, stored.value);
  return workspaceView({ db: deps.db, sealing: deps.sealing }, portalId, workspaceId);
};
