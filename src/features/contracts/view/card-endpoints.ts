import { checkDrift } from '../actions/check-drift.ts';
import { contractDownload } from '../documents/contract-download.ts';
import { dealView } from './deal-view.ts';
import type { Deps } from '../../deps.ts';
import { dismissAction, dismissRequest } from '../actions/dismiss.ts';
import { linkContract, lookUpContract } from '../create/link-contract.ts';
import { currentDeal } from '../../merges/merged-records.ts';
import { previewContract } from '../create/preview-contract.ts';
import { recipientSuggestions } from './recipient-suggestions.ts';
import { requestAction } from '../actions/request-action.ts';
import { requestContract } from '../create/request-contract.ts';
import { planView, templatesView } from './templates-view.ts';
import { timeline } from './timeline.ts';
import {
  actionRequest,
  downloadRequest,
  generateRequest,
  linkRequest,
  lookUpRequest,
  planRequest,
} from '@dealdraft/wire/card.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { CardCall, CardEndpoint } from '../../../hubspot/inbound/card-door.ts';

/** An endpoint whose body keeps its type inside, and loses it in the list. */
const endpoint = <Body>(value: CardEndpoint<Body>): CardEndpoint => value as CardEndpoint;

/** A card may still stand on a deal that was merged: it shows the one that came of it. */
const dealOf = (
  deps: Deps,
  { caller, param }: Pick<CardCall<unknown>, 'caller' | 'param'>,
): Promise<{ portalId: number; dealId: string }> =>
  currentDeal(deps.db, { portalId: caller.portalId, dealId: param('dealId') });

/** All that a card can ask, under /api/card. Each parses, calls one use case and answers. */
export const cardEndpoints = (deps: Deps): CardEndpoint[] => [
  endpoint({
    method: 'get',
    path: '/deals/:dealId',
    answer: async (call) => ok(await dealView(deps, call.caller, (await dealOf(deps, call)).dealId)),
  }),
  endpoint({
    method: 'get',
    path: '/deals/:dealId/templates',
    answer: async (call) => templatesView(deps, await dealOf(deps, call)),
  }),
  endpoint({
    method: 'post',
    path: '/deals/:dealId/plan',
    body: planRequest,
    answer: async (call) => planView(deps, await dealOf(deps, call), call.body),
  }),
  endpoint({
    method: 'post',
    path: '/deals/:dealId/preview',
    body: planRequest,
    answer: async (call) => previewContract(deps, { deal: await dealOf(deps, call), wish: call.body }),
  }),
  endpoint({
    method: 'post',
    path: '/deals/:dealId/generate',
    body: generateRequest,
    answer: ({ caller, param, body }) => {
      const { reason, ...wish } = body;
      return requestContract(deps, {
        ...wish,
        ...(reason === undefined || reason === '' ? {} : { reason }),
        portalId: caller.portalId,
        dealId: param('dealId'),
        origin: 'card',
        requestedBy: caller.userEmail,
        requestedById: caller.userId,
      });
    },
  }),
  endpoint({
    method: 'post',
    path: '/deals/:dealId/drift',
    answer: ({ caller, param }) => checkDrift(deps, { portalId: caller.portalId, dealId: param('dealId') }),
  }),
  endpoint({
    method: 'post',
    path: '/deals/:dealId/link/look-up',
    body: lookUpRequest,
    answer: ({ caller, param, body }) =>
      lookUpContract(deps, { portalId: caller.portalId, dealId: param('dealId') }, body.text),
  }),
  endpoint({
    method: 'post',
    path: '/deals/:dealId/link',
    body: linkRequest,
    answer: ({ caller, param, body }) =>
      linkContract(
        deps,
        { portalId: caller.portalId, dealId: param('dealId') },
        { wish: body, by: caller.userEmail },
      ),
  }),
  endpoint({
    method: 'get',
    path: '/contracts/:contractId/timeline',
    answer: ({ caller, param, query }) =>
      timeline(deps.db, { portalId: caller.portalId, contractId: param('contractId') }, query('before')),
  }),
  endpoint({
    method: 'get',
    path: '/contracts/:contractId/recipients',
    answer: ({ caller, param }) =>
      recipientSuggestions(deps, { portalId: caller.portalId, contractId: param('contractId') }),
  }),
  endpoint({
    method: 'post',
    path: '/contracts/:contractId/actions',
    body: actionRequest,
    answer: ({ caller, param, body }) =>
      requestAction(deps, {
        portalId: caller.portalId,
        contractId: param('contractId'),
        wish: body,
        origin: 'card',
        requestedBy: caller.userEmail,
      }),
  }),
  endpoint({
    method: 'post',
    path: '/contracts/:contractId/download',
    body: downloadRequest,
    answer: ({ caller, param, body }) =>
      contractDownload(deps, { portalId: caller.portalId, contractId: param('contractId') }, body.format),
  }),
  endpoint({
    method: 'post',
    path: '/requests/:requestId/dismiss',
    answer: ({ caller, param }) =>
      dismissRequest(deps, { portalId: caller.portalId, id: param('requestId') }),
  }),
  endpoint({
    method: 'post',
    path: '/actions/:actionId/dismiss',
    answer: ({ caller, param }) => dismissAction(deps, { portalId: caller.portalId, id: param('actionId') }),
  }),
];
