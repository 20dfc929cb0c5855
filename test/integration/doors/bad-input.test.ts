import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { appClientSecret, appId } from '../../../sandbox/hubspot/state/accounts.ts';
import { signatureHeaders } from '../../../sandbox/hubspot/state/signatures.ts';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { signBody, signatureHeader } from '../../../sandbox/spotdraft/webhooks/signature.ts';
import { cardRoutes } from '@dealdraft/wire/routes/card.ts';
import type { DealView, Envelope } from '@dealdraft/wire/card.ts';
import { journey, roomyHubSpot, type Journey } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, userId, type World } from '../../../lab/world/world.ts';

const { hmacKey } = sandboxCredentials.production;
let world: World;
let go: Journey;
let origin = '';
let webhookPath = '';

beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
  go = journey(world);
  origin = world.config.PUBLIC_ORIGIN;
  const workspace = await world.db.workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
  webhookPath = `/webhooks/spotdraft/${workspace.webhookToken}`;
});
afterAll(() => world.stop());

type Answer = { status: number; text: string };
const post = async (
  path: string,
  body: string | Buffer,
  headers: Record<string, string>,
  method = 'POST',
): Promise<Answer> => {
  const answer = await fetch(origin + path, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(method === 'GET' ? {} : { body }),
  });
  return { status: answer.status, text: await answer.text() };
};
const fromSpotDraft = (body: string | Buffer, path = webhookPath) =>
  post(path, body, { [signatureHeader]: signBody(hmacKey, body) });
const hubspotHeaders = (path: string, body: string, at = Date.now(), method = 'POST') =>
  signatureHeaders({ clientSecret: appClientSecret, method, url: origin + path, body }, at, 'v1');
const fromHubSpot = (body: string) =>
  post('/webhooks/hubspot', body, hubspotHeaders('/webhooks/hubspot', body));

const identity = (facts: Record<string, string>) =>
  new URLSearchParams({
    userId: String(userId),
    userEmail: 'ben@x.example',
    portalId: String(portalId),
    appId: String(appId),
    ...facts,
  }).toString();

/** All that a call could leave behind. */
const stored = async () => {
  const { db } = world;
  return {
    deliveries: await db.delivery.count(),
    requests: await db.request.count(),
    actions: await db.contractAction.count(),
    problems: await db.problem.count(),
    previews: await db.keptFile.count(),
  };
};
const refusals = async (): Promise<number> => {
  const metric = await world.app.metrics.refusedCalls.get();
  return metric.values.reduce((sum, { value }) => sum + value, 0);
};

const event = (facts: Record<string, unknown> = {}): string =>
  JSON.stringify({
    contract_id: 99_001,
    contract_kind: 'TEMPLATE_CONTRACT',
    contract_title: 'Somebody else’s',
    contract_type: 'NDA',
    contract_type_name: 'NDA',
    contract_type_id: 1,
    contract_status: 'DRAFT',
    business_user: { name: 'A', email: 'a@x.example' },
    created_at: '2026-11-20T10:00:00.000001Z',
    activity: 'CONTRACT_CREATED',
    activity_data: { performed_by: { name: 'A' }, timestamp: '2026-11-20T10:00:00.000001Z' },
    ...facts,
  });

describe('a call that is not signed as it must be', () => {
  const body = event();
  const cases: [string, () => Promise<Answer>][] = [
    ['SpotDraft: no signature', () => post(webhookPath, body, {})],
    [
      'SpotDraft: another body',
      () => post(webhookPath, `${body} `, { [signatureHeader]: signBody(hmacKey, body) }),
    ],
    [
      'SpotDraft: another workspace’s key',
      () => post(webhookPath, body, { [signatureHeader]: signBody(sandboxCredentials.uat.hmacKey, body) }),
    ],
    [
      'SpotDraft: upper case',
      () => post(webhookPath, body, { [signatureHeader]: signBody(hmacKey, body).toUpperCase() }),
    ],
    ['SpotDraft: an address of nobody', () => fromSpotDraft(body, `/webhooks/spotdraft/${'x'.repeat(32)}`)],
    ['SpotDraft: an address that is no address', () => fromSpotDraft(body, '/webhooks/spotdraft/..%2f')],
    ['HubSpot: no signature', () => post('/webhooks/hubspot', '[]', {})],
    [
      'HubSpot: another body',
      () => post('/webhooks/hubspot', '[ ]', hubspotHeaders('/webhooks/hubspot', '[]')),
    ],
    [
      'HubSpot: another address',
      () => post('/webhooks/hubspot?x=1', '[]', hubspotHeaders('/webhooks/hubspot', '[]')),
    ],
    [
      'HubSpot: six minutes old',
      () =>
        post('/webhooks/hubspot', '[]', hubspotHeaders('/webhooks/hubspot', '[]', Date.now() - 6 * 60_000)),
    ],
    [
      'HubSpot: six minutes ahead',
      () =>
        post('/webhooks/hubspot', '[]', hubspotHeaders('/webhooks/hubspot', '[]', Date.now() + 6 * 60_000)),
    ],
    [
      'HubSpot: the older signatures alone',
      () => {
        const all = hubspotHeaders('/webhooks/hubspot', '[]');
        return post('/webhooks/hubspot', '[]', {
          'X-HubSpot-Signature': all['X-HubSpot-Signature'] ?? '',
          'X-HubSpot-Signature-Version': 'v1',
        });
      },
    ],
  ];
  it.each(cases)('%s → 401, and nothing is stored but the count', async (_case, call) => {
    const before = { stored: await stored(), refusals: await refusals() };
    expect(await call()).toEqual({
      status: 401,
      text: '{"message":"The request is not signed as it must be."}',
    });
    expect(await stored()).toEqual(before.stored);
    expect(await refusals()).toBe(before.refusals + 1);
  });

  it('no door of the card opens without a signature, or with the identity of another app', async () => {
    const addresses = Object.keys(cardRoutes);
    expect(addresses.length).toBeGreaterThan(10);
    const before = await stored();
    for (const address of addresses) {
      const [verb = '', path = ''] = address.split(' ');
      const filled = path.replace(':dealId', '1').replaceAll(/:\w+/g, crypto.randomUUID());
      const whole = `${filled}?${identity({})}`;
      expect((await post(whole, '{}', {}, verb)).status, whole).toBe(401);
      for (const wrong of [
        { appId: '1' },
        { portalId: 'x' },
        { userId: '' },
        { portalId: `${String(portalId)}&portalId=8811002` },
      ]) {
        const named = decodeURIComponent(`${filled}?${identity(wrong)}`).replace('@', '%40');
        const signed = hubspotHeaders(named, verb === 'GET' ? '' : '{}', Date.now(), verb);
        expect((await post(named, '{}', signed, verb)).status, named).toBe(401);
      }
    }
    expect(await stored()).toEqual(before);
  });
  it('the same calls, signed, are heard: the refusals above are not for another reason', async () => {
    const path = `/api/card/deals/1?${identity({})}`;
    const answer = await post(path, '', hubspotHeaders(path, '', Date.now(), 'GET'), 'GET');
    expect(answer.status).toBe(200);
    expect((JSON.parse(answer.text) as Envelope<DealView>).ok).toBe(true);
  });
});

describe('a body over the limit', () => {
  it.each(['/webhooks/hubspot', '/webhooks/spotdraft/TOKEN', '/api/card/deals/1/plan'])(
    '%s → 413 before it is read whole, and nothing stored',
    async (path) => {
      const before = await stored();
      // Announces ten megabytes and sends a few bytes: whoever wants to read it whole waits for ever.
      const status = await new Promise<number>((resolve, reject) => {
        const call = httpRequest(origin + path.replace('/webhooks/spotdraft/TOKEN', webhookPath), {
          method: 'POST',
          // Well-formed and false: whether they hold can only be told when the body was read.
          headers: {
            'content-length': String(10 * 1024 * 1024),
            'x-hubspot-signature-v3': Buffer.alloc(32).toString('base64'),
            'x-hubspot-request-timestamp': String(Date.now()),
            'x-sd-webhook-content-hash': '0'.repeat(128),
          },
        });
        call.on('response', (response) => {
          resolve(response.statusCode ?? 0);
          call.destroy();
        });
        call.on('error', reject);
        call.write('{"a":"');
      });
      expect(status).toBe(413);
      expect(await stored()).toEqual(before);
    },
  );
});

describe('signed, but not what the vendor documents', () => {
  it.each<[string, string | Buffer]>([
    ['not JSON', 'hello'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d])],
    ['a list', '[]'],
    ['nothing', ''],
    ['no activity', event({ activity: undefined })],
    ['no time', event({ activity_data: { performed_by: null } })],
    ['a contract id that is none', event({ contract_id: 'DROP TABLE' })],
    ['no status', event({ contract_status: undefined })],
  ])(
    'SpotDraft: %s → 200, kept as unreadable with its bytes, a problem, and no retry',
    async (_case, body) => {
      const answer = await fromSpotDraft(body);
      expect(answer.status).toBe(200);
      const again = await fromSpotDraft(body);
      expect(again.status).toBe(200);
      const kept = await world.db.delivery.findMany({
        where: { source: 'spotdraft', body: new Uint8Array(Buffer.from(body)) },
      });
      expect(kept).toHaveLength(1);
      expect(kept[0]).toMatchObject({ outcome: 'unreadable', repeats: 1, portalId, source: 'spotdraft' });
      expect(kept[0]?.outcomeText).not.toBe('');
      const problems = await world.db.problem.findMany({ where: { kind: 'unreadable_delivery', portalId } });
      expect(problems.filter(({ clearedAt }) => clearedAt === null)).toHaveLength(1);
    },
  );
  it.each([
    ['not JSON', 'hello'],
    ['an object', '{}'],
    ['an event without a kind', `[{"portalId":${String(portalId)},"occurredAt":1}]`],
  ])('HubSpot: %s → 200 and kept as unreadable', async (_case, body) => {
    const before = await world.db.delivery.count({ where: { source: 'hubspot', outcome: 'unreadable' } });
    expect((await fromHubSpot(body)).status).toBe(200);
    expect((await fromHubSpot(body)).status).toBe(200);
    expect(await world.db.delivery.count({ where: { source: 'hubspot', outcome: 'unreadable' } })).toBe(
      before + 1,
    );
    expect(
      await world.db.problem.count({
        where: { kind: 'unreadable_delivery', key: 'unreadable_delivery:hubspot', clearedAt: null },
      }),
    ).toBe(1);
  });
  it('HubSpot: one event of an array that cannot be read does not lose the others', async () => {
    const good = {
      subscriptionType: 'object.propertyChange',
      objectTypeId: '0-3',
      portalId,
      occurredAt: 1_795_000_000_000,
      objectId: 4711,
      propertyName: 'amount',
      propertyValue: '1',
      eventId: 77,
      subscriptionId: 5,
      attemptNumber: 0,
    };
    expect((await fromHubSpot(JSON.stringify([{ nonsense: true }, good]))).status).toBe(200);
    await until('the good one is settled', () =>
      world.db.delivery.findFirst({
        where: { source: 'hubspot', dealId: '4711', outcome: { not: 'pending' } },
      }),
    );
  });
});

describe('an activity or a contract that nobody knows', () => {
  const settled = (contractId: number, activity: string) =>
    until('the delivery is settled', async () => {
      const rows = await world.db.delivery.findMany({ where: { activity, outcome: { not: 'pending' } } });
      return rows.find(({ body }) => Buffer.from(body).includes(`"contract_id":${String(contractId)},`));
    });

  it('an unknown contract is kept as not ours', async () => {
    expect((await fromSpotDraft(event({ contract_id: 99_002 }))).status).toBe(200);
    expect(await settled(99_002, 'CONTRACT_CREATED')).toMatchObject({ outcome: 'not_ours' });
    expect(await world.db.contract.count({ where: { numericId: 99_002 } })).toBe(0);
  });

  it('an unknown activity of a known contract is on its timeline, and its status counts', async () => {
    const [dealId = ''] = world.hubspot.control.seedDeals(1);
    const made = await go.make(dealId, 'Mutual NDA (Individual)');
    const answer = await fromSpotDraft(
      event({
        contract_id: made.numericId,
        contract_title: made.row.name,
        activity: 'CONTRACT_BLESSED',
        activity_data: {
          performed_by: { name: 'SYSTEM' },
          timestamp: new Date(Date.now() + 60_000).toISOString(),
        },
      }),
    );
    expect(answer.status).toBe(200);
    expect(await settled(made.numericId, 'CONTRACT_BLESSED')).toMatchObject({
      outcome: 'noted',
      contractId: made.row.id,
    });
    const { events } = await world.cardOk<{ events: { title: string }[] }>(
      'GET',
      `/api/card/contracts/${made.row.id}/timeline`,
    );
    expect(events.map(({ title }) => title)).toContain('Contract blessed');
  });

  it('an unknown contract that carries our metadata is adopted, on its deal', async () => {
    const [dealId = ''] = world.hubspot.control.seedDeals(1);
    const made = await go.make(dealId, 'Mutual NDA (Individual)');
    await go.quiet();
    // As if the row had never been written: SpotDraft knows it, we do not.
    await world.db.contractEvent.deleteMany({ where: { contractId: made.row.id } });
    await world.db.contract.delete({ where: { id: made.row.id } });
    await world.db.request.delete({ where: { id: made.requestId } });
    go.person(made.numericId, 'send');
    const adopted = await until('it is adopted', () =>
      world.db.contract.findFirst({ where: { numericId: made.numericId, status: 'REDLINING' } }),
    );
    expect(adopted).toMatchObject({ portalId, dealId, origin: 'adopted', requestId: null });
  });

  it('metadata that names another account is not ours', async () => {
    const [dealId = ''] = world.hubspot.control.seedDeals(1);
    const made = await go.make(dealId, 'Mutual NDA (Individual)');
    await go.quiet();
    const truth = world.spotdraft.state.contracts.get(made.numericId);
    const metadata = truth?.externalMetadata as { record_data: Record<string, unknown> };
    metadata.record_data['portal_id'] = '8811002';
    await world.db.contractEvent.deleteMany({ where: { contractId: made.row.id } });
    await world.db.contract.delete({ where: { id: made.row.id } });
    await world.db.request.delete({ where: { id: made.requestId } });
    go.person(made.numericId, 'send');
    expect(await settled(made.numericId, 'CONTRACT_SENT_TO_COUNTERPARTY')).toMatchObject({
      outcome: 'not_ours',
    });
    expect(await world.db.contract.count({ where: { numericId: made.numericId } })).toBe(0);
  });
});

describe('a card call that cannot be fulfilled', () => {
  it.each<[string, 'Order Form' | 'Mutual NDA (Individual)', RegExp]>([
    ['Domtoren – evaluation', 'Order Form', /signator|contact/i],
    ['Copperleaf – lab automation', 'Order Form', /country/i],
    ['Thames Valley – group framework', 'Order Form', /compan/i],
  ])(
    '%s: 200 with the fields that are missing, each with its link, and nothing is stored',
    async (deal, template, named) => {
      const dealId = world.dealId(deal);
      const before = await stored();
      const calls = world.spotdraft.control.stats().total;
      const { planHash } = await go.plan(dealId, template);
      const answer = await go.click(dealId, template, { planHash });
      expect(answer).toMatchObject({ ok: false, error: { code: 'blocked' } });
      if (answer.ok) return;
      const fields = answer.error.fields ?? [];
      expect(fields.length).toBeGreaterThan(0);
      expect(fields.map(({ target, label, message }) => `${target} ${label} ${message}`).join('\n')).toMatch(
        named,
      );
      for (const field of fields) {
        expect(field.message).toMatch(/\.$/);
        expect(field.link, field.target).toMatchObject({
          object: expect.any(String) as unknown,
          recordId: expect.stringMatching(/^\d+$/) as unknown,
        });
      }
      expect(await stored()).toEqual(before);
      expect(world.spotdraft.control.stats().total).toBe(calls);
    },
  );

  it.each<[string, string, Record<string, unknown>]>([
    ['no body', '/api/card/deals/1/plan', {}],
    ['a template that is no number', '/api/card/deals/1/plan', { templateId: 'x' }],
    ['no key', '/api/card/deals/1/generate', { templateId: 1, planHash: 'x' }],
    ['a deal that is no number', '/api/card/deals/1%20OR%201/plan', { templateId: 1 }],
    ['a contract that is no id', '/api/card/contracts/1/actions', { action: 'void' }],
    [
      'an action that there is not',
      `/api/card/contracts/${crypto.randomUUID()}/actions`,
      { action: 'burn', idempotencyKey: 'k-12345678' },
    ],
    [
      'an address of nobody',
      `/api/card/contracts/${crypto.randomUUID()}/actions`,
      { action: 'send_for_review', idempotencyKey: 'k-12345678', to: ['nobody'] },
    ],
    [
      'voiding without a reason',
      `/api/card/contracts/${crypto.randomUUID()}/actions`,
      { action: 'void', idempotencyKey: 'k-12345678', reason: ' ' },
    ],
  ])('%s: 200 and "invalid", with what is wrong', async (_case, path, body) => {
    const answer = await world.card('POST', path, body);
    expect(answer).toMatchObject({ ok: false, error: { code: 'invalid' } });
    expect(answer.ok ? [] : answer.error.fields).not.toEqual([]);
  });

  it('a template, a deal and a contract that are not there are named as such', async () => {
    const dealId = world.dealId('Alpenglühen');
    const { planHash } = await go.plan(dealId, 'Order Form');
    const wish = { templateId: await go.templateId('Order Form'), planHash, idempotencyKey: 'not-there-1' };
    expect(
      await world.card('POST', `/api/card/deals/${dealId}/generate`, { ...wish, templateId: 1 }),
    ).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
    expect(await world.card('POST', '/api/card/deals/424242424242/generate', wish)).toMatchObject({
      ok: false,
    });
    expect(await go.act(crypto.randomUUID(), 'mark_for_signature')).toMatchObject({
      ok: false,
      error: { code: 'not_found' },
    });
  });

  it('what is not an address of ours is 404, and tells nothing', async () => {
    for (const path of ['/', '/api/card', '/api/card/nothing', '/webhooks', '/.env', '/files/x'])
      expect((await fetch(origin + path)).status, path).toBe(404);
    expect((await fetch(`${origin}/webhooks/hubspot`)).status).toBe(404);
  });
});

describe('what the database cannot keep, in a signed call', () => {
  const get = async (path: string): Promise<{ status: number; text: string }> =>
    post(path, '', hubspotHeaders(path, '', Date.now(), 'GET'), 'GET');
  it('an account beyond its numbers is nobody’s', async () => {
    const path = `/api/card/deals/1?${identity({ portalId: '2147483648' })}`;
    expect((await get(path)).status).toBe(401);
  });
  it('a NUL in the address finds nothing, and is no fault', async () => {
    for (const query of ['search=%00', 'before=%00', 'who=a%00b']) {
      const answer = await get(`/api/settings/audit?${identity({})}&${query}`);
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain('unexpected');
    }
  });
});
