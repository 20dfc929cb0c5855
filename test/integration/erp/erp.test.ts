import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { randomUUID } from 'node:crypto';
import { erpCallContent } from '../../../src/features/erp/erp-keys.ts';
import { newWebhookKey } from '../../../src/platform/outbound/webhook-signature.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { journey, roomyHubSpot, type Journey } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';
import { isSigned, signature } from '../../standard-webhooks.ts';

const key = newWebhookKey();
let world: World;
let go: Journey;
let erp: Server;
/** What the ERP was told, and the deals whose first event it does not take. */
const told: { path: string; body: string; headers: Record<string, string | string[] | undefined> }[] = [];
const notAtOnce = new Set<string>();

beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
  go = journey(world);
  erp = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      told.push({
        path: request.url ?? '',
        body: Buffer.concat(chunks).toString(),
        headers: request.headers,
      });
      const { contract } = JSON.parse(told.at(-1)?.body ?? '{}') as Event;
      response.writeHead(notAtOnce.delete(String(contract['dealId'])) ? 503 : 200).end();
    });
  });
  await new Promise<void>((resolve) => erp.listen(0, '127.0.0.1', resolve));
  const eventsUrl = `http://127.0.0.1:${String((erp.address() as AddressInfo).port)}/dealdraft?tenant=7`;
  expect(await world.app.linkErp({ portalId, key, eventsUrl })).toEqual({ ok: true, value: undefined });
});
afterAll(async () => {
  await world.stop();
  erp.closeAllConnections();
  await new Promise((resolve) => erp.close(resolve));
});

type Answer = { status: number; body: Record<string, unknown> };
const call = async (
  method: 'GET' | 'POST',
  path: string,
  {
    body,
    secret = key,
    portal = String(portalId),
    at = new Date(),
  }: {
    body?: unknown;
    secret?: Secret;
    portal?: string;
    at?: Date;
  } = {},
): Promise<Answer> => {
  const text = body === undefined ? '' : JSON.stringify(body);
  const id = randomUUID();
  const content = erpCallContent({ method, path, body: text }).toString();
  const answer = await fetch(`${world.config.PUBLIC_ORIGIN}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'dealdraft-portal': portal,
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
      'webhook-signature': signature(secret.reveal(), { id, at, content }),
    },
    ...(method === 'POST' ? { body: text } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as Answer['body'] };
};
const wish = (dealId: string, more: Record<string, unknown> = {}) => ({
  idempotencyKey: `po-${dealId}`,
  dealId,
  template: 'Order Form',
  keys: { vendor_id: 'V-88', purchase_order: '4500012345', legal_entity_id: 'NW-US' },
  ...more,
});
const newDeal = (): string => world.hubspot.control.seedDeals(1)[0] ?? '';
const ask = (body: unknown) => call('POST', '/api/erp/requests', { body });
type Event = { id: string; type: string; portalId: number; contract: Record<string, unknown> };
const eventsOf = (contractId: string) =>
  told.filter(({ body }) => (JSON.parse(body) as Event).contract['id'] === contractId);

describe('an ERP asks for a contract', () => {
  it('once, whatever is repeated, and its keys stay with the contract in SpotDraft', async () => {
    const dealId = newDeal();
    const answers = await Promise.all([1, 2, 3].map(() => ask(wish(dealId))));
    const ids = new Set(answers.map(({ body }) => body['requestId']));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(ids.size).toBe(1);
    const requestId = String([...ids][0]);
    const row = await go.contractOf(requestId);
    expect(go.atSpotDraft(dealId)).toHaveLength(1);
    expect(go.atSpotDraft(dealId)[0]?.externalMetadata?.['record_data']).toMatchObject({
      vendor_id: 'V-88',
      purchase_order: '4500012345',
      legal_entity_id: 'NW-US',
      deal_id: dealId,
      request_id: requestId,
    });
    const state = await call('GET', `/api/erp/requests/${requestId}`);
    expect(state).toMatchObject({
      status: 200,
      body: {
        requestId,
        state: 'created',
        contract: { id: row.id, dealId, status: 'DRAFT', keys: { vendor_id: 'V-88' } },
      },
    });
    expect(await ask(wish(dealId))).toMatchObject({ status: 202, body: { requestId } });
    expect(await ask(wish(dealId, { idempotencyKey: 'another-one' }))).toMatchObject({
      status: 409,
      body: { error: { code: 'open_contract' } },
    });
  });

  it.each<[string, (dealId: string) => unknown, number, string, RegExp]>([
    ['no JSON', () => 'text', 400, 'invalid', /./],
    ['a field too many', (id) => wish(id, { admin: true }), 400, 'invalid', /Unrecognized key/],
    ['no idempotency key', (id) => wish(id, { idempotencyKey: '' }), 400, 'invalid', /idempotencyKey/],
    [
      'a key of ours',
      (id) => wish(id, { keys: { portal_id: '1' } }),
      400,
      'invalid',
      /portal_id are DealDraft's own/,
    ],
    ['a key that is none', (id) => wish(id, { keys: { 'Vendor Id': '1' } }), 400, 'invalid', /Vendor Id/],
    ['an unknown template', (id) => wish(id, { template: 'Nothing' }), 404, 'not_found', /“Nothing”/],
    [
      'a template that is not mapped',
      (id) => wish(id, { template: 999_999 }),
      404,
      'not_found',
      /not mapped/,
    ],
  ])('not with %s', async (_what, body, status, code, words) => {
    const answer = await ask(body(newDeal()));
    expect(answer).toMatchObject({ status, body: { error: { code } } });
    expect(String((answer.body['error'] as { message: string }).message)).toMatch(words);
  });

  it('and is told every value that is missing, with nothing stored', async () => {
    const dealId = newDeal();
    world.hubspot.control.editDeal(dealId, { contract_start_date: '' });
    const answer = await ask(wish(dealId));
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { code: 'blocked', fields: [{ target: 'order_start_date' }], canRetry: true } },
    });
    expect(await world.db.request.count({ where: { dealId } })).toBe(0);
  });
});

describe('who is not the ERP learns nothing', () => {
  it.each<[string, Parameters<typeof call>[2]]>([
    ['another key', { secret: newWebhookKey() }],
    ['another account', { portal: '8811002' }],
    ['an account that does not exist', { portal: '1' }],
    ['no account', { portal: 'x' }],
    ['an old signature', { at: new Date(Date.now() - 400_000) }],
  ])('%s', async (_what, options) => {
    const answers = await Promise.all([
      call('POST', '/api/erp/requests', { body: wish('1'), ...options }),
      call('GET', '/api/erp/contracts', options),
    ]);
    for (const answer of answers)
      expect(answer).toEqual({ status: 401, body: { message: 'The request is not signed as it must be.' } });
  });

  it('and no key opens what belongs to another account', async () => {
    const theirs = newWebhookKey();
    expect((await world.app.linkErp({ portalId: 8811002, key: theirs, eventsUrl: null })).ok).toBe(true);
    const made = await go.make(newDeal());
    const mine = { secret: theirs, portal: '8811002' };
    expect((await call('GET', `/api/erp/requests/${made.requestId}`, mine)).status).toBe(404);
    expect((await call('GET', `/api/erp/contracts/${made.row.id}/file`, mine)).status).toBe(404);
    expect((await call('GET', '/api/erp/contracts', mine)).body).toEqual({ contracts: [], next: null });
  });
});

describe('an executed contract', () => {
  const execute = async (dealId: string) => {
    const requestId = String((await ask(wish(dealId))).body['requestId']);
    const row = await go.contractOf(requestId);
    go.person(row.numericId, 'mark');
    go.person(row.numericId, 'sign-all');
    await go.rowWhen('it is executed', row.id, ({ status }) => status === 'EXECUTED');
    return row;
  };

  it('is told once, signed, with keys and metadata, although the file is not there yet; then the file is fetched', async () => {
    const fault = world.spotdraft.control.addFault({ kind: 'download-not-ready' });
    const dealId = newDeal();
    notAtOnce.add(dealId); // the ERP is away for a moment: it is told again
    const row = await execute(dealId);
    await until('the ERP was told twice', () => eventsOf(row.id).length >= 2);
    const [first, second] = eventsOf(row.id);
    expect(second?.body).toBe(first?.body);
    expect((await go.row(row.id)).fileId).toBeNull();
    const event = JSON.parse(second?.body ?? '') as Event;
    expect(event).toMatchObject({
      type: 'contract.executed',
      portalId,
      contract: {
        id: row.id,
        status: 'EXECUTED',
        keys: { vendor_id: 'V-88', purchase_order: '4500012345' },
        file: `/api/erp/contracts/${row.id}/file`,
      },
    });
    expect(Object.keys(event.contract['metadata'] as object).length).toBeGreaterThan(0);
    const { path = '', body = '', headers } = second ?? {};
    expect(path).toBe('/dealdraft?tenant=7');
    expect(isSigned(key.reveal(), headers ?? {}, body)).toBe(true);
    expect(headers?.['webhook-id']).toBe(event.id);
    expect(first?.headers['webhook-id']).toBe(event.id);
    expect(await call('GET', String(event.contract['file']))).toMatchObject({
      status: 502,
      body: { error: { canRetry: true } },
    });
    world.spotdraft.control.clearFaults(fault.id);
    const link = await call('GET', String(event.contract['file']));
    expect(link.status).toBe(200);
    const file = await fetch(String(link.body['url']));
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    await world.app.deps.db.outgoingWebhook.findFirstOrThrow({
      where: { target: 'erp', contractId: row.id, state: 'sent', attempts: 2 },
    });
  });

  it('is found by a back-fill, page by page, each once', async () => {
    const since = new Date();
    const rows = [await execute(newDeal()), await execute(newDeal())];
    const path = `/api/erp/contracts?since=${encodeURIComponent(since.toISOString())}`;
    const page = await call('GET', path);
    expect((page.body['contracts'] as { id: string }[]).map(({ id }) => id).sort()).toEqual(
      rows.map(({ id }) => id).sort(),
    );
    expect(page.body['next']).toBeNull();
    const { executedAt, id } = await world.db.contract.findFirstOrThrow({
      where: { portalId, status: 'EXECUTED', executedAt: { gte: since } },
      orderBy: [{ executedAt: 'asc' }, { id: 'asc' }],
    });
    const rest = await call(
      'GET',
      `${path}&after=${encodeURIComponent(`${executedAt?.toISOString() ?? ''}_${id}`)}`,
    );
    expect((rest.body['contracts'] as { id: string }[]).map((each) => each.id)).toEqual(
      rows.map((row) => row.id).filter((each) => each !== id),
    );
    expect((await call('GET', '/api/erp/contracts?after=nonsense')).status).toBe(400);
    expect((await call('GET', '/api/erp/contracts?since=tomorrow')).status).toBe(400);
  });
});

it('a changed key leaves the former one valid until it changes again', async () => {
  const second = newWebhookKey();
  const third = newWebhookKey();
  const link = (secret: Secret) => world.app.linkErp({ portalId: 8811003, key: secret, eventsUrl: null });
  const status = async (secret: Secret) =>
    (await call('GET', '/api/erp/contracts', { secret, portal: '8811003' })).status;
  await link(key);
  await link(second);
  expect([await status(key), await status(second)]).toEqual([200, 200]);
  await link(second);
  expect(await status(key)).toBe(200);
  await link(third);
  expect([await status(key), await status(second), await status(third)]).toEqual([401, 200, 200]);
  expect(await link(new Secret('short'))).toMatchObject({ ok: false });
});
