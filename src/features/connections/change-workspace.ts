import { registerWebhook } from './connect-workspace.ts';
import { cardError } from '../../platform/card-errors.ts';
import { vendorIsBack } from '../vendors/vendor-trouble.ts';
import type { Workspace } from '../../platform/database/generated/client.ts';
import { Secret } from '../../platform/secrets/secret.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import { fail } from '@dealdraft/wire/result.ts';
import type { AuditAction, WorkspaceView } from '@dealdraft/wire/settings.ts';
import type { Region } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { noteTry } from './note-try.ts';
import { resolvePlace } from './resolve-place.ts';
import { valueChanges, type ValueChange } from '../history/value-changes.ts';
import { anyVendorError, vendorError } from '../../platform/vendor-error.ts';
import { findWorkspace, workspaceOwner, workspaceView } from './workspace-view.ts';

const removed = cardError.notPossible(
  'This workspace was removed; connect it again with its client id and secret.',
);

const shown = (deps: Deps, portalId: number, workspaceId: string): Answer<WorkspaceView> =>
  workspaceView({ db: deps.db, sealing: deps.sealing }, portalId, workspaceId);

type Place = { region: Region } | { baseUrl: string };
type Facts = { name: string; place: Place; userEmail: string | null; clientSecret?: string | undefined };
type Change = Partial<Pick<Workspace, 'baseUrl' | 'userEmail'>> & { clientSecret?: Secret };

/**
 * Proves that a workspace answers with these credentials; nothing is stored but that it was tried: a secret that was
 * sent somewhere has left a trace, whatever came of it.
 */
const prove = async (
  deps: Deps,
  { by }: Admin,
  { row, change }: { row: Workspace; change: Change },
): Answer<null> => {
  await noteTry(deps.db, {
    portalId: row.portalId,
    by,
    name: row.name,
    baseUrl: change.baseUrl ?? row.baseUrl,
  });
  const client = deps.buildSpotDraft({
    portalId: row.portalId,
    workspaceId: row.id,
    clientId: row.clientId,
    baseUrl: change.baseUrl ?? row.baseUrl,
    userEmail: change.userEmail === undefined ? row.userEmail : change.userEmail,
    clientSecret: change.clientSecret ?? deps.sealing.open(row.clientSecret, workspaceOwner(row.id)),
  });
  const proof = await client.listTemplates();
  return proof.ok ? { ok: true, value: null } : fail(vendorError(proof.failure));
};

const sameOrigin = (left: string, right: string): boolean =>
  URL.canParse(left) && URL.canParse(right) && new URL(left).origin === new URL(right).origin;

const secretAgain: CardError = {
  code: 'invalid',
  message: 'Enter the client secret again: the stored one is not sent to another address.',
  fields: [
    {
      target: 'clientSecret',
      label: 'Client secret',
      message: 'Enter it again: the stored one is not sent to another address.',
    },
  ],
  canRetry: false,
};

/** Changes name, place and acting user. Another place or user is proved before it counts. */
export const changeWorkspace = async (
  deps: Deps,
  { portalId, by }: Admin,
  { workspaceId, facts }: { workspaceId: string; facts: Facts },
): Answer<WorkspaceView> => {
  const found = await findWorkspace(deps.db, portalId, workspaceId);
  if (!found.ok) return found;
  if (found.value.state === 'removed') return fail(removed);
  const place = await resolvePlace(facts.place, deps);
  if (!place.ok) return place;
  const { name, baseUrl, userEmail } = found.value;
  const next = { name: facts.name, baseUrl: place.value, userEmail: facts.userEmail };
  const elsewhere = !sameOrigin(next.baseUrl, baseUrl);
  if (elsewhere && facts.clientSecret === undefined) return fail(secretAgain);
  const clientSecret =
    elsewhere && facts.clientSecret !== undefined ? { clientSecret: new Secret(facts.clientSecret) } : {};
  const changes = valueChanges({ name, baseUrl, userEmail }, next);
  if (next.baseUrl !== baseUrl || next.userEmail !== userEmail) {
    const proof = await prove(
      deps,
      { portalId, by },
      { row: found.value, change: { ...next, ...clientSecret } },
    );
    if (!proof.ok) return proof;
  }
  const sealed =
    clientSecret.clientSecret === undefined
      ? {}
      : { clientSecret: deps.sealing.seal(clientSecret.clientSecret, workspaceOwner(workspaceId)) };
  if (changes.length > 0)
    await deps.db.$transaction(async (tx) => {
      await tx.workspace.updateMany({ where: { id: workspaceId, portalId }, data: { ...next, ...sealed } });
      await writeAudit(tx, {
        portalId,
        who: by,
        action: 'workspace_changed',
        subject: next.name,
        text: `Changed ${changes.map(({ path }) => path).join(', ')} of “${name}”`,
        changes,
      });
    });
  return shown(deps, portalId, workspaceId);
};

/** Replaces the secret by one that SpotDraft accepts; what waited for it goes on by itself. */
export const replaceSecret = async (
  deps: Deps,
  { portalId, by }: Admin,
  { workspaceId, secret }: { workspaceId: string; secret: string },
): Answer<WorkspaceView> => {
  const found = await findWorkspace(deps.db, portalId, workspaceId);
  if (!found.ok) return found;
  const row = found.value;
  if (row.state === 'removed') return fail(removed);
  const clientSecret = new Secret(secret);
  const proof = await prove(deps, { portalId, by }, { row, change: { clientSecret } });
  if (!proof.ok) return proof;
  const owner = workspaceOwner(workspaceId);
  await deps.db.$transaction(async (tx) => {
    await tx.workspace.updateMany({
      where: { id: workspaceId, portalId },
      data: {
        clientSecret: deps.sealing.seal(clientSecret, owner),
        ...(row.state === 'revoked' ? { state: 'active' } : {}),
      },
    });
    await vendorIsBack(tx, { portalId, vendor: 'spotdraft', workspaceId });
    await writeAudit(tx, {
      portalId,
      who: by,
      action: 'workspace_secret_replaced',
      subject: row.name,
      text: `Replaced the secret of “${row.name}”`,
      changes: [
        {
          path: 'clientSecret',
          before: deps.sealing.open(row.clientSecret, owner).mask,
          after: clientSecret.mask,
        },
      ],
    });
    await deps.enqueue(tx, 'workspace.templates', { payload: { portalId, workspaceId }, background: true });
  });
  return shown(deps, portalId, workspaceId);
};

const record = (
  deps: Deps,
  { portalId, by }: Admin,
  change: {
    row: Workspace;
    action: AuditAction;
    text: string;
    data?: { state: string };
    changes?: ValueChange[];
  },
): Promise<void> =>
  deps.db.$transaction(async (tx) => {
    const { row, action, text, data, changes = [] } = change;
    if (data !== undefined) await tx.workspace.updateMany({ where: { id: row.id, portalId }, data });
    await writeAudit(tx, { portalId, who: by, action, subject: row.name, text, changes });
  });

/** Registers our address at SpotDraft anew, as after it stopped sending. */
export const renewWebhook = async (deps: Deps, admin: Admin, workspaceId: string): Answer<WorkspaceView> => {
  const { portalId } = admin;
  const found = await findWorkspace(deps.db, portalId, workspaceId);
  if (!found.ok) return found;
  if (found.value.state === 'removed') return fail(removed);
  const client = await deps.vendors.spotdraft(workspaceId, 'interactive');
  if (!client.ok) return fail(anyVendorError(client.failure));
  const made = await registerWebhook(deps, { client: client.value, workspaceId });
  if (!made.ok) return fail(vendorError(made.failure));
  const text = `Registered the webhook of “${found.value.name}” again`;
  await record(deps, admin, { row: found.value, action: 'workspace_webhook_registered', text });
  return shown(deps, portalId, workspaceId);
};

/** Pauses or resumes: a paused workspace makes no contracts, and those that exist are still followed. */
export const switchWorkspace = async (
  deps: Deps,
  admin: Admin,
  { workspaceId, to }: { workspaceId: string; to: 'active' | 'paused' },
): Answer<WorkspaceView> => {
  const { portalId } = admin;
  const found = await findWorkspace(deps.db, portalId, workspaceId);
  if (!found.ok) return found;
  const row = found.value;
  if (row.state === 'removed') return fail(removed);
  if (row.state !== to)
    await record(deps, admin, {
      row,
      action: to === 'paused' ? 'workspace_paused' : 'workspace_resumed',
      text: `${to === 'paused' ? 'Paused' : 'Resumed'} “${row.name}”`,
      data: { state: to },
      changes: [{ path: 'state', before: row.state, after: to }],
    });
  return shown(deps, portalId, workspaceId);
};
