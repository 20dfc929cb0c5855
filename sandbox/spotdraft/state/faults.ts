import { z } from 'zod';
import { callEffect, isAboutCall, webhookEffect } from '../../kit/fault-fields.ts';
import type { WebhookFate } from '../../kit/fault-fields.ts';
import { createFaultRules } from '../../kit/fault-rules.ts';
import type { WorkspaceName } from './model.ts';

const workspace = z.enum(['uat', 'production']).optional();
const callFault = z.object({ ...callEffect, workspace });
const webhookFault = z.object({ ...webhookEffect, workspace, activity: z.string().optional() });

const stateFault = z.object({
  kind: z.enum(['download-not-ready', 'revoke-credentials', 'rotate-hmac']),
  /** `download-not-ready`: how long after execution the file is missing; without it, until the fault is cleared. */
  ms: z.int().nonnegative().optional(),
  workspace,
});

export const faultSchema = z.discriminatedUnion('kind', [callFault, webhookFault, stateFault]);
export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;
type CallFault = z.infer<typeof callFault>;

export interface WebhookFaults {
  forWebhook(workspace: WorkspaceName, activity: string): WebhookFate;
}

export interface FaultPlan extends WebhookFaults {
  add(fault: Fault): number;
  clear(id?: number): void;
  list(): { id: number; fault: Fault; hits: number }[];
  /** The fault that this call meets, if any; counts the call. */
  forCall(
    workspace: WorkspaceName | undefined,
    call: { method: string; path: string },
  ): CallFault | undefined;
  /** Whether a contract executed so many milliseconds ago still has no file. */
  downloadMissing(workspace: WorkspaceName, sinceExecutedMs: number): boolean;
}

const isCallFault = (fault: Fault): fault is CallFault => callFault.shape.kind.safeParse(fault.kind).success;
const isWebhookFault = (fault: Fault): fault is z.infer<typeof webhookFault> =>
  webhookFault.shape.kind.safeParse(fault.kind).success;

/** Whether a fault is about this workspace; one that names none is about all. */
const isAbout = (
  fault: { workspace?: WorkspaceName | undefined },
  name: WorkspaceName | undefined,
): boolean => fault.workspace === undefined || fault.workspace === name;

export function createFaultPlan(seed: number): FaultPlan {
  const { forCall, forWebhook, ...rules } = createFaultRules<Fault>(seed * 1009);
  return {
    ...rules,
    forCall: (name, call) =>
      forCall((fault) =>
        isCallFault(fault) && isAbout(fault, name) && isAboutCall(fault, call) ? fault : undefined,
      ),
    forWebhook: (name, activity) =>
      forWebhook((fault) =>
        isWebhookFault(fault) &&
        isAbout(fault, name) &&
        (fault.activity === undefined || fault.activity === activity)
          ? fault
          : undefined,
      ),
    downloadMissing: (name, sinceExecutedMs) =>
      rules
        .list()
        .some(
          ({ fault }) =>
            fault.kind === 'download-not-ready' &&
            isAbout(fault, name) &&
            (fault.ms === undefined || sinceExecutedMs < fault.ms),
        ),
  };
}
