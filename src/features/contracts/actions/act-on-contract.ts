import { z } from 'zod';
import type { Contract, ContractAction } from '../../../platform/database/generated/client.ts';
import { done, type JobContext, type JobEnd } from '../../../platform/jobs/jobs.ts';
import { decideRetry } from '../../../platform/jobs/retry-decision.ts';
import type { SpotDraftClient } from '../../../spotdraft/client.ts';
import type { SpotDraftFailure } from '../../../spotdraft/transport/failure.ts';
import type { ActionId } from '@dealdraft/wire/card.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import { actionLabel } from './contract-actions.ts';
import { wakeAutomation } from '../../wake/wake-automation.ts';
import type { Deps } from '../../deps.ts';
import { addEvent, type EventHow } from '../../history/events.ts';
import { keepChanges } from './keep-changes.ts';
import { refreshFromDeal } from './refresh-from-deal.ts';
import { unlinkContract } from './unlink-contract.ts';
import { vendorTrouble } from '../../problems/vendor-trouble.ts';

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

/** Clocks of the two sides may differ: an e-mail sent so much before our attempt still counts as ours. */
const clockMarginMs = 5 * 60_000;

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
  const { db } = deps;
  const action = await db.contractAction.findFirst({
    where: { id: job.actionId, portalId: job.portalId },
    include: { contract: true },
  });
  if (action === null || action.state === 'done' || action.state === 'failed') return done;
  const { contract } = action;
  const params = paramsSchema.parse(action.params);
  const name = action.action as ActionId;

  const local = { keep_changes: keepChanges, unlink: unlinkContract }[action.action];
  if (local !== undefined) {
    await local(deps, { contract, by: action.requestedBy, reason: params.reason ?? '', how: howOf(action) });
    return finish(deps, action);
  }
  const connected = await deps.vendors.spotdraft(
    contract.workspaceId,
    action.origin === 'card' ? 'interactive' : 'background',
  );
  if (!connected.ok) return giveUp(deps, action, { message: connected.failure.message });
  if (name === 'refresh_from_deal') {
    const refreshed = await refreshFromDeal(deps, connected.value, {
      contract,
      by: action.requestedBy,
      how: howOf(action),
    });
    if (refreshed.ok) return finish(deps, action);
    if (refreshed.failure.kind === 'refused') return giveUp(deps, action, refreshed.failure);
    return { end: 'failed', decision: refreshed.failure.decision };
  }
  const act = vendorActs[name];
  if (act === undefined)
    return giveUp(deps, action, { message: 'This version of DealDraft does not know that action.' });

  if (action.attempts > 0) {
    const wasDone = await act.wasDone(connected.value, contract, action.attemptedAt ?? action.createdAt);
    if (!wasDone.ok) return { end: 'failed', decision: decideRetry(wasDone.failure) };
    if (wasDone.value === true) return succeed(deps, action, params);
    if (wasDone.value === 'unknowable') {
      return giveUp(deps, action, {
        message:
          'SpotDraft did not say whether the e-mail went out. It was not sent again, so that nobody gets it twice; remind once more if it did not arrive.',
      });
    }
  }
  const marked = await db.contractAction.updateMany({
    where: {
      id: action.id,
      portalId: action.portalId,
      attempts: action.attempts,
      state: { in: ['queued', 'doing'] },
    },
    data: { state: 'doing', attempts: { increment: 1 }, attemptedAt: deps.now() },
  });
  if (marked.count === 0) return done;
  const answer = await act.send(connected.value, contract, params);
  if (answer.ok) return succeed(deps, action, params);
  const { failure } = answer;
  context.log.info({ failure: failure.kind }, failure.text.log);
  await vendorTrouble(deps, {
    portalId: action.portalId,
    vendor: 'spotdraft',
    workspaceId: contract.workspaceId,
    failure,
  });
  const decision = decideRetry(failure);
  if (decision.retry === 'never' || decision.problem === 'credentials')
    return giveUp(deps, action, { message: failure.text.seller, detail: failure.text.log });
  if (failure.processed === 'no') {
    await db.contractAction.updateMany({
      where: { id: action.id, portalId: action.portalId, state: 'doing' },
      data: { state: 'queued', attempts: action.attempts },
    });
  }
  return { end: 'failed', decision };
};

/** Ends an action; rules and workflows that wait for it are told in the same transaction. */
const end = async (
  deps: Deps,
  action: ContractAction & { contract: Contract },
  data: { state: 'done' } | { state: 'failed'; failure: { message: string; detail: string | null } },
): Promise<JobEnd> => {
  const { id, portalId, contract } = action;
  await deps.db.$transaction(async (tx) => {
    await tx.contractAction.updateMany({ where: { id, portalId, state: { in: ['queued', 'doing'] } }, data });
    await wakeAutomation({ tx, enqueue: deps.enqueue }, { portalId, dealId: contract.dealId });
  });
  return done;
};

const finish = (deps: Deps, action: ContractAction & { contract: Contract }): Promise<JobEnd> =>
  end(deps, action, { state: 'done' });

/** Records the act and sees to it that its effect is learnt, by webhook or by asking. */
const succeed = async (
  deps: Deps,
  action: ContractAction & { contract: Contract },
  params: Params,
): Promise<JobEnd> => {
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

const giveUp = (
  deps: Deps,
  action: ContractAction & { contract: Contract },
  failure: { message: string; detail?: string },
): Promise<JobEnd> =>
  end(deps, action, {
    state: 'failed',
    failure: { message: failure.message, detail: failure.detail ?? null },
  });
