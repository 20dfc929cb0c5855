import { createRandom } from './random.ts';
import type { Random } from './random.ts';
import type { CallEffect, WebhookEffect, WebhookFate } from './fault-fields.ts';

interface Rule<Fault> {
  id: number;
  fault: Fault;
  random: Random;
  seen: number;
  hits: number;
  /** For storms (`throttle`, `down`): until when, on the monotonic clock. */
  until?: number;
}

export interface FaultRules<Fault> {
  add(fault: Fault): number;
  clear(id?: number): void;
  list(): { id: number; fault: Fault; hits: number }[];
  /** The fault that a call meets, if any, of those that `about` lets through; counts the call. */
  forCall<Call extends CallEffect>(about: (fault: Fault) => Call | undefined): Call | undefined;
  /** What the faults that `about` lets through do, together, to one webhook. */
  forWebhook(about: (fault: Fault) => WebhookEffect | undefined): WebhookFate;
}

/** Faults on demand. Each rule draws from a source of its own, so adding one does not change what another does. */
export function createFaultRules<Fault>(seed: number): FaultRules<Fault> {
  let rules: Rule<Fault>[] = [];
  let last = 0;
  return {
    add(fault) {
      last += 1;
      rules.push({ id: last, fault, random: createRandom(seed + last), seen: 0, hits: 0 });
      return last;
    },
    clear(id) {
      rules = id === undefined ? [] : rules.filter((rule) => rule.id !== id);
    },
    list: () => rules.map(({ id, fault, hits }) => ({ id, fault, hits })),
    forCall(about) {
      for (const rule of rules) {
        const effect = about(rule.fault);
        if (effect === undefined) continue;
        const storm = effect.kind === 'throttle' || effect.kind === 'down';
        if (storm && rule.until !== undefined) {
          if (performance.now() < rule.until) return effect;
          continue;
        }
        if (!strikes(rule, effect)) continue;
        if (storm) rule.until = performance.now() + (effect.ms ?? 1000);
        return effect;
      }
      return undefined;
    },
    forWebhook(about) {
      const fate: WebhookFate = { drop: false, duplicate: false, inOrder: true, holdMs: 0 };
      for (const rule of rules) {
        const effect = about(rule.fault);
        if (effect === undefined || !strikes(rule, effect)) continue;
        if (effect.kind === 'webhook-drop') fate.drop = true;
        if (effect.kind === 'webhook-duplicate') fate.duplicate = true;
        if (effect.kind === 'webhook-delay') fate.holdMs = Math.max(fate.holdMs, effect.ms ?? 500);
        if (effect.kind === 'webhook-reorder') {
          fate.inOrder = false;
          fate.holdMs = Math.max(fate.holdMs, 1 + rule.random.below(effect.ms ?? 200));
        }
      }
      return fate;
    },
  };
}

function strikes<Fault>(
  rule: Rule<Fault>,
  { probability, times, nth }: Pick<CallEffect, 'probability' | 'times' | 'nth'>,
): boolean {
  rule.seen += 1;
  if (nth !== undefined && rule.seen !== nth) return false;
  if (times !== undefined && rule.hits >= times) return false;
  if (!rule.random.chance(probability)) return false;
  rule.hits += 1;
  return true;
}
