import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGate } from '../../../sandbox/kit/gate.ts';
import { createRandom } from '../../../sandbox/kit/random.ts';
import { createRateWindow } from '../../../sandbox/kit/rate-window.ts';
import { createRoutes } from '../../../sandbox/kit/routes.ts';

describe('a budget of calls', () => {
  it('never admits more than the limit within any window, and admits again after it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 80 }),
        fc.integer({ min: 1, max: 12 }),
        (gaps, limit) => {
          let now = 0;
          const budget = createRateWindow(limit, 1000, () => now);
          const admitted: number[] = [];
          for (const gap of gaps) {
            now += gap;
            const recent = admitted.filter((one) => now - one < 1000).length;
            const admits = budget.admit('w');
            expect(admits).toBe(recent < limit);
            if (admits) admitted.push(now);
            else expect(budget.remaining('w')).toBe(0);
          }
        },
      ),
    );
  });

  it('remembers its busiest time: the calls that it took, and all that came', () => {
    let now = 0;
    const budget = createRateWindow(2, 1000, () => now);
    for (let index = 0; index < 5; index += 1) budget.admit('w');
    now = 5000;
    budget.admit('w');
    expect(budget.busiest()).toEqual({ admitted: 2, arrived: 5 });
  });

  it('is one per account', () => {
    const budget = createRateWindow(1, 1000, () => 0);
    expect([budget.admit('a'), budget.admit('a'), budget.admit('b')]).toEqual([true, false, true]);
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

describe('the routes', () => {
  const match = createRoutes(
    [
      { method: 'POST', path: '/things/search' },
      { method: 'GET', path: '/things/{id}' },
      { method: 'GET', path: '/numbers/{int}' },
      { method: 'GET', path: '/files/{path*}' },
    ],
    { int: '\\d+' },
  );

  it.each([
    ['POST', '/things/search', { kind: 'found', endpoint: { path: '/things/search' }, params: {} }],
    ['GET', '/things/search', { kind: 'found', params: { id: 'search' } }],
    ['GET', '/things/a%20b', { kind: 'found', params: { id: 'a b' } }],
    ['GET', '/things/%zz', { kind: 'found', params: { id: '%zz' } }],
    ['DELETE', '/things/1', { kind: 'wrong-method' }],
    ['GET', '/numbers/12', { kind: 'found', params: { int: '12' } }],
    ['GET', '/numbers/T-12', { kind: 'unknown' }],
    ['GET', '/files/a/b', { kind: 'found', params: { path: 'a/b' } }],
    ['GET', '/things/1/', { kind: 'unknown' }],
  ])('%s %s', (method, path, expected) => {
    expect(match(method, path)).toMatchObject(expected);
  });
});
