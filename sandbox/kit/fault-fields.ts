import { z } from 'zod';

/** How often a fault strikes. */
const chance = {
  probability: z.number().min(0).max(1).default(1),
  /** Strikes at most so often. */
  times: z.int().positive().optional(),
  /** Strikes at this matching call only. */
  nth: z.int().positive().optional(),
};

/**
 * What can go wrong with an API call.
 * - `commit-then-timeout`: the work is done, the answer never comes
 * - `error-before` / `error-after`: 503 without the work, 502 after it
 * - `reset`: the connection is cut `before` or `after` the work
 * - `slow`: the answer comes `ms` later; the work is done at the end of that time (`before`), or at once (`after`)
 * - `throttle` / `down`: from the first match, everything that matches is 429 / 503 (or cut) for `ms`
 */
export const callEffect = {
  kind: z.enum(['commit-then-timeout', 'error-before', 'error-after', 'reset', 'slow', 'throttle', 'down']),
  ms: z.int().nonnegative().optional(),
  when: z.enum(['before', 'after']).default('before'),
  how: z.enum(['error', 'reset']).default('error'),
  method: z.string().optional(),
  /** A regular expression over the path, without the query. */
  path: z.string().optional(),
  ...chance,
};

/** What can go wrong with a webhook on its way. */
export const webhookEffect = {
  kind: z.enum(['webhook-duplicate', 'webhook-delay', 'webhook-reorder', 'webhook-drop']),
  ms: z.int().nonnegative().optional(),
  ...chance,
};

export type CallEffect = z.infer<z.ZodObject<typeof callEffect>>;
export type WebhookEffect = z.infer<z.ZodObject<typeof webhookEffect>>;

export interface WebhookFate {
  drop: boolean;
  duplicate: boolean;
  /** False lets later calls about the same thing overtake this one. */
  inOrder: boolean;
  holdMs: number;
}

/** Whether a fault that strikes some calls is about this one. */
export function isAboutCall({ method, path }: CallEffect, call: { method: string; path: string }): boolean {
  if (method !== undefined && method.toUpperCase() !== call.method) return false;
  return path === undefined || new RegExp(path).test(call.path);
}
