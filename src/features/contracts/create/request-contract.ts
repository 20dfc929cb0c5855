import { toJson } from '../../../platform/database/to-json.ts';
import { randomUUID } from 'node:crypto';
import type { Db } from '../../../platform/database/client.ts';
import type { Request } from '../../../platform/database/generated/client.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import { statusLabels } from '@dealdraft/wire/contract-status.ts';
import type { Plan } from '@dealdraft/wire/plan.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../../deps.ts';
import { lockDeal } from '../../../platform/database/lock-deal.ts';
import { cardError } from '../../../platform/card-errors.ts';
import { sameJson } from '../../../mapping/values/same-json.ts';
import { currentDeal } from '../../merges/merged-records.ts';
import {
  findReadyTemplate,
  hashPlan,
  planFrom,
  recordsForMappings,
  requestBody,
  type ReadyTemplate,
} from './plan-for-deal.ts';
import { mayGenerate, mayNotGenerate, personOf, readPortalSettings } from '../../access/portal-settings.ts';

export type Wish = {
  portalId: number;
  dealId: string;
  templateId: number;
  choices: Record<string, string>;
  idempotencyKey: string;
  origin: 'card' | 'workflow' | 'stage_rule' | 'api';
  requestedBy: string | null;
  requestedById: number | null;
  /** Fingerprint of the preview that a person saw; automation has seen none. */
  planHash?: string;
  /** Why a second contract of a template is wanted while one is open. */
  reason?: string;
  /** Keys of another system, kept with the contract in SpotDraft beside those of the mapping. */
  recordData?: Readonly<Record<string, string>>;
};

/** A request that was refused inside its transaction, which is rolled back by it. */
class Refused extends Error {
  readonly cardError: CardError;
  constructor(cardError: CardError) {
    super(cardError.message);
    this.cardError = cardError;
  }
}

export const blockedBy = (plan: Plan): CardError => {
  const blocking = plan.lines.filter((line) => ['missing', 'invalid', 'choose'].includes(line.status));
  return {
    code: 'blocked',
    message: `${String(blocking.length)} ${blocking.length === 1 ? 'value is' : 'values are'} needed before the contract can be made; fill in what is listed and try again.`,
    fields: blocking.map((line) => ({
      target: line.target,
      label: line.label,
      message: line.problem?.message ?? 'A value is needed.',
      // Records that are not there, or of which one must be chosen, are associated on the deal.
      link: line.problem?.link ?? { object: 'deal', recordId: plan.dealId },
    })),
    canRetry: true,
  };
};

export const openContractOf = async (
  db: Db,
  deal: { portalId: number; dealId: string },
  template: { workspaceId: string; templateId: number },
) => {
  const found = await db.contract.findFirst({
    where: {
      ...deal,
      ...template,
      unlinkedAt: null,
      goneAt: null,
      status: { notIn: ['EXECUTED', 'VOIDED'] },
    },
    orderBy: { createdAt: 'desc' },
    select: { id: true, name: true, status: true },
  });
  return found === null ? null : { id: found.id, name: found.name, statusLabel: statusLabels[found.status] };
};

const underWay = { in: ['queued', 'creating', 'checking'] };

const withKeys = (plan: Plan, keys: Readonly<Record<string, string>>): Plan => ({
  ...plan,
  contract: { ...plan.contract, recordData: { ...plan.contract.recordData, ...keys } },
});

/**
 * Turns a wish into a stored request with its job, in one transaction, or says why not and stores nothing. The same
 * idempotency key always gives the same request.
 */
export const requestContract = async (
  deps: Deps,
  wish: Wish,
): Promise<Result<{ requestId: string }, CardError>> => {
  const asked = await decide(deps, wish);
  const { portalId, dealId, templateId, origin } = wish;
  if (!asked.ok) {
    const { code, fields } = asked.failure;
    // Which fields, but not the sentence: it may quote what stands on the deal.
    deps.log.info(
      { portalId, dealId, templateId, origin, code, fields: fields?.map(({ target }) => target) },
      'a contract was refused',
    );
  }
  return asked;
};

/** A key says "the same again". Deals may have been merged since, and both names of one are the same. */
const isSameWish = async (db: Db, stored: Request, wish: Wish): Promise<boolean> => {
  const { choices } = stored.plan as unknown as Plan;
  if (stored.templateId !== wish.templateId || stored.origin !== wish.origin) return false;
  if (!sameJson(choices, wish.choices) || (stored.reason ?? '') !== (wish.reason ?? '')) return false;
  const { dealId } = await currentDeal(db, wish);
  return [stored.dealId, stored.askedForDealId].some((each) => each === dealId || each === wish.dealId);
};

const decide = async (deps: Deps, wish: Wish): Promise<Result<{ requestId: string }, CardError>> => {
  const { db } = deps;
  const { portalId } = wish;
  const repeated = await db.request.findUnique({
    where: { portalId_idempotencyKey: { portalId, idempotencyKey: wish.idempotencyKey } },
  });
  if (repeated !== null)
    return (await isSameWish(db, repeated, wish))
      ? ok({ requestId: repeated.id })
      : fail(cardError.keyUsed());

  const portal = await db.portal.findUniqueOrThrow({ where: { portalId } });
  if (!mayGenerate(readPortalSettings(portal.settings), personOf(wish)))
    return fail({ code: 'not_permitted', message: mayNotGenerate, canRetry: false });
  const ready = await findReadyTemplate(deps, portalId, wish.templateId);
  if (ready === null) {
    return fail({
      code: 'not_found',
      message: 'This template is not mapped any more; reload the page and choose another, or ask your admin.',
      canRetry: false,
    });
  }
  if (ready.mappingRow.state === 'paused') {
    return fail({
      code: 'not_possible',
      message: `“${ready.template.name}” is paused. ${ready.mappingRow.pausedReason ?? 'Ask your admin.'}`,
      canRetry: false,
    });
  }
  const deal = await currentDeal(db, wish);
  const records = await recordsForMappings(deps, deal, [ready.mapping]);
  if (!records.ok) return records;
  const made = await planFrom(deps, { ready, records: records.value, portal, choices: wish.choices });
  const plan = withKeys(made, wish.recordData ?? {});
  if (plan.blockers > 0) return fail(blockedBy(plan));
  const planHash = hashPlan(plan);
  if (wish.planHash !== undefined && wish.planHash !== planHash) {
    return fail({
      code: 'plan_changed',
      message: 'The deal has changed since this preview; look at the new one and generate again.',
      canRetry: true,
    });
  }
  try {
    return ok({ requestId: await store(deps, { ...wish, dealId: plan.dealId }, { ready, plan, planHash }) });
  } catch (error) {
    if (error instanceof Refused) return fail(error.cardError);
    throw error;
  }
};

const store = async (
  deps: Deps,
  wish: Wish,
  made: { ready: ReadyTemplate; plan: Plan; planHash: string },
): Promise<string> => {
  const { ready, plan, planHash } = made;
  const { portalId, dealId: asked } = wish;
  const workspaceId = ready.workspace.id;
  return deps.db.$transaction(async (tx) => {
    const id = randomUUID();
    const body = requestBody(plan, { id, portalId, dealId: asked, mappingVersion: ready.version.number });
    const stored = await tx.request.createManyAndReturn({
      data: [
        {
          id,
          portalId,
          dealId: asked,
          workspaceId,
          templateId: wish.templateId,
          templateName: ready.template.name,
          mappingVersionId: ready.version.id,
          idempotencyKey: wish.idempotencyKey,
          origin: wish.origin,
          requestedBy: wish.requestedBy,
          requestedById: wish.requestedById,
          reason: wish.reason ?? null,
          plan: toJson({ ...plan, choices: wish.choices }),
          planHash,
          body,
          createdAt: deps.now(),
        },
      ],
      skipDuplicates: true,
      select: { id: true },
    });
    const alreadyRequested = new Refused({
      code: 'already_requested',
      message: `"${ready.template.name}" is being generated for this deal right now; it appears here as soon as it is there.`,
      canRetry: false,
    });
    if (stored.length === 0) {
      const repeated = await tx.request.findUnique({
        where: { portalId_idempotencyKey: { portalId, idempotencyKey: wish.idempotencyKey } },
      });
      if (repeated === null) throw alreadyRequested;
      if (await isSameWish(tx, repeated, wish)) return repeated.id;
      throw new Refused(cardError.keyUsed());
    }
    await lockDeal(tx, wish);
    const { dealId } = await currentDeal(tx, wish);
    // Merged in this moment: its body, and so its contract at SpotDraft, names the old deal.
    if (dealId !== asked)
      await tx.request.update({ where: { id, portalId }, data: { dealId, askedForDealId: asked } });
    // One that came along with a merged deal is not met by the index, which keeps apart whose requests they were.
    const { templateId } = wish;
    const moved = await tx.request.count({
      where: {
        portalId,
        dealId,
        workspaceId,
        templateId,
        state: underWay,
        askedForDealId: { not: null },
        id: { not: id },
      },
    });
    if (moved > 0) throw alreadyRequested;
    // Looked for after the insert: a request that ended before it has committed its contract, so nothing can slip between.
    if (wish.reason === undefined || wish.reason === '') {
      const open = await openContractOf(
        tx,
        { portalId, dealId },
        { workspaceId, templateId: wish.templateId },
      );
      if (open !== null) {
        throw new Refused({
          code: 'open_contract',
          message: `"${open.name}" (${open.statusLabel}) was made from this template and is still open; say why another one is needed.`,
          canRetry: true,
        });
      }
    }
    await deps.enqueue(tx, 'contract.create', {
      payload: { portalId, requestId: id },
      background: wish.origin !== 'card',
    });
    return id;
  });
};
