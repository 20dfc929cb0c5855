import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { pour, secretText, startClient, startRawServer } from './raw-server.ts';

const id = { composite: 'T-7', numeric: 7 };
const status = '{"contract_status":"DRAFT","contract_name":"A"}';

describe('a call', () => {
  it('carries the credentials, asks the budget first, and reports itself without secrets', async () => {
    const server = await startRawServer((response) => response.end(status));
    const { client, calls, budget } = startClient(`${server.origin}/api/`, {
      userEmail: 'ben@vendor.example',
    });
    expect(await client.getStatus(id)).toEqual({ ok: true, value: { status: 'DRAFT', name: 'A' } });
    expect(server.received).toMatchObject([
      {
        method: 'GET',
        path: '/api/v2.1/public/contracts/T-7/status',
        headers: {
          'client-id': 'client-1',
          'client-secret': secretText,
          'user-email': 'ben@vendor.example',
          'user-agent': 'DealDraft',
          accept: 'application/json',
        },
        body: '',
      },
    ]);
    expect(budget.taken).toBe(1);
    expect(calls).toMatchObject([
      {
        operation: 'getStatus',
        method: 'GET',
        status: 200,
        failure: null,
        requestBytes: 0,
        responseBytes: status.length,
      },
    ]);
    expect(JSON.stringify(calls)).not.toContain('secret');
  });

  it('posts the text of a contract byte by byte', async () => {
    const server = await startRawServer((response) =>
      response.writeHead(201).end('{"id":"T-9","contract_id":9,"contract_status":"DRAFT"}'),
    );
    const { client, calls } = startClient(server.origin);
    const body = '{ "contract_name" : "Müller & Söhne — 49.50" }';
    expect(await client.createContract(body)).toMatchObject({ ok: true, value: { id: { numeric: 9 } } });
    expect(server.received[0]).toMatchObject({
      body,
      headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) },
    });
    expect(calls[0]?.requestBytes).toBe(Buffer.byteLength(body));
  });

  it('takes the budget for every batch of a long list', async () => {
    const server = await startRawServer((response) => response.end('{"message":"Success"}'));
    const { client, budget } = startClient(server.origin);
    expect((await client.retriggerLatest(Array.from({ length: 120 }, (_, index) => index + 1))).ok).toBe(
      true,
    );
    const sizes = server.received.map(
      ({ body }) => (JSON.parse(body) as { contract_ids: [] }).contract_ids.length,
    );
    expect(sizes).toEqual([50, 50, 20]);
    expect(budget.taken).toBe(3);
  });

  it('ends a long list with the first batch that fails', async () => {
    const server = await startRawServer((response) => response.writeHead(404).end('{"detail":"Not Found"}'));
    const { client } = startClient(server.origin);
    const answer = await client.retriggerLatest(Array.from({ length: 120 }, (_, index) => index + 1));
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'not_found' } });
    expect(server.received).toHaveLength(1);
  });
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('%i is not followed', async (code) => {
    const server = await startRawServer((response, { path }) =>
      response.writeHead(code, { location: `${path}/` }).end(),
    );
    const { client } = startClient(server.origin);
    const answer = await client.createContract('{}');
    expect(answer).toMatchObject({
      ok: false,
      failure: { kind: 'redirected', status: code, processed: 'no' },
    });
    expect(server.received).toHaveLength(1);
  });
});

describe('an answer that does not come', () => {
  it('is not waited for longer than said', async () => {
    const server = await startRawServer(() => undefined);
    const { client, calls } = startClient(server.origin, { timeoutMs: 150, createTimeoutMs: 300 });
    const started = performance.now();
    const [read, write] = await Promise.all([client.getStatus(id), client.createContract('{}')]);
    // Unless told otherwise the client waits for 20 and 30 seconds.
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(read).toMatchObject({ failure: { kind: 'unavailable', status: null, processed: 'no' } });
    expect(write).toMatchObject({ failure: { kind: 'unclear', status: null, processed: 'maybe' } });
    expect(calls.map(({ failure }) => failure)).toEqual(['unavailable', 'unclear']);
    expect(calls[1]?.ms).toBeGreaterThanOrEqual(calls[0]?.ms ?? Infinity);
  });

  it('is given up also while its body trickles in', async () => {
    const server = await startRawServer((response) => {
      response.writeHead(200).write('{"contract_status":');
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    });
    const { client } = startClient(server.origin, { timeoutMs: 200 });
    expect(await client.getStatus(id)).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(await client.markForSignature(id)).toMatchObject({ failure: { kind: 'unclear' } });
  });

  it.each<[string, (end: () => void, begin: () => void) => void]>([
    ['before', (end) => end()],
    [
      'within',
      (end, begin) => {
        begin();
        setImmediate(end);
      },
    ],
  ])('is unclear to a write when the connection is cut %s the answer', async (_when, cut) => {
    const server = await startRawServer((response) =>
      cut(
        () => response.destroy(),
        () => response.writeHead(201, { 'content-length': 500 }).write('{"id":'),
      ),
    );
    const { client } = startClient(server.origin);
    expect(await client.createContract('{}')).toMatchObject({
      failure: { kind: 'unclear', processed: 'maybe' },
    });
    expect(await client.getStatus(id)).toMatchObject({ failure: { kind: 'unavailable', processed: 'no' } });
    expect(server.received).toHaveLength(2);
  });

  it('was certainly not caused when nobody listens', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    const { client } = startClient(`http://127.0.0.1:${String(port)}`);
    expect(await client.createContract('{}')).toMatchObject({
      failure: { kind: 'unreachable', processed: 'no', status: null },
    });
  });

  it('was certainly not caused when the name does not exist', async () => {
    const { client } = startClient('http://spotdraft.invalid');
    expect(await client.createContract('{}')).toMatchObject({
      failure: { kind: 'unreachable', processed: 'no' },
    });
  });
});

describe('an answer that is not one', () => {
  const page = '<html><body>Sign in to the corporate network</body></html>';

  it.each([
    ['a page', page],
    ['nothing', ''],
    ['half of JSON', '{"contract_status":'],
    ['JSON of another form', '{"status":"DRAFT"}'],
    ['a list', '[]'],
  ])('%s is unreadable, and counted so', async (_name, body) => {
    const server = await startRawServer((response) => response.end(body));
    const { client, calls } = startClient(server.origin);
    expect(await client.getStatus(id)).toMatchObject({
      failure: { kind: 'unreadable', status: 200, processed: 'no' },
    });
    expect(calls[0]).toMatchObject({ failure: 'unreadable', status: 200, responseBytes: body.length });
  });

  it.each([
    ['', true],
    ['{}', true],
    ['"Success"', true],
    ['Success', true],
    [page, false],
    [`\n ${page}`, false],
  ])('%j to a write that answers nothing: taken is %j', async (body, isTaken) => {
    const server = await startRawServer((response) => response.end(body));
    const { client } = startClient(server.origin);
    const answer = await client.markForSignature(id);
    expect(answer.ok).toBe(isTaken);
    if (!answer.ok) expect(answer.failure).toMatchObject({ kind: 'unreadable', processed: 'maybe' });
  });

  it('a page of a gateway leaves a write unclear, and a refusal in HTML a refusal', async () => {
    let code = 502;
    const server = await startRawServer((response) => response.writeHead(code).end(page));
    const { client } = startClient(server.origin);
    expect(await client.createContract('{}')).toMatchObject({ failure: { kind: 'unclear', status: 502 } });
    code = 413;
    expect(await client.createContract('{}')).toMatchObject({
      failure: { kind: 'too_large', processed: 'no' },
    });
  });

  it('a body without end is not read to its end', async () => {
    let written = () => 0;
    const server = await startRawServer((response) => {
      response.writeHead(200);
      written = pour(response);
    });
    const { client } = startClient(server.origin, { timeoutMs: 20_000 });
    expect(await client.getStatus(id)).toMatchObject({ failure: { kind: 'unreadable', processed: 'no' } });
    expect(written()).toBeLessThan(100 * 1024 * 1024);
    await expect.poll(server.openConnections).toBe(0);
  });

  it('a refusal without end is told by its status', async () => {
    let written = () => 0;
    const server = await startRawServer((response) => {
      response.writeHead(400);
      written = pour(response);
    });
    const { client } = startClient(server.origin);
    expect(await client.createContract('{}')).toMatchObject({
      failure: { kind: 'invalid', status: 400, processed: 'no', fields: [] },
    });
    expect(written()).toBeLessThan(20 * 1024 * 1024);
    await expect.poll(server.openConnections).toBe(0);
  });
});

describe('stopping', () => {
  it('while waiting for the budget sends nothing', async () => {
    const server = await startRawServer((response) => response.end(status));
    const stop = new AbortController();
    const { client, calls } = startClient(server.origin, {
      acquire: (signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(new Error('stopped')));
        }),
    });
    const answer = client.createContract('{}', { signal: stop.signal });
    stop.abort();
    expect(await answer).toMatchObject({ failure: { kind: 'unreachable', processed: 'no' } });
    expect(server.received).toEqual([]);
    expect(calls).toEqual([]);
  });

  it('before the call sends nothing, though the budget gave way', async () => {
    const server = await startRawServer((response) => response.end(status));
    const { client } = startClient(server.origin);
    expect(await client.createContract('{}', { signal: AbortSignal.abort() })).toMatchObject({
      failure: { kind: 'unreachable', processed: 'no' },
    });
    expect(server.received).toEqual([]);
  });

  it('in the middle leaves a write unclear', async () => {
    const stop = new AbortController();
    const server = await startRawServer(() => stop.abort());
    const { client } = startClient(server.origin);
    expect(await client.createContract('{}', { signal: stop.signal })).toMatchObject({
      failure: { kind: 'unclear', processed: 'maybe' },
    });
    expect(server.received).toHaveLength(1);
  });

  it('a budget that breaks is not SpotDraft’s failure', async () => {
    const { client } = startClient('http://127.0.0.1:1', {
      acquire: () => Promise.reject(new Error('the database is away')),
    });
    await expect(client.getStatus(id)).rejects.toThrow('the database is away');
  });
});

describe('settings that cannot be used', () => {
  it.each([
    ['a secret pasted with its mask', { clientSecret: new Secret('••••cdef') }],
    ['a secret with a line end', { clientSecret: new Secret('abc\n') }],
    ['no secret', { clientSecret: new Secret('') }],
    ['an id with a space', { clientId: 'client 1' }],
    ['a user that is no address', { userEmail: 'Jürgen Müller' }],
  ])('%s is refused as credentials, without a call', async (_name, options) => {
    const server = await startRawServer((response) => response.end(status));
    const { client, budget } = startClient(server.origin, options);
    expect(await client.listTemplates()).toMatchObject({
      failure: { kind: 'unauthorized', processed: 'no' },
    });
    expect([server.received.length, budget.taken]).toEqual([0, 0]);
  });

  it.each(['', 'api.eu.spotdraft.com', 'ftp://api.eu.spotdraft.com', 'https://', 'https://a b'])(
    'the address %j is unreachable, without a call',
    async (baseUrl) => {
      const { client, budget } = startClient(baseUrl);
      expect(await client.listTemplates()).toMatchObject({
        failure: { kind: 'unreachable', processed: 'no' },
      });
      expect(budget.taken).toBe(0);
    },
  );
});
