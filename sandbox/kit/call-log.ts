export interface CallStats {
  /** Calls by operation, such as `GET contracts/{composite}/status`. */
  calls: Record<string, number>;
  total: number;
  throttled: number;
  /** Every batch call with the number of its inputs, newest last. */
  batches: { operation: string; size: number }[];
}

export interface LoggedCall {
  method: string;
  /** Path and query as called, and the path alone. */
  url: string;
  path: string;
  /** Whose call it was; null when it names nobody that is known. */
  account: string | null;
  body: unknown;
  status: number;
  /** The answer, when it is JSON. */
  reply: unknown;
}

/** Counts every API call, refused and throttled ones too, and keeps the latest. */
export interface CallLog {
  count(operation: string, body?: unknown): void;
  throttled(): void;
  keep(call: LoggedCall): void;
  recent(): LoggedCall[];
  stats(): CallStats;
  reset(): void;
}

const kept = 5000;

/** Adds to a list of the latest. Cut in bulk: shifting one at a time would copy the list on every call. */
function push<Item>(list: Item[], item: Item): void {
  list.push(item);
  if (list.length > kept * 2) list.splice(0, list.length - kept);
}

/** With `bodies`, what was sent and answered is kept, too; a busy account's would fill the memory. */
export function createCallLog({ bodies }: { bodies: boolean }): CallLog {
  let stats: CallStats = nothing();
  let recent: LoggedCall[] = [];
  return {
    count(operation, body) {
      stats.total += 1;
      stats.calls[operation] = (stats.calls[operation] ?? 0) + 1;
      const size = inputsIn(body);
      if (size !== undefined) push(stats.batches, { operation, size });
    },
    throttled() {
      stats.throttled += 1;
    },
    keep: (call) => push(recent, bodies ? call : { ...call, body: undefined, reply: undefined }),
    recent: () => recent.slice(-kept),
    stats: () => structuredClone(stats),
    reset() {
      stats = nothing();
      recent = [];
    },
  };
}

const nothing = (): CallStats => ({ calls: {}, total: 0, throttled: 0, batches: [] });

const inputsIn = (body: unknown): number | undefined =>
  typeof body === 'object' && body !== null && 'inputs' in body && Array.isArray(body.inputs)
    ? body.inputs.length
    : undefined;
