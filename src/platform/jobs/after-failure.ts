import type { VendorFailure } from '../vendor-failure.ts';
import { giveUp, later, retry, type Unfinished } from './job-end.ts';

/** What is wrong with the connection itself, where a failure tells: a problem that people are shown. */
export type Trouble = 'credentials' | 'away';

const waits: Record<string, { afterMs: number; trouble?: Trouble }> = {
  throttled: { afterMs: 1_000 },
  locked: { afterMs: 2_000 },
  // Whoever can see the values come goes on at once; for the rest the requirement itself may be gone by then.
  missing_values: { afterMs: 3_600_000 },
  migrating: { afterMs: 60_000 },
  unreachable: { afterMs: 15_000, trouble: 'away' },
  unavailable: { afterMs: 15_000, trouble: 'away' },
  unauthorized: { afterMs: 300_000, trouble: 'credentials' },
  missing_scopes: { afterMs: 300_000, trouble: 'credentials' },
  forbidden: { afterMs: 300_000, trouble: 'credentials' },
};

const cannotHelp = new Set([
  'invalid',
  'business_rule',
  'conflict',
  'not_found',
  'too_large',
  'feature_off',
  'redirected',
]);

export const troubleOf = ({ kind }: VendorFailure): Trouble | null => waits[kind]?.trouble ?? null;

/** Turns any failure of a vendor call into how its job ends. The only place that decides about retries. */
export const afterFailure = (failure: VendorFailure): Unfinished => {
  const why = failure.text.log;
  const wait = waits[failure.kind];
  if (wait !== undefined) return later(Math.max(failure.retryAfterMs ?? 0, wait.afterMs), why);
  return cannotHelp.has(failure.kind) ? giveUp(why) : retry(why);
};
