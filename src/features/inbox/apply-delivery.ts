import type { Db } from '../../platform/database/client.ts';
import type { Contract, Delivery, Prisma } from '../../platform/database/generated/client.ts';
import type { JobContext } from '../../platform/jobs/jobs.ts';
import { done, later, type JobEnd } from '../../platform/jobs/job-end.ts';
import { dedupeKey, parseWebhookEvent, type SpotDraftEvent } from '../../spotdraft/inbound/webhook-event.ts';
import type { ContractStatus } from '@dealdraft/wire/contract-status.ts';
import { applyHubSpotEvent } from './apply-hubspot-event.ts';
import { adoptContract } from '../contracts/create/adopt-contract.ts';
import { changeStatus } from '../contracts/status/change-status.ts';
import { projectDeal } from '../deals/deal-projection.ts';
import type { Deps } from '../deps.ts';
import { endUnreadable } from './end-unreadable.ts';
import { addEvent } from '../history/events.ts';
import { forgetSignatures, noteSigner, readPeople, type People } from '../contracts/status/people.ts';
import { clockMarginMs, judge, type Judgment } from '../contracts/status/state-graph.ts';

/** What became of a delivery, as the inbox shows it. */
type Outcome = {
  outcome: 'applied' | 'noted' | 'late' | 'verify' | 'adopted' | 'not_ours' | 'ignored' | 'unreadable';
  text?: string;
  contractId?: string;
  dealId?: string;
};

/** How long a creation that is under way may take before a webhook about its contract is taken as the news itself. */
const creationGraceMs = 20_000;
/** Doubtful contracts are gathered for so long before SpotDraft is asked about all of them in one call. */
const verifyAfterMs = 300;

/** Job `delivery.apply`: brings one delivery to its contract. Everything it changes is one transaction with its outcome. */
export const applyDelivery = async (
  deps: Deps,
  job: { portalId: number; deliveryId: string },
  context: JobContext,
): Promise<JobEnd> => {
  const delivery = await deps.db.delivery.findFirst({
    where: { id: job.deliveryId, portalId: job.portalId },
  });
  if (delivery?.outcome !== 'pending') return done;
  if (delivery.source === 'hubspot') {
    await applyHubSpotEvent(deps, delivery);
    return done;
  }
  if (delivery.workspaceId === null) return done;
  const parsed = parseWebhookEvent(Buffer.from(delivery.body));
  if (!parsed.ok) {
    await settle(deps.db, delivery, { outcome: 'unreadable', text: parsed.failure.reason });
    return done;
  }
  const event = parsed.value;
  // Tried before, and read now: an update of DealDraft may have been what it waited for.
  if (delivery.attempts > 0 || delivery.processedAt !== null) await endUnreadable(deps.db, delivery.portalId);
  if (event.contract === null) {
    await settle(deps.db, delivery, { outcome: 'ignored', text: 'It is not about a contract.' });
    return done;
  }
  const where = { workspaceId: delivery.workspaceId, numericId: event.contract.numericId };
  const known = await deps.db.contract.findUnique({ where: { workspaceId_numericId: where } });
  if (known !== null) {
    await deps.db.$transaction((tx) => applyToContract({ ...deps, tx }, delivery, event));
    return done;
  }
  return meetUnknownContract(deps, { delivery, event }, context);
};

const settle = async (db: Db, delivery: Delivery, result: Outcome): Promise<boolean> => {
  const { count } = await db.delivery.updateMany({
    where: { id: delivery.id, portalId: delivery.portalId, outcome: 'pending' },
    data: {
      outcome: result.outcome,
      outcomeText: result.text ?? null,
      contractId: result.contractId ?? null,
      dealId: result.dealId ?? null,
      processedAt: new Date(),
      attempts: { increment: 1 },
    },
  });
  return count === 1;
};

/** A contract without a row: one of ours whose answer is still on its way, one of ours that we missed, or none of ours. */
const meetUnknownContract = async (
  deps: Deps,
  news: { delivery: Delivery; event: SpotDraftEvent },
  context: JobContext,
): Promise<JobEnd> => {
  const { delivery, event } = news;
  const { portalId, workspaceId } = delivery;
  if (workspaceId === null || event.contract === null) return done;
  const requestId = event.externalMetadata?.recordData['request_id'];
  const request =
    typeof requestId === 'string' && /^[0-9a-f-]{36}$/i.test(requestId)
      ? await deps.db.request.findFirst({ where: { id: requestId, portalId, workspaceId } })
      : null;
  if (
    request?.state === 'creating' &&
    deps.now().getTime() - (request.attemptedAt?.getTime() ?? 0) < creationGraceMs
  ) {
    return later(250, 'the contract is being recorded by its request');
  }
  const adopted = await adoptContract(
    deps,
    { portalId, workspaceId, numericId: event.contract.numericId },
    'webhook',
  );
  if (!adopted.ok) {
    if (adopted.failure.kind === 'not_ours') {
      await settle(deps.db, delivery, { outcome: 'not_ours', text: adopted.failure.message });
      return done;
    }
    return adopted.failure.end;
  }
  context.log.info({ contractId: adopted.value.id }, 'adopted a contract that carries our metadata');
  await deps.db.$transaction((tx) => applyToContract({ ...deps, tx }, delivery, event));
  return done;
};

const lockContract = async (tx: Db, workspaceId: string, numericId: number): Promise<Contract | null> => {
  await tx.$queryRaw`SELECT 1 FROM "contract" WHERE "workspaceId" = ${workspaceId}::uuid AND "numericId" = ${numericId} FOR UPDATE`;
  return tx.contract.findUnique({ where: { workspaceId_numericId: { workspaceId, numericId } } });
};

const applyToContract = async (
  deps: Deps & { tx: Db },
  delivery: Delivery,
  event: SpotDraftEvent,
): Promise<void> => {
  const { tx, enqueue, now } = deps;
  if (delivery.workspaceId === null || event.contract === null) return;
  const contract = await lockContract(tx, delivery.workspaceId, event.contract.numericId);
  if (contract === null) return;
  const { id: contractId, portalId, dealId } = contract;
  const judgment = judge(
    {
      status: contract.status as ContractStatus,
      statusMicros: contract.statusMicros,
      trustAfter:
        contract.statusFrom === 'verified' ? new Date(contract.verifiedAt.getTime() + clockMarginMs) : null,
    },
    { activity: event.activity, status: event.contract.status, micros: event.occurredMicros },
    now(),
  );
  const base = {
    kind: event.activity,
    at: event.occurredAt,
    how: 'webhook' as const,
    actor: event.performedBy?.email ?? event.performedBy?.name ?? null,
    deliveryId: delivery.id,
    dedupeKey: dedupeKey(event),
    detail: event.details as Prisma.InputJsonObject,
  };
  const sideEffects = sideEffectsOf(contract, event, { judgment, now: now() });
  if (Object.keys(sideEffects).length > 0)
    await tx.contract.updateMany({ where: { id: contractId, portalId }, data: sideEffects });

  // Before the status: that enqueues the deal's write, which must be the last lock a transaction waits for.
  await followUp(deps, contract, event);

  const outcome = await (async (): Promise<Outcome> => {
    switch (judgment.verdict) {
      case 'apply':
        await changeStatus({ tx, enqueue }, contract, {
          to: judgment.status,
          at: event.occurredAt,
          micros: event.occurredMicros,
          from: 'webhook',
          learntAt: now(),
          event: base,
        });
        return { outcome: 'applied' };
      case 'confirm':
        await addEvent(tx, { ...base, portalId, contractId });
        await tx.contract.updateMany({
          where: { id: contractId, portalId, status: contract.status, statusMicros: contract.statusMicros },
          // What was read carries no time of SpotDraft's: a webhook that agrees gives it one again.
          data: {
            statusAt: event.occurredAt,
            statusMicros: event.occurredMicros,
            verifiedAt: now(),
            ...(contract.statusFrom === 'verified' ? {} : { statusFrom: 'webhook' }),
          },
        });
        await projectDeal({ tx, enqueue }, portalId, dealId);
        return { outcome: 'noted' };
      case 'late': {
        // The first fact about a contract often comes after the second; being overtaken says nothing there.
        const first = event.activity === 'CONTRACT_CREATED';
        await addEvent(tx, { ...base, portalId, contractId, mark: first ? null : 'late' });
        return first
          ? { outcome: 'noted' }
          : { outcome: 'late', text: 'It is older than what was known and changed nothing.' };
      }
      case 'verify':
        await addEvent(tx, { ...base, portalId, contractId });
        await tx.contract.updateMany({
          where: { id: contractId, portalId },
          data: { verifyWantedAt: now() },
        });
        await enqueue(tx, 'contract.verify', {
          payload: { portalId, workspaceId: contract.workspaceId },
          afterMs: verifyAfterMs,
          background: true,
        });
        return { outcome: 'verify', text: `SpotDraft was asked, because ${judgment.why}.` };
    }
  })();
  await settle(tx, delivery, { ...outcome, contractId, dealId });
};

/**
 * What an event says beside the status. Nothing of it is undone by a late one: each fact carries its own time, or the
 * present one where its own is still to come, for that would stand above every later fact.
 */
const sideEffectsOf = (
  contract: Contract,
  event: SpotDraftEvent,
  { judgment, now }: { judgment: Judgment; now: Date },
): Prisma.ContractUpdateManyMutationInput => {
  const occurredAt = event.occurredAt < now ? event.occurredAt : now;
  const at = occurredAt.toISOString();
  const people = readPeople(contract.people);
  const isOurs = (email: string): boolean =>
    people.signatories.some(
      (person) => person.side === 'ours' && person.email.toLowerCase() === email.toLowerCase(),
    );
  const note = (
    who: { email?: string | null; name?: string | null } | null,
    what: 'asked' | 'signed' | 'declined',
  ): { people: People } | Record<string, never> =>
    who?.email == null
      ? {}
      : { people: noteSigner(people, { email: who.email, name: who.name ?? null, what, at }, isOurs) };
  const renamed =
    event.contract !== null &&
    judgment.verdict !== 'late' &&
    event.contract.title !== '' &&
    event.contract.title !== contract.name
      ? { name: event.contract.title }
      : {};
  switch (event.activity) {
    case 'CONTRACT_SIGNED':
      return {
        ...renamed,
        ...note(event.performedBy, 'signed'),
        ...((contract.signedAt?.getTime() ?? 0) < occurredAt.getTime() ? { signedAt: occurredAt } : {}),
      };
    case 'CONTRACT_SIGNATURE_DECLINED':
      return { ...renamed, ...note(event.performedBy, 'declined') };
    case 'CONTRACT_SIGNATURE_REQUESTED_NOTIFICATION_SENT':
      return { ...renamed, ...note(event.signatory, 'asked') };
    case 'CONTRACT_UNMARK_FOR_EXECUTION':
      return judgment.verdict === 'late'
        ? {}
        : { ...renamed, people: forgetSignatures(people), signedAt: null };
    default:
      return renamed;
  }
};

const readsPeople = new Set(['CONTRACT_APPROVAL_REQUESTED', 'CONTRACT_APPROVAL_COMPLETED']);
const readsMetadata = new Set(['CONTRACT_KEY_POINTER_CREATION', 'CONTRACT_KEY_POINTER_UPDATION']);

/** Approvals and contract metadata come without their content: they are read, by jobs that wait behind people's calls. */
const followUp = async (
  deps: Deps & { tx: Db },
  contract: Contract,
  event: SpotDraftEvent,
): Promise<void> => {
  const payload = { portalId: contract.portalId, contractId: contract.id };
  if (readsPeople.has(event.activity))
    await deps.enqueue(deps.tx, 'contract.people', { payload, background: true });
  if (readsMetadata.has(event.activity) && contract.executedAt !== null) {
    await deps.tx.contract.updateMany({
      where: { id: contract.id, portalId: contract.portalId },
      data: { metadataWantedAt: deps.now() },
    });
    await deps.enqueue(deps.tx, 'contract.finish', { payload, background: true });
  }
};
