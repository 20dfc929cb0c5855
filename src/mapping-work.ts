import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import type { MappingWork } from './features/deps.ts';
import type * as tasks from './mapping/tasks.ts';
import type { Done } from './mapping/tasks.ts';
import { createCpuShares } from './platform/workers/cpu-shares.ts';

/** A plan of a deal takes milliseconds; its formulas stop after two seconds by themselves. What is left then is hostile. */
const mostMs = 20_000;
const shares = { burstMs: 10_000, perSecondMs: 500, mostWaiting: 500 };
/** Enough for the largest deal many times over, and little of a machine. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };
const idleMs = 60_000;

/**
 * Plans and lints in worker threads: a formula or a text that a tenant wrote can take all the time it is given, and
 * neither the event loop nor another account waits for it. A thread that takes too long or too much memory is ended.
 */
export const createMappingWork = (
  threads = Math.max(2, availableParallelism() - 1),
): MappingWork & { close: () => Promise<void> } => {
  const pool = new Piscina({
    filename: new URL('./mapping/tasks.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: idleMs,
    resourceLimits,
    // What a formula must never reach is not there: no secret of the service is in the thread's environment.
    env: {},
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const cpu = createCpuShares(shares);
  const run = <Value>(portalId: number, name: keyof typeof tasks, input: unknown): Promise<Value> =>
    cpu.run(
      portalId,
      async () => (await pool.run(input, { name, signal: AbortSignal.timeout(mostMs) })) as Done<Value>,
    );
  return {
    plan: (portalId, input) => run(portalId, 'plan', input),
    lint: (portalId, input) => run(portalId, 'lint', input),
    close: () => pool.destroy(),
  };
};
