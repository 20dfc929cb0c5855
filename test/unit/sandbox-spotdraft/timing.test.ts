import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClock, microsOf } from '../../../sandbox/spotdraft/state/clock.ts';

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
