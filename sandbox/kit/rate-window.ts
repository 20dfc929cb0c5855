/** A budget of calls in a window that slides, for each account by itself. */
export interface RateWindow {
  limit: number;
  windowMs: number;
  /** Takes one, if there is one left; one too many does not count against the next. */
  admit(key: string): boolean;
  remaining(key: string): number;
  /** The most calls of any one account within a window: those that were admitted, and all that came. */
  busiest(): { admitted: number; arrived: number };
  reset(): void;
}

/** Counts by the monotonic clock, so that a test which sets the time does not free the budget. */
export function createRateWindow(
  limit: number,
  windowMs: number,
  clock: () => number = () => performance.now(),
): RateWindow {
  const admitted = new Map<string, number[]>();
  const arrived = new Map<string, number[]>();
  let busiest = { admitted: 0, arrived: 0 };
  const recent = (calls: Map<string, number[]>, key: string): number[] => {
    const since = clock() - windowMs;
    const kept = (calls.get(key) ?? []).filter((at) => at > since);
    calls.set(key, kept);
    return kept;
  };
  return {
    limit,
    windowMs,
    admit(key) {
      const [came, taken] = [recent(arrived, key), recent(admitted, key)];
      const fits = taken.length < limit;
      came.push(clock());
      if (fits) taken.push(clock());
      busiest = {
        admitted: Math.max(busiest.admitted, taken.length),
        arrived: Math.max(busiest.arrived, came.length),
      };
      return fits;
    },
    remaining: (key) => Math.max(0, limit - recent(admitted, key).length),
    busiest: () => busiest,
    reset() {
      admitted.clear();
      arrived.clear();
      busiest = { admitted: 0, arrived: 0 };
    },
  };
}
