import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { createHubSpotClient } from '../../../src/hubspot/client.ts';
import type { HubSpotClientOptions } from '../../../src/hubspot/client.ts';
import { createHubSpotOAuth } from '../../../src/hubspot/oauth.ts';
import { afterFailure } from '../../../src/platform/jobs/after-failure.ts';
import type { CallReport } from '../../../src/hubspot/transport/transport.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';

type Received = { method: string; url: URL; headers: IncomingMessage['headers']; body: string };
type Handler = (request: Received, response: ServerResponse) => void;

/** The smallest HubSpot: each test says what it answers, and sees what it was asked. */
let answer: Handler;
let received: Received[];
let origin: string;
let close: () => Promise<void>;

beforeEach(async () => {
  received = [];
  answer = json(500, {});
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const url = new URL(request.url ?? '/', origin);
      const seen = {
        method: request.method ?? '',
        url,
        headers: request.headers,
        body: Buffer.concat(chunks).toString('latin1'),
      };
      received.push(seen);
      answer(seen, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () =>
    new Promise((resolve) => {
      server.close(() => { resolve(); }); // prettier-ignore
      server.closeAllConnections();
    });
});
afterEach(async () => {
  await close();
});

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };

const client = (over: Partial<HubSpotClientOptions> = {}) =>
  createHubSpotClient({
    basePath: origin,
    portalId: 1,
    accessToken: () => Promise.resolve(ok(new Secret('token-of-portal-1'))),
    acquire: () => Promise.resolve(),
    ...over,
  });

const value = async <Value>(result: Promise<Result<Value, { text: { log: string } }>>): Promise<Value> => {
  const settled = await result;
  if (!settled.ok) throw new Error(settled.failure.text.log);
  return settled.value;
};

const deal = (id: string, properties: Record<string, unknown> = {}) => ({
  id,
  properties,
  archived: false,
  updatedAt: '2026-11-21T00:00:00Z',
  createdAt: '2026-11-20T00:00:00Z',
});

describe('a call', () => {
  it('carries the token, asks for the properties, and reports itself without values', async () => {
    answer = json(200, deal('7', { dealname: 'Acme', amount: null }));
    const calls: CallReport[] = [];
    const order: string[] = [];
    const hubspot = client({
      onCall: (call) => calls.push(call),
      acquire: () => Promise.resolve(void order.push('budget')),
    });
    expect(await value(hubspot.getDeal('7', ['dealname', 'amount']))).toEqual({
      id: '7', objectType: 'deals', properties: { dealname: 'Acme', amount: null }, archived: false, updatedAt: '2026-11-21T00:00:00Z',
    }); // prettier-ignore
    expect(received[0]?.headers.authorization).toBe('Bearer token-of-portal-1');
    expect(received[0]?.url.searchParams.getAll('properties')).toEqual(['dealname', 'amount']);
    expect(order).toEqual(['budget']);
    expect(calls).toEqual([
      {
        portalId: 1,
        operation: 'getDeal',
        method: 'GET',
        path: '/crm/v3/objects/deals/7',
        status: 200,
        failure: null,
        ms: expect.any(Number) as number,
      },
    ]);
  });

  it('asks nothing without a token, and gives the reason on', async () => {
    answer = json(401, { category: 'INVALID_AUTHENTICATION' });
    const refused = await client().getDeal('7', []);
    if (refused.ok) throw new Error('expected a refusal');
    received = [];
    expect(await client({ accessToken: () => Promise.resolve(refused) }).getDeal('7', [])).toEqual(refused);
    expect(received).toEqual([]);
  });

  it('takes searches from the budget of searches', async () => {
    answer = json(200, { total: 1, results: [deal('7')], paging: { next: { after: '1' } } });
    const order: string[] = [];
    const hubspot = client({
      acquire: () => Promise.resolve(void order.push('common')),
      acquireSearch: () => Promise.resolve(void order.push('search')),
    });
    const found = await value(
      hubspot.searchDeals({
        filterGroups: [{ filters: [{ propertyName: 'dealname', operator: 'EQ', value: 'x' }] }],
        properties: ['dealname'],
        limit: 900,
      }),
    );
    expect([order, found.total, found.after]).toEqual([['search'], 1, '1']);
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
      limit: 200,
      filterGroups: [{ filters: [{ value: 'x' }] }],
    });
  });

  it('gives up the wait for the budget when the service stops, and nothing was sent', async () => {
    const stopping = new AbortController();
    const acquire = (signal?: AbortSignal): Promise<void> =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => { reject(new Error('stopped')); })); // prettier-ignore
    const pending = client({ acquire, signal: stopping.signal }).updateDeal('7', { a: '1' });
    setImmediate(() => { stopping.abort(); }); // prettier-ignore
    expect(await pending).toMatchObject({ ok: false, failure: { kind: 'unreachable', processed: 'no' } });
    expect(received).toEqual([]);
  });

  it('does not take a fault of the budget for a fault of HubSpot', async () => {
    const acquire = () => Promise.reject(new Error('the database is away'));
    await expect(client({ acquire }).getDeal('7', [])).rejects.toThrow('the database is away');
  });
});

describe('when HubSpot does not answer as it should', () => {
  const silence: Handler = () => undefined;
  const half: Handler = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"id":');
  };
  const reset: Handler = (_request, response) => response.socket?.resetAndDestroy();
  const endless: Handler = (_request, response) => {
    response.writeHead(200);
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(1 << 20, 32)));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };

  it.each([
    ['silence', silence, 'unclear', 'maybe'],
    ['half an answer', half, 'unclear', 'maybe'],
    ['a reset', reset, 'unclear', 'maybe'],
    ['a page of HTML', ((_request, response) => response.end('<html>')) as Handler, 'unreadable', 'yes'],
    ['JSON of another shape', json(200, { deal: 7 }), 'unreadable', 'yes'],
    ['an empty answer', json(200, undefined), 'unreadable', 'yes'],
    ['an answer without end', endless, 'too_large', 'yes'],
    ['a redirect', json(302, {}, { location: 'http://127.0.0.1:1/' }), 'unreadable', 'maybe'],
    ['423', json(423, {}), 'locked', 'no'],
    ['477', json(477, {}, { 'retry-after': '60' }), 'migrating', 'no'],
    ['429', json(429, { policyName: 'TEN_SECONDLY_ROLLING' }), 'throttled', 'no'],
    ['502', json(502, undefined), 'unavailable', 'maybe'],
  ])('%s', async (_name, handler, kind, processed) => {
    answer = handler;
    const calls: CallReport[] = [];
    const timeoutMs = handler === endless ? 5_000 : 150;
    const result = await client({ timeoutMs, onCall: (call) => calls.push(call) }).updateDeal('7', {
      dealname: 'x',
    });
    expect(result).toMatchObject({ ok: false, failure: { kind, processed, operation: 'updateDeal' } });
    expect(calls.map((call) => call.failure)).toEqual([kind]);
    expect(received).toHaveLength(1);
  });

  it('a closed port is unreachable, and nothing was sent', async () => {
    const gone = client({ basePath: 'http://127.0.0.1:9' });
    expect(await gone.updateDeal('7', {})).toMatchObject({
      ok: false,
      failure: { kind: 'unreachable', processed: 'no' },
    });
  });
});

describe('reading in batches', () => {
  it('asks a hundred at a time, once each, and lists what is missing in the order asked', async () => {
    answer = (request, response) => {
      const { inputs } = JSON.parse(request.body) as { inputs: { id: string }[] };
      const known = inputs.filter(({ id }) => Number(id) % 50 !== 7).toReversed();
      json(known.length < inputs.length ? 207 : 200, {
        status: 'COMPLETE',
        results: known.map(({ id }) => deal(id)),
        errors: [{ category: 'OBJECT_NOT_FOUND' }],
      })(request, response);
    };
    const ids = Array.from({ length: 230 }, (_, index) => String(index));
    const read = await value(client().readBatch('line_items', [...ids, '1', '2'], ['price']));
    expect(
      received.map(({ url, body }) => [
        url.pathname,
        (JSON.parse(body) as { inputs: unknown[] }).inputs.length,
      ]),
    ).toEqual([
      ['/crm/v3/objects/line_items/batch/read', 100],
      ['/crm/v3/objects/line_items/batch/read', 100],
      ['/crm/v3/objects/line_items/batch/read', 30],
    ]);
    expect(read.missing).toEqual(['7', '57', '107', '157', '207']);
    expect(read.records.map(({ id }) => id)).toEqual(ids.filter((id) => !read.missing.includes(id)));
    expect(read.records[0]?.objectType).toBe('line_items');
  });

  it.each([
    ['INTERNAL_ERROR', { kind: 'unavailable' }],
    ['RATE_LIMITS', { kind: 'throttled' }],
    ['SERVICE_UNAVAILABLE', { kind: 'unavailable' }],
    ['VALIDATION_ERROR', { kind: 'unavailable' }],
    ['CONFLICT', { kind: 'unavailable' }],
    [undefined, { kind: 'unavailable' }],
  ])(
    'takes a record that could not be read for no missing one: %s inside a 207',
    async (category, failure) => {
      const errors = [
        { category: 'OBJECT_NOT_FOUND' },
        { status: 'error', category, context: { ids: ['2'] } },
      ];
      answer = json(207, { status: 'COMPLETE', results: [deal('1')], numErrors: 2, errors });
      const reads = [
        client().readBatch('line_items', ['1', '2'], ['price']),
        client().readStages(['1', '2'], []),
      ];
      for (const read of await Promise.all(reads)) {
        expect(read).toMatchObject({ ok: false, failure });
        if (!read.ok) expect(afterFailure(read.failure).end).not.toBe('give_up');
      }
      answer = json(207, { results: [{ from: { id: '1' }, to: [] }], numErrors: 2, errors });
      expect(await client().readAssociations(['1', '2'], 'line_items')).toMatchObject({ ok: false, failure });
    },
  );

  it('takes errors that are counted and not named for errors', async () => {
    answer = json(207, { status: 'COMPLETE', results: [deal('1')], numErrors: 1 });
    expect(await client().readBatch('line_items', ['1', '2'], ['price'])).toMatchObject({
      ok: false,
      failure: { kind: 'unavailable' },
    });
  });

  it('asks nothing for no ids', async () => {
    expect(await value(client().readBatch('contacts', [], ['email']))).toEqual({ records: [], missing: [] });
    expect(received).toEqual([]);
  });

  it('follows the pages of associations, and stops at a cursor that repeats', async () => {
    const pages: Record<string, unknown> = {
      '': {
        results: [
          {
            toObjectId: 11,
            associationTypes: [{ category: 'HUBSPOT_DEFINED', typeId: 5, label: 'Primary' }],
          },
        ],
        paging: { next: { after: 'b' } },
      },
      b: { results: [{ toObjectId: '12', associationTypes: [] }] },
    };
    answer = (request, response) => { json(200, pages[request.url.searchParams.get('after') ?? ''])(request, response); }; // prettier-ignore
    expect(await value(client().getAssociations('7', 'companies'))).toEqual([
      { toId: '11', types: [{ category: 'HUBSPOT_DEFINED', typeId: 5, label: 'Primary' }] },
      { toId: '12', types: [] },
    ]);
    received = [];
    pages['b'] = pages[''];
    expect(await client().getAssociations('7', 'companies')).toMatchObject({
      ok: false,
      failure: { kind: 'unreadable' },
    });
    expect(received).toHaveLength(2);
  });

  it('finds a deactivated owner, and does not ask for an id that cannot be one', async () => {
    answer = (request, response) => {
      const archived = request.url.searchParams.get('archived') === 'true';
      json(
        archived ? 200 : 404,
        archived
          ? { id: '5', email: 'a@b.co', firstName: 'Ann', lastName: '', userIdIncludingInactive: 9, archived }
          : {},
      )(request, response);
    };
    const expected = {
      id: '5',
      userId: '9',
      email: 'a@b.co',
      firstName: 'Ann',
      lastName: '',
      name: 'Ann',
      archived: true,
    };
    expect(await value(client().getOwnerByUserId(9))).toEqual(expected);
    expect(received.map(({ url }) => url.searchParams.get('idProperty'))).toEqual(['userId', 'userId']);
    expect(await client().getOwner('nobody')).toMatchObject({ ok: false, failure: { kind: 'not_found' } });
    expect(received).toHaveLength(2);
  });
});

describe('writing in batches', () => {
  it('says of each deal of a 207 how it went', async () => {
    const errors = [
      {
        status: 'error',
        category: 'OBJECT_NOT_FOUND',
        message: 'gone',
        context: { ids: ['2'] },
        correlationId: 'c-2',
      },
      {
        status: 'error',
        category: 'VALIDATION_ERROR',
        message: 'bad',
        context: { objectWriteTraceId: ['3'] },
      },
    ];
    answer = json(207, { status: 'COMPLETE', results: [deal('1')], numErrors: 2, errors });
    const updates = ['1', '2', '3'].map((id) => ({ id, properties: { dealdraft_status: 'draft' } }));
    const written = await value(client().batchUpdateDeals(updates));
    expect(written.updated).toEqual(['1']);
    expect(written.failed.map(({ id, failure }) => [id, failure.kind, failure.correlationId])).toEqual([
      ['2', 'not_found', 'c-2'],
      ['3', 'invalid', null],
    ]);
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      inputs: updates.map((update) => ({ ...update, objectWriteTraceId: update.id })),
    });
  });

  it('treats a deal that the answer passes over as not written', async () => {
    answer = json(200, { status: 'COMPLETE', results: [deal('1')] });
    const written = await value(
      client().batchUpdateDeals([
        { id: '1', properties: {} },
        { id: '2', properties: {} },
      ]),
    );
    expect(written.failed).toMatchObject([{ id: '2', failure: { kind: 'not_found', inputs: ['2'] } }]);
  });

  it('takes the answer of a merged deal, which has another id, for the input it traces', async () => {
    answer = json(200, { results: [{ ...deal('900'), objectWriteTraceId: '1' }] });
    expect((await value(client().batchUpdateDeals([{ id: '1', properties: {} }]))).updated).toEqual(['1']);
  });

  it('splits a batch that is refused as a whole', async () => {
    answer = (request, response) => {
      const { inputs } = JSON.parse(request.body) as {
        inputs: { id: string; properties: Record<string, string> }[];
      };
      const bad = inputs.some(({ properties }) => properties['amount'] === 'x');
      const message = `Property values were not valid: ${JSON.stringify([{ isValid: false, message: 'x was not a valid long.', error: 'INVALID_LONG', name: 'amount' }])}`;
      json(
        bad ? 400 : 200,
        bad ? { status: 'error', message, category: 'VALIDATION_ERROR' } : { results: inputs },
      )(request, response);
    };
    const updates = Array.from({ length: 100 }, (_, index) => ({
      id: String(index),
      properties: { amount: index === 42 ? 'x' : '1' },
    }));
    const written = await value(client().writeDeals(updates));
    expect([written.updated.length, written.failed.map(({ id }) => id), written.stopped]).toEqual([
      99,
      ['42'],
      null,
    ]);
    expect(written.failed[0]?.failure).toMatchObject({
      kind: 'invalid',
      fields: [{ property: 'amount', code: 'INVALID_LONG' }],
    });
    expect(received.length).toBeLessThanOrEqual(16);
  });
});

describe('files', () => {
  const stored = json(201, { id: '55', url: 'https://files.example/55' });
  const upload = {
    name: 'Order "form"\r\n.pdf',
    folderPath: '/DealDraft',
    contentType: 'application/pdf',
    access: 'PRIVATE',
  } as const;

  it.each([
    ['a buffer', () => Buffer.from('%PDF-1.7')],
    ['a stream', () => Readable.from([Buffer.from('%PDF'), Buffer.from('-1.7')])],
  ])('are uploaded from %s', async (_name, content) => {
    answer = stored;
    expect(await value(client().uploadFile({ ...upload, content: content() }))).toEqual({
      id: '55',
      url: 'https://files.example/55',
    });
    const { headers, body = '' } = received[0] ?? {};
    const form = await new Response(Buffer.from(body, 'latin1'), {
      headers: { 'content-type': headers?.['content-type'] ?? '' },
    }).formData();
    expect(form.get('options')).toBe('{"access":"PRIVATE"}');
    expect(form.get('folderPath')).toBe('/DealDraft');
    const file = form.get('file');
    if (!(file instanceof File)) throw new Error('no file');
    expect([file.name, file.type, await file.text()]).toEqual([
      'Order "form"\r\n.pdf',
      'application/pdf',
      '%PDF-1.7',
    ]);
  });

  it('are not uploaded when their source breaks off, and the failure says that nothing was stored', async () => {
    answer = stored;
    const content = Readable.from((async function* () {
      yield Buffer.from('%PDF');
      await Promise.resolve();
      throw new Error('the download ended');
    })()); // prettier-ignore
    expect(await client().uploadFile({ ...upload, content })).toMatchObject({
      ok: false,
      failure: { kind: 'unreachable', processed: 'no' },
    });
    expect(received).toEqual([]);
  });

  it('are found by path, or not', async () => {
    answer = json(200, { file: { id: 55, url: null } });
    expect(await value(client().findFile({ folderPath: '/DealDraft/2026/', name: 'a b.pdf' }))).toEqual({
      id: '55',
      url: null,
    });
    expect(received[0]?.url.pathname).toBe('/files/v3/files/stat/DealDraft%2F2026%2Fa%20b.pdf');
    answer = json(404, { message: 'No file or folder exists at path' });
    expect(await value(client().findFile({ folderPath: '/DealDraft', name: 'x.pdf' }))).toBeNull();
    answer = json(500, {});
    expect(await client().findFile({ folderPath: '/DealDraft', name: 'x.pdf' })).toMatchObject({
      ok: false,
      failure: { kind: 'unavailable' },
    });
  });
});

describe('notes and callbacks', () => {
  it('hang a note with its attachments on the deal', async () => {
    answer = json(201, deal('88'));
    const note = { body: 'Signed', timestamp: new Date(0), attachmentIds: ['5', '6'], dealId: '7' };
    expect(await value(client().createNote(note))).toEqual({ id: '88' });
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      properties: {
        hs_timestamp: '1970-01-01T00:00:00.000Z',
        hs_note_body: 'Signed',
        hs_attachment_ids: '5;6',
      },
      associations: [
        { to: { id: '7' }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 214 }] },
      ],
    });
  });

  it('report results to a workflow, a hundred a call', async () => {
    answer = json(204, undefined);
    const completions = Array.from({ length: 101 }, (_, index) => ({
      callbackId: `ap-${index}`,
      outputFields: { hs_execution_state: 'SUCCESS' },
    }));
    await value(client().completeCallbacks(completions));
    expect(
      received.map(({ url, body }) => [
        url.pathname,
        (JSON.parse(body) as { inputs: unknown[] }).inputs.length,
      ]),
    ).toEqual([
      ['/automation/v4/actions/callbacks/complete', 100],
      ['/automation/v4/actions/callbacks/complete', 1],
    ]);
  });
});

describe('connecting', () => {
  const oauth = () =>
    createHubSpotOAuth({
      basePath: origin,
      clientId: 'id',
      clientSecret: new Secret('hush & more'),
      clock: () => 1_000,
    });
  const granted = {
    access_token: 'a',
    refresh_token: 'r',
    expires_in: 1800,
    hub_id: 62515,
    user_id: 3,
    scopes: ['oauth', 'files'],
    token_type: 'bearer',
  };

  it('asks for consent', () => {
    const url = new URL(
      oauth().authorizeUrl({
        redirectUri: 'https://x.example/cb?a=1',
        scopes: ['oauth', 'files'],
        optionalScopes: ['automation'],
        state: 's+1',
        portalId: 5,
      }),
    );
    expect(url.origin + url.pathname).toBe('https://app.hubspot.com/oauth/5/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: 'id',
      redirect_uri: 'https://x.example/cb?a=1',
      scope: 'oauth files',
      optional_scope: 'automation',
      state: 's+1',
    });
    expect(url.search).toContain('scope=oauth%20files');
  });

  it('sends credentials in the form only, and shows none of the tokens', async () => {
    answer = json(200, granted);
    const tokens = await value(oauth().exchangeCode({ code: 'c', redirectUri: 'https://x.example/cb' }));
    expect(tokens).toMatchObject({
      expiresAt: 1_801_000,
      portalId: 62515,
      userId: '3',
      scopes: ['oauth', 'files'],
    });
    expect([tokens.accessToken.reveal(), tokens.refreshToken.reveal()]).toEqual(['a', 'r']);
    expect(JSON.stringify(tokens)).not.toMatch(/"a"|"r"/);
    const [request] = received;
    expect([request?.url.pathname, request?.url.search, request?.headers.authorization]).toEqual([
      '/oauth/v3/token',
      '',
      undefined,
    ]);
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      client_id: 'id', client_secret: 'hush & more', grant_type: 'authorization_code', code: 'c', redirect_uri: 'https://x.example/cb',
    }); // prettier-ignore
  });

  it('says that a connection is gone, and that an unanswered renewal may have happened', async () => {
    answer = json(400, {
      status: 'BAD_REFRESH_TOKEN',
      error: 'invalid_grant',
      message: 'missing or invalid refresh token',
    });
    expect(await oauth().refresh(new Secret('r'))).toMatchObject({
      ok: false,
      failure: { kind: 'unauthorized', operation: 'refreshToken' },
    });
    answer = (_request, response) => response.socket?.resetAndDestroy();
    expect(await oauth().refresh(new Secret('r'))).toMatchObject({
      ok: false,
      failure: { kind: 'unclear', processed: 'maybe' },
    });
  });

  it('checks and ends a connection', async () => {
    answer = json(200, {
      active: true,
      hub_id: 62515,
      hub_domain: 'x.example',
      user: 'a@x.example',
      user_id: 3,
      app_id: 9,
      scopes: 'oauth files',
    });
    expect(await value(oauth().introspect(new Secret('a')))).toEqual({
      active: true, portalId: 62515, hubDomain: 'x.example', userId: '3', userEmail: 'a@x.example', appId: 9, scopes: ['oauth', 'files'],
    }); // prettier-ignore
    answer = json(200, { active: false });
    expect(await value(oauth().introspect(new Secret('a')))).toMatchObject({ active: false, portalId: null });
    for (const status of [200, 204, 404]) {
      answer = json(status, undefined);
      expect(await oauth().revoke(new Secret('r'))).toEqual({ ok: true, value: undefined });
    }
    answer = json(200, { status: 'success' });
    expect(await oauth().revoke(new Secret('r'))).toEqual({ ok: true, value: undefined });
  });
});
