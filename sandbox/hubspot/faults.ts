import { z } from 'zod';
import { createRandom } from '../random.ts';
import type { Random } from '../random.ts';

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
const callFault = z.object({
  kind: z.enum(['commit-then-timeout', 'error-before', 'error-after', 'reset', 'slow', 'throttle', 'down']),
  ms: z.int().nonnegative().optional(),
  when: z.enum(['before', 'after']).default('before'),
  how: z.enum(['error', 'reset']).default('error'),
  portalId: z.number().optional(),
  method: z.string().optional(),
  /** A regular expression over the path, without the query. */
  path: z.string().optional(),
  ...chance,
});

const webhookFault = z.object({
  kind: z.enum(['webhook-duplicate', 'webhook-delay', 'webhook-reorder', 'webhook-drop']),
  ms: z.int().nonnegative().optional(),
  portalId: z.number().optional(),
  subscriptionType: z.string().optional(),
  ...chance,
});

const portalId = z.number();
const objectType = z.string().default('deals');

/** Changes of the account that happen once; they stay after the faults are cleared, except for locks and read-only deals. */
const stateFault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('revoke-token'), portalId, token: z.string().optional() }),
  z.object({ kind: z.literal('rename-property'), portalId, objectType, name: z.string(), to: z.string() }),
  z.object({ kind: z.literal('delete-property'), portalId, objectType, name: z.string() }),
  z.object({
    kind: z.literal('lock-deal'),
    portalId,
    dealId: z.string(),
    ms: z.int().positive().default(2000),
  }),
  z.object({ kind: z.literal('read-only-deal'), portalId, dealId: z.string() }),
]);

export const faultSchema = z.union([callFault, webhookFault, stateFault]);
export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;
export type CallFault = z.infer<typeof callFault>;
export type StateFault = z.infer<typeof stateFault>;
type WebhookFault = z.infer<typeof webhookFault>;

export interface WebhookFate {
  drop: boolean;
  duplicate: boolean;
  holdMs: number;
}

export interface FaultPlan {
  add(fault: Fault): number;
  clear(id?: number): void;
  list(): { id: number; fault: Fault; hits: number }[];
  /** The fault that this call meets, if any; counts the call. */
  forCall(portalId: number | undefined, method: string, path: string): CallFault | undefined;
  /** What happens to one event on its way. */
  forWebhook(portalId: number, subscriptionType: string): WebhookFate;
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

export const isStateFault = (fault: Fault): fault is StateFault => stateFault.safeParse(fault).success;
const isCallFault = (fault: Fault): fault is CallFault => callFault.shape.kind.safeParse(fault.kind).success;
const isWebhookFault = (fault: Fault): fault is WebhookFault =>
  webhookFault.shape.kind.safeParse(fault.kind).success;

/** Faults on demand. Each rule draws from a source of its own, so adding one does not change what another does. */
export function createFaultPlan(seed: number): FaultPlan {
  let rules: Rule[] = [];
  let last = 0;

  return {
    add(fault) {
      last += 1;
      rules.push({ id: last, fault, random: createRandom(seed * 2003 + last), seen: 0, hits: 0 });
      return last;
    },
    clear(id) {
      rules = id === undefined ? [] : rules.filter((rule) => rule.id !== id);
    },
    list: () => rules.map(({ id, fault, hits }) => ({ id, fault, hits })),
    forCall(portalId, method, path) {
      for (const rule of rules) {
        const { fault } = rule;
        if (!isCallFault(fault) || !matches(fault, portalId, method, path)) continue;
        const storm = fault.kind === 'throttle' || fault.kind === 'down';
        if (storm && rule.until !== undefined) {
          if (performance.now() < rule.until) return fault;
          continue;
        }
        if (!strikes(rule, fault)) continue;
        if (storm) rule.until = performance.now() + (fault.ms ?? 1000);
        return fault;
      }
      return undefined;
    },
    forWebhook(portalId, subscriptionType) {
      const fate: WebhookFate = { drop: false, duplicate: false, holdMs: 0 };
      for (const rule of rules) {
        const { fault } = rule;
        if (!isWebhookFault(fault)) continue;
        if (fault.portalId !== undefined && fault.portalId !== portalId) continue;
        if (fault.subscriptionType !== undefined && fault.subscriptionType !== subscriptionType) continue;
        if (!strikes(rule, fault)) continue;
        if (fault.kind === 'webhook-drop') fate.drop = true;
        if (fault.kind === 'webhook-duplicate') fate.duplicate = true;
        if (fault.kind === 'webhook-delay') fate.holdMs = Math.max(fate.holdMs, fault.ms ?? 500);
        if (fault.kind === 'webhook-reorder')
          fate.holdMs = Math.max(fate.holdMs, 1 + rule.random.below(fault.ms ?? 200));
      }
      return fate;
    },
  };
}

function strikes(rule: Rule, { probability, times, nth }: CallFault | WebhookFault): boolean {
  rule.seen += 1;
  if (nth !== undefined && rule.seen !== nth) return false;
  if (times !== undefined && rule.hits >= times) return false;
  if (!rule.random.chance(probability)) return false;
  rule.hits += 1;
  return true;
}

function matches(fault: CallFault, portalId: number | undefined, method: string, path: string): boolean {
  if (fault.portalId !== undefined && fault.portalId !== portalId) return false;
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  return fault.path === undefined || new RegExp(fault.path).test(path);
}
