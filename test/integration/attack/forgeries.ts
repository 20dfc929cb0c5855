import { signCall, type Sendable, type Signed } from '../../../lab/world/signed-call.ts';

/** A way to make a call that HubSpot did not sign look like one that it did. */
type Forgery = (origin: string, call: Signed) => Sendable;

const minutes = (count: number): number => count * 60_000;
const withHeaders = (
  { url, init }: Sendable,
  change: (headers: Record<string, string>) => Record<string, string>,
): Sendable => ({ url, init: { ...init, headers: change(init.headers) } });
const without = (headers: Record<string, string>, part: RegExp): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !part.test(name)));

const signature = 'X-HubSpot-Signature-v3';

export const forgeries: Readonly<Record<string, Forgery>> = {
  unsigned: (origin, call) =>
    withHeaders(signCall(origin, call), (headers) => without(headers, /signature|timestamp/i)),
  'without a time': (origin, call) =>
    withHeaders(signCall(origin, call), (headers) => without(headers, /timestamp/i)),
  'with an empty signature': (origin, call) =>
    withHeaders(signCall(origin, call), (headers) => ({ ...headers, [signature]: '' })),
  'with a false signature': (origin, call) =>
    withHeaders(signCall(origin, call), (headers) => ({
      ...headers,
      [signature]: Buffer.alloc(32, 1).toString('base64'),
    })),
  'with half a signature': (origin, call) =>
    withHeaders(signCall(origin, call), (headers) => ({
      ...headers,
      [signature]: (headers[signature] ?? '').slice(0, 22),
    })),
  'with the older signature only': (origin, call) =>
    withHeaders(signCall(origin, call), (headers) => without(headers, /v3|timestamp/i)),
  'signed six minutes ago': (origin, call) => signCall(origin, { ...call, at: Date.now() - minutes(6) }),
  'signed in six minutes': (origin, call) => signCall(origin, { ...call, at: Date.now() + minutes(6) }),
  'stale, with a fresh time': (origin, call) =>
    withHeaders(signCall(origin, { ...call, at: Date.now() - minutes(6) }), (headers) => ({
      ...headers,
      'X-HubSpot-Request-Timestamp': String(Date.now()),
    })),
  'signed for another address': (origin, call) => ({
    ...signCall(origin, call),
    url: signCall(origin, { ...call, path: `${call.path}${call.path.includes('?') ? '&' : '?'}x=1` }).url,
  }),
  'signed for another account': (origin, call) => {
    const { url, init } = signCall(origin, call);
    return { url: url.replace(/portalId=\d+/, 'portalId=8811002'), init };
  },
  'signed for another user': (origin, call) => {
    const { url, init } = signCall(origin, call);
    return { url: url.replace(/userId=\d+/, 'userId=1'), init };
  },
  'signed for another app': (origin, call) => {
    const { url } = signCall(origin, call);
    const foreign = url.replace(/appId=\d+/, 'appId=1');
    return { url: foreign, init: signCall(origin, call).init };
  },
  'signed for another method': (origin, call) => ({
    url: signCall(origin, call).url,
    init: {
      ...signCall(origin, { ...call, method: call.method === 'GET' ? 'POST' : 'GET' }).init,
      method: call.method,
      ...(call.method === 'GET' ? { body: undefined as never } : { body: call.body ?? '' }),
    },
  }),
  'with another body than was signed': (origin, call) => {
    const { url, init } = signCall(origin, call);
    return call.method === 'GET'
      ? { url: `${url}&more=1`, init }
      : { url, init: { ...init, body: `${call.body ?? ''} ` } };
  },
};
