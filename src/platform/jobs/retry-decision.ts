/** What any failure of a vendor's client says of itself; both clients' failures fit. */
export type VendorFailure = {
  kind: string;
  retryAfterMs?: number;
  /** Of `missing_scopes`. */
  scopes?: readonly string[];
  /** Whether the vendor may have done what was asked. */
  processed: 'no' | 'maybe' | 'yes';
  text: { log: string; admin: string; seller: string };
};

/**
 * `at` waits without spending an attempt: a limit or an outage is not the job's fault. `backoff` spends one.
 * `never` gives up: asking again cannot help, a person has to do something.
 */
export type RetryDecision = { message: string; problem?: 'credentials' | 'away' } & (
  { retry: 'never' } | { retry: 'backoff' } | { retry: 'at'; afterMs: number }
);

const waits: Record<string, { afterMs: number; problem?: 'credentials' | 'away' }> = {
  throttled: { afterMs: 1_000 },
  locked: { afterMs: 2_000 },
  // Whoever can see the values come goes on at once; for the rest the requirement itself may be gone by then.
  missing_values: { afterMs: 3_600_000 },
  migrating: { afterMs: 60_000 },
  unreachable: { afterMs: 15_000, problem: 'away' },
  unavailable: { afterMs: 15_000, problem: 'away' },
  unauthorized: { afterMs: 300_000, problem: 'credentials' },
  missing_scopes: { afterMs: 300_000, problem: 'credentials' },
  forbidden: { afterMs: 300_000, problem: 'credentials' },
};

const givesUp = new Set([
  'invalid',
  'business_rule',
  'conflict',
  'not_found',
  'too_large',
  'feature_off',
  'redirected',
]);

/** Turns any failure of a vendor call into what the job does next. The only place that decides about retries. */
export const decideRetry = (failure: VendorFailure): RetryDecision => {
  const message = failure.text.log;
  const wait = waits[failure.kind];
  if (wait !== undefined) {
    const afterMs = Math.max(failure.retryAfterMs ?? 0, wait.afterMs);
    return { retry: 'at', afterMs, message, ...(wait.problem ? { problem: wait.problem } : {}) };
  }
  if (givesUp.has(failure.kind)) return { retry: 'never', message };
  return { retry: 'backoff', message };
};
