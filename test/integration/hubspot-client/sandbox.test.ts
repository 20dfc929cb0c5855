import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  accessTokens,
  appClientSecret,
  appId,
  northwindPortalId,
  oauthClientId,
  secondPortalId,
  userIds,
} from '../../../sandbox/hubspot/state/accounts.ts';
import { startHubSpotSandbox } from '../../../sandbox/hubspot/start.ts';
import type { HubSpotSandbox } from '../../../sandbox/hubspot/start.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { createHubSpotClient } from '../../../src/hubspot/client.ts';
import { dealPropertyDefinitions, dealPropertyGroup } from '../../../src/hubspot/calls/deal-properties.ts';
import { createHubSpotOAuth } from '../../../src/hubspot/oauth.ts';
import { verifyHubSpotRequest } from '../../../src/hubspot/inbound/signature.ts';
import { parseWebhookEvents } from '../../../src/hubspot/inbound/webhook-events.ts';
import { workflowAnswer, workflowExecution } from '../../../src/hubspot/inbound/workflow-action.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';

/** The app as HubSpot sees it: keeps what was verified, answers workflow actions with "later". */
type Kept = { path: string; verified: boolean; body: Buffer };
let app: Server;
let appOrigin: string;
const kept: Kept[] = [];

let sandbox: HubSpotSandbox;

beforeAll(async () => {
  app = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      const path = request.url ?? '';
      const { method = '', headers } = request;
      const url = `https://app.example.com${path}`;
      const clientSecret = new Secret(appClientSecret);
      const verified = verifyHubSpotRequest({
        method,
        url,
        rawBody: body,
        headers,
        clientSecret,
        now: Date.now(),
        accept: 'v3',
      }).ok;
      kept.push({ path, verified, body });
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(workflowAnswer.later()));
    });
  });
  app.listen(0, '127.0.0.1');
  await once(app, 'listening');
  appOrigin = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  sandbox = await startHubSpotSandbox({
    port: 0,
    appOrigin,
    publicAppOrigin: 'https://app.example.com',
    searchLagMs: 0,
    rateLimitPer10s: 10_000,
    searchPerSecond: 1_000,
  });
});
afterAll(async () => {
  await sandbox.close();
  app.close();
  app.closeAllConnections();
});
beforeEach(() => {
  sandbox.control.reset();
  kept.length = 0;
});

const client = (portalId = northwindPortalId, timeoutMs = 5_000) =>
  createHubSpotClient({
    basePath: sandbox.origin,
    portalId,
    accessToken: () => Promise.resolve(ok(new Secret(accessTokens[portalId] ?? ''))),
    acquire: () => Promise.resolve(),
    timeoutMs,
  });
const value = async <Value>(
  result: Promise<Result<Value, { text: { log: string; admin: string } }>>,
): Promise<Value> => {
  const settled = await result;
  if (!settled.ok) throw new Error(`${settled.failure.text.log}. ${settled.failure.text.admin}`);
  return settled.value;
};
const aDeal = (): string => sandbox.control.seedDeals(1)[0] ?? '';
const ourProperties = async (): Promise<void> => {
  await value(client().ensurePropertyGroup(dealPropertyGroup));
  await value(client().ensureDealProperties(dealPropertyDefinitions));
};

describe('reading', () => {
  it('a deal, its records, and who owns it', async () => {
    const id = aDeal();
    const deal = await value(
      client().getDeal(id, ['dealname', 'dealstage', 'hubspot_owner_id', 'no_such_property']),
    );
    expect(deal).toMatchObject({ id, objectType: 'deals', archived: false });
    expect(deal.properties['dealname']).toBeTruthy();

    const companies = await value(client().getAssociations(id, 'companies'));
    expect(companies[0]?.types.some(({ label }) => label === 'Primary')).toBe(true);
    const ids = companies.map(({ toId }) => toId);
    const read = await value(client().readBatch('companies', [...ids, '404404404'], ['name']));
    expect([read.records.map((record) => record.id), read.missing]).toEqual([ids, ['404404404']]);
    const items = await value(client().getAssociations(id, 'line_items'));
    const lines = await value(
      client().readBatch(
        'line_items',
        items.map(({ toId }) => toId),
        ['name', 'price'],
      ),
    );
    expect(lines.records.length).toBeGreaterThan(0);
  });

  it('a deal that is not there, deleted, or of another account', async () => {
    const id = aDeal();
    sandbox.control.deleteDeal(id);
    for (const [portalId, dealId] of [[northwindPortalId, '1'], [northwindPortalId, id], [secondPortalId, aDeal()]] as const) {
      expect(await client(portalId).getDeal(dealId, ['dealname'])).toMatchObject({ ok: false, failure: { kind: 'not_found' } });
    } // prettier-ignore
  });

  it('owners, by either id, and one who has left', async () => {
    const owners = await value(client().listOwners());
    const ada = await value(client().getOwnerByUserId(userIds.ada));
    expect(owners).toContainEqual(ada);
    expect(await value(client().getOwner(ada.id))).toEqual(ada);
    const gone = sandbox.control.portal().owners.find(({ archived }) => archived);
    expect(await value(client().getOwner(gone?.id ?? ''))).toMatchObject({ archived: true });
    expect(owners.some(({ archived }) => archived)).toBe(false);
    expect(await client().getOwnerByUserId(1)).toMatchObject({ ok: false, failure: { kind: 'not_found' } });
  });

  it('pipelines, properties, labels, and the account', async () => {
    const [pipeline] = await value(client().listDealPipelines());
    expect(pipeline?.stages.find(({ id }) => id === 'closedwon')).toMatchObject({
      isClosed: true,
      isWon: true,
    });
    expect(pipeline?.stages.find(({ id }) => id === 'closedlost')).toMatchObject({
      isClosed: true,
      isWon: false,
    });
    const properties = await value(client().listProperties('deals'));
    expect(properties.find(({ name }) => name === 'dealname')).toMatchObject({
      type: 'string',
      readOnly: false,
    });
    expect(properties.some(({ readOnly }) => readOnly)).toBe(true);
    const labels = await value(client().listAssociationLabels('deals', 'contacts'));
    expect(labels.map(({ label }) => label)).toEqual(expect.arrayContaining(['Signatory']));
    expect(await value(client().getAccountInfo())).toMatchObject({
      portalId: northwindPortalId,
      timeZone: sandbox.control.portal().timeZone,
    });
  });

  it('deals by search, page by page', async () => {
    sandbox.control.seedDeals(12);
    const search = {
      filterGroups: [{ filters: [{ propertyName: 'dealname', operator: 'HAS_PROPERTY' }] }],
      sorts: [{ propertyName: 'createdate', direction: 'ASCENDING' }],
      properties: ['dealname'],
      limit: 10,
    } as const;
    const first = await value(client().searchDeals(search));
    const second = await value(client().searchDeals({ ...search, after: first.after }));
    expect(first.records).toHaveLength(10);
    expect(first.total).toBeGreaterThan(12);
    expect(new Set([...first.records, ...second.records].map(({ id }) => id)).size).toBe(
      10 + second.records.length,
    );
  });
});

describe('writing', () => {
  it('our properties once, however often and by however many', async () => {
    await Promise.all([ourProperties(), ourProperties()]);
    const done = await value(client().ensureDealProperties(dealPropertyDefinitions));
    expect(done.unchanged).toEqual(dealPropertyDefinitions.map(({ name }) => name));
  });

  it('one deal, and clears a value', async () => {
    await ourProperties();
    const id = aDeal();
    const at = '2026-11-21T10:00:00.000Z';
    await value(
      client().updateDeal(id, {
        dealdraft_status: 'signing',
        dealdraft_sent_at: at,
        dealdraft_contract_count: '2',
      }),
    );
    const read = await value(
      client().getDeal(id, ['dealdraft_status', 'dealdraft_sent_at', 'dealdraft_contract_count']),
    );
    expect([
      read.properties['dealdraft_status'],
      Date.parse(read.properties['dealdraft_sent_at'] ?? ''),
      read.properties['dealdraft_contract_count'],
    ]).toEqual(['signing', Date.parse(at), '2']);
    await value(client().updateDeal(id, { dealdraft_status: '' }));
    expect(
      (await value(client().getDeal(id, ['dealdraft_status']))).properties['dealdraft_status'] ?? '',
    ).toBe('');
  });

  it.each([
    ['an option that does not exist', { dealdraft_status: 'signed' }, 'dealdraft_status'],
    ['a property that does not exist', { dealdraft_nothing: 'x' }, 'dealdraft_nothing'],
  ])('is refused for %s, which is named', async (_name, properties, named) => {
    await ourProperties();
    const refused = await client().updateDeal(aDeal(), properties);
    expect(refused).toMatchObject({ ok: false, failure: { kind: 'invalid', fields: [{ property: named }] } });
  });

  it('writes 120 deals of which one is gone, one merged, one locked and one read-only, and leaves no good one out', async () => {
    await ourProperties();
    const ids = sandbox.control.seedDeals(120);
    const [gone = '', survivor = '', merged = '', locked = '', readOnly = ''] = ids;
    sandbox.control.deleteDeal(gone);
    sandbox.control.mergeDeals(survivor, merged);
    sandbox.control.addFault({ kind: 'lock-deal', portalId: northwindPortalId, dealId: locked, ms: 60_000 });
    sandbox.control.addFault({ kind: 'read-only-deal', portalId: northwindPortalId, dealId: readOnly });
    const before = sandbox.control.stats().total;
    const written = await value(
      client().writeDeals(ids.map((id) => ({ id, properties: { dealdraft_status: 'draft' } }))),
    );
    expect(written.stopped).toBeNull();
    const kinds = Object.fromEntries(written.failed.map(({ id, failure }) => [id, failure.kind]));
    expect(kinds).toMatchObject({ [gone]: 'not_found', [locked]: 'locked' });
    expect(Object.keys(kinds)).toContain(readOnly);
    expect(written.failed.every(({ id }) => [gone, merged, locked, readOnly].includes(id))).toBe(true);
    for (const id of ids.slice(5))
      expect(sandbox.control.record('deals', id).properties['dealdraft_status']).toBe('draft');
    expect(sandbox.control.stats().total - before).toBeLessThanOrEqual(25);
  });

  it('says what it does not know, when the work was done and the answer lost', async () => {
    await ourProperties();
    const id = aDeal();
    sandbox.control.addFault({ kind: 'commit-then-timeout', method: 'PATCH', times: 1 });
    const lost = await client(northwindPortalId, 300).updateDeal(id, { dealdraft_status: 'draft' });
    expect(lost).toMatchObject({ ok: false, failure: { kind: 'unclear', processed: 'maybe' } });
    expect(sandbox.control.record('deals', id).properties['dealdraft_status']).toBe('draft');
  });

  it.each([
    ['error-before', 'unavailable'],
    ['error-after', 'unavailable'],
    ['reset', 'unclear'],
    ['throttle', 'throttled'],
  ] as const)('translates the fault %s', async (kind, expected) => {
    sandbox.control.addFault({ kind, times: 1, ms: 1_000 });
    expect(await client().updateDeal('1', {})).toMatchObject({ ok: false, failure: { kind: expected } });
  });
});

describe('the signed document', () => {
  it('is uploaded whole, found, and hung on the deal once', async () => {
    const id = aDeal();
    const bytes = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(3 << 20, 1)]);
    const place = { folderPath: '/DealDraft/signed', name: 'Order form – 契約 7.pdf' };
    expect(await value(client().findFile(place))).toBeNull();
    const content = Readable.from([bytes.subarray(0, 1 << 20), bytes.subarray(1 << 20)]);
    const file = await value(
      client().uploadFile({ ...place, content, contentType: 'application/pdf', access: 'PRIVATE' }),
    );
    expect((await value(client().findFile(place)))?.id).toBe(file.id);
    const stored = sandbox.control.portal().files.get(file.id);
    expect(bytes.equals(stored?.bytes ?? new Uint8Array())).toBe(true);

    const note = await value(
      client().createNote({ body: 'Signed', timestamp: new Date(), attachmentIds: [file.id], dealId: id }),
    );
    const found = (await value(client().findNotes(id))).find((each) => each.id === note.id);
    expect(found).toMatchObject({ body: 'Signed', attachmentIds: [file.id] });
  });
});

describe('what HubSpot sends', () => {
  it('webhooks are verified and read, our own writes by their source', async () => {
    await ourProperties();
    sandbox.control.subscribe(
      [
        {
          subscriptionType: 'object.propertyChange',
          objectType: 'deal',
          propertyName: 'dealdraft_status',
        },
      ],
      'https://app.example.com/hubspot/webhooks',
    );
    const id = aDeal();
    await value(client().updateDeal(id, { dealdraft_status: 'draft' }));
    // What other tests of this file set off may still arrive.
    const ours = () => kept.find(({ body }) => body.includes('dealdraft_status'));
    await expect.poll(ours).toBeDefined();
    const delivery = ours();
    expect(delivery?.verified).toBe(true);
    const parsed = parseWebhookEvents(delivery?.body ?? Buffer.alloc(0));
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        events: [
          {
            kind: 'property-changed',
            objectType: 'deal',
            objectId: id,
            property: 'dealdraft_status',
            value: 'draft',
            portalId: northwindPortalId,
            source: { changeSource: 'INTEGRATION', sourceId: String(appId) },
          },
        ],
        unreadable: [],
      },
    });
  });

  it('a workflow action is verified, read, and completed later', async () => {
    const dealId = aDeal();
    const input = {
      portalId: northwindPortalId,
      dealId,
      actionUrl: 'https://app.example.com/hubspot/actions/create-contract',
      inputFields: { templateId: 'tpl_1' },
    };
    const enrolment = sandbox.control.enrol(input);
    await expect
      .poll(() => sandbox.control.enrolments().find(({ id }) => id === enrolment.id)?.state)
      .toBe('WAITING');
    expect(kept[0]?.verified).toBe(true);
    const execution = workflowExecution.parse(JSON.parse(kept[0]?.body.toString() ?? ''));
    expect(execution).toMatchObject({
      portalId: northwindPortalId,
      object: { type: 'deal', id: dealId },
      inputs: { templateId: 'tpl_1' },
    });
    const { outputFields } = workflowAnswer.succeeded({ contractId: '42' });
    await value(client().completeCallbacks([{ callbackId: execution.callbackId, outputFields }]));
    expect(sandbox.control.enrolments().find(({ id }) => id === enrolment.id)?.state).toBe('SUCCEEDED');
  });
});

describe('a connection', () => {
  it('is made, renewed, checked, used and ended', async () => {
    const oauth = createHubSpotOAuth({
      basePath: sandbox.origin,
      clientId: oauthClientId,
      clientSecret: new Secret(appClientSecret),
      consentOrigin: sandbox.origin,
    });
    const redirectUri = 'https://app.example.com/oauth/callback';
    const code = sandbox.control.authorize({ redirectUri, userId: userIds.ada });
    const tokens = await value(oauth.exchangeCode({ code, redirectUri }));
    expect(tokens.portalId).toBe(northwindPortalId);
    expect(await oauth.exchangeCode({ code, redirectUri })).toMatchObject({
      ok: false,
      failure: { kind: 'unauthorized' },
    });
    const renewed = await value(oauth.refresh(tokens.refreshToken));
    expect(await value(oauth.introspect(renewed.accessToken))).toMatchObject({
      active: true,
      portalId: northwindPortalId,
      userId: String(userIds.ada),
      appId,
    });
    const connected = createHubSpotClient({
      basePath: sandbox.origin,
      portalId: northwindPortalId,
      accessToken: () => Promise.resolve(ok(renewed.accessToken)),
      acquire: () => Promise.resolve(),
    });
    expect((await value(connected.getAccountInfo())).portalId).toBe(northwindPortalId);
    await value(oauth.revoke(tokens.refreshToken));
    expect(await oauth.refresh(tokens.refreshToken)).toMatchObject({
      ok: false,
      failure: { kind: 'unauthorized' },
    });
    expect(await connected.getAccountInfo()).toMatchObject({ ok: false, failure: { kind: 'unauthorized' } });
  });

  it('without a scope names the scope', async () => {
    const oauth = createHubSpotOAuth({
      basePath: sandbox.origin,
      clientId: oauthClientId,
      clientSecret: new Secret(appClientSecret),
    });
    const redirectUri = 'https://app.example.com/oauth/callback';
    const tokens = await value(
      oauth.exchangeCode({
        code: sandbox.control.authorize({ redirectUri, scopes: ['oauth', 'crm.objects.deals.read'] }),
        redirectUri,
      }),
    );
    const poor = createHubSpotClient({
      basePath: sandbox.origin,
      portalId: northwindPortalId,
      accessToken: () => Promise.resolve(ok(tokens.accessToken)),
      acquire: () => Promise.resolve(),
    });
    const refused = await poor.listOwners();
    expect(refused).toMatchObject({
      ok: false,
      failure: { kind: 'missing_scopes', scopes: ['crm.objects.owners.read'] },
    });
  });
});
