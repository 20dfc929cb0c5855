import type { Cause, PastFiring } from './facts.ts';

/** Firings of a rule for one deal within this time that no person caused are rounds of a loop. */
export const loopWindowMs = 60 * 60_000;
/** The round that is not begun any more. */
const loopRound = 3;

export type LoopCheck = {
  ruleId: string;
  cause: Cause;
  since: number;
  past: readonly PastFiring[];
  now: number;
};

/**
 * Whether a firing would be the third of its rule for one deal that no person caused. What a person causes is never
 * a loop, however often they move the deal. Tells the rule that fired in between, when there is one: the rival.
 */
export const findLoop = (check: LoopCheck): { rivalId: string | null } | null => {
  const { ruleId, cause, since, past, now } = check;
  if (cause === 'person') return null;
  // Each of two deals that were merged has its own rounds: together they make no loop.
  const recent = past.filter(
    ({ at, beforeMerge }) => beforeMerge === undefined && at >= since && now - at < loopWindowMs,
  );
  const rounds = recent.filter((firing) => firing.ruleId === ruleId);
  // The first round may have been a person's; the loop is what followed it by itself.
  const byItself = rounds.some((firing) => firing.cause !== 'person');
  if (rounds.length < loopRound - 1 || !byItself) return null;
  const rival = recent
    .filter((firing) => firing.ruleId !== ruleId)
    .toSorted((a, b) => b.at - a.at)
    .at(0);
  return { rivalId: rival?.ruleId ?? null };
};
