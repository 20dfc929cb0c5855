import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lintMapping } from '../../../../src/mapping/lint/lint-mapping.ts';
import { createMappingWork } from '../../../../src/mapping-work.ts';
import { createCpuShares, TooMuchWork } from '../../../../src/platform/workers/cpu-shares.ts';
import { attribute, dealRecords, formula, mapping, now, plan, portal, template, text } from '../fixtures.ts';

const [hostile, honest] = [666, 7];

const work = createMappingWork(2);
const inputOf = (rules: Parameters<typeof mapping>[0]) => ({
  mapping: mapping(rules),
  mappingVersionId: 'v1',
  template: template([attribute('x', 'string'), attribute('y', 'string')]),
  records: dealRecords(),
  choices: {},
  portal,
  now,
});
const greeting = inputOf({ contractData: [{ target: 'x', ...text('Hello {{company.name}}') }] });

// Threads start in their own time; what is measured is what a running service does.
beforeAll(async () => {
  await Promise.all([work.plan(1, greeting), work.plan(2, greeting)]);
});
afterAll(() => work.close());

/**
 * How long this thread worked meanwhile, in milliseconds: it keeps everybody waiting for no longer. The wall's clock would
 * also count what other processes of the machine take.
 */
const workOfThisThread = async (during: () => Promise<unknown>): Promise<number> => {
  const before = process.threadCpuUsage();
  await during();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
};

describe('computations in worker threads', () => {
  it('give what they give on the main thread, byte for byte', async () => {
    const rules = {
      contractData: [{ target: 'x', ...formula('company.name & " " & $string(deal.amount * 1.1)') }],
    };
    const input = inputOf(rules);
    expect(JSON.stringify(await work.plan(honest, input))).toBe(JSON.stringify(plan(input)));
    const given = { mapping: input.mapping, template: input.template, properties: { deal: [] } };
    expect(await work.lint(honest, given)).toEqual(lintMapping(given));
  });

  it.each<[string, Parameters<typeof mapping>[0]]>([
    [
      'patterns that backtrack',
      {
        contractData: [
          { target: 'x', ...formula('$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)') },
        ],
      },
    ],
    ['loops', { contractData: [{ target: 'x', ...formula('($f := function($n) { $f($n + 1) }; $f(1))') }] }],
    [
      'lists that double',
      {
        contractData: [
          { target: 'x', ...formula('$boolean($reduce([1..60], function($s) { [$s, [$s]] }, 0))') },
        ],
      },
    ],
    ['texts of opening braces', { contractData: [{ target: 'x', ...text('{{a[a'.repeat(3_000)) }] }],
  ])(
    'of %s keep neither the event loop nor another account waiting',
    async (_what, rules) => {
      const bad = inputOf(rules);
      let [waited, flooded] = [Number.POSITIVE_INFINITY, 0];
      const worked = await workOfThisThread(async () => {
        const flood = Array.from({ length: 4 }, () => work.plan(hostile, bad).catch(() => null));
        const began = performance.now();
        const made = await work.plan(honest, greeting);
        waited = performance.now() - began;
        expect(made.lines.find(({ target }) => target === 'x')?.value).toBe('Hello Müller & Söhne GmbH');
        await Promise.all(flood);
        flooded = performance.now() - began;
      });
      expect(worked).toBeLessThan(200);
      // Not behind the flood, however slow the machine is.
      expect(waited).toBeLessThan(Math.max(1_000, flooded / 2));
    },
    60_000,
  );
});

describe('the share of an account', () => {
  const limits = { burstMs: 100, perSecondMs: 1_000, mostWaiting: 3 };
  it('is one piece at a time; others go on meanwhile, and a failure does not stop the next', async () => {
    const { run } = createCpuShares(limits);
    const order: string[] = [];
    let release = (): void => undefined;
    const first = run(1, async () => {
      await new Promise<void>((resolve) => (release = resolve));
      order.push('first');
      throw new Error('hostile');
    });
    const second = run(1, () => {
      order.push('second');
      return Promise.resolve({ value: 2, ms: 1 });
    });
    expect(await run(2, () => Promise.resolve({ value: 'other', ms: 1 }))).toBe('other');
    expect(order).toEqual([]);
    release();
    await expect(first).rejects.toThrow('hostile');
    expect(await second).toBe(2);
    expect(order).toEqual(['first', 'second']);
  });

  it('that is used up has to grow again', async () => {
    let now = 0;
    const { run } = createCpuShares(limits, () => now);
    const costs = (ms: number) => () => Promise.resolve({ value: null, ms });
    await run(1, costs(140));
    const began = performance.now();
    await run(1, costs(1));
    // 40 ms too much, at a second's worth a second.
    expect(performance.now() - began).toBeGreaterThanOrEqual(38);
    now += 10_000;
    await run(1, costs(1));
  });

  it('has an end: who asks on while everything waits is refused', async () => {
    const { run } = createCpuShares(limits);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const all = Array.from({ length: 3 }, () => run(1, async () => (await held, { value: 1, ms: 1 })));
    await expect(run(1, () => Promise.resolve({ value: 1, ms: 1 }))).rejects.toBeInstanceOf(TooMuchWork);
    release();
    expect(await Promise.all(all)).toEqual([1, 1, 1]);
  });
});
