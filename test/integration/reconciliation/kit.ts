import { inject } from 'vitest';
import { startSweep } from '../../../src/features/reconciliation/start-sweep.ts';
import type { SweepRun } from '../../../src/platform/database/generated/client.ts';
import { journey, roomyHubSpot } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

/** A world whose sweeps begin only by hand, so that each test sees what its own one repairs. */
export const startSweepWorld = async (environment: Record<string, string> = {}) => {
  const world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    environment: {
      ...roomyHubSpot.environment,
      SPOTDRAFT_REQUESTS_PER_S: '200',
      SWEEP_EVERY_MS: '86400000',
      UPKEEP_TICK_MS: '200',
      ...environment,
    },
    hubspot: roomyHubSpot.hubspot,
    spotdraft: { rateLimitPerSecond: 200 },
  });
  return { world, go: journey(world), ...sweepsOf(world) };
};

const sweepsOf = (world: World) => {
  const ended = (id: string): Promise<SweepRun> =>
    until('the sweep has ended', () =>
      world.db.sweepRun.findFirst({ where: { id, state: { not: 'running' } } }),
    );
  /** Begins one when no other is at work. */
  const begin = async (since?: Date): Promise<string> => {
    await until(
      'no other sweep runs',
      async () => (await world.db.sweepRun.count({ where: { state: 'running' } })) === 0,
    );
    const run = await startSweep(world.app.deps, {
      portalId,
      workspaceId: world.workspaceId,
      cause: 'demand',
      startedBy: 'ben@northwind.example',
      ...(since === undefined ? {} : { since }),
    });
    if (run?.isNew !== true) throw new Error('it did not start');
    return run.runId;
  };
  return {
    begin,
    ended,
    sweep: async (since?: Date): Promise<SweepRun> => ended(await begin(since)),
    /** Does something of which no webhook tells. */
    deaf: async <Value>(work: () => Value | Promise<Value>): Promise<Value> => {
      const { id } = world.spotdraft.control.addFault({ kind: 'webhook-drop' });
      const value = await work();
      await world.spotdraft.control.idle();
      world.spotdraft.control.clearFaults(id);
      return value;
    },
  };
};

export type SweepWorld = Awaited<ReturnType<typeof startSweepWorld>>;

export const countsOf = (run: SweepRun): Record<string, number> => run.repaired as Record<string, number>;
