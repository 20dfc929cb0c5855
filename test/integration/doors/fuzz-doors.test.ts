import { request } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { appClientSecret, appId, userIds } from '../../../sandbox/hubspot/state/accounts.ts';
import { signatureHeaders } from '../../../sandbox/hubspot/state/signatures.ts';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { signatureHeader, signBody } from '../../../sandbox/spotdraft/webhooks/signature.ts';
import { portalId, startWorld, type World } from '../../../lab/world/world.ts';

/** How many inputs each door gets; a night's run takes more. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 60);
/** A failing input is made smaller before it is shown, which takes its time. */
const patience = 120_000;

let world: World;
let token: string;
beforeAll(async () => {
  // Nobody works on what comes in: the doors are alone with it.
  world = await startWorld({ databaseUrl: inject('databaseUrl'), role: 'web' });
  token = (await world.db.workspace.findFirstOrThrow()).webhookToken;
});
afterAll(() => world.stop());

type Sent = {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: Buffer;
  chunked?: boolean;
};

/** Sends exactly these bytes; null when the service closed the connection without an answer. */
const send = ({
  method = 'POST',
  path,
  headers = {},
  body = Buffer.alloc(0),
  chunked = false,
}: Sent): Promise<{ status: number; text: string } | null> =>
  new Promise((resolve, reject) => {
    const call = request(
      {
        host: '127.0.0.1',
        port: world.config.PORT,
        method,
        path,
        headers: {
          ...headers,
          ...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': body.length }),
        },
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
        );
        answer.on('error', () => resolve(null));
      },
    );
    call.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(null) : reject(error),
    );
    call.end(body);
  });

const origin = (): string => world.config.PUBLIC_ORIGIN;
const asHubSpot = (method: string, path: string, body: Buffer): Record<string, string> =>
  signatureHeaders(
    { clientSecret: appClientSecret, method, url: origin() + path, body: body.toString('utf8') },
    Date.now(),
    'v1',
  );
const asSpotDraft = (body: Buffer): Record<string, string> => ({
  [signatureHeader]: signBody(sandboxCredentials.production.hmacKey, body),
});
const identity = `portalId=${String(portalId)}&userId=${String(userIds.ben)}&userEmail=ben%40northwind-robotics.example&appId=${String(appId)}`;

// Strings as attackers and broken encoders make them: control characters, lone surrogates, very long, other scripts.
const text = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '\u0000',
      'a\u0000b',
      '\ud800',
      '__proto__',
      'constructor',
      "'; DROP TABLE request; --",
      'x'.repeat(70_000),
    ),
  },
);
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -1, 2 ** 31, 2 ** 53, 1e300, 99_999_999_999),
);
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(text, tie('json'), { maxKeys: 4 }),
  ),
}));
const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value) ?? '', 'utf8');
/** A documented object of which some fields are missing, and some are anything. */
const mutated = (documented: Record<string, unknown>) =>
  fc
    .tuple(
      fc.subarray(Object.keys(documented)),
      fc.dictionary(fc.constantFrom(...Object.keys(documented)), json, { maxKeys: 2 }),
    )
    .map(([missing, other]) => ({
      ...Object.fromEntries(
        Object.entries(documented).filter(([key]) => missing.length > 3 || !missing.includes(key)),
      ),
      ...other,
    }));

const spotdraftEvent = {
  contract_id: 41_000,
  contract_kind: 'TEMPLATE_CONTRACT',
  contract_title: 'Order form',
  contract_status: 'DRAFT',
  contract_type: 'Order Form',
  contract_type_id: 12,
  contract_template_id: 7404,
  contract_reference_id: 'SD-1',
  external_metadata: { id: 'hubspot-deal-1', record_data: { portal_id: portalId } },
  activity: 'CONTRACT_CREATED',
  activity_data: {
    performed_by: { name: 'Ines', email: 'ines@northwind.example' },
    timestamp: '2026-11-20T10:00:00.123456Z',
  },
};
const hubspotEvent = {
  eventId: 1,
  subscriptionId: 3_200_001,
  portalId,
  appId,
  occurredAt: 1_795_000_000_000,
  subscriptionType: 'object.propertyChange',
  objectTypeId: '0-3',
  objectId: 1,
  propertyName: 'amount',
  propertyValue: '12',
  attemptNumber: 0,
  changeSource: 'CRM_UI',
};
const spotdraftBody = fc.oneof(
  mutated(spotdraftEvent).map(bytes),
  fc
    .record({ activity: leaf, activity_data: fc.oneof(json, mutated(spotdraftEvent.activity_data)) })
    .map((part) => bytes({ ...spotdraftEvent, ...part })),
  json.map(bytes),
  fc.uint8Array({ maxLength: 2000 }).map((all) => Buffer.from(all)),
);
// As text: HubSpot signs texts, and bytes that are none cannot be signed by it.
const hubspotBody = fc.oneof(
  fc.array(mutated(hubspotEvent), { maxLength: 5 }).map(bytes),
  fc.array(fc.oneof(json, mutated(hubspotEvent)), { maxLength: 110 }).map(bytes),
  json.map(bytes),
);
const anyBody = fc.oneof(
  spotdraftBody,
  hubspotBody,
  fc.uint8Array({ maxLength: 5000 }).map((all) => Buffer.from(all)),
);

const headerValue = fc.oneof(
  fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength: 200,
  }),
  fc.constantFrom(
    '',
    'v3',
    'v2',
    'NaN',
    '-1',
    '99999999999999999999',
    'gzip',
    'application/json; charset=utf-7',
    'identity, identity',
    'a'.repeat(5000),
  ),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'x-hubspot-signature-v3',
    'x-hubspot-request-timestamp',
    'x-hubspot-signature',
    'x-hubspot-signature-version',
    'x-sd-webhook-content-hash',
    'content-type',
    'content-encoding',
    'x-forwarded-host',
    'x-request-id',
    'accept',
    'expect-ct',
  ),
  headerValue,
  { maxKeys: 5 },
);

const cardPaths = [
  '/api/card/deals/1',
  '/api/card/deals/1/templates',
  '/api/card/deals/1/plan',
  '/api/card/deals/1/preview',
  '/api/card/deals/1/generate',
  '/api/card/deals/1/drift',
  '/api/card/deals/1/link/look-up',
  '/api/card/deals/1/link',
  '/api/card/contracts/0197e1c2-0000-7000-8000-000000000000/timeline',
  '/api/card/contracts/0197e1c2-0000-7000-8000-000000000000/actions',
  '/api/card/contracts/0197e1c2-0000-7000-8000-000000000000/download',
  '/api/card/requests/0197e1c2-0000-7000-8000-000000000000/dismiss',
  '/api/card/actions/0197e1c2-0000-7000-8000-000000000000/dismiss',
];
const isGet = (path: string): boolean => /deals\/1$|templates$|timeline$/.test(path);

/** Everything that a call could leave behind. */
const stored = async (): Promise<Record<string, number>> => ({
  deliveries: await world.db.delivery.count(),
  requests: await world.db.request.count(),
  contracts: await world.db.contract.count(),
  actions: await world.db.contractAction.count(),
  problems: await world.db.problem.count(),
  previews: await world.db.keptFile.count(),
});

describe('calls that nobody signed', { timeout: patience }, () => {
  it('are refused at every door with 4xx, whatever they carry, and leave nothing behind', async () => {
    const before = await stored();
    const paths = fc.oneof(
      fc.constantFrom(
        '/webhooks/hubspot',
        '/api/erp/requests',
        ...cardPaths.map((path) => `${path}?${identity}`),
      ),
      fc.constant(null),
      fc
        .string({ unit: fc.constantFrom('a', '/', '%', '2', '.', '?', '&', '=', '-'), maxLength: 60 })
        .map((rest) => `/webhooks/spotdraft/${rest}`),
    );
    await fc.assert(
      fc.asyncProperty(paths, headers, anyBody, fc.boolean(), async (path, given, body, chunked) => {
        const answer = await send({
          method: path !== null && isGet(path.split('?')[0] ?? '') ? 'GET' : 'POST',
          path: path ?? `/webhooks/spotdraft/${token}`,
          headers: given,
          body,
          chunked,
        });
        expect(answer?.status ?? 400).toBeGreaterThanOrEqual(400);
        expect(answer?.status ?? 400).toBeLessThan(500);
      }),
      { numRuns: runs * 2 },
    );
    expect(await stored()).toEqual(before);
  });

  it('are refused when a signature was made for another body, path or time', async () => {
    const before = await stored();
    await fc.assert(
      fc.asyncProperty(
        hubspotBody,
        hubspotBody,
        fc.constantFrom('body', 'path', 'time'),
        async (body, other, wrong) => {
          fc.pre(!body.equals(other));
          const path = '/webhooks/hubspot';
          const signed =
            wrong === 'time'
              ? signatureHeaders(
                  {
                    clientSecret: appClientSecret,
                    method: 'POST',
                    url: origin() + path,
                    body: body.toString('utf8'),
                  },
                  Date.now() - 301_000,
                  'v1',
                )
              : asHubSpot('POST', wrong === 'path' ? `${path}?a=1` : path, body);
          const answer = await send({ path, headers: signed, body: wrong === 'body' ? other : body });
          expect(answer?.status).toBe(401);
        },
      ),
      { numRuns: Math.ceil(runs / 2) },
    );
    expect(await stored()).toEqual(before);
  });
});

describe('calls that the vendors signed', { timeout: patience }, () => {
  it('of SpotDraft are all taken in, readable or not, and each is kept once', async () => {
    await fc.assert(
      fc.asyncProperty(spotdraftBody, async (body) => {
        const answer = await send({
          path: `/webhooks/spotdraft/${token}`,
          headers: { ...asSpotDraft(body), 'content-type': 'application/json' },
          body,
        });
        expect({ status: answer?.status, text: answer?.text }).toEqual({ status: 200, text: '{"ok":true}' });
      }),
      { numRuns: runs * 2 },
    );
    const odd = await world.db.delivery.count({
      where: { source: 'spotdraft', outcome: { notIn: ['pending', 'unreadable'] } },
    });
    expect(odd).toBe(0);
  });

  const deliver = (vendor: 'hubspot' | 'spotdraft', content: unknown) => {
    const body = bytes(content);
    const path = vendor === 'hubspot' ? '/webhooks/hubspot' : `/webhooks/spotdraft/${token}`;
    const signed = vendor === 'hubspot' ? asHubSpot('POST', path, body) : asSpotDraft(body);
    return send({ path, headers: { ...signed, 'content-type': 'application/json' }, body });
  };
  const deliveriesOf = async (source: 'hubspot' | 'spotdraft') => ({
    all: await world.db.delivery.count({ where: { source } }),
    unreadable: await world.db.delivery.count({ where: { source, outcome: 'unreadable' } }),
  });

  it('of HubSpot are all taken in, readable or not', async () => {
    await fc.assert(
      fc.asyncProperty(hubspotBody, async (body) => {
        const path = '/webhooks/hubspot';
        const answer = await send({
          path,
          headers: { ...asHubSpot('POST', path, body), 'content-type': 'application/json' },
          body,
        });
        expect({ status: answer?.status, text: answer?.text }).toEqual({ status: 200, text: '{"ok":true}' });
      }),
      { numRuns: runs * 2 },
    );
  });

  it.each([
    ['NUL in an activity', 'spotdraft', { ...spotdraftEvent, activity: 'CONTRACT\u0000CREATED' }],
    [
      'NUL in a title',
      'spotdraft',
      { ...spotdraftEvent, contract_title: '\u0000', activity_data: { timestamp: '2026-11-20T10:00:00.5Z' } },
    ],
    [
      'half an emoji in a comment',
      'spotdraft',
      {
        ...spotdraftEvent,
        activity_data: { timestamp: '2026-11-20T10:00:01.5Z', comment: { text: 'Fine \ud83d' } },
      },
    ],
    ['NUL in a kind of event', 'hubspot', [{ ...hubspotEvent, eventId: 'kind', subscriptionType: '\u0000' }]],
    ['NUL in an id', 'hubspot', [{ ...hubspotEvent, eventId: 'id', objectId: '1\u0000' }]],
    [
      'half an emoji in a value',
      'hubspot',
      [{ ...hubspotEvent, eventId: 'half', propertyValue: 'Acme \ud83d' }],
    ],
  ] as const)(
    'with text that can never be stored are taken in all the same: %s',
    async (_name, vendor, content) => {
      const before = await deliveriesOf(vendor);
      expect((await deliver(vendor, content))?.status).toBe(200);
      const after = await deliveriesOf(vendor);
      expect(after.all).toBe(before.all + 1);
      expect(after.unreadable).toBe(before.unreadable);
    },
  );

  it('of an account that cannot be are kept as they came', async () => {
    const before = await deliveriesOf('hubspot');
    const answer = await deliver('hubspot', [{ ...hubspotEvent, portalId: 99_999_999_999 }]);
    expect(answer?.status).toBe(200);
    expect((await deliveriesOf('hubspot')).unreadable).toBe(before.unreadable + 1);
  });

  it('of cards get an answer that the card can read, whatever their body', async () => {
    const query = fc.oneof(
      fc.constant(''),
      fc
        .tuple(text, text)
        .map(
          ([name, value]) =>
            `&${encodeURIComponent(name.slice(0, 200).toWellFormed())}=${encodeURIComponent(value.slice(0, 200).toWellFormed())}`,
        ),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...cardPaths), query, json, async (path, extra, content) => {
        const method = isGet(path) ? 'GET' : 'POST';
        const body = method === 'GET' ? Buffer.alloc(0) : bytes(content);
        const address = `${path}?${identity}${extra}`;
        const answer = await send({
          method,
          path: address,
          headers: { ...asHubSpot(method, address, body), 'content-type': 'application/json' },
          body,
        });
        // A parameter of the card's own may look like an identity: such a call is refused whole.
        if (/portalid|userid|useremail|appid/i.test(extra)) return;
        expect(answer?.status).toBe(200);
        const envelope = JSON.parse(answer?.text ?? '') as {
          ok: boolean;
          error?: { code: string; message: string };
        };
        expect(envelope.error?.code).not.toBe('unexpected');
      }),
      { numRuns: runs * 2 },
    );
  });
});

/** Well-formed and false: only with the body could it be told, so the body decides first. */
const falselySigned = (): Record<string, string> => ({
  'x-hubspot-signature-v3': Buffer.alloc(32).toString('base64'),
  'x-hubspot-request-timestamp': String(Date.now()),
  [signatureHeader]: '0'.repeat(128),
});

describe('bodies that are too much', { timeout: patience }, () => {
  it.each(['/webhooks/hubspot', '/webhooks/spotdraft/TOKEN', `${cardPaths[4] ?? ''}?${identity}`])(
    '%s: over a megabyte is 413, before it is read whole',
    async (named) => {
      const path = named.replace('TOKEN', token);
      const body = Buffer.alloc(3_000_000, 0x20);
      const headers = { 'content-type': 'application/json', ...falselySigned() };
      const answer = await send({ path, body, headers });
      expect(answer?.status ?? 413).toBe(413);
      const chunked = await send({ path, body, headers, chunked: true });
      expect(chunked?.status ?? 413).toBe(413);
    },
  );

  it('compressed bodies are 415: nothing is ever unpacked', async () => {
    const answer = await send({
      path: '/webhooks/hubspot',
      body: Buffer.alloc(100),
      headers: { 'content-encoding': 'gzip', ...falselySigned() },
    });
    expect(answer?.status).toBe(415);
  });

  it('a hundred large refused bodies leave the memory as it was', async () => {
    const flood = async (): Promise<void> => {
      for (let round = 0; round < 10; round += 1)
        await Promise.all(
          Array.from({ length: 10 }, () =>
            send({ path: '/webhooks/hubspot', body: Buffer.alloc(900_000, 0x5b), headers: falselySigned() }),
          ),
        );
    };
    await flood();
    const before = process.memoryUsage().rss;
    await flood();
    await flood();
    expect(process.memoryUsage().rss - before).toBeLessThan(80_000_000);
  });

  it('deep nesting is taken in like any other unreadable body', async () => {
    const body = Buffer.from('['.repeat(100_000) + ']'.repeat(100_000));
    const path = '/webhooks/hubspot';
    const answer = await send({ path, headers: asHubSpot('POST', path, body), body });
    expect(answer?.status).toBe(200);
  });
});
