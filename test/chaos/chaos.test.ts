import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTemplate } from '../../lab/chaos/stage/postgres.ts';
import { planRun } from '../../lab/chaos/plan/plan.ts';
import { runSeed, type RunReport } from '../../lab/chaos/run.ts';
import { safeguardNames, type Safeguard } from '../../lab/chaos/stage/source-changes.ts';

/** Fixed, so that a failure is the change's doing; more of them are run with `npm run chaos -- --seeds 1-50`. */
const seeds = [1, 2];
const requests = 12;

/** Waiting for a lane counts; on a machine that others fill, a run takes ten times as long. */
const timeout = 30 * 60_000;

/** A run waits more than it works: two at a time. */
const lanes = 2;
let free = lanes;
const waiting: (() => void)[] = [];
const inLane = async <T>(work: () => Promise<T>): Promise<T> => {
  if (free > 0) free -= 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  }
};

let template: Awaited<ReturnType<typeof makeTemplate>>;
let logDir: string;
beforeAll(async () => {
  template = await makeTemplate();
  logDir = await mkdtemp(join(tmpdir(), 'dealdraft-chaos-logs-'));
});
afterAll(() => template.remove());

const run = (seed: number, without: Safeguard | null = null): Promise<RunReport> =>
  inLane(() =>
    runSeed({
      seed,
      requests,
      template: template.dir,
      logDir: join(logDir, without ?? 'whole'),
      without,
    }),
  );
const again = (seed: number): string =>
  `npm run chaos -- --seed ${String(seed)} --requests ${String(requests)}`;

describe('the plan of a run', () => {
  it('is made of the seed alone', () => {
    expect(planRun(7, 30)).toEqual(planRun(7, 30));
    expect(planRun(7, 30)).not.toEqual(planRun(8, 30));
  });

  it('holds every kind of harm over fifty seeds', () => {
    const kinds = new Set(
      Array.from({ length: 50 }, (_, index) => planRun(index + 1, 20)).flatMap(({ strikes }) =>
        strikes.map(({ strike }) =>
          'fault' in strike ? `${strike.kind} ${strike.fault.kind}` : strike.kind,
        ),
      ),
    );
    expect([...kinds]).toEqual(
      expect.arrayContaining([
        'kill',
        'database',
        ...[
          'commit-then-timeout',
          'error-before',
          'error-after',
          'reset',
          'throttle',
          'down',
          'slow',
        ].flatMap((kind) => [`spotdraft ${kind}`, `hubspot ${kind}`]),
        ...['webhook-duplicate', 'webhook-delay', 'webhook-reorder', 'webhook-drop'].map(
          (kind) => `spotdraft ${kind}`,
        ),
      ]),
    );
  });
});

describe.concurrent('under faults', () => {
  it.each(seeds)('every promise holds: seed %i', { timeout }, async (seed) => {
    const { violations, accepted, contracts, executions } = await run(seed);
    expect(violations, again(seed)).toEqual([]);
    expect(accepted).toBeGreaterThan(requests / 3);
    expect(contracts).toBeGreaterThan(accepted);
    expect(executions).toBeGreaterThan(0);
  });
});

/** What each safeguard keeps from happening: the invariant that must be found broken without it. */
const breaks: Record<Safeguard, RegExp> = {
  'look-up': /one contract for each request/,
  'dedupe-key': /nothing acknowledged was lost/,
  'expected-state': /steps follow each other/,
  'transactional-enqueue': /work has its job/,
  'hash-compare': /written is written/,
  'commit-before-answer': /nothing acknowledged was lost/,
  'set-lock': /steps follow each other/,
};

describe.concurrent('without one safeguard', () => {
  it.each(safeguardNames)('the run finds something broken: %s', { timeout }, async (name) => {
    const found: string[] = [];
    // A race needs its moment: seeds are tried until one shows it.
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const { violations } = await run(seed, name);
      found.push(...violations.map(({ invariant }) => invariant));
      if (found.some((invariant) => breaks[name].test(invariant))) break;
    }
    expect(found.join('\n')).toMatch(breaks[name]);
  });
});
