import type { DealState } from './deal-state.ts';

/** The service's pace is kept for this many readings without news, then each one waits half as long again. */
const QUICK_READINGS = 8;
const GROWTH = 1.5;
const SLOWEST_MS = 60_000;
/** A card cannot know whether anybody looks at it, so one that saw nothing new for this long rests until it is asked. */
export const REST_AFTER_MS = 30 * 60_000;

const FIRST_RETRY_MS = 2_000;
/** A card that never got a first answer gives up here: the person then has "Try again". */
const FIRST_ANSWER_TRIES = 3;

export type Pace = { kind: 'after'; ms: number } | { kind: 'stop' } | { kind: 'rest' };

/**
 * When to read the deal again. `stop`: nothing can change by itself. `rest`: something might, but nothing did for half
 * an hour; a button wakes it. Failures are retried ever more slowly, and only while there was something to wait for.
 */
export const paceOf = (deal: DealState, now: number): Pace => {
  if (deal.failures > 0) {
    const worthIt = deal.view === null ? deal.failures < FIRST_ANSWER_TRIES : deal.view.pollAfterMs !== null;
    if (!worthIt || deal.error?.canRetry === false) return { kind: 'stop' };
    return { kind: 'after', ms: Math.min(FIRST_RETRY_MS * 2 ** (deal.failures - 1), SLOWEST_MS) };
  }
  const wish = deal.view?.pollAfterMs ?? null;
  if (wish === null) return { kind: 'stop' };
  if (deal.changedAt !== null && now - deal.changedAt >= REST_AFTER_MS) return { kind: 'rest' };
  const calmReadings = Math.max(0, deal.unchanged - QUICK_READINGS);
  const ceiling = Math.max(wish, SLOWEST_MS);
  return { kind: 'after', ms: Math.min(wish * GROWTH ** calmReadings, ceiling) };
};
