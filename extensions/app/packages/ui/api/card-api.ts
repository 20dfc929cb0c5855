import type {
  ActionAccepted,
  ActionRequest,
  DealView,
  Dismissed,
  DownloadView,
  DriftCheckView,
  Envelope,
  GenerateRequest,
  GenerateView,
  LinkRequest,
  LinkView,
  LookUpView,
  PlanRequest,
  PlanView,
  PreviewView,
  RecipientsView,
  TemplatesView,
  TimelineView,
} from '@dealdraft/wire/card.ts';
import { explainSilence, readEnvelope } from './read-envelope.ts';

type CallOptions = { method: 'GET' | 'POST'; timeout: number; body?: Record<string, unknown> };

/** The shape of `hubspot.fetch` that the card needs. */
export type CardFetch = (
  url: string,
  options: CallOptions,
) => Promise<{ status: number; text: () => Promise<string> }>;

export type Answer<Data> = Promise<Envelope<Data>>;

export type CardApi = {
  deal: (dealId: string) => Answer<DealView>;
  templates: (dealId: string) => Answer<TemplatesView>;
  plan: (dealId: string, ask: PlanRequest) => Answer<PlanView>;
  preview: (dealId: string, ask: PlanRequest) => Answer<PreviewView>;
  generate: (dealId: string, ask: GenerateRequest) => Answer<GenerateView>;
  drift: (dealId: string) => Answer<DriftCheckView>;
  lookUp: (dealId: string, text: string) => Answer<LookUpView>;
  link: (dealId: string, ask: LinkRequest) => Answer<LinkView>;
  timeline: (contractId: string, before: string | null) => Answer<TimelineView>;
  recipients: (contractId: string) => Answer<RecipientsView>;
  act: (contractId: string, ask: ActionRequest) => Answer<ActionAccepted>;
  download: (contractId: string, format: 'PDF' | 'DOCX') => Answer<DownloadView>;
  dismissRequest: (requestId: string) => Answer<Dismissed>;
  dismissAction: (actionId: string) => Answer<Dismissed>;
};

/** HubSpot ends a call after 15 s; local reads should be known to be stuck before that. */
const LOCAL_READ_MS = 8_000;
const VENDOR_CALL_MS = 15_000;

/**
 * Every call of the card to the service, over `hubspot.fetch`, which signs it and adds who is asking. A call never
 * rejects: it ends in data or in a `CardError`. Bodies of calls that change something carry an idempotency key, because
 * HubSpot repeats a call by itself after a 5xx or a broken line.
 */
export const createCardApi = ({ origin, fetch }: { origin: string; fetch: CardFetch }): CardApi => {
  const root = `${origin.replace(/\/+$/, '')}/api/card`;
  const id = encodeURIComponent;

  const call = async <Data>(path: string, options: CallOptions): Answer<Data> => {
    try {
      const response = await fetch(`${root}${path}`, options);
      return readEnvelope<Data>({ status: response.status, text: await response.text() });
    } catch (cause) {
      return { ok: false, error: explainSilence(cause, options.body?.['idempotencyKey'] !== undefined) };
    }
  };
  const get = <Data>(path: string, timeout = LOCAL_READ_MS) => call<Data>(path, { method: 'GET', timeout });
  const post = <Data>(path: string, body: Record<string, unknown> = {}) =>
    call<Data>(path, { method: 'POST', timeout: VENDOR_CALL_MS, body });

  return {
    deal: (dealId) => get(`/deals/${id(dealId)}`),
    templates: (dealId) => get(`/deals/${id(dealId)}/templates`, VENDOR_CALL_MS),
    plan: (dealId, ask) => post(`/deals/${id(dealId)}/plan`, ask),
    preview: (dealId, ask) => post(`/deals/${id(dealId)}/preview`, ask),
    generate: (dealId, ask) => post(`/deals/${id(dealId)}/generate`, ask),
    drift: (dealId) => post(`/deals/${id(dealId)}/drift`),
    lookUp: (dealId, text) => post(`/deals/${id(dealId)}/link/look-up`, { text }),
    link: (dealId, ask) => post(`/deals/${id(dealId)}/link`, ask),
    timeline: (contractId, before) =>
      get(`/contracts/${id(contractId)}/timeline${before === null ? '' : `?before=${id(before)}`}`),
    recipients: (contractId) => get(`/contracts/${id(contractId)}/recipients`),
    act: (contractId, ask) => post(`/contracts/${id(contractId)}/actions`, ask),
    download: (contractId, format) => post(`/contracts/${id(contractId)}/download`, { format }),
    dismissRequest: (requestId) => post(`/requests/${id(requestId)}/dismiss`),
    dismissAction: (actionId) => post(`/actions/${id(actionId)}/dismiss`),
  };
};
