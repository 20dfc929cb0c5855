import { storedPlan } from './stored-plan.ts';
import type { Request } from '../../../platform/database/generated/client.ts';
import type { JobContext } from '../../../platform/jobs/jobs.ts';
import { done, later, type JobEnd } from '../../../platform/jobs/job-end.ts';
import { afterFailure, troubleOf } from '../../../platform/jobs/after-failure.ts';
import type { SpotDraftClient } from '../../../spotdraft/client.ts';
import type { Contract as SpotDraftContract } from '../../../spotdraft/answers/contract.ts';
import type { SpotDraftFailure } from '../../../spotdraft/transport/failure.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { wakeAutomation } from '../../wake/wake-automation.ts';
import type { Deps } from '../../deps.ts';
import { externalId, requestIdOf } from './join-key.ts';
import { clearProblem, raiseProblem } from '../../problems/problems.ts';
import { templateOf } from './plan-for-deal.ts';
import { refusedFields, refusedSentence, type RefusedField } from './refused-fields.ts';
import { recordContract } from './record-contract.ts';
import { attempt, type Attempt, type Look } from '../../vendors/attempt.ts';
import { vendorTrouble } from '../../vendors/vendor-trouble.ts';
import { withSpotDraft } from '../../vendors/with-vendor.ts';
import type { NotConnected } from '../../../platform/vendor-error.ts';

/** After so many posts that all ended unclear, a person decides. */
const mostAttempts = 5;
/** by_external_metadata answers at most 50 contracts; more on one deal are searched through the list. */
const lookUpCap = 50;

/**
 * Job `contract.create`: posts a request's stored body so that one contract comes of it, whatever breaks.
 *
 * The attempt is written down before the post. So a request without attempts was never posted, and needs no look-up.
 * One with an attempt is looked up, again and again over a growing window, before it may be posted again; a webhook
 * about the contract can end the request at any moment, too.
 */
export const createContract = async (
  deps: Deps,
  job: { portalId: number; requestId: string },
  context: JobContext,
): Promise<JobEnd> => {
  const { portalId } = job;
  const request = await deps.db.request.findFirst({ where: { id: job.requestId, portalId } });
  if (request === null || request.state === 'created' || request.state === 'refused') return done;
  const { workspaceId, origin } = request;
  const place = {
    portalId,
    workspaceId,
    priority: origin === 'card' ? ('interactive' as const) : ('background' as const),
    // An account that comes back finds its requests where they were: the sweep that it gets gives them their jobs again.
    notConnected: ({ message, hasLeft }: NotConnected) =>
      hasLeft === true
        ? Promise.resolve(done)
        : refuse(deps, request, { code: 'not_connected', message, fields: [] }),
  };
  return withSpotDraft(deps, place, (client) => bringAbout(deps, client, { request, context }));
};

type Outcome = Promise<Result<JobEnd, SpotDraftFailure> | JobEnd>;

type Made = Attempt<SpotDraftContract, SpotDraftFailure>;

/** The states of a request that has not ended. */
const underWay = { in: ['queued', 'creating', 'checking'] };

/** Looks for what an earlier attempt may have made; posts when nothing can have come of any. */
const bringAbout = async (
  deps: Deps,
  client: SpotDraftClient,
  { request, context }: { request: Request; context: JobContext },
): Outcome => {
  const delays = deps.settings.lookUpDelaysMs;
  const end = await attempt<SpotDraftContract, SpotDraftFailure>({
    isOpen: request.attempts > 0,
    look: () => look(deps, client, request),
    prepare: () => Promise.resolve(ok(() => client.createContract(request.body, { signal: context.signal }))),
    ...marksOf(deps, request),
  });
  switch (end.is) {
    case 'made':
      await record(deps, request, end.value);
      return ok(done);
    case 'taken':
      return done;
    case 'not_yet':
      return later(delays[request.lookUps + 1] ?? 0, 'the contract was not found yet');
    case 'unseen': {
      await vendorTrouble(deps, { ...placeOf(request), failure: end.failure });
      const next = afterFailure(end.failure);
      // Not being able to look never counts as having looked.
      return next.end === 'later' ? next : later(5_000, next.why);
    }
    case 'unknowable':
      return refuse(deps, request, {
        code: 'unclear',
        message:
          'SpotDraft did not answer clearly in several tries and no contract was found; check SpotDraft, then generate it again.',
        fields: [],
      });
    case 'unclear':
      context.log.warn({ failure: end.failure.kind }, end.failure.text.log);
      return later(delays[0] ?? 0, 'looking for the contract after an unclear answer');
    case 'refused':
      return notMade(deps, request, end.failure);
  }
};

const placeOf = ({ portalId, workspaceId }: Request) =>
  ({ portalId, vendor: 'spotdraft', workspaceId }) as const;

const record = async (deps: Deps, request: Request, made: SpotDraftContract): Promise<void> => {
  const { db, enqueue, now } = deps;
  await db.$transaction((tx) => recordContract({ tx, enqueue, now }, request, made));
};

/** How an attempt to post is written down on the request, each step only from the one before. */
const marksOf = (deps: Deps, request: Request): Pick<Made, 'mark' | 'unmark' | 'leaveOpen'> => {
  const { id, portalId, dealId, workspaceId, attempts } = request;
  const marked = { id, portalId, state: 'creating', attempts: attempts + 1 };
  return {
    mark: async () => {
      const { count } = await deps.db.request.updateMany({
        where: { id, portalId, attempts, state: underWay },
        data: { state: 'creating', attempts: attempts + 1, attemptedAt: deps.now(), lookUps: 0 },
      });
      return count > 0;
    },
    unmark: async () => {
      await deps.db.request.updateMany({ where: marked, data: { state: 'queued', attempts } });
    },
    leaveOpen: () =>
      deps.db.$transaction(async (tx) => {
        const { count } = await tx.request.updateMany({
          where: marked,
          data: { state: 'checking', lookUps: 0 },
        });
        if (count === 1)
          await raiseProblem(tx, {
            portalId,
            kind: 'request_unclear',
            about: id,
            dealId,
            workspaceId,
            context: { template: request.templateName },
          });
      }),
  };
};

/** Certainly not made: tried again, or ended where asking again cannot help. */
const notMade = async (deps: Deps, request: Request, failure: SpotDraftFailure): Outcome => {
  // Revoked credentials are put right by an admin; a draft that comes late harms nobody, one that is forgotten does.
  const isRefused = troubleOf(failure) === 'credentials' && failure.kind !== 'unauthorized';
  if (afterFailure(failure).end !== 'give_up' && !isRefused) return fail(failure);
  await vendorTrouble(deps, { ...placeOf(request), failure });
  const fields = await namedFields(deps, request, failure.fields);
  return refuse(deps, request, {
    code: failure.kind,
    message: fields.length > 0 ? refusedSentence(fields) : failure.text.seller,
    fields,
    detail: failure.text.log,
  });
};

/** One look per run of the job; `absent` only after the last of the window. */
const look = async (
  deps: Deps,
  client: SpotDraftClient,
  request: Request,
): Promise<Look<SpotDraftContract, SpotDraftFailure>> => {
  const { id, portalId, attempts } = request;
  const found = await findByRequest(client, request);
  if (!found.ok) return { is: 'unseen', failure: found.failure };
  if (found.value !== null) return { is: 'made', value: found.value };
  const lookUps = request.lookUps + 1;
  const { count } = await deps.db.request.updateMany({
    where: { id, portalId, attempts, lookUps: request.lookUps, state: { in: ['creating', 'checking'] } },
    data: { state: 'checking', lookUps },
  });
  if (count === 0) return { is: 'taken' };
  if (lookUps < deps.settings.lookUpDelaysMs.length) return { is: 'not_yet' };
  deps.log.info({ requestId: id, attempts }, 'no contract was found over the whole window');
  return { is: attempts >= mostAttempts ? 'unknowable' : 'absent' };
};

const findByRequest = async (
  client: SpotDraftClient,
  request: Request,
): Promise<Result<SpotDraftContract | null, SpotDraftFailure>> => {
  const byId = await client.findByExternalId(externalId(request.askedForDealId ?? request.dealId));
  if (!byId.ok) return byId;
  const isIt = (contract: SpotDraftContract): boolean =>
    requestIdOf(contract.externalMetadata) === request.id;
  const direct = byId.value.find(isIt);
  if (direct !== undefined || byId.value.length < lookUpCap) return ok(direct ?? null);
  const since = new Date((request.attemptedAt ?? request.createdAt).getTime() - 10 * 60_000);
  for (let page = 1; ; page += 1) {
    const listed = await client.listContracts({
      page,
      limit: 100,
      filters: { created_at: { gte: since.toISOString() } },
    });
    if (!listed.ok) return fail(listed.failure);
    const match = listed.value.contracts.find(isIt);
    if (match !== undefined) return ok(match);
    if (listed.value.contracts.length < 100) return ok(null);
  }
};

type Refusal = { code: string; message: string; fields: readonly RefusedField[]; detail?: string };

/** The fields that SpotDraft named, as the plan and the template call them. */
const namedFields = async (
  { db }: Deps,
  { portalId, workspaceId, templateId, plan }: Request,
  complaints: SpotDraftFailure['fields'],
): Promise<RefusedField[]> => {
  if (complaints.length === 0) return [];
  const template = await db.template.findFirst({ where: { portalId, workspaceId, templateId } });
  return refusedFields(complaints, {
    lines: storedPlan(plan).lines,
    attributes: template === null ? [] : templateOf(template).attributes,
  });
};

/** Ends the request without a contract, with the sentence that is shown for it. */
const refuse = async (deps: Deps, request: Request, refusal: Refusal): Promise<JobEnd> => {
  const { id, portalId, dealId, templateId, origin } = request;
  const ended = await deps.db.$transaction(async (tx) => {
    const { count } = await tx.request.updateMany({
      where: { id, portalId, state: underWay },
      data: {
        state: 'refused',
        refusal: {
          message: refusal.message,
          detail: refusal.detail ?? null,
          fields: [...refusal.fields],
        },
      },
    });
    await wakeAutomation({ tx, enqueue: deps.enqueue }, { portalId, dealId });
    return count === 1;
  });
  await clearProblem(deps.db, { portalId, kind: 'request_unclear', about: id });
  // A webhook can have ended it in a contract just before: then there was no refusal.
  if (ended) {
    const fields = refusal.fields.map(({ target }) => target);
    deps.log.info(
      { portalId, dealId, requestId: id, templateId, origin, code: refusal.code, fields },
      'a contract was refused',
    );
  }
  return done;
};
