import { z } from 'zod';
import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';
import type { WorkspaceName } from './model.ts';

const chance = {
  probability: z.number().min(0).max(1).default(1),
  times: z.int().positive().optional(),
  nth: z.int().positive().optional(),
};
const target = {
  workspace: z.enum(['uat', 'production']).optional(),
  method: z.string().optional(),
  /** A regular expression over the path, without the query. */
  path: z.string().optional(),
};

/**
 * What can go wrong with an API call.
 * - `commit-then-timeout`: the work is done, the answer never comes
 * - `error-before` / `error-after`: 503 without the work, 502 after it
 * - `reset`: the connection is cut `before` or `after` the work
 * - `slow`: the answer comes `ms` later; the work is done at the end of that time (`before`), or at once (`after`)
 * - `throttle` / `down`: from the first match, everything in the workspace is 429 / refused for `ms`
 */
const callFault = z.object({
  kind: z.enum(['commit-then-timeout', 'error-before', 'error-after', 'reset', 'slow', 'throttle', 'down']),
  ms: z.int().nonnegative().optional(),
  when: z.enum(['before', 'after']).default('before'),
  how: z.enum(['error', 'reset']).default('error'),
  ...target,
  ...chance,
});

const webhookFault = z.object({
  kind: z.enum(['webhook-duplicate', 'webhook-delay', 'webhook-reorder', 'webhook-drop']),
  ms: z.int().nonnegative().optional(),
  activity: z.string().optional(),
  workspace: target.workspace,
  ...chance,
});

const stateFault = z.object({
  kind: z.enum(['download-not-ready', 'revoke-credentials', 'rotate-hmac']),
  /** `download-not-ready`: how long after execution the file is missing; without it, until the fault is cleared. */
  ms: z.int().nonnegative().optional(),
  workspace: z.enum(['uat', 'production']).optional(),
});

export const faultSchema = z.discriminatedUnion('kind', [callFault, webhookFault, stateFault]);
export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;
export type CallFault = z.infer<typeof callFault>;

export interface WebhookFate {
  drop: boolean;
  duplicate: boolean;
  /** False lets later calls for the same contract overtake this one. */
  inOrder: boolean;
  holdMs: number;
}

export interface WebhookFaults {
  forWebhook(workspace: WorkspaceName, activity: string): WebhookFate;
}

export interface FaultPlan extends WebhookFaults {
  add(fault: Fault): number;
  clear(id?: number): void;
  list(): { id: number; fault: Fault; hits: number }[];
  /** The fault that this call meets, if any; counts the call. */
  forCall(workspace: WorkspaceName | undefined, method: string, path: string): CallFault | undefined;
  /** Whether a contract executed so many milliseconds ago still has no file. */
  downloadMissing(workspace: WorkspaceName, sinceExecutedMs: number): boolean;
}

interface Rule {
  id: number;
  fault: Fault;
  random: Random;
  seen: number;
  hits: number;
  /** For storms (`throttle`, `down`): until when, on the monotonic clock. */
  until?: number;
}

/** Faults on demand. Each rule draws from a source of its own, so adding one does not change what another does. */
export function createFaultPlan(seed: number): FaultPlan {
  let rules: Rule[] = [];
  let last = 0;

  const strikes = (
    rule: Rule,
    limits: { probability: number; times?: number | undefined; nth?: number | undefined },
  ): boolean => {
    rule.seen += 1;
    if (limits.nth !== undefined && rule.seen !== limits.nth) return false;
    if (limits.times !== undefined && rule.hits >= limits.times) return false;
    if (!rule.random.chance(limits.probability)) return false;
    rule.hits += 1;
    return true;
  };

  return {
    add(fault) {
      last += 1;
      rules.push({ id: last, fault, random: createRandom(seed * 1009 + last), seen: 0, hits: 0 });
      return last;
    },
    clear(id) {
      rules = id === undefined ? [] : rules.filter((rule) => rule.id !== id);
    },
    list: () => rules.map(({ id, fault, hits }) => ({ id, fault, hits })),
    forCall(workspace, method, path) {
      for (const rule of rules) {
        const { fault } = rule;
        if (!isCallFault(fault) || !matches(fault, workspace, method, path)) continue;
        const storm = fault.kind === 'throttle' || fault.kind === 'down';
        if (rule.until !== undefined && performance.now() < rule.until) return fault;
        if (storm && rule.until !== undefined) continue;
        if (!strikes(rule, fault)) continue;
        if (storm) rule.until = performance.now() + (fault.ms ?? 1000);
        return fault;
      }
      return undefined;
    },
    forWebhook(workspace, activity) {
      const fate: WebhookFate = { drop: false, duplicate: false, inOrder: true, holdMs: 0 };
      for (const rule of rules) {
        const { fault } = rule;
        if (!isWebhookFault(fault)) continue;
        if (fault.workspace !== undefined && fault.workspace !== workspace) continue;
        if (fault.activity !== undefined && fault.activity !== activity) continue;
        if (!strikes(rule, fault)) continue;
        if (fault.kind === 'webhook-drop') fate.drop = true;
        if (fault.kind === 'webhook-duplicate') fate.duplicate = true;
        if (fault.kind === 'webhook-delay') fate.holdMs = Math.max(fate.holdMs, fault.ms ?? 500);
        if (fault.kind === 'webhook-reorder') {
          fate.inOrder = false;
          fate.holdMs = Math.max(fate.holdMs, 1 + rule.random.below(fault.ms ?? 200));
        }
      }
      return fate;
    },
    downloadMissing: (workspace, sinceExecutedMs) =>
      rules.some(({ fault }) => {
        if (fault.kind !== 'download-not-ready') return false;
        if (fault.workspace !== undefined && fault.workspace !== workspace) return false;
        return fault.ms === undefined || sinceExecutedMs < fault.ms;
      }),
  };
}

const isCallFault = (fault: Fault): fault is CallFault => callFault.shape.kind.safeParse(fault.kind).success;
const isWebhookFault = (fault: Fault): fault is z.infer<typeof webhookFault> =>
  webhookFault.shape.kind.safeParse(fault.kind).success;

function matches(
  fault: CallFault,
  workspace: WorkspaceName | undefined,
  method: string,
  path: string,
): boolean {
  if (fault.workspace !== undefined && fault.workspace !== workspace) return false;
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  return fault.path === undefined || new RegExp(fault.path).test(path);
}
