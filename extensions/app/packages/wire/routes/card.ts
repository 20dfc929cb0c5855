import { z } from 'zod';
import {
  actionRequest,
  downloadRequest,
  generateRequest,
  linkRequest,
  lookUpRequest,
  planRequest,
  type ActionAccepted,
  type DealView,
  type Dismissed,
  type DownloadView,
  type DriftCheckView,
  type GenerateView,
  type LinkView,
  type LookUpView,
  type PlanView,
  type PreviewView,
  type RecipientsView,
  type TemplatesView,
  type TimelineView,
} from '../card.ts';
import { firingAnswer, type Saved } from '../automation.ts';
import { before } from './query.ts';
import { route, view, type Routes } from './route.ts';

/** All that a card asks for. Answers are HTTP 200 with an `Envelope`. */
export const cardRoutes = {
  /** A local read; never calls a vendor. */
  'GET /api/card/deals/:dealId': route({ who: 'user', answer: view<DealView>() }),
  /** Those ready for this deal first. */
  'GET /api/card/deals/:dealId/templates': route({ who: 'user', answer: view<TemplatesView>() }),
  'POST /api/card/deals/:dealId/plan': route({ who: 'user', body: planRequest, answer: view<PlanView>() }),
  /** SpotDraft's own PDF of the plan, under a short-lived address. */
  'POST /api/card/deals/:dealId/preview': route({
    who: 'user',
    body: planRequest,
    answer: view<PreviewView>(),
  }),
  'POST /api/card/deals/:dealId/generate': route({
    who: 'user',
    body: generateRequest,
    answer: view<GenerateView>(),
  }),
  /** Compares each open contract with the deal as it is now. */
  'POST /api/card/deals/:dealId/drift': route({ who: 'user', answer: view<DriftCheckView>() }),
  'POST /api/card/deals/:dealId/link/look-up': route({
    who: 'user',
    body: lookUpRequest,
    answer: view<LookUpView>(),
  }),
  'POST /api/card/deals/:dealId/link': route({ who: 'user', body: linkRequest, answer: view<LinkView>() }),
  'GET /api/card/contracts/:contractId/timeline': route({
    who: 'user',
    query: z.object({ before }),
    answer: view<TimelineView>(),
  }),
  'GET /api/card/contracts/:contractId/recipients': route({ who: 'user', answer: view<RecipientsView>() }),
  /** Accepted at once, done in the background; the deal view shows its progress. */
  'POST /api/card/contracts/:contractId/actions': route({
    who: 'user',
    body: actionRequest,
    answer: view<ActionAccepted>(),
  }),
  'POST /api/card/contracts/:contractId/download': route({
    who: 'user',
    body: downloadRequest,
    answer: view<DownloadView>(),
  }),
  /** What a rule asks about the deal's contracts. */
  'POST /api/card/firings/:firingId/answer': route({
    who: 'user',
    body: firingAnswer,
    answer: view<Saved>(),
  }),
  /** These two hide a refusal that was read. */
  'POST /api/card/requests/:requestId/dismiss': route({ who: 'user', answer: view<Dismissed>() }),
  'POST /api/card/actions/:actionId/dismiss': route({ who: 'user', answer: view<Dismissed>() }),
} satisfies Routes;
export type CardRoutes = typeof cardRoutes;
