import { describe, expect, it } from 'vitest';
import { toCreateBody } from '../../../src/spotdraft/calls/create-body.ts';
import { verifySpotDraftSignature } from '../../../src/spotdraft/inbound/signature.ts';
import {
  dedupeKey,
  parseWebhookEvent,
  subscribedActivities,
} from '../../../src/spotdraft/inbound/webhook-event.ts';
import { startRawServer } from './raw-server.ts';
import { connect, create, failure, newContract, sandbox, useSandbox, value } from './sandbox-kit.ts';

useSandbox();

describe('the workspace', () => {
  it('lists templates and tells what each asks', async () => {
    const { client } = connect();
    const templates = await value(client.listTemplates());
    expect(templates).toContainEqual({ id: 1204, name: 'Order Form', contractTypeId: expect.any(Number) });
    expect(await value(client.getTemplate(1204))).toEqual(templates.find(({ id }) => id === 1204));
    const { attributes, counterpartyKind } = await value(client.getTemplateMetadata(1204));
    expect(counterpartyKind).toBe('Organisation');
    const products = attributes.find(({ variable }) => variable === 'products');
    expect(products).toMatchObject({ type: 'repeating', required: true });
    expect(products?.attributes?.map(({ variable }) => variable)).toContain('quantity');
    expect(await failure(client.getTemplateMetadata(99))).toMatchObject({ kind: 'not_found' });
  });

  it('lists contract types, entities, organization types and users', async () => {
    const { client } = connect();
    const types = await value(client.listContractTypes());
    const orderForms = types.find(({ name }) => name === 'Order Form');
    const entities = await value(client.listEntities());
    expect(entities).toContainEqual({
      id: expect.any(Number),
      name: 'Northwind Cloud GmbH',
      referenceId: 'NW-DE',
      isPrimary: false,
      country: 'DE',
    });
    const allowed = await value(client.listContractTypeEntities(orderForms?.id ?? 0));
    expect(allowed.map(({ id }) => id)).toEqual(expect.arrayContaining(entities.map(({ id }) => id)));
    const names = async (iso?: string) =>
      (await value(client.listOrganizationTypes(iso))).map(({ name }) => name);
    expect(await names('DE')).toEqual(['GmbH', 'AG']);
    expect((await names()).length).toBeGreaterThan(3);
    const { users, totalResults } = await value(client.listUsers(1));
    expect(users).toHaveLength(totalResults);
    expect(users).toContainEqual(
      expect.objectContaining({ email: 'piet.devries@northwind.example', isActive: false }),
    );
  });

  it('acts as a named user, who may lack a permission', async () => {
    const { client } = connect({ userEmail: 'sofia.rossi@northwind.example' });
    expect((await create(client)).createdBy).toMatch(/sofia/i);
    const hook = { title: 'x', url: 'https://app.example.com/hook', activities: ['CONTRACT_CREATED'] };
    const refused = await failure(client.createWebhook(hook));
    expect(refused).toMatchObject({ kind: 'forbidden', processed: 'no' });
    expect(refused.text.admin).toContain(
      'The SpotDraft user that DealDraft acts as may not register for notices',
    );
  });
});

describe('notices', () => {
  it('come signed under the workspace’s key, can be read, and are known again when sent again', async () => {
    const receiver = await startRawServer((response) => response.end('{"ok":true}'));
    const { client } = connect();
    const key = await value(client.getHmacKey());
    const hook = await value(
      client.createWebhook({
        title: 'DealDraft',
        url: `${receiver.origin}/hook`,
        activities: subscribedActivities,
        customHeaders: { 'X-Dealdraft': '1' },
      }),
    );
    expect(hook).toEqual({ id: expect.any(Number), status: 'ACTIVE', url: `${receiver.origin}/hook` });
    const { id } = await create(client);
    await sandbox.control.idle();
    await value(client.retriggerLatest([id.numeric]));
    await sandbox.control.idle();
    expect(receiver.received).toHaveLength(2);
    const events = receiver.received.map(({ body, headers }) => {
      const rawBody = Buffer.from(body);
      const header = headers['x-sd-webhook-content-hash'];
      expect(verifySpotDraftSignature({ rawBody, header, keys: [key] })).toBe(true);
      expect(headers['x-dealdraft']).toBe('1');
      const event = parseWebhookEvent(rawBody);
      if (!event.ok) throw new Error(event.failure.reason);
      return event.value;
    });
    expect(events[0]).toMatchObject({
      activity: 'CONTRACT_CREATED',
      contract: { numericId: id.numeric, status: 'DRAFT', templateId: 1204 },
      externalMetadata: newContract().externalMetadata,
    });
    expect(new Set(events.map(dedupeKey)).size).toBe(1);
    await value(client.deleteWebhook(hook.id));
    await create(client);
    await sandbox.control.idle();
    expect(receiver.received).toHaveLength(2);
    expect(await failure(client.deleteWebhook(hook.id))).toMatchObject({ kind: 'not_found' });
  });

  it('are not registered for an address that SpotDraft refuses', async () => {
    const { client } = connect();
    const hook = { title: 'x', url: 'http://app.example.com/hook', activities: ['CONTRACT_CREATED'] };
    expect(await failure(client.createWebhook(hook))).toMatchObject({ kind: 'invalid', processed: 'no' });
  });
});

describe('trouble', () => {
  it.each([
    [{ kind: 'error-before' }, 'unclear', 0],
    [{ kind: 'error-after' }, 'unclear', 1],
    [{ kind: 'reset', when: 'before' }, 'unclear', 0],
    [{ kind: 'reset', when: 'after' }, 'unclear', 1],
    [{ kind: 'commit-then-timeout' }, 'unclear', 1],
    [{ kind: 'throttle', ms: 60_000 }, 'throttled', 0],
  ] as const)('%j to a creation is %s, and %i contracts are there', async (fault, kind, contracts) => {
    const { client } = connect({ createTimeoutMs: 500 });
    sandbox.control.addFault({ ...fault, method: 'POST', path: '/contracts/$' });
    const failed = await failure(client.createContract(toCreateBody(newContract())));
    expect([failed.kind, failed.processed]).toEqual([kind, kind === 'unclear' ? 'maybe' : 'no']);
    expect(sandbox.control.truth().contracts).toHaveLength(contracts);
    sandbox.control.clearFaults();
    expect(await value(client.findByExternalId('hubspot-deal-1'))).toHaveLength(contracts);
  });

  it('revoked credentials are unauthorized from the next call on', async () => {
    const { client, calls } = connect();
    await value(client.listTemplates());
    sandbox.control.addFault({ kind: 'revoke-credentials' });
    const refused = await failure(client.listTemplates());
    expect(refused).toMatchObject({ kind: 'unauthorized', status: 401, processed: 'no' });
    expect(calls.map((call) => call.failure)).toEqual([null, 'unauthorized']);
    sandbox.control.reset();
  });
});
