import type { CardRoutes } from '@dealdraft/wire/routes/card.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { SignedIdentity } from '../../../hubspot/inbound/signed-identity.ts';
import { readSettings } from '../../access/change-settings.ts';
import { mayNotAct, mayNotGenerate, permissionsOf } from '../../access/portal-settings.ts';
import type { UserHandlers } from '../../access/user-endpoints.ts';
import type { Deps } from '../../deps.ts';
import { currentDeal } from '../../merges/merged-records.ts';
import { checkDrift } from '../actions/check-drift.ts';
import { dismissAction, dismissRequest } from '../actions/dismiss.ts';
import { requestAction } from '../actions/request-action.ts';
import { linkContract, lookUpContract } from '../create/link-contract.ts';
import { previewContract } from '../create/preview-contract.ts';
import { requestContract } from '../create/request-contract.ts';
import { contractDownload } from '../documents/contract-download.ts';
import { dealView } from './deal-view.ts';
import { recipientSuggestions } from './recipient-suggestions.ts';
import { planView, templatesView } from './templates-view.ts';
import { timeline } from './timeline.ts';

type OfDeal = { portalId: number; params: { dealId: string } };
type Deal = { portalId: number; dealId: string };

/** A card may still stand on a deal that was merged: it shows the one that came of it. */
const currentDealOf = (deps: Deps, { portalId, params }: OfDeal): Promise<Deal> =>
  currentDeal(deps.db, { portalId, ...params });

/** A key that a browser made is that person's, and no other's: nobody meets a rule's, an ERP's or a colleague's by it. */
const keyOf = ({ userId }: { userId: number | null }, key: string): string => `card:${String(userId)}:${key}`;

type Asked = { caller: SignedIdentity; portalId: number };

/** For what asks a vendor or changes what others see: only whoever may make contracts, or act on them. */
const permitted = async <Value>(
  { db }: Deps,
  { caller, portalId }: Asked,
  { of, work }: { of: readonly ('generate' | 'act')[]; work: () => Promise<Result<Value, CardError>> },
): Promise<Result<Value, CardError>> => {
  const may = permissionsOf(await readSettings(db, portalId), caller.userEmail);
  if (of.some((right) => may[right])) return work();
  const message = of.includes('act') ? mayNotAct : mayNotGenerate;
  return fail({ code: 'not_permitted', message, canRetry: false });
};

/** Shared by the routes of deals. */
const dealHandlers = (deps: Deps) =>
  ({
    'GET /api/card/deals/:dealId': async (call) =>
      ok(await dealView(deps, call.caller, (await currentDealOf(deps, call)).dealId)),
    'GET /api/card/deals/:dealId/templates': async (call) =>
      templatesView(deps, await currentDealOf(deps, call)),
    'POST /api/card/deals/:dealId/plan': async (call) =>
      planView(deps, await currentDealOf(deps, call), call.body),
    'POST /api/card/deals/:dealId/preview': async (call) =>
      permitted(deps, call, {
        of: ['generate'],
        work: async () =>
          previewContract(deps, {
            deal: await currentDealOf(deps, call),
            wish: call.body,
            by: call.caller.userEmail,
          }),
      }),
    'POST /api/card/deals/:dealId/generate': ({ caller, params, body: { reason, ...wish } }) =>
      requestContract(deps, {
        ...wish,
        idempotencyKey: keyOf(caller, wish.idempotencyKey),
        ...(reason === undefined || reason === '' ? {} : { reason }),
        portalId: caller.portalId,
        dealId: params.dealId,
        origin: 'card',
        requestedBy: caller.userEmail,
        requestedById: caller.userId,
      }),
    'POST /api/card/deals/:dealId/drift': (call) =>
      permitted(deps, call, {
        of: ['generate', 'act'],
        work: () => checkDrift(deps, { portalId: call.portalId, ...call.params }),
      }),
    'POST /api/card/deals/:dealId/link/look-up': ({ portalId, params, body }) =>
      lookUpContract(deps, { portalId, ...params }, body.text),
    'POST /api/card/deals/:dealId/link': ({ caller, portalId, params, body }) =>
      linkContract(deps, { portalId, ...params }, { wish: body, by: caller.userEmail }),
  }) satisfies Partial<UserHandlers<CardRoutes>>;

/** What a rule asks is answered by automation. */
type Answers = 'POST /api/card/firings/:firingId/answer';

export const cardHandlers = (deps: Deps): UserHandlers<Omit<CardRoutes, Answers>> => ({
  ...dealHandlers(deps),
  'GET /api/card/contracts/:contractId/timeline': ({ portalId, params, query }) =>
    timeline(deps.db, { portalId, ...params }, query.before),
  'GET /api/card/contracts/:contractId/recipients': ({ portalId, params }) =>
    recipientSuggestions(deps, { portalId, ...params }),
  'POST /api/card/contracts/:contractId/actions': ({ caller, portalId, params, body }) =>
    requestAction(deps, {
      portalId,
      contractId: params.contractId,
      wish: { ...body, idempotencyKey: keyOf(caller, body.idempotencyKey) },
      origin: 'card',
      requestedBy: caller.userEmail,
    }),
  'POST /api/card/contracts/:contractId/download': ({ caller, portalId, params, body }) =>
    contractDownload(deps, { portalId, ...params }, { format: body.format, by: caller.userEmail }),
  'POST /api/card/requests/:requestId/dismiss': (call) =>
    permitted(deps, call, {
      of: ['generate'],
      work: () => dismissRequest(deps, { portalId: call.portalId, id: call.params.requestId }),
    }),
  'POST /api/card/actions/:actionId/dismiss': (call) =>
    permitted(deps, call, {
      of: ['act'],
      work: () => dismissAction(deps, { portalId: call.portalId, id: call.params.actionId }),
    }),
});
