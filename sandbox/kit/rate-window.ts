/** A budget of calls in a window that slides. */
export interface RateLimit {
  /** Takes one, if there is one left. */
  admit(key: string): boolean;
  remaining(key: string): number;
  /** The most calls that any one key was admitted in a window. */
  busiest(): number;
  reset(): void;
}

/** Counts by the monotonic clock, so that a test which sets the time does not free the budget. */
export function createRateLimit(
  limit: number,
  windowMs: number,
  clock: () => number = () => performance.now(),
): RateLimit {
  let calls = new Map<string, number[]>();
  let most = 0;
  const recent = (key: string): number[] => {
    const since = clock() - windowMs;
    const kept = (calls.get(key) ?? []).filter((at) => at > since);
    calls.set(key, kept);
    return kept;
  };
  return {
    admit(key) {
      const used = recent(key);
      if (used.length >= limit) return false;
      used.push(clock());
      most = Math.max(most, used.length);
      return true;
    },
    remaining: (key) => Math.max(0, limit - recent(key).length),
    busiest: () => most,
    reset() {
      calls = new Map();
      most = 0;
    },
  };
}
