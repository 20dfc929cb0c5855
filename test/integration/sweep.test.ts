import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { journey, roomyHubSpot, type Journey } from '../journey.ts';
import { startSweep } from '../../src/contracts/sweep/start-sweep.ts';
import type { SweepRun } from '../../src/db/generated/client.ts';
import { portalId, startWorld, until, type World } from '../world.ts';

let world: World;
let go: Journey;
beforeAll(async () => {
  world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    environment: {
      ...roomyHubSpot.environment,
      SPOTDRAFT_REQUESTS_PER_S: '200',
      // Only by hand, so that each test sees what its own sweep repairs.
      SWEEP_EVERY_MS: '86400000',
      UPKEEP_TICK_MS: '200',
      WEBHOOK_PROBE_MS: '400',
    },
    hubspot: roomyHubSpot.hubspot,
    spotdraft: { rateLimitPerSecond: 200 },
  });
  go = journey(world);
});
afterAll(() => world.stop());

const freshDeal = (): string => {
  const [dealId] = world.hubspot.control.seedDeals(1);
  if (dealId === undefined) throw new Error('no deal');
  return dealId;
};

const ended = (runId: string): Promise<SweepRun> =>
  until('the sweep has ended', () =>
    world.db.sweepRun.findFirst({ where: { id: runId, state: { not: 'running' } } }),
  );

/** A whole sweep, begun when no other is at work. */
const sweep = async (since?: Date): Promise<SweepRun> => {
  await until('no other sweep runs', async () => {
    return (await world.db.sweepRun.count({ where: { state: 'running' } })) === 0;
  });
  const run = await startSweep(world.app.upkeep, {
    portalId,
    workspaceId: world.workspaceId,
    cause: 'demand',
    startedBy: 'ben@northwind.example',
    ...(since === undefined ? {} : { since }),
  });
  if (run?.isNew !== true) throw new Error('it did not start');
  return ended(run.runId);
};

/** As a person does in SpotDraft; no webhook tells of it. */
const rename = (numericId: number, name: string): void => {
  const contract = world.spotdraft.state.contracts.get(numericId);
  if (contract === undefined) throw new Error('no such contract');
  Object.assign(contract, { name, updatedAt: new Date().toISOString() });
};

/** Does something of which no webhook tells. */
const deaf = async <Value>(work: () => Promise<Value>): Promise<Value> => {
  const { id } = world.spotdraft.control.addFault({ kind: 'webhook-drop' });
  const value = await work();
  await world.spotdraft.control.idle();
  world.spotdraft.control.clearFaults(id);
  return value;
};

const counts = (run: SweepRun): Record<string, number> => run.repaired as Record<string, number>;

describe('a sweep', () => {
  it('finds nothing where all is well, and leaves its record', async () => {
    const { row } = await go.make(freshDeal());
    await go.quiet();
    const run = await sweep();
    expect(run).toMatchObject({ state: 'done', cause: 'demand', startedBy: 'ben@northwind.example' });
    expect(counts(run)).toEqual({});
    expect(run.pages).toBeGreaterThanOrEqual(6);
    expect(run.calls).toBeGreaterThanOrEqual(3);
    expect(run.checked).toBeGreaterThan(0);
    expect(run.endedAt).not.toBeNull();
    const after = await go.row(row.id);
    expect(after.verifiedAt.getTime()).toBeGreaterThan(row.verifiedAt.getTime());
  });

  it('learns a status, a name and a void that no webhook told, and brings them to the deals', async () => {
    const made = await Promise.all([freshDeal(), freshDeal(), freshDeal()].map((dealId) => go.make(dealId)));
    const [first, second, third] = made;
    if (first === undefined || second === undefined || third === undefined) throw new Error('not made');
    await go.quiet();
    await deaf(async () => {
      go.person(first.numericId, 'send');
      rename(second.numericId, 'Another name');
      go.person(third.numericId, 'void');
      await Promise.resolve();
    });
    const run = await sweep();
    expect(counts(run)).toMatchObject({ status: 2, details: 1 });
    expect(await go.row(first.row.id)).toMatchObject({ status: 'REDLINING', statusFrom: 'verified' });
    expect((await go.row(second.row.id)).name).toBe('Another name');
    await until('the deals say so', () => {
      return (
        go.dealProperties(first.dealId)['dealdraft_status'] === 'review' &&
        go.dealProperties(third.dealId)['dealdraft_status'] === 'voided'
      );
    });
    const event = await world.db.contractEvent.findFirst({
      where: { contractId: first.row.id, kind: 'status_verified' },
    });
    expect(event).toMatchObject({ how: 'sweep', fromStatus: 'DRAFT', toStatus: 'REDLINING' });
    await go.quiet();
    expect(counts(await sweep())).toEqual({});
  });

  it('adopts a contract that carries our metadata and had no row', async () => {
    const { row, dealId } = await go.make(freshDeal());
    await go.quiet();
    await world.db.contract.delete({ where: { id: row.id } });
    const run = await sweep();
    expect(counts(run)['adopted']).toBe(1);
    const adopted = await world.db.contract.findFirstOrThrow({ where: { portalId, dealId } });
    expect(adopted).toMatchObject({ spotdraftId: row.spotdraftId, requestId: row.requestId });
  });
});
