import { randomBytes, randomUUID } from 'node:crypto';
import { registerWebhook } from './connect-workspace.ts';
import { vendorIsBack } from '../vendors/vendor-trouble.ts';
import { Secret } from '../../platform/secrets/secret.ts';
import { fail } from '@dealdraft/wire/result.ts';
import type { newWorkspace, WorkspaceView } from '@dealdraft/wire/settings.ts';
import type { z } from 'zod';
import type { Admin, Deps, Answer } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { noteTry } from './note-try.ts';
import { resolvePlace } from './resolve-place.ts';
import { vendorError } from '../../platform/vendor-error.ts';
import { workspaceOwner, workspaceView } from './workspace-view.ts';

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
  const clientSecret = new Secret(wish.clientSecret);
  const key = { portalId, environment, clientId };
  const known = await deps.db.workspace.findUnique({ where: { portalId_environment_clientId: key } });
  const workspaceId = known?.id ?? randomUUID();
  const client = deps.buildSpotDraft({
    portalId,
    workspaceId,
    baseUrl: place.value,
    clientId,
    clientSecret,
    userEmail,
  });
  await noteTry(deps.db, { portalId, by, name, baseUrl: place.value });
  const proof = await client.listTemplates();
  if (!proof.ok) return fail(vendorError(proof.failure));
  const facts = {
    name,
    baseUrl: place.value,
    clientSecret: deps.sealing.seal(clientSecret, workspaceOwner(workspaceId)),
    userEmail,
    state: 'active',
    templatesReading: { done: 0, total: proof.value.length },
  };
  await deps.db.$transaction(async (tx) => {
    await tx.workspace.upsert({
      where: { portalId_environment_clientId: key },
      create: { id: workspaceId, ...key, webhookToken: randomBytes(24).toString('base64url'), ...facts },
      update: facts,
    });
    await vendorIsBack(tx, { portalId, vendor: 'spotdraft', workspaceId });
    await writeAudit(tx, {
      portalId,
      who: by,
      action: 'workspace_added',
      subject: name,
      text: `Connected the ${environment === 'uat' ? 'UAT' : 'production'} workspace “${name}”`,
      changes: [
        { path: 'baseUrl', before: known?.baseUrl ?? null, after: place.value },
        { path: 'clientId', before: null, after: clientId },
        { path: 'clientSecret', before: null, after: clientSecret.mask },
        { path: 'userEmail', before: known?.userEmail ?? null, after: userEmail },
      ],
    });
    await deps.enqueue(tx, 'workspace.templates', { payload: { portalId, workspaceId } });
  });
  await registerWebhook(deps, { client, workspaceId });
  return workspaceView({ db: deps.db, sealing: deps.sealing }, portalId, workspaceId);
};
