import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fetch } from '@dealdraft/ui/kit/service/call.ts';
import { createCall } from '@dealdraft/ui/kit/service/call.ts';
import { newKey } from '@dealdraft/ui/kit/service/new-key.ts';
import { readEnvelope } from '@dealdraft/ui/kit/service/read-envelope.ts';
import type { CardRoutes } from '@dealdraft/wire/routes/card.ts';
import type { SettingsRoutes } from '@dealdraft/wire/routes/settings.ts';

type Seen = { method: string; url: string; body: string };

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const readBody = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** A service over a real socket, and a fetch that behaves as `hubspot.fetch`: JSON bodies, a time-out. */
const serve = async (answer: (response: ServerResponse) => void, patience = Infinity) => {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      seen.push({ method: request.method ?? '', url: request.url ?? '', body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  );
  const fetchLikeHubSpot: Fetch = (url, { method, body, timeout }) =>
    fetch(url, {
      method,
      signal: AbortSignal.timeout(Math.min(timeout, patience)),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const { port } = server.address() as AddressInfo;
  const service = { origin: `http://127.0.0.1:${String(port)}/`, fetch: fetchLikeHubSpot };
  return { seen, call: createCall<CardRoutes>(service), settings: createCall<SettingsRoutes>(service) };
};

const json =
  (body: unknown, status = 200) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

describe('calls to the service', () => {
  it('go where the service listens, with the bodies it expects', async () => {
    const { call, settings, seen } = await serve(json({ ok: true, data: {} }));
    const contractId = 'c1';
    const idempotencyKey = 'k';
    await call('GET /api/card/deals/:dealId', { dealId: '12/3' });
    await call('GET /api/card/deals/:dealId/templates', { dealId: '1' }, 'vendor');
    await call('POST /api/card/deals/:dealId/plan', {
      dealId: '1',
      templateId: 5,
      choices: { company: '9' },
    });
    await call('POST /api/card/deals/:dealId/drift', { dealId: '1' });
    await call('GET /api/card/contracts/:contractId/timeline', { contractId, before: null });
    await call('GET /api/card/contracts/:contractId/timeline', { contractId, before: 'a=b&c' });
    await call('POST /api/card/contracts/:contractId/actions', {
      contractId,
      action: 'void',
      reason: 'wrong',
      idempotencyKey,
    });
    await settings('GET /api/settings/templates/:workspaceId/:templateId/diff', {
      workspaceId: 'w',
      templateId: 7,
      from: 3,
      to: 'draft',
    });
    await settings('GET /api/settings/properties', { object: 'deal', names: ['a', 'b'], search: '' });
    await settings('GET /api/settings/calls', { failed: false, vendor: 'hubspot' });
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/card/deals/12%2F3',
      'GET /api/card/deals/1/templates',
      'POST /api/card/deals/1/plan',
      'POST /api/card/deals/1/drift',
      'GET /api/card/contracts/c1/timeline',
      'GET /api/card/contracts/c1/timeline?before=a%3Db%26c',
      'POST /api/card/contracts/c1/actions',
      'GET /api/settings/templates/w/7/diff?from=3&to=draft',
      'GET /api/settings/properties?object=deal&names=a%2Cb',
      'GET /api/settings/calls?vendor=hubspot',
    ]);
    expect(JSON.parse(seen[2]?.body ?? '')).toEqual({ templateId: 5, choices: { company: '9' } });
    expect(JSON.parse(seen[6]?.body ?? '')).toEqual({
      action: 'void',
      reason: 'wrong',
      idempotencyKey: 'k',
    });
  });

  it('hand on the service’s own refusal', async () => {
    const error = { code: 'blocked', message: 'Two values are missing.', canRetry: false, fields: [] };
    const { call } = await serve(json({ ok: false, error }));
    expect(await call('GET /api/card/deals/:dealId', { dealId: '1' })).toEqual({ ok: false, error });
  });

  it('end in a sentence when the line breaks or nobody answers in time', async () => {
    const broken = await serve((response) => {
      response.destroy();
    });
    expect(await broken.call('GET /api/card/deals/:dealId', { dealId: '1' })).toMatchObject({
      ok: false,
      error: { canRetry: true, message: expect.stringMatching(/did not answer in time/) as string },
    });
    const silent = await serve(() => undefined, 200);
    const answer = await silent.call('POST /api/card/contracts/:contractId/actions', {
      contractId: 'c1',
      action: 'check_now',
      idempotencyKey: 'k',
    });
    expect(answer).toMatchObject({
      ok: false,
      error: { canRetry: true, message: expect.stringMatching(/cannot happen twice/) as string },
    });
  });
});

describe('answers that are not ours', () => {
  const message = (status: number, text: string): string => {
    const answer = readEnvelope({ status, text });
    return answer.ok ? 'fine' : answer.error.message;
  };

  it.each([
    [401, '', /Reload the page.*HubSpot admin/],
    [403, '{}', /Reload the page/],
    [429, 'slow down', /limiting calls/],
    [413, '', /more text/],
    [500, '', /cannot be reached/],
    [502, '<html>', /cannot be reached/],
    [
      200,
      '{"status":"error","category":"BAD_GATEWAY","appServerStatusCode":401}',
      /Reload the page.*HubSpot admin/,
    ],
    [200, '{"status":"error","category":"BAD_GATEWAY"}', /cannot be reached/],
    [200, '', /does not understand/],
    [200, '{"ok":true,"data":null}', /fine/],
    [200, 'null', /does not understand/],
    [200, '[]', /does not understand/],
    [200, '{"ok":true}', /does not understand/],
    [200, '{"ok":false,"error":"no"}', /does not understand/],
    [200, '{"ok":true,"data":{}}', /fine/],
  ])('%i %s', (status, text, sentence) => {
    expect(message(status, text)).toMatch(sentence);
  });

  it('keeps the raw text for whoever asks, but not all of a long page', () => {
    const answer = readEnvelope({ status: 502, text: 'x'.repeat(5000) });
    expect(answer.ok ? 0 : (answer.error.detail?.length ?? 0)).toBeLessThan(400);
  });
});

describe('keys', () => {
  it('are long, within the wire’s limits, and differ', () => {
    const keys = new Set(Array.from({ length: 100 }, newKey));
    expect(keys.size).toBe(100);
    for (const key of keys) expect(key).toMatch(/^[0-9a-f]{32}$/);
  });
});
