import type { Outbound } from '../../kit/outbound.ts';
import { createSender } from '../../kit/webhook-sender.ts';
import { nextNumber, type Dispatcher } from '../state/core.ts';
import type { WebhookFaults } from '../state/faults.ts';
import type { Delivery, SandboxState, Webhook, Workspace } from '../state/model.ts';
import { signatureHeader, signBody } from './signature.ts';

export interface DispatcherOptions {
  state: SandboxState;
  outbound: Outbound;
  faults: WebhookFaults;
  /** Waits before the second, third … attempt; as many retries as there are waits. */
  retryDelaysMs: number[];
  timeoutMs: number;
  now(): Date;
  changed(): void;
}

/** More than this many failures in a row switch a webhook off. */
const failuresAllowed = 5;
const callsAtOnce = 8;
const keptDeliveries = 2000;

export function createDispatcher({ state, faults, ...options }: DispatcherOptions): Dispatcher {
  const sender = createSender<Delivery>({
    ...options,
    atOnce: callsAtOnce,
    callOf: (delivery) => callOf(state, delivery),
    attempted: (delivery, delivered) => keepCount(state, delivery, delivered),
  });
  /** The first attempts of one contract to one webhook go out in order, faults aside. */
  const chainOf = ({ webhookId, contractId }: Delivery): string => `${webhookId}/${contractId ?? 'none'}`;

  function send(
    webhook: Webhook,
    workspace: Workspace,
    call: { activity: string; body: string; contractId: number | null },
  ): void {
    const fault = faults.forWebhook(workspace.name, call.activity);
    for (let copy = 0; copy < (fault.duplicate ? 2 : 1); copy += 1) {
      const delivery: Delivery = {
        id: nextNumber(state, 'delivery'),
        workspace: workspace.name,
        webhookId: webhook.id,
        url: webhook.url,
        contractId: call.contractId,
        activity: call.activity,
        body: call.body,
        attempts: [],
        outcome: fault.drop ? 'dropped' : 'pending',
      };
      state.deliveries.push(delivery);
      if (state.deliveries.length > keptDeliveries * 2) state.deliveries.splice(0, keptDeliveries);
      if (!fault.drop)
        sender.start(delivery, {
          holdMs: fault.holdMs,
          ...(fault.inOrder ? { chain: chainOf(delivery) } : {}),
        });
    }
  }

  const listeners = (workspace: Workspace, activity: string): Webhook[] =>
    workspace.webhooks.filter((one) => one.status === 'ACTIVE' && one.onlyForActivities.includes(activity));

  return {
    publish(workspace, activity, payload, contract) {
      const webhooks = listeners(workspace, activity);
      if (webhooks.length === 0) return;
      const body = JSON.stringify(payload);
      if (contract) contract.lastCall = { activity, body };
      for (const webhook of webhooks)
        send(webhook, workspace, { activity, body, contractId: contract?.id ?? null });
    },
    resendLast(workspace, contract) {
      if (!contract.lastCall) return;
      const { activity, body } = contract.lastCall;
      for (const webhook of listeners(workspace, activity))
        send(webhook, workspace, { activity, body, contractId: contract.id });
    },
    resume() {
      for (const delivery of state.deliveries)
        if (delivery.outcome === 'pending') sender.start(delivery, { chain: chainOf(delivery) });
    },
    idle: sender.idle,
    close: sender.close,
  };
}

const webhookOf = (state: SandboxState, { workspace, webhookId }: Delivery): Webhook | undefined =>
  state.workspaces[workspace].webhooks.find((one) => one.id === webhookId);

function callOf(state: SandboxState, delivery: Delivery) {
  const webhook = webhookOf(state, delivery);
  if (webhook?.status !== 'ACTIVE') return null;
  const { hmacKey } = state.workspaces[delivery.workspace];
  return {
    url: webhook.url,
    headers: {
      'Content-Type': 'application/json',
      ...webhook.customHeaders,
      [signatureHeader]: signBody(hmacKey, delivery.body),
    },
    body: delivery.body,
  };
}

function keepCount(state: SandboxState, delivery: Delivery, delivered: boolean): void {
  const webhook = webhookOf(state, delivery);
  if (!webhook) return;
  webhook.consecutiveFailures = delivered ? 0 : webhook.consecutiveFailures + 1;
  if (webhook.consecutiveFailures > failuresAllowed) webhook.status = 'DISABLED_BY_ERROR';
}
