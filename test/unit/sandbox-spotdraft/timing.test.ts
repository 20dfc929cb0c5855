import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../sandbox/kit/random.ts';
import { createClock, microsOf } from '../../../sandbox/spotdraft/state/clock.ts';
import { createThrottle } from '../../../sandbox/spotdraft/http/throttle.ts';
import { createGate } from '../../../sandbox/kit/gate.ts';

describe('the clock', () => {
  it('never gives a stamp twice, and never goes back, whatever the time does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4_000_000_000_000 }), { minLength: 2, maxLength: 50 }),
        (times) => {
          let at = 0;
          const clock = createClock(() => new Date(times[at++] ?? 0));
          const stamps = times.map(() => clock.stamp());
          stamps.forEach((stamp, index) => {
            expect(stamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
            if (index > 0) expect(microsOf(stamp)).toBeGreaterThan(microsOf(stamps[index - 1] ?? ''));
          });
        },
      ),
    );
  });

  it.each([
    ['2026-01-01T00:00:00Z', 0],
    ['2026-01-01T00:00:00.5Z', 500_000],
    ['2026-01-01T00:00:00.000007Z', 7],
    ['2026-01-01T01:00:00.001+01:00', 1000],
  ])('reads %s', (stamp, micros) => {
    expect(microsOf(stamp) - microsOf('2026-01-01T00:00:00Z')).toBe(micros);
  });

  it('knows what is no time', () => {
    expect(microsOf('yesterday')).toBeNaN();
  });
});

describe('the throttle', () => {
  it('never admits more than the limit within any second, and admits again after it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 80 }),
        fc.integer({ min: 1, max: 12 }),
        (gaps, limit) => {
          let now = 0;
          const throttle = createThrottle(limit, () => now);
          const admitted: number[] = [];
          for (const gap of gaps) {
            now += gap;
            const recent = admitted.filter((one) => now - one < 1000).length;
            const admits = throttle.admit('w');
            expect(admits).toBe(recent < limit);
            if (admits) admitted.push(now);
          }
        },
      ),
    );
  });

  it('remembers the busiest second, refused calls included', () => {
    let now = 0;
    const throttle = createThrottle(2, () => now);
    for (let index = 0; index < 5; index += 1) throttle.admit('w');
    now = 5000;
    throttle.admit('w');
    expect(throttle.busiestSecond()).toBe(5);
  });
});

describe('the random source', () => {
  it('repeats itself for a seed, and stays within its bounds', () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 1000 }, () => random.next());
    };
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
    const numbers = draw(7);
    expect(numbers.every((one) => one >= 0 && one < 1)).toBe(true);
    const mean = numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    expect(mean).toBeGreaterThan(0.45);
    expect(mean).toBeLessThan(0.55);
  });
});

describe('the gate', () => {
  it('lets so many run at once, and everyone in the end, failures too', async () => {
    const gate = createGate(3);
    let running = 0;
    let most = 0;
    const work = (index: number) =>
      gate(async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (index % 4 === 0) throw new Error('no');
        return index;
      });
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => work(index)));
    expect(most).toBe(3);
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(15);
  });
});
