export interface LoggedCall {
  method: string;
  /** Path and query as called. */
  url: string;
  body: unknown;
  status: number;
  reply: unknown;
}

export interface CallStats {
  /** Calls by operation, such as `GET contracts/{composite}/status`. */
  calls: Record<string, number>;
  total: number;
  throttled: number;
  /** The most calls of one workspace within one second. */
  maxInOneSecond: number;
}

/** Counts every API call, and keeps the latest ones for checks against the specification. */
export interface CallLog {
  count(operation: string): void;
  throttled(): void;
  keep(call: LoggedCall): void;
  recent(): LoggedCall[];
  stats(maxInOneSecond: number): CallStats;
  reset(): void;
}

const kept = 2000;

export function createCallLog(): CallLog {
  let calls: Record<string, number> = {};
  let total = 0;
  let refused = 0;
  let recent: LoggedCall[] = [];
  return {
    count(operation) {
      total += 1;
      calls[operation] = (calls[operation] ?? 0) + 1;
    },
    throttled() {
      refused += 1;
    },
    keep(call) {
      recent.push(call);
      // Cut in bulk: shifting one at a time would copy the list on every call.
      if (recent.length > kept * 2) recent = recent.slice(-kept);
    },
    recent: () => recent.slice(-kept),
    stats: (maxInOneSecond) => ({ calls: { ...calls }, total, throttled: refused, maxInOneSecond }),
    reset() {
      calls = {};
      total = 0;
      refused = 0;
      recent = [];
    },
  };
}
