import type { JobContext } from '../../platform/jobs/jobs.ts';
import { done, later, type JobEnd } from '../../platform/jobs/job-end.ts';
import type { Workspace } from '../../platform/database/generated/client.ts';
import type { SpotDraftClient } from '../../spotdraft/client.ts';
import type { SpotDraftFailure } from '../../spotdraft/transport/failure.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import { registerWebhook } from './connect-workspace.ts';
import { clearProblem, raiseProblem } from '../problems/problems.ts';
import { takeDuty } from '../../platform/jobs/duty.ts';
import type { Deps } from '../deps.ts';
import { withSpotDraft } from '../vendors/with-vendor.ts';

type Where = { portalId: number; workspaceId: string };

/** SpotDraft is asked about so many contracts; one answer proves the registration. */
const mostAsked = 20;
/** A registration is renewed at most so often: if it does not help, asking again soon does not either. */
const renewEveryMs = 30 * 60_000;
/** Refused signatures make us read the key at most so often for a workspace, whoever sends them. */
const keyEveryMs = 3 * 60_000;

/**
 * Has SpotDraft send the last notice of these contracts again: it brings the true time of what the sweep found, and
 * proves whether notices arrive at all. SpotDraft has no list of webhooks, so a registration that it switched off
 * shows in nothing else.
 */
export const askForNotices = async (
  deps: Deps,
  { portalId, workspaceId }: Where,
  { client, contracts }: { client: SpotDraftClient; contracts: readonly number[] },
): Promise<Result<void, SpotDraftFailure>> => {
  const at = deps.now();
  const { count } = await deps.db.workspace.updateMany({
    where: { id: workspaceId, portalId, webhookAskedAt: null },
    data: { webhookAskedAt: at },
  });
  const asked = await client.retriggerLatest(contracts.slice(0, mostAsked));
  if (!asked.ok) {
    if (count > 0) await forgetAsking(deps, { portalId, workspaceId });
    return asked;
  }
  if (count > 0)
    await deps.db.$transaction((tx) =>
      deps.enqueue(tx, 'webhook.check', {
        payload: { portalId, workspaceId },
        afterMs: deps.settings.reconciliation.probeMs,
        background: true,
      }),
    );
  return ok(undefined);
};

const forgetAsking = async (deps: Deps, { portalId, workspaceId }: Where): Promise<void> => {
  await deps.db.workspace.updateMany({
    where: { id: workspaceId, portalId },
    data: { webhookAskedAt: null },
  });
};

/**
 * Job `webhook.check`: sees to it that SpotDraft's notices reach us. Reads the key again (after a rotation the old one
 * still counts), makes a registration where there is none, and renews one whose notices were asked for and did not come.
 */
export const checkWebhook = async (
  deps: Deps,
  { portalId, workspaceId }: Where,
  context: JobContext,
): Promise<JobEnd> => {
  const workspace = await deps.db.workspace.findFirst({
    where: { id: workspaceId, portalId, state: { not: 'removed' } },
  });
  if (workspace === null) return done;
  return withSpotDraft(deps, { portalId, workspaceId }, (client) =>
    checkRegistration(deps, client, { workspace, context }),
  );
};

const checkRegistration = async (
  deps: Deps,
  client: SpotDraftClient,
  { workspace, context }: { workspace: Workspace; context: JobContext },
): Promise<Result<JobEnd, SpotDraftFailure>> => {
  const { id: workspaceId, portalId } = workspace;
  const key = await renewKey(deps, workspace, client);
  if (!key.ok) return key;
  if (key.value === 'changed')
    context.log.warn('SpotDraft has changed its signing key; the new one is in use');

  const { webhookAskedAt, lastDeliveryAt } = workspace;
  const unregistered = workspace.webhookId === null || ['missing', 'failed'].includes(workspace.webhookState);
  const answered =
    webhookAskedAt === null ||
    (lastDeliveryAt !== null && lastDeliveryAt.getTime() >= webhookAskedAt.getTime());
  if (!unregistered && answered) {
    await forgetAsking(deps, { portalId, workspaceId });
    if (workspace.webhookState !== 'silent')
      await clearProblem(deps.db, { portalId, kind: 'webhook_silent', about: workspaceId });
    return ok(done);
  }
  // The notice of a test or a change that was under way may still come before its time is over.
  const early =
    webhookAskedAt !== null &&
    deps.now().getTime() - webhookAskedAt.getTime() < deps.settings.reconciliation.probeMs;
  if (!unregistered && early)
    return ok(later(deps.settings.reconciliation.probeMs, 'waiting for the notice that was asked for'));
  if (!unregistered) {
    await deps.db.workspace.updateMany({
      where: { id: workspaceId, portalId },
      data: { webhookState: 'silent', webhookAskedAt: null },
    });
    await raiseSilent(deps, workspace, 'no notice came that was asked for');
  }
  if (!(await takeDuty(deps.db, `webhook:${workspaceId}`, renewEveryMs))) return ok(done);
  const made = await registerWebhook(deps, { client, workspaceId });
  if (!made.ok) {
    await deps.db.workspace.updateMany({
      where: { id: workspaceId, portalId },
      data: { webhookState: 'failed' },
    });
    await raiseSilent(deps, workspace, made.failure.text.admin);
    // The key was just read with the same credentials: only this one thing is not allowed, and that is told already.
    return made.failure.kind === 'forbidden' ? ok(done) : made;
  }
  context.log.warn('the webhook at SpotDraft was registered anew');
  await prove(deps, workspace, client);
  return ok(done);
};

/** A fresh registration is proved like an old one: by a notice that is asked for. */
const prove = async (
  deps: Deps,
  { id: workspaceId, portalId }: Workspace,
  client: SpotDraftClient,
): Promise<void> => {
  // What SpotDraft did not send while the registration was off is found by a sweep.
  await deps.db.workspace.updateMany({
    where: { id: workspaceId, portalId },
    data: { sweepWantedAt: deps.now(), sweepWantedWhy: 'silence', webhookAskedAt: null },
  });
  await askForProof(deps, { portalId, workspaceId }, client);
};

/**
 * Has SpotDraft repeat the last notice of some contracts, though nothing is known to be missing. A registration that was
 * switched off and one that has nothing to tell look the same; only a notice that is asked for tells them apart.
 */
export const askForProof = async (
  deps: Deps,
  { portalId, workspaceId }: Where,
  client: SpotDraftClient,
): Promise<void> => {
  const contracts = await deps.db.contract.findMany({
    where: { portalId, workspaceId, goneAt: null },
    orderBy: { updatedAt: 'desc' },
    take: 3,
    select: { numericId: true },
  });
  if (contracts.length === 0) return;
  await askForNotices(
    deps,
    { portalId, workspaceId },
    { client, contracts: contracts.map(({ numericId }) => numericId) },
  );
};

const raiseSilent = (deps: Deps, workspace: Workspace, reason: string): Promise<void> =>
  raiseProblem(deps.db, {
    portalId: workspace.portalId,
    kind: 'webhook_silent',
    about: workspace.id,
    workspaceId: workspace.id,
    context: { workspace: workspace.name, reason },
  });

/** Reads the key that signs notices. A new one comes first; the one before still counts, for notices that are on their way. */
const renewKey = async (
  deps: Deps,
  workspace: Workspace,
  client: SpotDraftClient,
): Promise<Result<'same' | 'changed', SpotDraftFailure>> => {
  const key = await client.getHmacKey();
  if (!key.ok) return key;
  const owner = `workspace:${workspace.id}`;
  const { sealing } = deps;
  const known = workspace.hmacKey === null ? null : sealing.open(workspace.hmacKey, owner).reveal();
  if (known === key.value.reveal()) return ok('same');
  const { count } = await deps.db.workspace.updateMany({
    where: { id: workspace.id, portalId: workspace.portalId, hmacKey: workspace.hmacKey },
    data: { hmacKey: sealing.seal(key.value, owner), hmacKeyPrevious: workspace.hmacKey },
  });
  if (count > 0)
    // Notices that were refused meanwhile may not be sent again.
    await deps.db.workspace.updateMany({
      where: { id: workspace.id, portalId: workspace.portalId },
      data: { sweepWantedAt: deps.now(), sweepWantedWhy: 'silence' },
    });
  return ok('changed');
};

/**
 * Called for each notice whose signature does not hold. Several in a row mean that SpotDraft has another key by now: it
 * is read, at most once in some minutes, so that a stranger who sends nonsense costs nothing.
 */
export const createRefusalWatch = (deps: Pick<Deps, 'db' | 'enqueue' | 'now'>) => {
  const refusals = new Map<string, { count: number; since: number }>();
  const enough = 2;
  const windowMs = 10 * 60_000;
  return async ({ portalId, workspaceId }: Where): Promise<void> => {
    const now = deps.now().getTime();
    const before = refusals.get(workspaceId);
    const current = before === undefined || now - before.since > windowMs ? { count: 0, since: now } : before;
    refusals.set(workspaceId, { ...current, count: current.count + 1 });
    if (current.count + 1 < enough) return;
    refusals.delete(workspaceId);
    if (!(await takeDuty(deps.db, `hmac:${workspaceId}`, keyEveryMs))) return;
    // One that waits for a proof is brought forward: every notice is refused until the key is known.
    await deps.db.$transaction((tx) =>
      deps.enqueue(tx, 'webhook.check', {
        payload: { portalId, workspaceId },
        background: true,
        hurry: true,
      }),
    );
  };
};
