import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  resumeStuckSweeps,
  startDueSweeps,
  wantSweepsAfterStart,
} from '../../../src/features/reconciliation/due-sweeps.ts';
import { vendorIsBack, vendorTrouble } from '../../../src/features/vendors/vendor-trouble.ts';
import type { SweepRun } from '../../../src/platform/database/generated/client.ts';
import { portalId, until } from '../../../lab/world/world.ts';
import { countsOf, startSweepWorld, type SweepWorld } from './kit.ts';

let world: SweepWorld['world'];
let go: SweepWorld['go'];
let sweep: SweepWorld['sweep'];
let ended: SweepWorld['ended'];
beforeAll(async () => {
  // The clock of the upkeep never ticks: each test looks by itself for what is due.
  ({ world, go, sweep, ended } = await startSweepWorld({ UPKEEP_TICK_MS: '86400000' }));
  await go.make(world.hubspot.control.seedDeals(1)[0] ?? '');
  await go.quiet();
  await sweep();
});
afterEach(async () => {
  await until('all sweeps are through', async () => {
    return (await world.db.sweepRun.count({ where: { state: 'running' } })) === 0;
  });
});
afterAll(() => world.stop());

const hourMs = 3_600_000;
/** The last sweep was so long ago. */
const lastSweep = async (agoMs: number): Promise<void> => {
  const startedAt = new Date(Date.now() - agoMs);
  await world.db.sweepRun.updateMany({ data: { startedAt, endedAt: startedAt } });
};
/** What is due now, by one look or by several at the same time. */
const due = async (looks = 1): Promise<SweepRun[]> => {
  const before = new Set((await world.db.sweepRun.findMany()).map(({ id }) => id));
  await Promise.all(Array.from({ length: looks }, () => startDueSweeps(world.app.deps)));
  const runs = (await world.db.sweepRun.findMany()).filter(({ id }) => !before.has(id));
  return Promise.all(runs.map(({ id }) => ended(id)));
};

describe('a sweep begins', () => {
  it('by the clock, and not before its time', async () => {
    await lastSweep(23 * hourMs);
    expect(await due()).toEqual([]);
    await lastSweep(25 * hourMs);
    expect(await due()).toMatchObject([{ cause: 'schedule', state: 'done' }]);
  });

  it('once, however many workers look', async () => {
    await lastSweep(25 * hourMs);
    expect(await due(8)).toHaveLength(1);
  });

  it('after a start of the service, but not for each process of a rolling one', async () => {
    await lastSweep(30_000);
    await wantSweepsAfterStart(world.app.deps);
    expect(await due()).toEqual([]);
    await lastSweep(2 * hourMs);
    await wantSweepsAfterStart(world.app.deps);
    expect(await due()).toMatchObject([{ cause: 'start', state: 'done' }]);
  });

  it.each(['spotdraft', 'hubspot'] as const)('when %s is back after an outage', async (vendor) => {
    await lastSweep(hourMs);
    const where = { portalId, vendor, workspaceId: world.workspaceId };
    const text = { log: 'away', admin: 'away', seller: 'away' };
    await vendorIsBack(world.db, where);
    expect(await due()).toEqual([]);
    const failure = { kind: 'unreachable', processed: 'no', text } as const;
    await vendorTrouble(world.app.deps, { ...where, failure });
    await vendorIsBack(world.db, where);
    expect(await due()).toMatchObject([{ cause: 'outage', state: 'done' }]);
  });

  it('when no notice comes though contracts are open', async () => {
    await lastSweep(2 * hourMs);
    const setLast = (lastDeliveryAt: Date) =>
      world.db.workspace.update({ where: { id: world.workspaceId }, data: { lastDeliveryAt } });
    await setLast(new Date());
    expect(await due()).toEqual([]);
    await setLast(new Date(Date.now() - 7 * hourMs));
    expect(await due()).toMatchObject([{ cause: 'silence', state: 'done' }]);
  });

  it('again where it was, when its job was lost', async () => {
    await lastSweep(25 * hourMs);
    const [whole] = await due();
    if (whole === undefined) throw new Error('none was due');
    const position = { step: 'forgotten' };
    await world.db.sweepRun.update({
      where: { id: whole.id },
      data: { state: 'running', endedAt: null, position },
    });
    expect(await resumeStuckSweeps(world.app.deps)).toBe(0);
    await world.db
      .$executeRaw`UPDATE sweep_run SET "updatedAt" = now() - interval '11 minutes' WHERE id = ${whole.id}::uuid`;
    expect(await resumeStuckSweeps(world.app.deps)).toBe(1);
    expect(await ended(whole.id)).toMatchObject({ state: 'done', pages: whole.pages + 1 });
  });
});

describe('many deals', () => {
  it('are read a hundred at a time, and each that differs is written again', async () => {
    const { dealId, row } = await go.make(world.hubspot.control.seedDeals(1)[0] ?? '');
    await go.quiet();
    const written = await world.db.dealProjection.findUniqueOrThrow({
      where: { portalId_dealId: { portalId, dealId } },
    });
    const more = world.hubspot.control.seedDeals(229, {
      properties: written.written as Record<string, string>,
    });
    // Rows as 229 more contracts leave them, without making each at SpotDraft; they count as gone there.
    await world.db.contract.createMany({
      data: more.map((id, index) => ({
        portalId,
        workspaceId: world.workspaceId,
        dealId: id,
        spotdraftId: `T-${String(900_000 + index)}`,
        numericId: 900_000 + index,
        referenceId: null,
        name: row.name,
        origin: 'linked',
        status: 'DRAFT',
        statusAt: row.statusAt,
        statusMicros: row.statusMicros,
        statusFrom: 'verified',
        verifiedAt: row.verifiedAt,
        createdAt: row.createdAt,
        goneAt: new Date(),
      })),
    });
    const { desired, desiredHash, writtenHash } = written;
    await world.db.dealProjection.createMany({
      data: more.map((id) => ({
        portalId,
        dealId: id,
        desired: desired ?? {},
        desiredHash,
        written: written.written ?? {},
        writtenHash,
      })),
    });
    const scribbled = [more[0], more[98], more[99], more[228]].map((id) => id ?? '');
    const drop = world.hubspot.control.addFault({ kind: 'webhook-drop' });
    for (const id of scribbled) world.hubspot.control.editDeal(id, { dealdraft_status: 'none' });
    world.hubspot.control.clearFaults(drop.id);
    const before = world.hubspot.control.stats().batches.length;
    const run = await sweep();
    expect(countsOf(run)).toEqual({ deal: scribbled.length });
    expect(run.checked).toBeGreaterThanOrEqual(231);
    const reads = world.hubspot.control
      .stats()
      .batches.slice(before)
      .filter(({ operation }) => operation.endsWith('batch/read'));
    expect(reads.map(({ size }) => size)).toEqual([100, 100, 31]);
    await until('they are written again', () =>
      scribbled.every((id) => go.dealProperties(id)['dealdraft_status'] === 'draft'),
    );
    expect(countsOf(await sweep())).toEqual({});
  });
});
