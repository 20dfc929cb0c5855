import { toJson } from '../../platform/database/to-json.ts';
import type { Db } from '../../platform/database/client.ts';
import type { ConnectionTest as Row, Workspace } from '../../platform/database/generated/client.ts';
import type { SpotDraftClient } from '../../spotdraft/client.ts';
import type { SpotDraftFailure } from '../../spotdraft/transport/failure.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { ConnectionCheck, ConnectionTest } from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer } from '../deps.ts';
import { anyVendorError } from '../../platform/vendor-error.ts';
import { findWorkspace } from './workspace-view.ts';

type Check = ConnectionCheck;
const labels: Record<Check['id'], string> = {
  credentials: 'Client id and secret',
  developer_settings: 'Permission for developer settings',
  templates: 'Templates',
  webhook: 'Webhook registered',
  delivery: 'Signed notice received',
};
const check = (id: Check['id'], state: Check['state'], text: string): Check => ({
  id,
  label: labels[id],
  state,
  text,
  fix: null,
  detail: null,
});
const failed = (id: Check['id'], { text }: SpotDraftFailure, fix: string): Check => ({
  ...check(id, 'failed', text.admin),
  fix,
  detail: text.log,
});

const permissionFix =
  'In SpotDraft, give the user of this client id the permission “Developer Settings”, then test again.';
/** A part of SpotDraft that does not answer says nothing about anybody's permission. */
const keyFix = ({ kind }: SpotDraftFailure): string =>
  kind === 'forbidden' || kind === 'unauthorized' ? permissionFix : 'Test again when SpotDraft answers.';

/** Asks SpotDraft what each check is about, and to send the last notice of a contract again. */
export const startTest = async (
  deps: Deps,
  { portalId, by }: Admin,
  workspaceId: string,
): Answer<ConnectionTest> => {
  const found = await findWorkspace(deps.db, portalId, workspaceId);
  if (!found.ok) return found;
  const client = await deps.vendors.spotdraft(workspaceId, 'interactive');
  if (!client.ok) return { ok: false, failure: anyVendorError(client.failure) };
  const startedAt = deps.now();
  const { checks, askedAt } = await runChecks(deps, found.value, client.value);
  const facts = {
    portalId,
    startedAt,
    startedBy: by,
    askedAt,
    checks: toJson(checks),
  };
  const row = await deps.db.connectionTest.upsert({
    where: { workspaceId },
    create: { workspaceId, ...facts },
    update: facts,
  });
  return ok(await testOf(deps, row, found.value));
};

const runChecks = async (
  deps: Deps,
  workspace: Workspace,
  client: SpotDraftClient,
): Promise<{ checks: Check[]; askedAt: Date | null }> => {
  const listed = await client.listTemplates();
  if (!listed.ok) {
    const rest = (['developer_settings', 'templates', 'webhook', 'delivery'] as const).map((id) =>
      check(id, 'skipped', 'Not tested, because SpotDraft did not accept the connection.'),
    );
    const fix = 'Check client id, secret and region; a new secret is entered under Replace secret.';
    return { checks: [failed('credentials', listed.failure, fix), ...rest], askedAt: null };
  }
  const key = await client.getHmacKey();
  const count = listed.value.length;
  const registered = workspace.webhookId !== null && workspace.webhookState === 'active';
  const asked = registered && key.ok ? await askForNotice(deps, workspace, client) : null;
  const checks = [
    check('credentials', 'passed', `SpotDraft accepts them at ${workspace.baseUrl}.`),
    key.ok
      ? check('developer_settings', 'passed', 'The key that signs notices can be read.')
      : failed('developer_settings', key.failure, keyFix(key.failure)),
    count > 0
      ? check('templates', 'passed', `${String(count)} published ${count === 1 ? 'template' : 'templates'}.`)
      : {
          ...check('templates', 'failed', 'There is no published template.'),
          fix: 'Publish a template in SpotDraft; drafts are not offered to other programs.',
        },
    registered
      ? check('webhook', 'passed', 'SpotDraft sends changes to this service.')
      : {
          ...check('webhook', 'failed', 'SpotDraft does not send changes to this service.'),
          fix: key.ok ? 'Choose Register webhook.' : keyFix(key.failure),
        },
    asked ?? check('delivery', 'skipped', 'Not tested, because no webhook is registered.'),
  ];
  return { checks, askedAt: asked?.state === 'waiting' ? deps.now() : null };
};

/** A notice can only be sent again for a contract that exists and has had one. */
const askForNotice = async (deps: Deps, workspace: Workspace, client: SpotDraftClient): Promise<Check> => {
  const ours = await deps.db.contract.findFirst({
    where: { portalId: workspace.portalId, workspaceId: workspace.id, goneAt: null },
    orderBy: { createdAt: 'desc' },
    select: { numericId: true },
  });
  const listed = ours === null ? await client.listContracts({ page: 1, limit: 1 }) : null;
  const numericId =
    ours?.numericId ?? (listed?.ok === true ? listed.value.contracts[0]?.id.numeric : undefined);
  if (numericId === undefined)
    return check(
      'delivery',
      'unproven',
      'Not proven yet: the workspace has no contract whose last notice could be sent again. It is proven by the first contract.',
    );
  const asked = await client.retriggerLatest([numericId]);
  return asked.ok
    ? check('delivery', 'waiting', 'SpotDraft was asked to send a notice; waiting for it…')
    : failed('delivery', asked.failure, 'Choose Register webhook, then test again.');
};

/** Whether a signed notice of this workspace came since; repeats count, for the test is one. */
const hasArrived = async (db: Db, row: Row, since: Date): Promise<boolean> => {
  const found = await db.delivery.findFirst({
    where: {
      portalId: row.portalId,
      source: 'spotdraft',
      scope: row.workspaceId,
      OR: [{ receivedAt: { gte: since } }, { lastRepeatAt: { gte: since } }],
    },
    select: { id: true },
  });
  return found !== null;
};

const pollMs = 1_000;
/** Clocks of this service and of its database may differ by so much. */
const slackMs = 1_000;

const testOf = async (deps: Deps, row: Row, { name }: Pick<Workspace, 'name'>): Promise<ConnectionTest> => {
  const stored = row.checks as unknown as Check[];
  const { askedAt } = row;
  const arrived =
    askedAt !== null && (await hasArrived(deps.db, row, new Date(row.startedAt.getTime() - slackMs)));
  const late =
    askedAt !== null && deps.now().getTime() - askedAt.getTime() > deps.settings.connectionTestWaitMs;
  const checks = stored.map((each): Check => {
    if (each.state !== 'waiting') return each;
    if (arrived) return check('delivery', 'passed', 'A notice came, signed with the key of this workspace.');
    if (!late) return each;
    return {
      ...check('delivery', 'failed', `No signed notice of “${name}” has come.`),
      fix: `Let SpotDraft reach ${deps.settings.publicOrigin}; look under Deliveries for refused calls, then choose Register webhook.`,
    };
  });
  const has = (state: Check['state']): boolean => checks.some((each) => each.state === state);
  const state = has('failed')
    ? 'failed'
    : has('waiting')
      ? 'running'
      : has('unproven')
        ? 'unproven'
        : 'passed';
  return {
    startedAt: row.startedAt.toISOString(),
    startedBy: row.startedBy,
    state,
    checks,
    pollAfterMs: has('waiting') ? pollMs : null,
  };
};

/** The last test, with what has come since; null when there was none. */
export const lastTest = async (
  deps: Deps,
  portalId: number,
  workspaceId: string,
): Answer<ConnectionTest | null> => {
  const found = await findWorkspace(deps.db, portalId, workspaceId);
  if (!found.ok) return found;
  const row = await deps.db.connectionTest.findFirst({ where: { portalId, workspaceId } });
  return ok(row === null ? null : await testOf(deps, row, found.value));
};
