export interface CallStats {
  /** Calls by operation, such as `GET /crm/v3/objects/{type}/{id}`. */
  calls: Record<string, number>;
  total: number;
  throttled: number;
  /** The most calls of one account within ten seconds that took from its budget. */
  busiest10s: number;
  /** Every batch call with the number of its inputs, newest last. */
  batches: { operation: string; size: number }[];
}

export interface LoggedCall {
  method: string;
  path: string;
  portalId: number | null;
  status: number;
}

/** Counts every API call; refused and throttled ones too. */
export interface CallLog {
  count(operation: string, inputs?: number): void;
  throttled(): void;
  keep(call: LoggedCall): void;
  recent(): LoggedCall[];
  stats(busiest10s: number): CallStats;
  reset(): void;
}

const kept = 5000;

export function createCallLog(): CallLog {
  let calls: Record<string, number> = {};
  let total = 0;
  let refused = 0;
  let batches: CallStats['batches'] = [];
  let recent: LoggedCall[] = [];
  return {
    count(operation, inputs) {
      total += 1;
      calls[operation] = (calls[operation] ?? 0) + 1;
      if (inputs === undefined) return;
      batches.push({ operation, size: inputs });
      // Cut in bulk: shifting one at a time would copy the list on every call.
      if (batches.length > kept * 2) batches = batches.slice(-kept);
    },
    throttled() {
      refused += 1;
    },
    keep(call) {
      recent.push(call);
      if (recent.length > kept * 2) recent = recent.slice(-kept);
    },
    recent: () => recent.slice(-kept),
    stats: (busiest10s) => ({
      calls: { ...calls },
      total,
      throttled: refused,
      busiest10s,
      batches: [...batches],
    }),
    reset() {
      calls = {};
      total = 0;
      refused = 0;
      batches = [];
      recent = [];
    },
  };
}
