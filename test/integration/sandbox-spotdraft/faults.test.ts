import { describe, expect, it, vi } from 'vitest';
import type { FaultInput } from '../../../sandbox/spotdraft/state/faults.ts';
import {
  call,
  create,
  createSigned,
  credentials,
  orderForm,
  startReceiver,
  startSandbox,
  subscribe,
} from './fixture.ts';
import { patienceMs } from '../../../lab/patience.ts';

const patience = { timeout: patienceMs, interval: 20 };
const creation = { method: 'POST', path: '/contracts/$' };
const post = (sandbox: { origin: string }) => call(sandbox, 'POST contracts/', orderForm());

async function withFault(fault: FaultInput) {
  const sandbox = await startSandbox();
  sandbox.control.addFault(fault);
  return sandbox;
}

describe('faults of calls', () => {
  it('commit-then-timeout: the work is done, the answer never comes', async () => {
    const sandbox = await withFault({ kind: 'commit-then-timeout', ...creation, times: 1 });
    const giveUp = new AbortController();
    const answer = fetch(`${sandbox.origin}/api/v2.1/public/contracts/`, {
      method: 'POST',
      headers: { ...credentials(), 'content-type': 'application/json' },
      body: JSON.stringify(orderForm()),
      signal: giveUp.signal,
    });
    await vi.waitFor(() => expect(sandbox.state.contracts.size).toBe(1), patience);
    // What is asked later is answered, and the first still isn't.
    expect((await post(sandbox)).status).toBe(201);
    giveUp.abort();
    await expect(answer).rejects.toThrow(/abort/i);
  });

  it.each([
    ['error-before', {}, 503, 0],
    ['error-after', {}, 502, 1],
    ['down', {}, 503, 0],
    ['throttle', {}, 429, 0],
  ] as const)('%s answers and does the work or not', async (kind, more, status, made) => {
    const sandbox = await withFault({ kind, ...more, ...creation });
    const answer = await post(sandbox);
    expect(answer.status).toBe(status);
    if (status >= 500) expect(answer.text).toContain('<html>');
    expect(sandbox.state.contracts.size).toBe(made);
  });

  it.each([
    ['before', { kind: 'reset', when: 'before' }, 0],
    ['after', { kind: 'reset', when: 'after' }, 1],
    ['when down', { kind: 'down', how: 'reset' }, 0],
  ] as const)('cuts the connection %s the work', async (_when, fault, made) => {
    const sandbox = await withFault({ ...fault, ...creation });
    await expect(post(sandbox)).rejects.toThrow('fetch failed');
    expect(sandbox.state.contracts.size).toBe(made);
  });

  it('slow: answers, but later', async () => {
    const sandbox = await withFault({ kind: 'slow', ms: 120, ...creation });
    const started = performance.now();
    expect((await post(sandbox)).status).toBe(201);
    expect(performance.now() - started).toBeGreaterThan(110);
  });

  it('storms end after their time and are counted', async () => {
    let laterMs = 0;
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + laterMs);
    const sandbox = await withFault({ kind: 'throttle', ms: 600_000, times: 1 });
    expect((await call(sandbox, 'GET templates/')).status).toBe(429);
    expect((await call(sandbox, 'GET contract_types/')).status).toBe(429);
    laterMs = 600_000;
    expect((await call(sandbox, 'GET templates/')).status).toBe(200);
    expect(sandbox.control.stats().throttled).toBeGreaterThanOrEqual(2);
  });

  it('strikes the nth call only, in one workspace only', async () => {
    const sandbox = await withFault({ kind: 'error-before', workspace: 'uat', path: 'templates', nth: 2 });
    const statuses = [];
    for (let index = 0; index < 3; index += 1) {
      statuses.push((await call(sandbox, 'GET templates/')).status);
      statuses.push((await call(sandbox, 'GET templates/', undefined, credentials('production'))).status);
    }
    expect(statuses).toEqual([200, 200, 503, 200, 200, 200]);
  });

  it('strikes by chance the same way for the same seed', async () => {
    const run = async (seed: number) => {
      const sandbox = await startSandbox({ seed });
      sandbox.control.addFault({ kind: 'error-before', probability: 0.4 });
      const statuses = [];
      for (let index = 0; index < 25; index += 1)
        statuses.push((await call(sandbox, 'GET templates/')).status);
      return statuses.join();
    };
    const first = await run(3);
    expect(await run(3)).toBe(first);
    expect(await run(4)).not.toBe(first);
    expect(first).toContain('503');
    expect(first).toContain('200');
  });

  it('goes away when cleared', async () => {
    const sandbox = await withFault({ kind: 'down', ms: 60_000 });
    expect((await call(sandbox, 'GET templates/')).status).toBe(503);
    sandbox.control.clearFaults();
    expect((await call(sandbox, 'GET templates/')).status).toBe(200);
  });
});

describe('faults of state', () => {
  it('download-not-ready: no file for a while after execution', async () => {
    let laterMs = 0;
    const sandbox = await startSandbox({ now: () => new Date(Date.now() + laterMs) });
    sandbox.control.addFault({ kind: 'download-not-ready', ms: 600_000 });
    const contract = await createSigned(sandbox);
    const link = () => call(sandbox, `POST contracts/${contract.id}/download_link`, {});
    expect(await link()).toMatchObject({
      status: 404,
      body: { detail: `Current contract version not found for the contract: ${contract.contract_id}` },
    });
    expect((await call(sandbox, `POST contracts/${contract.id}/download`)).status).toBe(404);
    laterMs = 600_000;
    expect((await link()).status).toBe(200);
  });

  it('revoke-credentials: the key stops working in one workspace', async () => {
    const sandbox = await withFault({ kind: 'revoke-credentials', workspace: 'uat' });
    expect((await call(sandbox, 'GET templates/')).status).toBe(401);
    expect((await call(sandbox, 'GET templates/', undefined, credentials('production'))).status).toBe(200);
    sandbox.control.reset();
    expect((await call(sandbox, 'GET templates/')).status).toBe(200);
  });

  it('rotate-hmac: later calls are signed with the key the API then shows', async () => {
    const sandbox = await startSandbox();
    const before = (await call(sandbox, 'GET webhooks/hmac_key/')).text;
    sandbox.control.addFault({ kind: 'rotate-hmac' });
    const after = (await call(sandbox, 'GET webhooks/hmac_key/')).body as { hmac_key: string };
    expect(JSON.stringify(after)).not.toBe(before);
    expect(Buffer.from(after.hmac_key, 'base64')).toHaveLength(64);
  });

  it('a template can be changed under a mapping', async () => {
    const sandbox = await startSandbox();
    sandbox.control.changeTemplate('uat', 1204, { kind: 'rename', from: 'order_total', to: 'total_value' });
    expect(await post(sandbox)).toMatchObject({
      status: 400,
      body: {
        contract_data: { order_total: ['Unexpected field.'], total_value: ['This field is required.'] },
      },
    });
    sandbox.control.changeTemplate('uat', 1204, { kind: 'archive', archived: true });
    expect((await call(sandbox, 'GET templates/')).text).not.toContain('Order Form');
    expect((await post(sandbox)).body).toHaveProperty('contract_template_id');
  });
});

describe('faults of webhooks', () => {
  async function listening(fault: FaultInput) {
    const sandbox = await startSandbox();
    const receiver = await startReceiver();
    await subscribe(sandbox, receiver, [
      'CONTRACT_CREATED',
      'CONTRACT_MARK_FOR_EXECUTION',
      'CONTRACT_VOIDED',
    ]);
    sandbox.control.addFault(fault);
    const { contract_id } = await create(sandbox);
    sandbox.control.act({ contractId: contract_id, action: 'mark' });
    sandbox.control.act({ contractId: contract_id, action: 'void' });
    await sandbox.control.idle();
    return { sandbox, receiver };
  }

  it('duplicate', async () => {
    const { receiver } = await listening({ kind: 'webhook-duplicate', activity: 'CONTRACT_VOIDED' });
    expect(receiver.activities()).toEqual([
      'CONTRACT_CREATED',
      'CONTRACT_MARK_FOR_EXECUTION',
      'CONTRACT_VOIDED',
      'CONTRACT_VOIDED',
    ]);
    expect(receiver.calls[2]?.body).toBe(receiver.calls[3]?.body);
  });

  it('drop', async () => {
    const { sandbox, receiver } = await listening({
      kind: 'webhook-drop',
      activity: 'CONTRACT_MARK_FOR_EXECUTION',
    });
    expect(receiver.activities()).toEqual(['CONTRACT_CREATED', 'CONTRACT_VOIDED']);
    expect(sandbox.state.deliveries.map((one) => one.outcome)).toEqual(['delivered', 'dropped', 'delivered']);
  });

  it('delay keeps the order and takes its time', async () => {
    const { sandbox, receiver } = await listening({
      kind: 'webhook-delay',
      ms: 80,
      activity: 'CONTRACT_CREATED',
    });
    expect(receiver.activities()).toEqual([
      'CONTRACT_CREATED',
      'CONTRACT_MARK_FOR_EXECUTION',
      'CONTRACT_VOIDED',
    ]);
    const created = receiver.calls[0]?.event.activity_data.timestamp ?? '';
    expect(
      Date.parse(sandbox.state.deliveries[0]?.attempts[0]?.at ?? '') - Date.parse(created),
    ).toBeGreaterThanOrEqual(75);
  });

  it('reorder lets later calls overtake', async () => {
    const { receiver } = await listening({ kind: 'webhook-reorder', ms: 3000, activity: 'CONTRACT_CREATED' });
    expect(receiver.activities().toSorted()).toEqual([
      'CONTRACT_CREATED',
      'CONTRACT_MARK_FOR_EXECUTION',
      'CONTRACT_VOIDED',
    ]);
    expect(receiver.activities()[0]).not.toBe('CONTRACT_CREATED');
  });
});
