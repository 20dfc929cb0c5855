import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { northwindPortalId } from '../../../sandbox/hubspot/state/accounts.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { createHubSpotClient } from '../../../src/hubspot/client.ts';
import { dealPropertyDefinitions, dealPropertyGroup } from '../../../src/hubspot/calls/deal-properties.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { dealId, startSandbox, token } from './kit.ts';

const clientOf = (sandbox: { origin: string }) =>
  createHubSpotClient({
    basePath: sandbox.origin,
    portalId: northwindPortalId,
    accessToken: () => Promise.resolve(ok(new Secret(token))),
    acquire: () => Promise.resolve(),
  });
const value = async <Value>(work: Promise<Result<Value, unknown>>): Promise<Value> => {
  const result = await work;
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
};

describe('the service’s HubSpot client and the sandbox agree on', () => {
  it('the properties of a new account', async () => {
    const client = clientOf(await startSandbox());
    expect(await value(client.ensurePropertyGroup(dealPropertyGroup))).toBe('created');
    expect((await value(client.ensureDealProperties(dealPropertyDefinitions))).created).toHaveLength(
      dealPropertyDefinitions.length,
    );
    expect((await value(client.ensureDealProperties(dealPropertyDefinitions))).unchanged).toHaveLength(
      dealPropertyDefinitions.length,
    );
  });

  it('writes of which some fail: unknown, read-only and locked deals hold nobody back', async () => {
    const sandbox = await startSandbox();
    const client = clientOf(sandbox);
    const ids = sandbox.control.seedDeals(120);
    const [readOnly = '', locked = ''] = ids;
    sandbox.control.addFault({ kind: 'read-only-deal', portalId: northwindPortalId, dealId: readOnly });
    sandbox.control.addFault({ kind: 'lock-deal', portalId: northwindPortalId, dealId: locked, ms: 60_000 });
    const written = await value(
      client.writeDeals([...ids, '1'].map((id) => ({ id, properties: { po_number: `po-${id}` } }))),
    );
    expect(written.stopped).toBeNull();
    expect(Object.fromEntries(written.failed.map((one) => [one.id, one.failure.kind]))).toEqual({
      '1': 'not_found',
      [readOnly]: 'invalid',
      [locked]: 'locked',
    });
    expect(written.updated).toHaveLength(118);
    expect(
      ids.slice(2).every((id) => sandbox.control.record('deals', id).properties['po_number'] === `po-${id}`),
    ).toBe(true);
  });

  it('the signed document: a streamed file, a note, and finding both again', async () => {
    const sandbox = await startSandbox();
    const client = clientOf(sandbox);
    const deal = dealId(sandbox, 'Copperleaf');
    const place = { folderPath: 'DealDraft/signed', name: 'Vertrag – Łódź.pdf' };
    const content = Readable.from([Buffer.from('%PDF-1.7 '), Buffer.alloc(300_000, 7)]);
    const file = await value(
      client.uploadFile({ ...place, content, contentType: 'application/pdf', access: 'PRIVATE' }),
    );
    expect(await value(client.findFile(place))).toMatchObject({ id: file.id });
    expect(await value(client.findFile({ ...place, name: 'other.pdf' }))).toBeNull();
    const note = await value(
      client.createNote({ body: 'Signed', timestamp: new Date(), attachmentIds: [file.id], dealId: deal }),
    );
    expect(await value(client.findNotes(deal))).toMatchObject([{ id: note.id, attachmentIds: [file.id] }]);
    expect(sandbox.control.portal().files.get(file.id)?.bytes.byteLength).toBe(300_009);
  });

  it('reading: records, associations, pipelines, owners, search, account', async () => {
    const sandbox = await startSandbox();
    const client = clientOf(sandbox);
    const deal = dealId(sandbox, 'Isartal – spare');
    const items = await value(client.getAssociations(deal, 'line_items'));
    const read = await value(
      client.readBatch('line_items', [...items.map((one) => one.toId), '1'], ['name', 'amount']),
    );
    expect([read.records.length, read.missing]).toEqual([120, ['1']]);
    const total = read.records.reduce((sum, one) => sum + Number(one.properties['amount']), 0);
    expect(total).toBeGreaterThan(90_000);
    expect((await value(client.listDealPipelines())).map((one) => one.stages.length)).toEqual([6, 5]);
    expect((await value(client.getAccountInfo())).currency).toBe('EUR');
    expect(
      (await value(client.listAssociationLabels('deals', 'contacts'))).map((one) => one.label),
    ).toContain('Signatory');
    const filters = [{ propertyName: 'deal_currency_code', operator: 'EQ', value: 'GBP' }];
    expect(
      (await value(client.searchDeals({ filterGroups: [{ filters }], properties: ['dealname'] }))).total,
    ).toBe(2);
  });

  it('refusals: what they are called and how long to wait', async () => {
    const sandbox = await startSandbox({ rateLimitPer10s: 1 });
    const client = clientOf(sandbox);
    const kind = async (work: Promise<Result<unknown, { kind: string }>>): Promise<string> => {
      const result = await work;
      return result.ok ? 'ok' : result.failure.kind;
    };
    const deal = dealId(sandbox, 'Copperleaf');
    expect(await kind(client.getDeal(deal, ['amount']))).toBe('ok');
    const throttled = await client.getDeal(deal, ['amount']);
    expect(throttled).toMatchObject({
      ok: false,
      failure: { kind: 'throttled', policy: 'TEN_SECONDLY_ROLLING' },
    });
    sandbox.control.addFault({ kind: 'commit-then-timeout', method: 'PATCH' });
    const silent = createHubSpotClient({
      basePath: sandbox.origin,
      portalId: northwindPortalId,
      accessToken: () => Promise.resolve(ok(new Secret(token))),
      acquire: () => Promise.resolve(),
      timeoutMs: 100,
    });
    expect(await kind(silent.updateDeal(deal, { amount: '2' }))).toBe('unclear');
    sandbox.control.addFault({ kind: 'revoke-token', portalId: northwindPortalId });
    sandbox.control.clearFaults();
    expect(await kind(client.getDeal(deal, ['amount']))).toBe('unauthorized');
  });
});
