import { Client } from 'pg';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { signBody, signatureHeader } from '../../../sandbox/spotdraft/webhooks/signature.ts';
import { startCuttableProxy } from '../../../lab/proxies/cuttable-proxy.ts';
import { journey, roomyHubSpot } from '../../../lab/world/journey.ts';
import { endAllServices, serviceEnvironment, startService } from '../../../lab/processes/service-process.ts';
import { createDatabase, freePort, startWorld, until, type World } from '../../../lab/world/world.ts';

afterAll(endAllServices);

const template = 'Mutual NDA (Individual)';
const post = { method: 'POST', path: '/public/contracts/$' } as const;
/** What a service wrote, which has to be JSON from its first line to its last. */
const messagesOf = (output: string): string[] =>
  output
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { msg: string }).msg);
const hasStack = /^\s+at .*[:(]\d+/m;

describe('a service that cannot start says why and ends', () => {
  it('without a configuration: exit 1, every name with what it is for, and no stack', async () => {
    const service = startService([], { PATH: process.env['PATH'] ?? '' });
    expect(await service.ended()).toBe(1);
    const text = service.output();
    for (const name of [
      'DATABASE_URL',
      'PUBLIC_ORIGIN',
      'SECRET_KEYS',
      'HUBSPOT_APP_ID',
      'HUBSPOT_CLIENT_ID',
      'HUBSPOT_CLIENT_SECRET',
    ])
      expect(text).toMatch(new RegExp(`${name} is missing — \\S+`));
    expect(text).not.toMatch(hasStack);
  });
  it('with wrong values: the same, and secrets are not repeated', async () => {
    const service = startService([], {
      ...serviceEnvironment({ databaseUrl: 'not-an-address', port: 0, hubspotOrigin: 'http://127.0.0.1:1' }),
      SECRET_KEYS: 'very-secret-and-wrong',
    });
    expect(await service.ended()).toBe(1);
    expect(service.output()).toMatch(/DATABASE_URL must be a Postgres address/);
    expect(service.output()).toMatch(/SECRET_KEYS must have the form/);
    expect(service.output()).not.toMatch(/very-secret/);
    expect(service.output()).not.toMatch(hasStack);
  });
  it('with a role that there is not: exit 2', async () => {
    const service = startService(['--role', 'boss'], {});
    expect(await service.ended()).toBe(2);
    expect(service.output()).toContain('web, worker or both, not "boss"');
  });
  it('without a database: exit 1, and no stack', async () => {
    const port = await freePort();
    const service = startService(
      [],
      serviceEnvironment({
        databaseUrl: `postgresql://x:hidden-pw@127.0.0.1:${String(port)}/x`,
        port: await freePort(),
        hubspotOrigin: 'http://127.0.0.1:1',
        extra: { DATABASE_WAIT_MS: '4000' },
      }),
    );
    expect(await service.ended()).toBe(1);
    const place = `127.0.0.1:${String(port)}`;
    expect(messagesOf(service.output())).toEqual([
      `Waiting for Postgres at ${place}, up to 4 s`,
      `DealDraft can't start: Postgres at ${place} doesn't answer. Start it, or correct DATABASE_URL.`,
    ]);
    expect(service.output()).not.toMatch(hasStack);
    expect(service.output()).not.toContain('hidden-pw');
  });
});

describe('a service that cannot start says what to do', () => {
  const facts = async (databaseUrl: string, extra: Record<string, string> = {}) =>
    serviceEnvironment({ databaseUrl, port: await freePort(), hubspotOrigin: 'http://127.0.0.1:1', extra });
  const saidBy = async (environment: Record<string, string>): Promise<string[]> => {
    const service = startService([], environment);
    expect(await service.ended()).toBe(1);
    expect(service.output()).not.toMatch(hasStack);
    return messagesOf(service.output());
  };
  const at = (path: string): string => new URL(path, inject('databaseUrl')).href;

  it('when the database is not migrated, or lacks what an upgrade brings', async () => {
    const said = ["DealDraft can't start: The database is not migrated. Run npm run migrate."];
    expect(await saidBy(await facts(at('/postgres')))).toEqual(said);
    const older = await createDatabase(inject('databaseUrl'));
    const client = new Client({ connectionString: older });
    await client.connect();
    await client.query(
      'DELETE FROM _prisma_migrations WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)',
    );
    await client.end();
    expect(await saidBy(await facts(older))).toEqual(said);
  });
  it('when there is no such database', async () => {
    expect(await saidBy(await facts(at('/none')))).toEqual([
      expect.stringMatching(/^DealDraft can't start: Postgres at \S+ has no database "none"\. Create it/),
    ]);
  });
  it('when its port is in use', async () => {
    const { port } = new URL(inject('databaseUrl'));
    // Never the template itself: while somebody is connected to it, no other test gets a database.
    const databaseUrl = await createDatabase(inject('databaseUrl'));
    expect(await saidBy(await facts(databaseUrl, { PORT: port }))).toEqual([
      `DealDraft can't start: Port ${port} is in use. Stop what uses it, or set PORT, or HEALTH_PORT, to another one.`,
    ]);
  });
  it('and --help explains it, with every variable', async () => {
    const service = startService(['--help'], {});
    expect(await service.ended()).toBe(0);
    for (const text of [
      'npm run migrate',
      '--role web',
      'DATABASE_URL (required)',
      'HOST (default 127.0.0.1)',
    ])
      expect(service.output()).toContain(text);
  });
  it('or an option that there is not: exit 2', async () => {
    const service = startService(['--rol', 'web'], {});
    expect(await service.ended()).toBe(2);
    expect(service.output()).toContain('Try --help.');
  });
});

const beside = async (world: World, role: 'web' | 'worker') => {
  const port = await freePort();
  const healthPort = await freePort();
  const service = startService(
    ['--role', role],
    serviceEnvironment({
      databaseUrl: world.databaseUrl,
      port,
      publicPort: world.config.PORT,
      hubspotOrigin: world.hubspot.origin,
      extra: { HEALTH_PORT: String(healthPort) },
    }),
  );
  await service.running();
  return { ...service, port, healthPort };
};

describe('web and worker are processes of their own', () => {
  it('web takes in and works nothing; a worker works, and ends in order with what it has in hand', async () => {
    const world = await startWorld({ databaseUrl: inject('databaseUrl'), role: 'web', ...roomyHubSpot });
    try {
      const go = journey(world);
      const [first = '', second = ''] = world.hubspot.control.seedDeals(2);
      const waiting = await go.click(first, template);
      if (!waiting.ok) throw new Error(waiting.error.message);
      expect((await go.view(first)).requests).toMatchObject([{ state: 'queued' }]);
      expect(world.spotdraft.control.stats().calls['POST contracts/']).toBeUndefined();

      const worker = await beside(world, 'worker');
      await go.contractOf(waiting.data.requestId);
      await expect(fetch(`http://127.0.0.1:${String(worker.port)}/api/card/deals/1`)).rejects.toThrow();
      const told = `http://127.0.0.1:${String(worker.healthPort)}`;
      expect((await fetch(`${told}/api/card/deals/1`)).status).toBe(404);
      expect(await (await fetch(`${told}/readyz`)).json()).toEqual({ ready: true });
      expect(await (await fetch(`${told}/metrics`)).text()).toMatch(
        /dealdraft_jobs_total\{job="contract.create",outcome="done"\} 1/,
      );

      // Told to stop while SpotDraft takes its time: the contract is recorded before the process ends.
      const { planHash } = await go.plan(second, template);
      const slow = world.spotdraft.control.addFault({
        kind: 'slow',
        when: 'after',
        ms: 1500,
        ...post,
        times: 1,
      });
      const clicked = await go.click(second, template, { planHash });
      if (!clicked.ok) throw new Error(clicked.error.message);
      await until('it is at SpotDraft', () => go.atSpotDraft(second).length === 1);
      world.spotdraft.control.clearFaults(slow.id);
      worker.child.kill('SIGTERM');
      expect(await worker.ended()).toBe(0);
      expect(
        await world.db.request.findUniqueOrThrow({ where: { id: clicked.data.requestId } }),
      ).toMatchObject({
        state: 'created',
        attempts: 1,
      });
      expect(await world.db.jobLease.count()).toBe(0);
    } finally {
      await world.stop();
    }
  });

  it('told twice it ends at once, with a status that says so', async () => {
    const world = await startWorld({ databaseUrl: inject('databaseUrl'), role: 'web', ...roomyHubSpot });
    try {
      const go = journey(world);
      const [dealId = ''] = world.hubspot.control.seedDeals(1);
      const worker = await beside(world, 'worker');
      const { planHash } = await go.plan(dealId, template);
      world.spotdraft.control.addFault({ kind: 'slow', when: 'after', ms: 20_000, ...post, times: 1 });
      await go.click(dealId, template, { planHash });
      await until('it is at SpotDraft', () => go.atSpotDraft(dealId).length === 1);
      worker.child.kill('SIGTERM');
      await until('it heard', () => worker.output().includes('finishing what is in hand'));
      worker.child.kill('SIGINT');
      expect(await worker.ended()).toBe(130);
      expect(worker.output()).toContain('Told twice');
    } finally {
      await world.stop();
    }
  });

  it('told to stop it drains: not ready, but still taking calls, until a load balancer has noticed', async () => {
    const world = await startWorld({ databaseUrl: inject('databaseUrl'), role: 'worker', connected: false });
    try {
      const port = await freePort();
      const web = startService(
        ['--role', 'web'],
        serviceEnvironment({
          databaseUrl: world.databaseUrl,
          port,
          hubspotOrigin: world.hubspot.origin,
          extra: { STOP_DRAIN_MS: '3000' },
        }),
      );
      await web.running();
      const origin = `http://127.0.0.1:${String(port)}`;
      web.child.kill('SIGTERM');
      const ready = await until('it is not ready', async () => {
        const answer = await fetch(`${origin}/readyz`);
        return answer.status === 503 && answer;
      });
      // Why not is nothing for whoever may ask here.
      expect(await ready.json()).toEqual({ ready: false });
      expect((await fetch(`${origin}/healthz`)).status).toBe(200);
      expect((await fetch(`${origin}/api/card/deals/1`)).status).toBe(401);
      expect(await web.ended()).toBe(0);
      expect(messagesOf(web.output())).toEqual([
        'DealDraft is running',
        'DealDraft is stopping: no longer ready, finishing what is in hand',
        'DealDraft has stopped',
      ]);
    } finally {
      await world.stop();
    }
  });

  it('a web process answers the call it has in hand, takes no new one, and ends', async () => {
    const world = await startWorld({ databaseUrl: inject('databaseUrl'), role: 'worker', connected: false });
    try {
      const [port, healthPort] = [await freePort(), await freePort()];
      const web = startService(
        ['--role', 'web'],
        serviceEnvironment({
          databaseUrl: world.databaseUrl,
          port,
          hubspotOrigin: world.hubspot.origin,
          extra: { HEALTH_PORT: String(healthPort) },
        }),
      );
      await web.running();
      const [origin, health] = [port, healthPort].map((each) => `http://127.0.0.1:${String(each)}`);
      for (const each of [origin, health]) expect((await fetch(`${each ?? ''}/healthz`)).status).toBe(200);
      expect(await (await fetch(`${health ?? ''}/readyz`)).json()).toEqual({ ready: true });
      for (const told of ['readyz', 'metrics'])
        expect((await fetch(`${origin ?? ''}/${told}`)).status).toBe(404);
      const metrics = await (await fetch(`${health ?? ''}/metrics`)).text();
      for (const name of [
        'deliveries_total',
        'jobs_total',
        'vendor_calls_total',
        'budget_wait_seconds',
        'write_back_lag_seconds',
      ])
        expect(metrics).toContain(`dealdraft_${name}`);
      // A webhook whose transaction has to wait for a lock that the test holds.
      const token = 'w'.repeat(32);
      const { clientId } = sandboxCredentials.production;
      const facts = { portalId: 8811001, clientId, webhookToken: token };
      await world.db.portal.create({ data: { portalId: facts.portalId } });
      const { sealing } = world.app.deps;
      const { Secret } = await import('../../../src/platform/secrets/secret.ts');
      const workspace = await world.db.workspace.create({
        data: {
          ...facts,
          environment: 'production',
          name: 'x',
          baseUrl: 'http://127.0.0.1:1',
          clientSecret: '',
        },
      });
      await world.db.workspace.update({
        where: { id: workspace.id },
        data: {
          hmacKey: sealing.seal(
            new Secret(sandboxCredentials.production.hmacKey),
            `workspace:${workspace.id}`,
          ),
        },
      });
      let answer: Promise<Response> | null = null;
      await world.db.$transaction(async (tx) => {
        await tx.$executeRaw`LOCK TABLE "delivery" IN ACCESS EXCLUSIVE MODE`;
        answer = fetch(`${origin}/webhooks/spotdraft/${token}`, {
          method: 'POST',
          body: 'anything',
          headers: { [signatureHeader]: signBody(sandboxCredentials.production.hmacKey, 'anything') },
        });
        await until('the call waits for the lock', async () => {
          const [row] = await world.app.deps.db.$queryRaw<{ waiting: bigint }[]>`
            SELECT count(*) AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%delivery%'`;
          return Number(row?.waiting ?? 0) > 0;
        });
        web.child.kill('SIGTERM');
        await until('it takes no new call', async () => {
          const again = await fetch(`${health ?? ''}/readyz`).catch(() => null);
          return again === null || again.status === 503;
        });
      });
      expect((await (answer as unknown as Promise<Response>)).status).toBe(200);
      expect(await web.ended()).toBe(0);
      expect(await world.db.delivery.count()).toBe(1);
    } finally {
      await world.stop();
    }
  });
});

it('the database goes away: not ready, webhooks 503 and nothing acknowledged; it comes back, and so does everything', async () => {
  const server = new URL(inject('databaseUrl'));
  const proxy = await startCuttableProxy(Number(server.port));
  server.port = String(proxy.port);
  const world = await startWorld({
    databaseUrl: server.href,
    ...roomyHubSpot,
    spotdraft: { webhookRetryDelaysMs: [300, 600, 1200, 2400, 2400] },
  });
  const go = journey(world);
  const origin = world.config.PUBLIC_ORIGIN;
  try {
    const [dealId = ''] = world.hubspot.control.seedDeals(1);
    const made = await go.make(dealId, template);
    await go.quiet();
    const { webhookToken } = await world.db.workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
    await proxy.cut();
    await until('it is not ready', async () => (await fetch(`${origin}/readyz`)).status === 503);
    expect((await fetch(`${origin}/healthz`)).status).toBe(200);
    const call = await fetch(`${origin}/webhooks/spotdraft/${webhookToken}`, {
      method: 'POST',
      body: '{}',
      headers: { [signatureHeader]: signBody(sandboxCredentials.production.hmacKey, '{}') },
    });
    expect(call.status).toBe(503);
    expect(call.headers.get('retry-after')).not.toBeNull();
    const hub = await world.hubspot.control.callCard({
      portalId: 8811001,
      userId: 77002,
      method: 'GET',
      path: `/api/card/deals/${dealId}`,
    });
    // Cards hide the body of other statuses, so this is 200 with words.
    expect(hub).toMatchObject({
      status: 200,
      body: { ok: false, error: { code: 'unexpected', canRetry: true } },
    });
    // Meanwhile the contract moves on, and SpotDraft's call finds nobody to keep it.
    go.person(made.numericId, 'mark');
    await until('SpotDraft was told 503', () =>
      world.spotdraft.control
        .truth()
        .deliveries.some(
          ({ contractId, attempts }) =>
            contractId === made.numericId && attempts.some(({ status }) => status === 503),
        ),
    );
    await proxy.restore();
    await until('it is ready again', async () => (await fetch(`${origin}/readyz`)).status === 200);
    await go.rowWhen('the news arrived after all', made.row.id, ({ status }) => status === 'SIGN');
    await until('the deal says so', () => go.dealProperties(dealId)['dealdraft_status'] === 'signing');
    const [next = ''] = world.hubspot.control.seedDeals(1);
    await go.make(next, template);
  } finally {
    await world.stop();
    await proxy.close();
  }
});
