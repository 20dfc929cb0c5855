/** How many calls a workspace may make in any one second, counted over a sliding window. */
export interface Throttle {
  /** False when this call is one too many; such a call does not count against the next. */
  admit(key: string): boolean;
  /** The most calls that arrived within one second, refused ones included. */
  busiestSecond(): number;
  reset(): void;
}

export function createThrottle(limit: number, now: () => number = () => performance.now()): Throttle {
  const admitted = new Map<string, number[]>();
  const arrived = new Map<string, number[]>();
  let busiest = 0;

  const window = (all: Map<string, number[]>, key: string, at: number): number[] => {
    const recent = (all.get(key) ?? []).filter((one) => at - one < 1000);
    all.set(key, recent);
    return recent;
  };

  return {
    admit(key) {
      const at = now();
      const arrivals = window(arrived, key, at);
      arrivals.push(at);
      busiest = Math.max(busiest, arrivals.length);
      const recent = window(admitted, key, at);
      if (recent.length >= limit) return false;
      recent.push(at);
      return true;
    },
    busiestSecond: () => busiest,
    reset() {
      admitted.clear();
      arrived.clear();
      busiest = 0;
    },
  };
}
