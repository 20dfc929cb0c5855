import type { Prisma } from '../../../platform/database/generated/client.ts';
import type { actionRequest, CardError } from '@dealdraft/wire/card.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { z } from 'zod';
import { reasonAgainst } from './contract-actions.ts';
import { cardError } from '../../../platform/card-errors.ts';
import { actionFacts } from './action-facts.ts';
import { sameJson } from '../../../mapping/values/same-json.ts';
import type { Json } from '@dealdraft/wire/plan.ts';
import type { Deps } from '../../deps.ts';
import { mayAct, personOf, readPortalSettings } from '../../access/portal-settings.ts';

export type ActionWish = {
  portalId: number;
  contractId: string;
  wish: z.output<typeof actionRequest>;
  origin: 'card' | 'workflow' | 'stage_rule' | 'api';
  requestedBy: string | null;
};

/** Accepts an action on a contract: stored with its job in one transaction, or refused with the reason. */
export const requestAction = async (
  deps: Deps,
  { portalId, contractId, wish, origin, requestedBy }: ActionWish,
): Promise<Result<{ actionId: string }, CardError>> => {
  const { action, idempotencyKey, ...params } = wish;
  const key = { portalId_idempotencyKey: { portalId, idempotencyKey } };
  return deps.db.$transaction(async (tx) => {
    const repeated = await tx.contractAction.findUnique({ where: key });
    if (repeated !== null)
      return repeated.contractId === contractId &&
        repeated.action === action &&
        sameJson(repeated.params as Json, JSON.parse(JSON.stringify(params)) as Json)
        ? ok({ actionId: repeated.id })
        : fail(cardError.keyUsed());
    // Two clicks on two screens meet at the contract's row: the second sees that the first is under way.
    await tx.$queryRaw`SELECT 1 FROM "contract" WHERE "id" = ${contractId}::uuid AND "portalId" = ${portalId} FOR UPDATE`;
    const contract = await tx.contract.findFirst({ where: { id: contractId, portalId, unlinkedAt: null } });
    if (contract === null) return fail(cardError.notFound('This contract'));
    const underWay = await tx.contractAction.findFirst({
      where: { portalId, contractId, state: { in: ['queued', 'doing'] } },
    });
    const portal = await tx.portal.findUnique({ where: { portalId } });
    const settings = readPortalSettings(portal?.settings);
    const reason = reasonAgainst(
      action,
      actionFacts(contract, {
        underWay: underWay?.action ?? null,
        blocksSending: settings.blockSendingOnDrift,
        mayAct: mayAct(settings, personOf({ origin, requestedBy })),
        now: deps.now(),
      }),
    );
    if (reason !== null) return fail(cardError.notPossible(reason));
    // Tried again: the failure that was shown has been read.
    await tx.contractAction.updateMany({
      where: { portalId, contractId, state: 'failed', dismissedAt: null },
      data: { dismissedAt: deps.now() },
    });
    const [stored] = await tx.contractAction.createManyAndReturn({
      data: [
        {
          portalId,
          contractId,
          idempotencyKey,
          action,
          params: params as Prisma.InputJsonObject,
          origin,
          requestedBy,
          createdAt: deps.now(),
        },
      ],
      skipDuplicates: true,
      select: { id: true },
    });
    const actionId = stored?.id ?? (await tx.contractAction.findUniqueOrThrow({ where: key })).id;
    await deps.enqueue(tx, 'contract.act', {
      payload: { portalId, actionId },
      background: origin !== 'card',
    });
    return ok({ actionId });
  });
};
