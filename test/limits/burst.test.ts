import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { createBudget, type Limit } from '../../src/platform/vendor-limits/budget.ts';
import { openDatabase, type Database } from '../../src/platform/database/client.ts';
import { journey, roomyHubSpot } from '../../lab/world/journey.ts';
import { endAllServices, serviceEnvironment, startService } from '../../lab/processes/service-process.ts';
import { createDatabase, freePort, portalId, startWorld, until } from '../../lab/world/world.ts';

afterAll(endAllServices);

const template = 'Mutual NDA (Individual)';
const limit: Limit = { calls: 10, perMs: 500 };

/** The most grants that any window of a limit's length holds. */
const mostInWindow = (times: readonly number[], perMs: number): number =>
  Math.max(0, ...times.map((from) => times.filter((at) => at >= from && at < from + perMs).length));

const withBudgets = async (
  count: number,
  work: (budgets: ReturnType<typeof createBudget>[], databases: Database[]) => Promise<void>,
): Promise<void> => {
  const url = await createDatabase(inject('databaseUrl'));
  const databases = Array.from({ length: count }, () => openDatabase(url, 8));
  try {
    await work(
      databases.map((db) => createBudget(db)),
      databases,
    );
  } finally {
    await Promise.all(databases.map((db) => db.$disconnect()));
  }
};

describe('one budget for all processes', { timeout: 60_000 }, () => {
  it('of three connections that all want at once, no window holds more calls than the limit, however late they arrive', async () => {
    await withBudgets(3, async (budgets) => {
      const times: number[] = [];
      const started = performance.now();
      await Promise.all(
        Array.from({ length: 60 }, async (_, index) => {
          const giveBack = await budgets[index % 3]?.take('v', limit, {
            priority: index % 4 === 0 ? 'interactive' : 'background',
          });
          // Under way for anything up to twice the window, as on a machine that has no time for it.
          await wait((index * 379) % 1000);
          times.push(performance.now() - started);
          await wait((index * 83) % 60);
          giveBack?.();
        }),
      );
      expect(times).toHaveLength(60);
      expect(mostInWindow(times, limit.perMs)).toBeLessThanOrEqual(limit.calls);
    });
  });

  it('a call that is never given back, such as one of a process that died, holds its place for seconds only', async () => {
    await withBudgets(2, async ([dead, alive]) => {
      for (let call = 0; call < limit.calls; call += 1)
        await dead?.take('v', limit, { priority: 'background' });
      const started = performance.now();
      await alive?.take('v', limit, { priority: 'interactive' });
      expect(performance.now() - started).toBeGreaterThan(3_000);
      expect(performance.now() - started).toBeLessThan(20_000);
    });
  });

  it('whoever a person waits for goes before what waits in the background', async () => {
    await withBudgets(2, async ([one, two]) => {
      const ended: string[] = [];
      const background = Array.from({ length: 45 }, async () => {
        (await one?.take('v', limit, { priority: 'background' }))?.();
        ended.push('background');
      });
      await until('the first window is spent', () => ended.length >= 10);
      await two?.take('v', limit, { priority: 'interactive' });
      const before = ended.length;
      await Promise.all(background);
      // Behind them all it would have been the last.
      expect(before).toBeLessThanOrEqual(35);
    });
  });

  it('limits of two vendors, or of two workspaces, do not wait for each other', async () => {
    await withBudgets(1, async ([budget]) => {
      if (budget === undefined) throw new Error('no budget');
      const started = performance.now();
      const slow = { calls: 10, perMs: 40_000 };
      await Promise.all(
        ['a', 'b', 'c'].flatMap((key) =>
          Array.from({ length: 5 }, async () =>
            (await budget.take(key, slow, { priority: 'interactive' }))(),
          ),
        ),
      );
      // Under one limit the last five would wait for the next window.
      expect(performance.now() - started).toBeLessThan(30_000);
    });
  });

  it('after the vendor’s own "too many" everybody pauses', async () => {
    await withBudgets(2, async ([one, two]) => {
      (await one?.take('v', limit, { priority: 'interactive' }))?.();
      await one?.pause('v', limit, 600);
      const started = performance.now();
      await Promise.all([
        one?.take('v', limit, { priority: 'background' }),
        two?.take('v', limit, { priority: 'interactive' }),
      ]);
      expect(performance.now() - started).toBeGreaterThan(500);
    });
  });

  it('a caller who stops waiting is let go', async () => {
    await withBudgets(1, async ([budget]) => {
      await budget?.pause('v', limit, 30_000);
      const stop = new AbortController();
      const waiting = budget?.take('v', limit, { priority: 'interactive', signal: stop.signal });
      stop.abort();
      await expect(waiting).rejects.toThrow();
    });
  });
});

describe('under the vendors’ own limits', () => {
  it('three workers together never exceed SpotDraft’s ten calls a second', { timeout: 200_000 }, async () => {
    const world = await startWorld({ databaseUrl: inject('databaseUrl'), role: 'web', ...roomyHubSpot });
    const go = journey(world);
    try {
      const workers = await Promise.all(
        [1, 2, 3].map(async () => {
          const service = startService(
            ['--role', 'worker'],
            serviceEnvironment({
              databaseUrl: world.databaseUrl,
              port: await freePort(),
              publicPort: world.config.PORT,
              hubspotOrigin: world.hubspot.origin,
              extra: roomyHubSpot.environment,
            }),
          );
          await service.running();
          return service;
        }),
      );
      const deals = world.hubspot.control.seedDeals(24);
      for (let start = 0; start < deals.length; start += 12)
        await Promise.all(
          deals.slice(start, start + 12).map(async (dealId) => {
            const clicked = await go.click(dealId, template);
            if (!clicked.ok) throw new Error(clicked.error.message);
          }),
        );
      await until(
        'all are made',
        async () => (await world.db.contract.count({ where: { portalId } })) === deals.length,
        90_000,
      );
      await go.quiet(90_000);
      const stats = world.spotdraft.control.stats();
      expect(stats.total).toBeGreaterThan(deals.length * 2);
      expect({ busiest: stats.maxInOneSecond <= 10, throttled: stats.throttled }).toEqual({
        busiest: true,
        throttled: 0,
      });
      expect(world.hubspot.control.stats().throttled).toBe(0);
      for (const dealId of deals) expect(go.atSpotDraft(dealId)).toHaveLength(1);
      for (const worker of workers) worker.child.kill('SIGTERM');
      expect(await Promise.all(workers.map((worker) => worker.ended()))).toEqual([0, 0, 0]);
    } finally {
      await world.stop();
    }
  });

  it('many contracts that change at once are believed and written in batches, and a bad deal holds back nobody', async () => {
    const count = 60;
    const world = await startWorld({
      databaseUrl: inject('databaseUrl'),
      environment: { SPOTDRAFT_REQUESTS_PER_S: '500' },
      spotdraft: { rateLimitPerSecond: 500 },
    });
    const go = journey(world);
    try {
      const deals = world.hubspot.control.seedDeals(count);
      const createdAt = new Date(Date.now() - 60_000);
      // Contracts of ours without the clicks: SpotDraft's side is made through its own door.
      const [pattern] = await Promise.all([go.make(deals[0] ?? '', template)]);
      await go.quiet();
      const original = world.spotdraft.state.contracts.get(pattern.numericId);
      if (original === undefined) throw new Error('not there');
      const rows = deals.slice(1).map((dealId, index) => ({ dealId, numericId: 500_000 + index }));
      for (const { dealId, numericId } of rows)
        world.spotdraft.state.contracts.set(numericId, {
          ...structuredClone(original),
          id: numericId,
          externalMetadata: { id: `hubspot-deal-${dealId}`, record_data: { portal_id: String(portalId) } },
        });
      await world.db.contract.createMany({
        data: rows.map(({ dealId, numericId }) => ({
          portalId,
          workspaceId: world.workspaceId,
          dealId,
          spotdraftId: `T-${String(numericId)}`,
          numericId,
          name: original.name,
          origin: 'linked',
          status: 'DRAFT',
          statusAt: createdAt,
          statusMicros: BigInt(createdAt.getTime()) * 1000n,
          statusFrom: 'created',
          verifiedAt: createdAt,
          createdAt,
        })),
      });
      const bad = rows[7];
      if (bad === undefined) throw new Error('no row');
      world.hubspot.control.addFault({ kind: 'read-only-deal', portalId, dealId: bad.dealId });
      const before = { s: world.spotdraft.control.stats().total, h: world.hubspot.control.stats() };
      for (const { numericId } of rows) go.person(numericId, 'void');
      await until('every other deal says voided', () =>
        rows.every(
          ({ dealId }) => dealId === bad.dealId || go.dealProperties(dealId)['dealdraft_status'] === 'voided',
        ),
      );
      await go.quiet();
      const after = { s: world.spotdraft.control.stats().total, h: world.hubspot.control.stats() };
      // A webhook that is unambiguous costs no call; a hundred deals cost one, and a bad one a few more.
      expect(after.s - before.s).toBeLessThanOrEqual(2);
      expect(after.h.total - before.h.total).toBeLessThanOrEqual(20);
      expect(after.h.throttled).toBe(0);
      expect((await go.view(bad.dealId)).problems.map(({ key }) => key)).toEqual([
        `deal_write_refused:${bad.dealId}`,
      ]);
      expect(go.dealProperties(bad.dealId)['dealdraft_status']).not.toBe('voided');
      // Its next change deserves a new try.
      world.hubspot.control.clearFaults();
      await world.db.dealProjection.update({
        where: { portalId_dealId: { portalId, dealId: bad.dealId } },
        data: { parked: null },
      });
      const [contract] = (await go.view(bad.dealId)).contracts;
      expect((await go.act(contract?.id ?? '', 'unlink', { reason: 'To be written again' })).ok).toBe(true);
      await until('the problem is cleared', async () => (await go.view(bad.dealId)).problems.length === 0);
    } finally {
      await world.stop();
    }
  });
});
