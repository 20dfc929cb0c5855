import { describe, expect, it } from 'vitest';
import type { HubSpotFailureKind } from '../../../src/hubspot/transport/failure.ts';
import { afterFailure, troubleOf, type Trouble } from '../../../src/platform/jobs/after-failure.ts';
import type { FailureKind } from '../../../src/spotdraft/transport/failure.ts';

const text = { log: 'what the log says', admin: 'a', seller: 's' };
const failure = (kind: string, retryAfterMs?: number) => ({
  kind,
  processed: 'no' as const,
  text,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});
type Expected = { end: 'later' | 'retry' | 'give_up'; afterMs?: number; trouble: Trouble | null };
const at = (afterMs: number, trouble: Trouble | null = null): Expected => ({
  end: 'later',
  afterMs,
  trouble,
});
const never: Expected = { end: 'give_up', trouble: null };
const backoff: Expected = { end: 'retry', trouble: null };

/** Every kind of both clients; a new kind does not compile without a row here. */
const ends: Record<FailureKind | HubSpotFailureKind, Expected> = {
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
const kinds = Object.keys(ends) as (keyof typeof ends)[];

describe('what a job does after a failure', () => {
  it.each(kinds)('%s', (kind) => {
    const { trouble, ...end } = ends[kind];
    expect(afterFailure(failure(kind))).toEqual({ ...end, why: text.log });
    expect(troubleOf(failure(kind))).toBe(trouble);
  });
  it('a kind that nobody knows yet spends attempts rather than waiting for ever', () => {
    expect(afterFailure(failure('of tomorrow'))).toEqual({ end: 'retry', why: text.log });
  });
  it.each([
    ['longer than ours is kept', 'throttled', 7_000, 7_000],
    ['shorter than ours is not', 'throttled', 20, 1_000],
    ['a day is waited', 'unavailable', 86_400_000, 86_400_000],
    ['zero is none', 'locked', 0, 2_000],
  ])('the vendor’s own wait: %s', (_case, kind, told, afterMs) => {
    expect(afterFailure(failure(kind, told))).toMatchObject({ end: 'later', afterMs });
  });
  it('a wait told with a refusal is not one: asking again cannot help', () => {
    expect(afterFailure(failure('invalid', 5_000))).toEqual({ end: 'give_up', why: text.log });
  });
  it('waiting for a limit, an outage, values or credentials never spends an attempt', () => {
    for (const kind of kinds)
      expect(afterFailure(failure(kind)).end === 'later').toBe(
        /throttled|locked|missing_values|migrating|un(reachable|available|authorized)|scopes|forbidden/.test(
          kind,
        ),
      );
  });
});
