import { describe, expect, it } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { call, create, credentials, startReceiver, startSandbox, subscribe } from './fixture.ts';

describe('credentials', () => {
  it.each([
    ['none', {}, 'Authentication credentials were not provided.'],
    [
      'a wrong secret',
      { 'client-id': sandboxCredentials.uat.clientId, 'client-secret': 'no' },
      'Invalid credentials.',
    ],
    ['an unknown id', { 'client-id': 'no', 'client-secret': 'no' }, 'Invalid credentials.'],
    ['a bearer token', { authorization: 'Bearer x' }, 'Authentication credentials were not provided.'],
  ])('refuses %s', async (_what, headers, detail) => {
    const answer = await call(await startSandbox(), 'GET templates/', undefined, headers);
    expect(answer).toMatchObject({ status: 401, body: { detail } });
  });

  it('does not show one workspace to the other', async () => {
    const sandbox = await startSandbox();
    const { id, contract_id } = await create(sandbox);
    const other = credentials('production');
    for (const path of [
      `contracts/${id}/status`,
      `contracts/${contract_id}/process_metrics/`,
      'templates/1204/metadata',
    ]) {
      expect(await call(sandbox, `GET ${path}`, undefined, other)).toMatchObject({
        status: 404,
        body: { detail: 'Not Found' },
      });
    }
    expect((await call(sandbox, 'GET contracts/', undefined, other)).body).toMatchObject({
      total_results: 0,
    });
    expect(
      (await call(sandbox, 'GET contracts/by_external_metadata/hubspot-deal-1', undefined, other)).body,
    ).toEqual([]);
  });

  it('keeps webhooks to those with the Developer Settings permission', async () => {
    const sandbox = await startSandbox();
    const id = await subscribe(sandbox, await startReceiver());
    const seller = { ...credentials(), 'user-email': 'sofia.rossi@northwind.example' };
    const refused = {
      status: 403,
      body: { status_code: 403, code: expect.any(String), message: expect.any(String) },
    };
    expect(await call(sandbox, 'POST webhooks/', {}, seller)).toMatchObject(refused);
    expect(await call(sandbox, `DELETE webhooks/${id}`, undefined, seller)).toMatchObject(refused);
    expect((await call(sandbox, 'GET webhooks/hmac_key/', undefined, seller)).body).toEqual({
      hmac_key: sandboxCredentials.uat.hmacKey,
    });
  });
});

describe('paths', () => {
  it.each([
    ['GET contracts', 'contracts/'],
    ['POST contracts', 'contracts/'],
    ['GET templates?tags=nda', 'templates/?tags=nda'],
    ['GET contracts/T-1/status/', 'contracts/T-1/status'],
    ['POST contracts/T-1/mark_for_execution', 'contracts/T-1/mark_for_execution/'],
    ['POST contracts/T-1/unmark_for_execution/', 'contracts/T-1/unmark_for_execution'],
    ['GET contracts/by_external_metadata/a/', 'contracts/by_external_metadata/a'],
    ['GET contracts/1/process_metrics', 'contracts/1/process_metrics/'],
    ['DELETE webhooks/1/', 'webhooks/1'],
  ])('%s is sent on to the right slash', async (request, right) => {
    const answer = await call(await startSandbox(), request);
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`/api/v2.1/public/${right}`);
  });

  it('serves either slash in lenient mode, and plain numbers', async () => {
    const sandbox = await startSandbox({ strict: false });
    const { contract_id } = await create(sandbox);
    expect((await call(sandbox, `GET contracts/${contract_id}/status/`)).body).toMatchObject({
      contract_status: 'DRAFT',
    });
    expect((await call(sandbox, `POST contracts/${contract_id}/send_to_counterparties`, {})).status).toBe(
      200,
    );
    expect(
      (await call(sandbox, `POST contracts/${contract_id}/download_link`, { format: 'pdf' })).status,
    ).toBe(200);
  });

  it('wants the id form that each path documents', async () => {
    const sandbox = await startSandbox();
    const { contract_id: n } = await create(sandbox);
    const statusOf = async (path: string) => (await call(sandbox, `GET ${path}`)).status;
    expect(await statusOf(`contracts/T-${n}/status`)).toBe(200);
    expect(await statusOf(`contracts/H-${n}/status`)).toBe(404);
    expect(await statusOf(`contracts/${n}/status`)).toBe(404);
    expect(await statusOf(`contracts/X-${n}/status`)).toBe(404);
    expect(await statusOf(`contracts/${n}/process_metrics/`)).toBe(200);
    expect(await statusOf(`contracts/T-${n}/process_metrics/`)).toBe(404);
    expect(await statusOf(`contracts/approvals/T-${n}/`)).toBe(200);
  });

  it('has no detail, no webhook list, no hold', async () => {
    const sandbox = await startSandbox();
    const { id } = await create(sandbox);
    expect((await call(sandbox, `GET contracts/${id}/`)).status).toBe(404);
    expect((await call(sandbox, 'GET webhooks/')).status).toBe(405);
    expect((await call(sandbox, `POST contracts/${id}/hold`)).status).toBe(404);
    expect(await call(sandbox, 'GET nothing/')).toMatchObject({ status: 404, body: { detail: 'Not Found' } });
  });
});

describe('the rate limit', () => {
  it('is ten a second for each workspace, without a hint when to come back', async () => {
    const sandbox = await startSandbox({ rateLimitPerSecond: 10 });
    const answers = await Promise.all(Array.from({ length: 14 }, () => call(sandbox, 'GET templates/')));
    const refused = answers.filter((one) => one.status === 429);
    expect(refused).toHaveLength(4);
    expect(refused[0]).toMatchObject({ body: { detail: 'Request was throttled.' } });
    expect(refused[0]?.headers.get('retry-after')).toBeNull();
    expect((await call(sandbox, 'GET templates/', undefined, credentials('production'))).status).toBe(200);
    expect(sandbox.control.stats()).toMatchObject({
      throttled: 4,
      maxInOneSecond: 14,
      calls: { 'GET templates/': 15 },
    });
  });
});
