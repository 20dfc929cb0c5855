import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { CardFetch } from '@dealdraft/ui/api/card-api.ts';
import { createCardApi } from '@dealdraft/ui/api/card-api.ts';
import { newKey } from '@dealdraft/ui/api/new-key.ts';
import { readEnvelope } from '@dealdraft/ui/api/read-envelope.ts';

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
  const fetchLikeHubSpot: CardFetch = (url, { method, body, timeout }) =>
    fetch(url, {
      method,
      signal: AbortSignal.timeout(Math.min(timeout, patience)),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const { port } = server.address() as AddressInfo;
  return {
    seen,
    api: createCardApi({ origin: `http://127.0.0.1:${String(port)}/`, fetch: fetchLikeHubSpot }),
  };
};

const json =
  (body: unknown, status = 200) =>
  (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

describe('calls to the service', () => {
  it('go where the service listens, with the bodies it expects', async () => {
    const { api, seen } = await serve(json({ ok: true, data: {} }));
    await api.deal('12/3');
    await api.templates('1');
    await api.plan('1', { templateId: 5, choices: { company: '9' } });
    await api.preview('1', { templateId: 5 });
    await api.generate('1', { templateId: 5, planHash: 'h', idempotencyKey: 'k' });
    await api.drift('1');
    await api.lookUp('1', 'T-9');
    await api.link('1', { spotdraftId: 'T-9', workspaceId: 'w', idempotencyKey: 'k' });
    await api.timeline('c1', null);
    await api.timeline('c1', 'a=b&c');
    await api.recipients('c1');
    await api.act('c1', { action: 'void', reason: 'wrong', idempotencyKey: 'k' });
    await api.download('c1', 'PDF');
    await api.dismissRequest('q1');
    await api.dismissAction('a1');
    expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/card/deals/12%2F3',
      'GET /api/card/deals/1/templates',
      'POST /api/card/deals/1/plan',
      'POST /api/card/deals/1/preview',
      'POST /api/card/deals/1/generate',
      'POST /api/card/deals/1/drift',
      'POST /api/card/deals/1/link/look-up',
      'POST /api/card/deals/1/link',
      'GET /api/card/contracts/c1/timeline',
      'GET /api/card/contracts/c1/timeline?before=a%3Db%26c',
      'GET /api/card/contracts/c1/recipients',
      'POST /api/card/contracts/c1/actions',
      'POST /api/card/contracts/c1/download',
      'POST /api/card/requests/q1/dismiss',
      'POST /api/card/actions/a1/dismiss',
    ]);
    expect(JSON.parse(seen[2]?.body ?? '')).toEqual({ templateId: 5, choices: { company: '9' } });
    expect(JSON.parse(seen[11]?.body ?? '')).toEqual({
      action: 'void',
      reason: 'wrong',
      idempotencyKey: 'k',
    });
  });

  it('hand on the service’s own refusal', async () => {
    const error = { code: 'blocked', message: 'Two values are missing.', canRetry: false, fields: [] };
    const { api } = await serve(json({ ok: false, error }));
    expect(await api.deal('1')).toEqual({ ok: false, error });
  });

  it('end in a sentence when the line breaks or nobody answers in time', async () => {
    const broken = await serve((response) => {
      response.destroy();
    });
    expect(await broken.api.deal('1')).toMatchObject({
      ok: false,
      error: { canRetry: true, message: expect.stringMatching(/did not answer in time/) as string },
    });
    const silent = await serve(() => undefined, 200);
    const answer = await silent.api.act('c1', { action: 'check_now', idempotencyKey: 'k' });
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
