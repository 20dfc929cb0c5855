import type { Core } from '../state/core.ts';
import { readPermittedUrls } from '../state/extensions.ts';
import type { Outbound, OutboundResult } from '../../kit/outbound.ts';
import { appClientSecret, appId } from '../state/accounts.ts';
import { signatureHeaders } from '../state/signatures.ts';

/** What a card hands to `hubspot.fetch`, and who looks at the card. */
export interface CardFetch {
  portalId: number;
  userId: number;
  url: string;
  method?: string | undefined;
  body?: Record<string, unknown> | undefined;
  /** In milliseconds. */
  timeout?: number | undefined;
  headers?: Record<string, string> | undefined;
}

export interface CardAnswer {
  status: number;
  body: string;
  headers: { 'content-type': string };
  /** How often the app was called. */
  attempts: number;
}

const megabyte = 1_048_576;
const usualTimeoutMs = 15_000;
const longestTimeoutMs = 120_000;
const mostAtOnce = 20;
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];

/**
 * HubSpot's side of `hubspot.fetch`: checks the call, says who is asking in the query, signs the public address, and calls
 * the app; once more when the connection fails or the app answers 5xx, for that is what HubSpot does by itself.
 */
export function createCardProxy(core: Core, outbound: Outbound): (fetch: CardFetch) => Promise<CardAnswer> {
  const running = new Map<number, number>();

  return async (fetch) => {
    const prepared = prepare(core, fetch);
    if (!prepared.ok) return prepared.answer;
    const busy = running.get(fetch.portalId) ?? 0;
    if (busy >= mostAtOnce) return refusal(429, 'RATE_LIMITS', `More than ${mostAtOnce} requests at once.`);
    running.set(fetch.portalId, busy + 1);
    try {
      return await callTwice(core, outbound, prepared.call);
    } finally {
      running.set(fetch.portalId, (running.get(fetch.portalId) ?? 1) - 1);
    }
  };
}

interface Prepared {
  publicUrl: string;
  url: string;
  method: string;
  body: string;
  headers: Record<string, string>;
  timeoutMs: number;
}

function prepare(
  core: Core,
  fetch: CardFetch,
): { ok: true; call: Prepared } | { ok: false; answer: CardAnswer } {
  const refuse = (status: number, message: string) => ({
    ok: false as const,
    answer: refusal(status, 'VALIDATION_ERROR', message),
  });
  const user = core.state.portals.get(fetch.portalId)?.users.find((one) => one.id === fetch.userId);
  if (!user) return refuse(400, `User ${fetch.userId} is not a user of account ${fetch.portalId}.`);
  const url = URL.canParse(fetch.url) ? new URL(fetch.url) : undefined;
  if (!url) return refuse(400, 'The address must be absolute.');
  const local = url.hostname === 'localhost' || url.hostname === '127.0.0.1';
  if (url.protocol !== 'https:' && !local) return refuse(400, 'The address must begin with https.');
  if (!isPermitted(core, url))
    return refuse(400, `${url.origin} is not among the permitted URLs of the app.`);
  const method = (fetch.method ?? 'GET').toUpperCase();
  if (!methods.includes(method)) return refuse(400, `Method ${method} is not supported.`);
  const others = Object.keys(fetch.headers ?? {}).filter((name) => name.toLowerCase() !== 'authorization');
  if (others.length > 0)
    return refuse(400, `Only the header Authorization may be set, not ${others.join(', ')}.`);
  const body = fetch.body === undefined || method === 'GET' ? '' : JSON.stringify(fetch.body);
  if (Buffer.byteLength(body) > megabyte) return refuse(413, 'The request is larger than 1 MB.');
  const publicUrl = withIdentity(url, {
    userId: String(user.id),
    userEmail: user.email,
    portalId: String(fetch.portalId),
    appId: String(appId),
  });
  return {
    ok: true,
    call: {
      publicUrl,
      url: toApp(core, publicUrl),
      method,
      body,
      headers: {
        ...fetch.headers,
        Accept: 'application/json',
        ...(body === '' ? {} : { 'Content-Type': 'application/json' }),
        'User-Agent': 'HubSpot UI Extensions',
      },
      timeoutMs: Math.min(Math.max(fetch.timeout ?? usualTimeoutMs, 1), longestTimeoutMs),
    },
  };
}

function isPermitted(core: Core, url: URL): boolean {
  const permitted = [
    core.publicAppOrigin(),
    ...readPermittedUrls(core.extensionsDir, core.publicAppOrigin()),
  ];
  return permitted.some(
    (one) =>
      URL.canParse(one) && new URL(one).origin === url.origin && url.href.startsWith(new URL(one).href),
  );
}

/** Adds who asks to the query, behind what the card put there. */
const withIdentity = (url: URL, identity: Record<string, string>): string => {
  const added = Object.entries(identity).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  const query = [url.search.slice(1), ...added].filter(Boolean).join('&');
  return `${url.origin}${url.pathname}?${query}`;
};

/** Where a public address of the app is really served. */
export const toApp = (core: Core, publicUrl: string): string =>
  publicUrl.startsWith(core.publicAppOrigin())
    ? core.appOrigin() + publicUrl.slice(core.publicAppOrigin().length)
    : publicUrl;

async function callTwice(core: Core, outbound: Outbound, call: Prepared): Promise<CardAnswer> {
  const start = performance.now();
  const once = (): Promise<OutboundResult> => {
    const left = Math.max(1, call.timeoutMs - (performance.now() - start));
    const signed = {
      clientSecret: appClientSecret,
      method: call.method,
      url: call.publicUrl,
      body: call.body,
    };
    const headers = { ...call.headers, ...signatureHeaders(signed, core.now().getTime(), 'v2') };
    return outbound.send({
      url: call.url,
      method: call.method,
      headers,
      body: call.body,
      timeoutMs: left,
      maxBytes: megabyte,
    });
  };
  const first = await once();
  const again = first.kind === 'unreachable' || (first.kind === 'answer' && first.status >= 500);
  return again ? toAnswer(await once(), 2) : toAnswer(first, 1);
}

function toAnswer(result: OutboundResult, attempts: number): CardAnswer {
  switch (result.kind) {
    case 'answer':
      return {
        status: result.status,
        body: result.body,
        headers: { 'content-type': result.contentType },
        attempts,
      };
    case 'timeout':
      return { ...refusal(504, 'BAD_GATEWAY', 'The gateway took too long to answer.'), attempts };
    case 'too-large':
      return { ...refusal(502, 'BAD_GATEWAY', 'The answer is larger than 1 MB.'), attempts };
    case 'unreachable':
      return { ...refusal(502, 'BAD_GATEWAY', 'The app cannot be reached.'), attempts };
  }
}

const refusal = (status: number, category: string, message: string): CardAnswer => ({
  status,
  body: JSON.stringify({ status: 'error', category, message }),
  headers: { 'content-type': 'application/json' },
  attempts: 0,
});
