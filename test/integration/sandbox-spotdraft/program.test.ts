import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  call,
  create,
  orderForm,
  startReceiver,
  startSandbox,
  subscribe,
  temporaryFolder,
} from './fixture.ts';

async function run(args: string[]) {
  const child = spawn(
    process.execPath,
    ['sandbox/spotdraft/main.ts', '--port', '0', '--latency-ms', '0', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return {
    line,
    origin: /http:\/\/\S+/.exec(line)?.[0] ?? '',
    async stop(): Promise<number | null> {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      return ((await gone) as [number | null])[0];
    },
  };
}

describe('the program', () => {
  it('says where it is, keeps its state over a restart, and stops when told', async () => {
    const file = join(await temporaryFolder(), 'state.json');
    const first = await run(['--data-file', file]);
    expect(first.line).toMatch(/^SpotDraft sandbox on http:\/\/127\.0\.0\.1:\d+\n$/);
    const made = (await call(first, 'POST contracts/', orderForm())).body as { id: string };
    expect(await first.stop()).toBe(0);

    const second = await run(['--data-file', file]);
    expect((await call(second, `GET contracts/${made.id}/status`)).body).toMatchObject({
      contract_status: 'DRAFT',
    });
    const next = (await call(second, 'POST contracts/', orderForm())).body as { id: string };
    expect(next.id).not.toBe(made.id);
    expect(await second.stop()).toBe(0);
  });
});

describe('a restart', () => {
  it('takes up the webhook call that it interrupted', async () => {
    const dataFile = join(await temporaryFolder(), 'state.json');
    const receiver = await startReceiver();
    receiver.answer = 'never';
    const first = await startSandbox({ dataFile });
    await subscribe(first, receiver, ['CONTRACT_CREATED']);
    await create(first);
    await expect.poll(() => receiver.calls.length).toBe(1);
    await first.close();

    receiver.answer = 200;
    const second = await startSandbox({ dataFile });
    await second.control.idle();
    expect(receiver.calls).toHaveLength(2);
    expect(receiver.calls[1]?.body).toBe(receiver.calls[0]?.body);
    expect(second.state.deliveries).toMatchObject([{ outcome: 'delivered' }]);
  });
});

describe('the control API', () => {
  const control = async (origin: string, request: string, body?: unknown) => {
    const [method = '', path = ''] = request.split(' ');
    const answer = await fetch(`${origin}/__sandbox/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? undefined : JSON.parse(text)) as never };
  };

  it('shows the truth, acts, breaks and mends', async () => {
    const { origin, ...sandbox } = await startSandbox();
    const { contract_id: contractId } = await create({ origin, ...sandbox });
    expect(await control(origin, 'POST act', { workspace: 'uat', contractId, action: 'mark' })).toMatchObject(
      { body: { ok: true, status: 'SIGN' } },
    );
    expect(
      await control(origin, 'POST act', { workspace: 'production', contractId, action: 'void' }),
    ).toMatchObject({ status: 404 });
    expect(
      await control(origin, 'POST act', { contractId, action: 'sign', email: 'x@y.example' }),
    ).toMatchObject({ status: 404, body: { ok: false } });
    expect((await control(origin, 'POST act', { contractId, action: 'explode' })).status).toBe(400);
    expect((await control(origin, 'GET truth')).body).toMatchObject({
      contracts: [{ id: contractId, status: 'SIGN', data: { billing_frequency: 'annual' } }],
      deliveries: [],
    });
    expect((await control(origin, 'GET stats')).body).toMatchObject({
      total: 1,
      throttled: 0,
      calls: { 'POST contracts/': 1 },
    });

    expect(await control(origin, 'POST faults', { kind: 'down', ms: 60_000 })).toMatchObject({
      status: 201,
      body: { id: 1 },
    });
    expect((await control(origin, 'POST faults', { kind: 'earthquake' })).status).toBe(400);
    expect((await call({ origin }, 'GET templates/')).status).toBe(503);
    expect((await control(origin, 'GET faults')).body).toMatchObject([{ id: 1, hits: 1 }]);
    await control(origin, 'DELETE faults/1');
    expect((await call({ origin }, 'GET templates/')).status).toBe(200);

    await control(origin, 'POST reset');
    expect((await control(origin, 'GET truth')).body).toEqual({ contracts: [], deliveries: [] });
    expect((await control(origin, 'GET stats')).body).toMatchObject({ total: 0 });
  });
});
