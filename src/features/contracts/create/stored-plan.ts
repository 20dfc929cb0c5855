import type { Plan } from '@dealdraft/wire/plan.ts';

/** What a request keeps beside the plan: which records were chosen. */
type StoredPlan = Plan & { choices?: Record<string, string> };

/**
 * A plan as a request and its contract keep it. Cast, not parsed: only this service writes it, it is thousands of values in
 * some accounts, and a plan that an older version made has to stay readable as the proof of what was sent.
 */
export const storedPlan = (stored: unknown): StoredPlan => stored as StoredPlan;
