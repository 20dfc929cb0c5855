import { z } from 'zod';
import type { Contract, ContractAction } from '../../../platform/database/generated/client.ts';
import type { JobContext } from '../../../platform/jobs/jobs.ts';
import { done, type JobEnd } from '../../../platform/jobs/job-end.ts';
import { afterFailure, troubleOf } from '../../../platform/jobs/after-failure.ts';
import type { SpotDraftClient } from '../../../spotdraft/client.ts';
import type { SpotDraftFailure } from '../../../spotdraft/transport/failure.ts';
import type { ActionId } from '@dealdraft/wire/card.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { actionLabel } from './contract-actions.ts';
import { wakeAutomation } from '../../wake/wake-automation.ts';
import type { Deps } from '../../deps.ts';
import { addEvent, type EventHow } from '../../history/events.ts';
import { keepChanges } from './keep-changes.ts';
import { refreshFromDeal } from './refresh-from-deal.ts';
import { unlinkContract } from './unlink-contract.ts';
import { attempt, type Attempt } from '../../vendors/attempt.ts';
import { vendorTrouble } from '../../vendors/vendor-trouble.ts';
import { withSpotDraft } from '../../vendors/with-vendor.ts';
import type { NotConnected } from '../../../platform/vendor-error.ts';
import { clockMarginMs } from '../status/state-graph.ts';

const paramsSchema = z.object({
  to: z.array(z.string()).default([]),
  cc: z.array(z.string()).default([]),
  subject: z.string().optional(),
  message: z.string().optional(),
  reason: z.string().optional(),
  email: z.string().optional(),
});
type Params = z.output<typeof paramsSchema>;

/** What an action asks of SpotDraft, and how to tell afterwards whether it was done when the answer was lost. */
type VendorAct = {
  send: (
    client: SpotDraftClient,
    contract: Contract,
    params: Params,
  ) => Promise<Result<unknown, SpotDraftFailure>>;
  wasDone: (
    client: SpotDraftClient,
    contract: Contract,
    since: Date,
  ) => Promise<Result<boolean | 'unknowable', SpotDraftFailure>>;
};

const statusIs =
  (holds: (status: string) => boolean): VendorAct['wasDone'] =>
  async (client, contract) => {
    const read = await client.getStatus(idOf(contract));
    return read.ok ? ok(holds(read.value.status)) : read;
  };

const idOf = (contract: Contract) => ({ composite: contract.spotdraftId, numeric: contract.numericId });

const vendorActs: Partial<Record<ActionId, VendorAct>> = {
  send_for_review: {
    send: (client, contract, params) =>
      client.sendToCounterparties(idOf(contract), {
        ...(params.to.length > 0 ? { to: params.to } : {}),
        ...(params.cc.length > 0 ? { cc: params.cc } : {}),
        ...(params.subject === undefined ? {} : { subject: params.subject }),
        ...(params.message === undefined ? {} : { message: params.message }),
        attachmentFormats: ['PDF'],
      }),
    wasDone: async (client, contract, since) => {
      const metrics = await client.getProcessMetrics(contract.numericId);
      if (!metrics.ok) return metrics;
      const { sentToCounterpartyAt } = metrics.value;
      // An email that was sent so much before our attempt, by SpotDraft's clock, still counts as ours.
      return ok(
        sentToCounterpartyAt !== null && sentToCounterpartyAt.getTime() >= since.getTime() - clockMarginMs,
      );
    },
  },
  mark_for_signature: {
    send: (client, contract) => client.markForSignature(idOf(contract)),
    wasDone: statusIs((status) => status === 'SIGN' || status === 'EXECUTED'),
  },
  take_back_from_signature: {
    send: (client, contract, params) => client.unmarkForSignature(idOf(contract), params.reason),
    wasDone: statusIs((status) => status === 'REDLINING' || status === 'DRAFT'),
  },
  void: {
    send: (client, contract, params) =>
      client.voidContract(idOf(contract), params.reason ?? 'Voided from HubSpot'),
    wasDone: statusIs((status) => status === 'VOIDED'),
  },
  remind: {
    send: (client, contract, params) => client.resendSignatoryEmail(idOf(contract), params.email ?? ''),
    wasDone: () => Promise.resolve(ok('unknowable' as const)),
  },
  check_now: { send: () => Promise.resolve(ok(undefined)), wasDone: () => Promise.resolve(ok(false)) },
};

/** A webhook usually tells of the change first; if none has come by then, SpotDraft is asked. */
const verifyAfterMs = 2_500;

const howOf = (action: ContractAction): EventHow =>
  action.origin === 'workflow' || action.origin === 'stage_rule' ? action.origin : 'card';

/**
 * Job `contract.act`: does at SpotDraft what was asked, once. The attempt is marked before the call; an attempt whose
 * answer is not known is first looked up, and what cannot be looked up (a reminder) is not repeated.
 */
export const actOnContract = async (
  deps: Deps,
  job: { portalId: number; actionId: string },
  context: JobContext,
): Promise<JobEnd> => {
  const action = await deps.db.contractAction.findFirst({
    where: { id: job.actionId, portalId: job.portalId },
    include: { contract: true },
  });
  if (action === null || action.state === 'done' || action.state === 'failed') return done;
  const { contract } = action;
  const params = paramsSchema.parse(action.params);

  const local = { keep_changes: keepChanges, unlink: unlinkContract }[action.action];
  if (local !== undefined) {
    await local(deps, { contract, by: action.requestedBy, reason: params.reason ?? '', how: howOf(action) });
    return finish(deps, action);
  }
  const place = {
    portalId: job.portalId,
    workspaceId: contract.workspaceId,
    priority: action.origin === 'card' ? ('interactive' as const) : ('background' as const),
    notConnected: ({ message }: NotConnected) => refuse(deps, action, { message }),
  };
  return withSpotDraft(deps, place, (client) =>
    action.action === 'refresh_from_deal'
      ? refresh(deps, client, action)
      : actAtSpotDraft(deps, client, { action, params, context }),
  );
};

type Action = ContractAction & { contract: Contract };
type Outcome = Promise<Result<JobEnd, SpotDraftFailure> | JobEnd>;

const refresh = async (deps: Deps, client: SpotDraftClient, action: Action): Promise<JobEnd> => {
  const { contract, requestedBy: by } = action;
  const refreshed = await refreshFromDeal(deps, client, { contract, by, how: howOf(action) });
  if (refreshed.ok) return finish(deps, action);
  return refreshed.failure.kind === 'refused'
    ? refuse(deps, action, refreshed.failure)
    : refreshed.failure.end;
};

const actAtSpotDraft = async (
  deps: Deps,
  client: SpotDraftClient,
  { action, params, context }: { action: Action; params: Params; context: JobContext },
): Outcome => {
  const { contract } = action;
  const act = vendorActs[action.action as ActionId];
  if (act === undefined)
    return refuse(deps, action, { message: 'This version of DealDraft does not know that action.' });
  const end = await attempt<unknown, SpotDraftFailure>({
    isOpen: action.attempts > 0,
    look: async () => {
      const wasDone = await act.wasDone(client, contract, action.attemptedAt ?? action.createdAt);
      if (!wasDone.ok) return { is: 'unseen', failure: wasDone.failure };
      if (wasDone.value === 'unknowable') return { is: 'unknowable' };
      return wasDone.value ? { is: 'made', value: null } : { is: 'absent' };
    },
    prepare: () => Promise.resolve(ok(() => act.send(client, contract, params))),
    ...marksOf(deps, action),
  });
  switch (end.is) {
    case 'made':
      return ok(await succeed(deps, action, params));
    case 'taken':
    case 'not_yet':
      return done;
    case 'unknowable':
      return refuse(deps, action, {
        message:
          'SpotDraft did not say whether the email went out. It was not sent again, so that nobody gets it twice; remind once more if it did not arrive.',
      });
    case 'unseen':
      return fail(end.failure);
    case 'refused':
    case 'unclear':
      context.log.info({ failure: end.failure.kind }, end.failure.text.log);
      return notDone(deps, action, end.failure);
  }
};

const marksOf = (
  { db, now }: Deps,
  { id, portalId, attempts }: Action,
): Pick<Attempt<unknown, SpotDraftFailure>, 'mark' | 'unmark'> => ({
  mark: async () => {
    const { count } = await db.contractAction.updateMany({
      where: { id, portalId, attempts, state: { in: ['queued', 'doing'] } },
      data: { state: 'doing', attempts: { increment: 1 }, attemptedAt: now() },
    });
    return count > 0;
  },
  unmark: async () => {
    await db.contractAction.updateMany({
      where: { id, portalId, state: 'doing' },
      data: { state: 'queued', attempts },
    });
  },
});

/** Tried again, after a look where it may have been done; ended where asking again cannot help. */
const notDone = async (deps: Deps, action: Action, failure: SpotDraftFailure): Outcome => {
  if (afterFailure(failure).end !== 'give_up' && troubleOf(failure) !== 'credentials') return fail(failure);
  const { portalId, workspaceId } = action.contract;
  await vendorTrouble(deps, { portalId, vendor: 'spotdraft', workspaceId, failure });
  return refuse(deps, action, { message: failure.text.seller, detail: failure.text.log });
};

/** Ends an action; rules and workflows that wait for it are told in the same transaction. */
const end = async (
  deps: Deps,
  action: Action,
  data: { state: 'done' } | { state: 'failed'; failure: { message: string; detail: string | null } },
): Promise<JobEnd> => {
  const { id, portalId, contract } = action;
  await deps.db.$transaction(async (tx) => {
    await tx.contractAction.updateMany({ where: { id, portalId, state: { in: ['queued', 'doing'] } }, data });
    await wakeAutomation({ tx, enqueue: deps.enqueue }, { portalId, dealId: contract.dealId });
  });
  return done;
};

const finish = (deps: Deps, action: Action): Promise<JobEnd> => end(deps, action, { state: 'done' });

/** Records the act and sees to it that its effect is learnt, by webhook or by asking. */
const succeed = async (deps: Deps, action: Action, params: Params): Promise<JobEnd> => {
  const { portalId, contractId } = action;
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.contractAction.updateMany({
      where: { id: action.id, portalId, state: { in: ['queued', 'doing'] } },
      data: { state: 'done' },
    });
    if (count === 0) return;
    await addEvent(tx, {
      portalId,
      contractId,
      kind: `action_${action.action}`,
      at: deps.now(),
      how: howOf(action),
      actor: action.requestedBy,
      dedupeKey: `action:${action.id}`,
      detail: {
        label: actionLabel(action.action as ActionId),
        ...(params.reason === undefined ? {} : { reason: params.reason }),
        ...(params.email === undefined ? {} : { to: params.email }),
      },
    });
    const asksPeople = action.action === 'check_now' || action.action === 'mark_for_signature';
    if (asksPeople)
      await deps.enqueue(tx, 'contract.people', {
        payload: { portalId, contractId },
        background: action.action !== 'check_now',
      });
    // A webhook was faster and told the new status: nothing is left to ask.
    const told =
      action.action !== 'check_now' &&
      (await tx.contract.count({ where: { id: contractId, portalId, status: action.contract.status } })) ===
        0;
    if (!told) {
      await tx.contract.updateMany({
        where: { id: contractId, portalId },
        data: { verifyWantedAt: deps.now() },
      });
      await deps.enqueue(tx, 'contract.verify', {
        payload: { portalId, workspaceId: action.contract.workspaceId },
        afterMs: action.action === 'check_now' ? 0 : verifyAfterMs,
      });
    }
    await wakeAutomation({ tx, enqueue: deps.enqueue }, { portalId, dealId: action.contract.dealId });
  });
  return done;
};

const refuse = (deps: Deps, action: Action, failure: { message: string; detail?: string }): Promise<JobEnd> =>
  end(deps, action, {
    state: 'failed',
    failure: { message: failure.message, detail: failure.detail ?? null },
  });
