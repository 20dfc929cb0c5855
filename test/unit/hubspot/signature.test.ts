import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { verifyHubSpotRequest } from '../../../src/hubspot/inbound/signature.ts';
import type { SignedRequest } from '../../../src/hubspot/inbound/signature.ts';

const published = [
  {
    name: 'GET with a query and no body',
    secret: '12345678-aaaa-bbbb-cccc-ddddeeeeffff',
    method: 'GET',
    url: 'https://hubspot.com/?appId=1&portalId=2&userId=3',
    body: '',
    timestamp: '1111111111',
    v3: 'zTfXjo07jfzGouo4wvyAj3qEMUTVJ0PPYPACrluQtQI=',
  },
  {
    name: 'POST of a webhook',
    secret: 'f6e94c08-85d0-4608-bcc6-e1850176e7b8',
    method: 'POST',
    url: 'https://www.hubspot.com/webhook',
    body: 'REQUEST_BODY',
    timestamp: '1632188626483',
    v3: 'jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU=',
  },
  {
    name: 'POST with quotes in the body',
    secret: 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy',
    method: 'POST',
    url: 'https://www.example.com/webhook_uri',
    body: "{'example_field':'example_value'}",
    timestamp: '1693657560000',
    v3: 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=',
  },
];

const at = 1_700_000_000_000;
const secret = 'client-secret-of-the-app';
const url = 'https://app.example.com/hubspot/webhooks?portalId=1';

const sign = (
  method: string,
  address: string,
  body: string | Buffer,
  timestamp: string,
  key = secret,
): string =>
  createHmac('sha256', key).update(`${method}${address}`).update(body).update(timestamp).digest('base64');

const signed = (over: Partial<SignedRequest> = {}, headers: IncomingHttpHeaders = {}): SignedRequest => ({
  method: 'POST',
  url,
  rawBody: Buffer.from('[{"a":1}]'),
  clientSecret: new Secret(secret),
  now: at,
  accept: 'v3',
  ...over,
  headers: {
    'x-hubspot-signature-v3': sign('POST', url, '[{"a":1}]', String(at)),
    'x-hubspot-request-timestamp': String(at),
    ...headers,
  },
});

describe('version 3', () => {
  it.each(published)(
    "accepts HubSpot's own example: $name",
    ({ secret: key, method, url: address, body, timestamp, v3 }) => {
      const headers = { 'x-hubspot-signature-v3': v3, 'x-hubspot-request-timestamp': timestamp };
      const request = {
        method,
        url: address,
        rawBody: Buffer.from(body),
        headers,
        clientSecret: new Secret(key),
        accept: 'v3',
      } as const;
      expect(verifyHubSpotRequest({ ...request, now: Number(timestamp) + 299_999 }).ok).toBe(true);
      expect(verifyHubSpotRequest({ ...request, now: Number(timestamp) + 300_001 })).toEqual({
        ok: false,
        failure: { reason: 'stale' },
      });
    },
  );

  it('accepts a body that is not valid UTF-8, because it signs bytes', () => {
    const body = Buffer.from([0xff, 0x00, 0xfe]);
    const signature = sign('POST', url, body, String(at));
    expect(verifyHubSpotRequest(signed({ rawBody: body }, { 'x-hubspot-signature-v3': signature })).ok).toBe(
      true,
    );
  });

  it('accepts an empty body signed as such', () => {
    const signature = sign('POST', url, '', String(at));
    expect(
      verifyHubSpotRequest(signed({ rawBody: Buffer.alloc(0) }, { 'x-hubspot-signature-v3': signature })).ok,
    ).toBe(true);
  });

  const refusals: [string, Partial<SignedRequest>, IncomingHttpHeaders, string][] = [
    ['no signature', {}, { 'x-hubspot-signature-v3': undefined }, 'missing'],
    ['an empty signature', {}, { 'x-hubspot-signature-v3': '' }, 'missing'],
    ['no timestamp', {}, { 'x-hubspot-request-timestamp': undefined }, 'missing'],
    [
      'no header at all',
      {},
      { 'x-hubspot-signature-v3': undefined, 'x-hubspot-request-timestamp': undefined },
      'missing',
    ],
    [
      'a short signature',
      {},
      { 'x-hubspot-signature-v3': sign('POST', url, '', '1').slice(0, 20) },
      'malformed',
    ],
    [
      'a long signature',
      {},
      { 'x-hubspot-signature-v3': `${sign('POST', url, '[{"a":1}]', String(at))}AAAA` },
      'malformed',
    ],
    [
      'a signature twice',
      {},
      { 'x-hubspot-signature-v3': [sign('POST', url, '[{"a":1}]', String(at)), 'x'] },
      'malformed',
    ],
    [
      'signatures joined',
      {},
      { 'x-hubspot-signature-v3': `${sign('POST', url, '[{"a":1}]', String(at))}, x` },
      'malformed',
    ],
    ['a timestamp twice', {}, { 'x-hubspot-request-timestamp': [String(at), String(at)] }, 'malformed'],
    ['a timestamp that is NaN', {}, { 'x-hubspot-request-timestamp': 'NaN' }, 'malformed'],
    ['a negative timestamp', {}, { 'x-hubspot-request-timestamp': `-${at}` }, 'malformed'],
    ['a timestamp with a fraction', {}, { 'x-hubspot-request-timestamp': `${at}.5` }, 'malformed'],
    ['a timestamp in exponents', {}, { 'x-hubspot-request-timestamp': '17e11' }, 'malformed'],
    ['a timestamp of another moment', {}, { 'x-hubspot-request-timestamp': String(at + 1) }, 'mismatch'],
    ['another body', { rawBody: Buffer.from('[{"a":2}]') }, {}, 'mismatch'],
    ['a body parsed and printed again', { rawBody: Buffer.from('[ {"a":1} ]') }, {}, 'mismatch'],
    ['an emptied body', { rawBody: Buffer.alloc(0) }, {}, 'mismatch'],
    ['another method', { method: 'PUT' }, {}, 'mismatch'],
    ['another path', { url: url.replace('webhooks', 'actions') }, {}, 'mismatch'],
    ['another portal in the query', { url: url.replace('portalId=1', 'portalId=2') }, {}, 'mismatch'],
    ['another secret', { clientSecret: new Secret('some other secret') }, {}, 'mismatch'],
    ['no secret', { clientSecret: [] }, {}, 'mismatch'],
    ['a stale request', { now: at + 300_001 }, {}, 'stale'],
    ['a request of the future', { now: at - 300_001 }, {}, 'stale'],
    ['a broken clock', { now: NaN }, {}, 'stale'],
  ];
  it.each(refusals)('refuses %s', (_name, over, headers, reason) => {
    expect(verifyHubSpotRequest(signed(over, headers))).toEqual({ ok: false, failure: { reason } });
  });

  it.each([-300_000, 0, 300_000])('accepts a clock that is off by %i ms', (off) => {
    expect(verifyHubSpotRequest(signed({ now: at + off })).ok).toBe(true);
  });

  it('refuses an empty secret, with which anyone could sign', () => {
    const signature = createHmac('sha256', '').update(`POST${url}[{"a":1}]${at}`).digest('base64');
    const request = signed({ clientSecret: new Secret('') }, { 'x-hubspot-signature-v3': signature });
    expect(verifyHubSpotRequest(request)).toEqual({ ok: false, failure: { reason: 'mismatch' } });
  });

  it.each([0, 1])('accepts the old and the new secret while one replaces the other (%i)', (index) => {
    const secrets = [new Secret('new'), new Secret('new')];
    secrets[index] = new Secret(secret);
    expect(verifyHubSpotRequest(signed({ clientSecret: secrets })).ok).toBe(true);
  });

  it('undoes exactly twelve escapes, in either case, and leaves the others', () => {
    const received =
      'https://app.example.com/a%2Fb?q=%3a%2F%3F%40%21%24%27%28%29%2a%2C%3B%20%26%3D%2B%25&x=a+b';
    const hashed = "https://app.example.com/a/b?q=:/?@!$'()*,;%20%26%3D%2B%25&x=a+b";
    const signature = sign('POST', hashed, '[{"a":1}]', String(at));
    expect(verifyHubSpotRequest(signed({ url: received }, { 'x-hubspot-signature-v3': signature })).ok).toBe(
      true,
    );
  });

  it('refuses whatever differs in one byte of the signature', () => {
    const good = Buffer.from(sign('POST', url, '[{"a":1}]', String(at)), 'base64');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 31 }), fc.integer({ min: 1, max: 255 }), (position, change) => {
        const bad = Buffer.from(good);
        bad[position] = (bad[position] ?? 0) ^ change;
        return !verifyHubSpotRequest(signed({}, { 'x-hubspot-signature-v3': bad.toString('base64') })).ok;
      }),
    );
  });

  it('accepts whatever was signed, for any method, path, query and body', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('GET', 'POST', 'PUT'),
        fc.webUrl({ withQueryParameters: true }),
        fc.uint8Array(),
        (method, address, bytes) => {
          const decoded = address.replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (escape) =>
            decodeURIComponent(escape),
          );
          const rawBody = Buffer.from(bytes);
          const signature = sign(method, decoded, rawBody, String(at));
          return verifyHubSpotRequest(
            signed({ method, url: address, rawBody }, { 'x-hubspot-signature-v3': signature }),
          ).ok;
        },
      ),
    );
  });
});

describe('version 2', () => {
  const headers = {
    'x-hubspot-signature': '57bb01a6e6ac92919b5e715d68f40265328701bbf1cf3fd73772887069945766',
    'x-hubspot-signature-version': 'v2',
  };
  const request = {
    method: 'POST',
    url: 'https://www.hubspot.com/webhook',
    rawBody: Buffer.from('REQUEST_BODY'),
    clientSecret: new Secret('f6e94c08-85d0-4608-bcc6-e1850176e7b8'),
    now: at,
  };

  it("accepts HubSpot's own example only where version 2 is accepted", () => {
    expect(verifyHubSpotRequest({ ...request, headers, accept: 'v3-or-v2' }).ok).toBe(true);
    expect(verifyHubSpotRequest({ ...request, headers, accept: 'v3' })).toEqual({
      ok: false,
      failure: { reason: 'missing' },
    });
  });

  it.each([
    ['another body', { rawBody: Buffer.from('OTHER') }, headers, 'mismatch'],
    ['version 1', {}, { ...headers, 'x-hubspot-signature-version': 'v1' }, 'malformed'],
    ['no version', {}, { 'x-hubspot-signature': headers['x-hubspot-signature'] }, 'malformed'],
    ['a short signature', {}, { ...headers, 'x-hubspot-signature': 'abcd' }, 'malformed'],
    ['no signature', {}, { 'x-hubspot-signature-version': 'v2' }, 'missing'],
  ])('refuses %s', (_name, over, given, reason) => {
    expect(verifyHubSpotRequest({ ...request, ...over, headers: given, accept: 'v3-or-v2' })).toEqual({
      ok: false,
      failure: { reason },
    });
  });

  it('does not forgive a forged version 3 for a good version 2 beside it', () => {
    const forged = {
      ...headers,
      'x-hubspot-signature-v3': sign('POST', 'https://x.example', '', '1'),
      'x-hubspot-request-timestamp': String(at),
    };
    const answer = verifyHubSpotRequest({ ...request, headers: forged, accept: 'v3-or-v2' });
    expect(answer).toEqual({ ok: false, failure: { reason: 'mismatch' } });
  });

  it('refuses a version 1 signature under the name of version 2', () => {
    const v1 = createHash('sha256').update(`${request.clientSecret.reveal()}REQUEST_BODY`).digest('hex');
    const answer = verifyHubSpotRequest({
      ...request,
      headers: { ...headers, 'x-hubspot-signature': v1 },
      accept: 'v3-or-v2',
    });
    expect(answer).toEqual({ ok: false, failure: { reason: 'mismatch' } });
  });
});
