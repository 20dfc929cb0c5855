import type { CardError, Envelope } from '@dealdraft/wire/card.ts';
import { cut } from '@dealdraft/wire/cut.ts';

/** What came back, before anyone trusts it. */
export type RawAnswer = { status: number; text: string };

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const isCardError = (value: unknown): value is CardError =>
  isRecord(value) && typeof value['message'] === 'string' && typeof value['code'] === 'string';

/**
 * HubSpot's proxy hides the body of statuses other than 2xx and its local twin wraps them into a 200 of its own
 * (`{"status":"error","category":"BAD_GATEWAY","appServerStatusCode":502}`): both mean that the service was not heard.
 */
const proxiedStatus = (body: unknown, status: number): number => {
  if (isRecord(body) && body['status'] === 'error') {
    const inner = body['appServerStatusCode'];
    return typeof inner === 'number' ? inner : 502;
  }
  return status;
};

/** The sentence for an answer that is not ours. Statuses are those that HubSpot's proxy or a gateway may put in between. */
const explainStatus = (status: number, text: string): CardError => {
  const detail = `HTTP ${String(status)} ${cut(text, 300, '…')}`.trim();
  if (status === 401 || status === 403) {
    return {
      code: 'unexpected',
      message:
        'DealDraft did not accept this call as coming from HubSpot. Reload the page; if it happens again, ask your HubSpot admin to check DealDraft under Settings → Integrations → Connected apps.',
      canRetry: true,
      detail,
    };
  }
  if (status === 429) {
    return {
      code: 'vendor',
      message: 'HubSpot is limiting calls from this account. Wait a few seconds, then try again.',
      canRetry: true,
      detail,
    };
  }
  if (status === 413) {
    return {
      code: 'invalid',
      message: 'That is more text than HubSpot lets a card send. Shorten it, then try again.',
      canRetry: false,
      detail,
    };
  }
  if (status >= 200 && status < 300) {
    return {
      code: 'unexpected',
      message:
        'DealDraft answered in a way this card does not understand. Reload the page to get the current card.',
      canRetry: true,
      detail,
    };
  }
  return {
    code: 'unexpected',
    message: 'DealDraft cannot be reached right now. Nothing is lost: try again in a moment.',
    canRetry: true,
    detail,
  };
};

/** Whether it is an envelope. What is in it has the type of its route, which the service computed it by. */
const isEnvelope = <Data>(body: unknown): body is Envelope<Data> =>
  isRecord(body) &&
  ((body['ok'] === true && typeof body['data'] === 'object') ||
    (body['ok'] === false && isCardError(body['error'])));

/** Turns any answer into the envelope: never throws, always ends in data or a sentence. */
export const readEnvelope = <Data>(answer: RawAnswer): Envelope<Data> => {
  const body = parse(answer.text);
  return isEnvelope<Data>(body)
    ? body
    : { ok: false, error: explainStatus(proxiedStatus(body, answer.status), answer.text) };
};

/** The sentence for a call that got no answer at all: the line broke, or HubSpot's 15 seconds were over. */
export const explainSilence = (cause: unknown, changes: boolean): CardError => ({
  code: 'unexpected',
  message: changes
    ? 'DealDraft did not answer in time, so it is not known whether this arrived. Try again: it cannot happen twice.'
    : 'DealDraft did not answer in time. Try again in a moment.',
  canRetry: true,
  detail: cause instanceof Error ? cause.message : String(cause),
});
