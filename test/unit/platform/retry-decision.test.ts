import { describe, expect, it } from 'vitest';
import type { HubSpotFailureKind } from '../../../src/hubspot/transport/failure.ts';
import { decideRetry, type RetryDecision } from '../../../src/platform/jobs/retry-decision.ts';
import type { FailureKind } from '../../../src/spotdraft/transport/failure.ts';

const text = { log: 'what the log says', admin: 'a', seller: 's' };
const failure = (kind: string, retryAfterMs?: number) => ({
  kind,
  processed: 'no' as const,
  text,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});
const at = (afterMs: number, problem?: 'credentials' | 'away'): Partial<RetryDecision> => ({
  retry: 'at',
  afterMs,
  ...(problem === undefined ? {} : { problem }),
});
const never = { retry: 'never' } as const;
const backoff = { retry: 'backoff' } as const;

/** Every kind of both clients; a new kind does not compile without a row here. */
const decisions: Record<FailureKind | HubSpotFailureKind, Partial<RetryDecision>> = {
  throttled: at(1_000),
  locked: at(2_000),
  missing_values: at(3_600_000),
  migrating: at(60_000),
  unreachable: at(15_000, 'away'),
  unavailable: at(15_000, 'away'),
  unauthorized: at(300_000, 'credentials'),
  missing_scopes: at(300_000, 'credentials'),
  forbidden: at(300_000, 'credentials'),
  invalid: never,
  business_rule: never,
  conflict: never,
  not_found: never,
  too_large: never,
  feature_off: never,
  redirected: never,
  unclear: backoff,
  unreadable: backoff,
};
const kinds = Object.keys(decisions) as (keyof typeof decisions)[];

describe('what a job does after a failure', () => {
  it.each(kinds)('%s', (kind) => {
    expect(decideRetry(failure(kind))).toEqual({ ...decisions[kind], message: text.log });
  });
  it('a kind that nobody knows yet spends attempts rather than waiting for ever', () => {
    expect(decideRetry(failure('of tomorrow'))).toEqual({ retry: 'backoff', message: text.log });
  });
  it.each([
    ['longer than ours is kept', 'throttled', 7_000, 7_000],
    ['shorter than ours is not', 'throttled', 20, 1_000],
    ['a day is waited', 'unavailable', 86_400_000, 86_400_000],
    ['zero is none', 'locked', 0, 2_000],
  ])('the vendor’s own wait: %s', (_case, kind, told, afterMs) => {
    expect(decideRetry(failure(kind, told))).toMatchObject({ retry: 'at', afterMs });
  });
  it('a wait told with a refusal is not one: asking again cannot help', () => {
    expect(decideRetry(failure('invalid', 5_000))).toEqual({ retry: 'never', message: text.log });
  });
  it('waiting for a limit, an outage, values or credentials never spends an attempt', () => {
    for (const kind of kinds)
      expect(decideRetry(failure(kind)).retry === 'at').toBe(
        /throttled|locked|missing_values|migrating|un(reachable|available|authorized)|scopes|forbidden/.test(
          kind,
        ),
      );
  });
});
