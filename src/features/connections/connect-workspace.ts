import { randomBytes, randomUUID } from 'node:crypto';
import type { Secret } from '../../platform/secrets/secret.ts';
import type { SpotDraftClient } from '../../spotdraft/client.ts';
import type { SpotDraftFailure } from '../../spotdraft/transport/failure.ts';
import { subscribedActivities } from '../../spotdraft/inbound/webhook-event.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../deps.ts';
import type { Db } from '../../platform/database/client.ts';
import type { Workspace } from '../../platform/database/generated/client.ts';
import { vendorIsBack } from '../vendors/vendor-trouble.ts';
import { workspaceOwner } from './workspace-view.ts';
import { refreshTemplates } from './refresh-templates.ts';

export type NewWorkspace = {
  portalId: number;
  environment: 'uat' | 'production';
  name: string;
  baseUrl: string;
  clientId: string;
  clientSecret: Secret;
  userEmail: string | null;
};

type Stored = { workspaceId: string; client: SpotDraftClient };
/** What else is written in the transaction that stores the workspace; `known`: as it was before. */
type Also = (
  tx: Db,
  stored: { workspaceId: string; known: Workspace | null; templates: number },
) => Promise<void>;

/**
 * Proves credentials by listing the templates, and stores them sealed. Nothing is stored when they do not hold; one that was
 * connected before is the same workspace again.
 */
export const storeWorkspace = async (
  deps: Pick<Deps, 'db' | 'sealing' | 'buildSpotDraft'>,
  wanted: NewWorkspace,
  also?: Also,
): Promise<Result<Stored, SpotDraftFailure>> => {
  const { portalId, environment, clientId, clientSecret, name, baseUrl, userEmail } = wanted;
  const key = { portalId, environment, clientId };
  const known = await deps.db.workspace.findUnique({ where: { portalId_environment_clientId: key } });
  const workspaceId = known?.id ?? randomUUID();
  const client = deps.buildSpotDraft({ ...wanted, workspaceId });
  const proof = await client.listTemplates();
  if (!proof.ok) return proof;
  const sealed = deps.sealing.seal(clientSecret, workspaceOwner(workspaceId));
  const facts = { name, baseUrl, clientSecret: sealed, userEmail, state: 'active' };
  await deps.db.$transaction(async (tx) => {
    await tx.workspace.upsert({
      where: { portalId_environment_clientId: key },
      create: { id: workspaceId, ...key, webhookToken: randomBytes(24).toString('base64url'), ...facts },
      update: facts,
    });
    await vendorIsBack(tx, { portalId, vendor: 'spotdraft', workspaceId });
    await also?.(tx, { workspaceId, known, templates: proof.value.length });
  });
  return ok({ workspaceId, client });
};

/** Connects a SpotDraft workspace: its credentials, our webhook with the key that signs it, and its templates. */
export const connectWorkspace = async (
  deps: Deps,
  wanted: NewWorkspace,
): Promise<Result<{ workspaceId: string; templates: number }, SpotDraftFailure>> => {
  const stored = await storeWorkspace(deps, wanted);
  if (!stored.ok) return stored;
  const { workspaceId, client } = stored.value;
  const hook = await registerWebhook(deps, { client, workspaceId });
  if (!hook.ok) return hook;
  const templates = await refreshTemplates(deps, workspaceId, client);
  return templates.ok ? ok({ workspaceId, templates: templates.value.read }) : templates;
};

/**
 * Registers our address for notices and fetches the key. A registration cannot be changed or listed at SpotDraft, so a
 * new one is made before the old is deleted, and its id is kept: without it only a person could remove it.
 */
export const registerWebhook = async (
  deps: Pick<Deps, 'db' | 'now' | 'log' | 'sealing' | 'settings'>,
  { client, workspaceId }: { client: SpotDraftClient; workspaceId: string },
): Promise<Result<void, SpotDraftFailure>> => {
  const workspace = await deps.db.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  const key = await client.getHmacKey();
  if (!key.ok) return key;
  const owner = `workspace:${workspaceId}`;
  const before = workspace.hmacKey === null ? null : deps.sealing.open(workspace.hmacKey, owner);
  const rotated = before !== null && before.reveal() !== key.value.reveal();
  // The key first: a notice may come before the answer to the registration.
  await deps.db.workspace.update({
    where: { id: workspaceId },
    data: {
      hmacKey: deps.sealing.seal(key.value, owner),
      ...(rotated ? { hmacKeyPrevious: workspace.hmacKey } : {}),
    },
  });
  const made = await client.createWebhook({
    title: 'DealDraft for HubSpot',
    url: `${deps.settings.publicOrigin}/webhooks/spotdraft/${workspace.webhookToken}`,
    activities: subscribedActivities,
  });
  if (!made.ok) return made;
  await deps.db.workspace.update({
    where: { id: workspaceId },
    data: { webhookId: made.value.id, webhookState: 'active', webhookAt: deps.now() },
  });
  if (workspace.webhookId === null) return ok(undefined);
  const gone = await client.deleteWebhook(workspace.webhookId);
  if (!gone.ok && gone.failure.kind !== 'not_found')
    // Harmless, for a notice that comes twice counts once; but only a person can remove it now.
    deps.log.warn(
      { workspaceId, webhookId: workspace.webhookId, reason: gone.failure.text.log },
      'the former webhook at SpotDraft could not be removed; delete it under Developer settings there',
    );
  return ok(undefined);
};
