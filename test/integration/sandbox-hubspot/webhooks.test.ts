import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  appClientSecret,
  appId,
  northwindPortalId,
  secondPortalId,
  userIds,
} from '../../../sandbox/hubspot/state/accounts.ts';
import { signV1 } from '../../../sandbox/hubspot/state/signatures.ts';
import { parseWebhookEvents } from '../../../src/hubspot/inbound/webhook-events.ts';
import { answerJson, call, dealId, publicAppOrigin, startApp, startSandbox, until } from './kit.ts';
import type { Received } from './kit.ts';
import type { HubSpotSandboxOptions } from '../../../sandbox/hubspot/start.ts';

type Event = Record<string, unknown>;
const eventsOf = (received: Received[]): Event[] =>
  received.flatMap((one) => JSON.parse(one.body) as Event[]);
const onStage = { subscriptionType: 'object.propertyChange', objectType: 'deal', propertyName: 'dealstage' };
const target = `${publicAppOrigin}/webhooks/hubspot`;

async function listening(
  subscriptions: Parameters<Awaited<ReturnType<typeof startSandbox>>['control']['subscribe']>[0],
  options: HubSpotSandboxOptions = {},
  statuses: number[] = [],
) {
  let calls = 0;
  const app = await startApp((_request, response) => answerJson(response, statuses[calls++] ?? 200, {}));
  const sandbox = await startSandbox({ appOrigin: app.origin, webhookRetryDelaysMs: [5, 5, 5], ...options });
  sandbox.control.subscribe(subscriptions, target);
  return { app, sandbox, events: () => eventsOf(app.received) };
}

describe('a webhook call', () => {
  it('is an array, signed in both versions, and says who changed what', async () => {
    const { app, sandbox, events } = await listening([onStage]);
    const id = dealId(sandbox, 'Copperleaf');
    sandbox.control.editDeal(id, { dealstage: 'qualifiedtobuy', amount: '1' }, { userId: userIds.ben });
    await sandbox.control.idle();
    const [request] = app.received;
    expect(request).toMatchObject({ method: 'POST', url: '/webhooks/hubspot', signed: true });
    expect(request?.headers['x-hubspot-signature-version']).toBe('v1');
    expect(request?.headers['x-hubspot-signature']).toBe(
      signV1({ clientSecret: appClientSecret, body: request?.body ?? '' }),
    );
    expect(events()).toHaveLength(1);
    expect(events()[0]).toMatchObject({
      portalId: northwindPortalId, appId, subscriptionType: 'object.propertyChange', objectTypeId: '0-3', objectId: Number(id), propertyName: 'dealstage',
      propertyValue: 'qualifiedtobuy', attemptNumber: 0, changeSource: 'CRM_UI', sourceId: `userId:${userIds.ben}`,
    }); // prettier-ignore

    await call(sandbox, `PATCH /crm/v3/objects/deals/${id}`, { properties: { dealstage: 'contractsent' } });
    await sandbox.control.idle();
    expect(events()[1]).toMatchObject({ changeSource: 'INTEGRATION', sourceId: String(appId) });
  });

  it('gathers up to 100 events', async () => {
    const { app, sandbox, events } = await listening([onStage]);
    const ids = sandbox.control.seedDeals(230, { properties: { dealstage: 'appointmentscheduled' } });
    for (const id of ids) sandbox.control.editDeal(id, { dealstage: 'contractsent' });
    await sandbox.control.idle();
    expect(
      app.received.map((one) => (JSON.parse(one.body) as Event[]).length).toSorted((a, b) => a - b),
    ).toEqual([30, 100, 100]);
    expect(new Set(events().map((one) => one['objectId'])).size).toBe(230);
  });

  it('tells creation, deletion, restoring, merging and associations, all readable', async () => {
    const kinds = ['creation', 'deletion', 'restore', 'merge', 'associationChange'];
    const { app, sandbox, events } = await listening(
      kinds.map((kind) => ({ subscriptionType: `object.${kind}`, objectType: 'deal' })),
    );
    const [primary, merged] = [dealId(sandbox, 'Copperleaf'), dealId(sandbox, 'Domtoren')];
    const made = await call(sandbox, 'POST /crm/v3/objects/deals', { properties: { dealname: 'x' } });
    sandbox.control.deleteDeal(String(made.body['id']));
    sandbox.control.restoreDeal(String(made.body['id']));
    const united = sandbox.control.mergeDeals(primary, merged);
    const contact =
      [...sandbox.control.portal().records.values()].find((one) => one.type === 'contacts')?.id ?? '';
    // Written from the contact's side, and yet told from the deal's.
    await call(
      sandbox,
      `PUT /crm/v4/objects/contacts/${contact}/associations/default/deals/${String(made.body['id'])}`,
    );
    await sandbox.control.idle();
    expect(new Set(events().map((one) => one['subscriptionType']))).toEqual(
      new Set(kinds.map((kind) => `object.${kind}`)),
    );
    expect(events().find((one) => one['subscriptionType'] === 'object.merge')).toMatchObject({
      primaryObjectId: Number(primary),
      mergedObjectIds: [Number(merged)],
      newObjectId: Number(united),
      numberOfPropertiesMoved: expect.any(Number) as number,
    });
    const deleted = events().filter((one) => one['subscriptionType'] === 'object.deletion');
    expect(deleted.map((one) => String(one['objectId']))).toEqual(expect.arrayContaining([primary, merged]));
    expect(events().find((one) => one['toObjectId'] === Number(contact))).toMatchObject({
      associationType: 'DEAL_TO_CONTACT',
      fromObjectId: Number(made.body['id']),
      associationRemoved: false,
    });
    for (const { body } of app.received) {
      const parsed = parseWebhookEvents(Buffer.from(body));
      expect(parsed.ok && parsed.value.unreadable).toEqual([]);
    }
  });

  it('is not made for other properties, types, accounts without the app, or switched-off subscriptions', async () => {
    const { app, sandbox } = await listening([
      onStage,
      { ...onStage, propertyName: 'amount', active: false },
      { ...onStage, propertyName: 'hs_lastmodifieddate' },
    ]);
    const id = dealId(sandbox, 'Copperleaf');
    sandbox.control.editDeal(id, { amount: '3', po_number: '1' });
    await call(sandbox, 'DELETE /appinstalls/v3/external-install');
    sandbox.control.editDeal(id, { dealstage: 'qualifiedtobuy' });
    await sandbox.control.idle();
    expect(app.received).toEqual([]);
  });

  it('never mixes accounts', async () => {
    const { app, sandbox } = await listening([onStage]);
    const [other] = sandbox.control.seedDeals(1, {
      portalId: secondPortalId,
      properties: { dealstage: 'appointmentscheduled' },
    });
    sandbox.control.editDeal(dealId(sandbox, 'Copperleaf'), { dealstage: 'qualifiedtobuy' });
    sandbox.control.editDeal(other ?? '', { dealstage: 'qualifiedtobuy' }, { portalId: secondPortalId });
    await sandbox.control.idle();
    expect(
      app.received.map(
        (one) => new Set((JSON.parse(one.body) as Event[]).map((event) => event['portalId'])).size,
      ),
    ).toEqual([1, 1]);
  });

  it('is repeated for 4xx and 5xx alike, counting attempts, until it is taken', async () => {
    const { app, sandbox, events } = await listening([onStage], {}, [400, 500, 204]);
    sandbox.control.editDeal(dealId(sandbox, 'Copperleaf'), { dealstage: 'qualifiedtobuy' });
    await until('the call is delivered', () => sandbox.control.deliveries()[0]?.outcome === 'delivered');
    expect(events().map((one) => one['attemptNumber'])).toEqual([0, 1, 2]);
    expect(new Set(events().map((one) => one['eventId'])).size).toBe(1);
    expect(app.received.every((one) => one.signed)).toBe(true);
    expect(sandbox.control.stats().webhooks).toEqual({ deliveries: 1, events: 1, delivered: 1, attempts: 3 });
  });

  it('is given up after the last attempt', async () => {
    const { sandbox } = await listening([onStage], {}, [500, 500, 500, 500, 200]);
    sandbox.control.editDeal(dealId(sandbox, 'Copperleaf'), { dealstage: 'qualifiedtobuy' });
    await until('the call is given up', () => sandbox.control.deliveries()[0]?.outcome === 'failed');
    expect(sandbox.control.deliveries()[0]?.attempts.map((one) => one.status)).toEqual([500, 500, 500, 500]);
  });

  it('has only so much time', async () => {
    let calls = 0;
    const app = await startApp((_request, response) => {
      calls += 1;
      if (calls > 1) answerJson(response, 200, {});
    });
    const sandbox = await startSandbox({
      appOrigin: app.origin,
      // A machine that others fill may be too slow for the second attempt too.
      webhookRetryDelaysMs: Array.from({ length: 50 }, () => 1),
      webhookTimeoutMs: 100,
    });
    sandbox.control.subscribe([onStage], target);
    sandbox.control.editDeal(dealId(sandbox, 'Copperleaf'), { dealstage: 'qualifiedtobuy' });
    await until('an attempt is taken', () => sandbox.control.deliveries()[0]?.outcome === 'delivered');
    const errors = sandbox.control.deliveries()[0]?.attempts.map((one) => one.error) ?? [];
    expect(errors.at(-1)).toBeNull();
    expect(new Set(errors.slice(0, -1))).toEqual(new Set(['timeout']));
  });

  it('may be lost, doubled or late when told so', async () => {
    const { app, sandbox, events } = await listening([onStage]);
    const id = dealId(sandbox, 'Copperleaf');
    const move = async (stage: string): Promise<void> => {
      sandbox.control.editDeal(id, { dealstage: stage });
      await sandbox.control.idle();
    };
    sandbox.control.addFault({ kind: 'webhook-drop' });
    await move('qualifiedtobuy');
    expect(app.received).toEqual([]);
    sandbox.control.clearFaults();
    sandbox.control.addFault({ kind: 'webhook-duplicate' });
    await move('contractsent');
    expect(events().map((one) => one['eventId'])).toHaveLength(2);
    expect(new Set(events().map((one) => one['eventId'])).size).toBe(1);
    sandbox.control.clearFaults();

    sandbox.control.addFault({ kind: 'webhook-delay', ms: 80, times: 1 });
    sandbox.control.editDeal(id, { dealstage: 'qualifiedtobuy' });
    await move('appointmentscheduled');
    expect(events().slice(2).map((one) => one['propertyValue'])).toEqual(['appointmentscheduled', 'qualifiedtobuy']); // prettier-ignore
  });

  it('is taken up again after a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hubspot-sandbox-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const dataFile = join(folder, 'state.json');
    const extensionsDir = fileURLToPath(new URL('../../../extensions', import.meta.url));
    const silent = await startApp(() => undefined);
    const first = await startSandbox({ appOrigin: silent.origin, dataFile, extensionsDir });
    first.control.editDeal(dealId(first, 'Copperleaf'), { dealstage: 'qualifiedtobuy' });
    const run = first.control.enrol({
      portalId: northwindPortalId,
      dealId: dealId(first, 'Copperleaf'),
      actionUrl: '/act',
    });
    await until('both calls are out', () => silent.received.length === 2);
    await first.close();

    const app = await startApp((_request, response) => answerJson(response, 200, {}));
    const second = await startSandbox({ appOrigin: app.origin, dataFile, extensionsDir });
    await until('both calls came again', () => app.received.length === 2);
    const came = app.received.find((one) => one.url === '/act');
    expect(JSON.parse(came?.body ?? '{}')).toMatchObject({ callbackId: run.callbackId });
    await until('the event is delivered', () => second.control.deliveries().at(-1)?.outcome === 'delivered');
  });

  it('follows the subscriptions of the project', async () => {
    const sandbox = await startSandbox({
      extensionsDir: fileURLToPath(new URL('../../../extensions', import.meta.url)),
    });
    const { targetUrl, subscriptions } = sandbox.state.webhooks;
    expect(targetUrl).toBe(target);
    expect(subscriptions).toContainEqual(expect.objectContaining({ ...onStage, active: true }));
  });
});
