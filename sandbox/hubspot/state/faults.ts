import { z } from 'zod';
import { callEffect, isAboutCall, webhookEffect } from '../../kit/fault-fields.ts';
import type { WebhookFate } from '../../kit/fault-fields.ts';
import { createFaultRules } from '../../kit/fault-rules.ts';

const callFault = z.object({ ...callEffect, portalId: z.number().optional() });
const webhookFault = z.object({
  ...webhookEffect,
  portalId: z.number().optional(),
  subscriptionType: z.string().optional(),
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
type CallFault = z.infer<typeof callFault>;
export type StateFault = z.infer<typeof stateFault>;
type WebhookFault = z.infer<typeof webhookFault>;

export interface FaultPlan {
  add(fault: Fault): number;
  clear(id?: number): void;
  list(): { id: number; fault: Fault; hits: number }[];
  /** The fault that this call meets, if any; counts the call. */
  forCall(portalId: number | undefined, call: { method: string; path: string }): CallFault | undefined;
  /** What happens to one event on its way. */
  forWebhook(portalId: number, subscriptionType: string): WebhookFate;
}

export const isStateFault = (fault: Fault): fault is StateFault => stateFault.safeParse(fault).success;
const isCallFault = (fault: Fault): fault is CallFault => callFault.shape.kind.safeParse(fault.kind).success;
const isWebhookFault = (fault: Fault): fault is WebhookFault =>
  webhookFault.shape.kind.safeParse(fault.kind).success;

export function createFaultPlan(seed: number): FaultPlan {
  const { forCall, forWebhook, ...rules } = createFaultRules<Fault>(seed * 2003);
  return {
    ...rules,
    forCall: (portalId, call) =>
      forCall((fault) => {
        if (!isCallFault(fault) || !isAboutCall(fault, call)) return undefined;
        return fault.portalId === undefined || fault.portalId === portalId ? fault : undefined;
      }),
    forWebhook: (portalId, subscriptionType) =>
      forWebhook((fault) => {
        if (!isWebhookFault(fault)) return undefined;
        if (fault.portalId !== undefined && fault.portalId !== portalId) return undefined;
        return fault.subscriptionType === undefined || fault.subscriptionType === subscriptionType
          ? fault
          : undefined;
      }),
  };
}
