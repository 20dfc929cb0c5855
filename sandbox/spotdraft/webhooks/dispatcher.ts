import { setTimeout as wait } from 'node:timers/promises';
import type { WebhookFaults } from '../state/faults.ts';
import { nextNumber } from '../seed/seed.ts';
import type { Contract, Delivery, SandboxState, Webhook, Workspace } from '../state/model.ts';
import { createGate } from '../../kit/gate.ts';
import { postOnce } from './post-once.ts';
import { signatureHeader, signBody } from './signature.ts';

export interface DispatcherOptions {
  state: SandboxState;
  faults: WebhookFaults;
  /** Waits before the second, third … attempt; as many retries as there are waits. */
  retryDelaysMs: number[];
  timeoutMs: number;
  now(): Date;
  changed(): void;
}

export interface Dispatcher {
  /** Sends an activity to every active webhook of the workspace that asked for it. */
  publish(workspace: Workspace, activity: string, payload: object, contract?: Contract): void;
  /** Sends a contract's last call again, byte for byte. */
  resendLast(workspace: Workspace, contract: Contract): void;
  /** Takes up deliveries that a restart interrupted. */
  resume(): void;
  /** Resolves when no first attempt is under way or held back. Retries that wait for their time are not waited for. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** More than this many failures in a row switch a webhook off. */
const failuresAllowed = 5;
const callsAtOnce = 8;

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  /** The first attempts of one contract to one webhook go out in order, faults aside. */
  const chains = new Map<string, Promise<void>>();
  const firstAttempts = new Set<Promise<void>>();
  const gate = createGate(callsAtOnce);

  const track = (set: Set<Promise<void>>, work: Promise<void>): void => {
    set.add(work);
    void work.finally(() => set.delete(work));
  };

  async function attempt(delivery: Delivery): Promise<boolean> {
    const found = find(options.state, delivery);
    if (found?.webhook.status !== 'ACTIVE') {
      delivery.outcome = 'disabled';
      return true;
    }
    const { workspace, webhook } = found;
    const headers = {
      ...webhook.customHeaders,
      [signatureHeader]: signBody(workspace.hmacKey, delivery.body),
    };
    const call = { url: webhook.url, headers, body: delivery.body, timeoutMs: options.timeoutMs };
    const at = options.now().toISOString();
    const result = await gate(() => postOnce(call, stopping.signal));
    if (stopping.signal.aborted) return true;
    delivery.attempts.push({ at, ...result });
    const delivered = result.status !== null && result.status >= 200 && result.status < 300;
    if (delivered) {
      webhook.consecutiveFailures = 0;
      delivery.outcome = 'delivered';
    } else {
      webhook.consecutiveFailures += 1;
      if (webhook.consecutiveFailures > failuresAllowed) webhook.status = 'DISABLED_BY_ERROR';
    }
    options.changed();
    return delivered;
  }

  async function retry(delivery: Delivery): Promise<void> {
    for (const delay of options.retryDelaysMs.slice(delivery.attempts.length - 1)) {
      await wait(delay, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
      if (stopping.signal.aborted || (await attempt(delivery))) return;
    }
    delivery.outcome = 'failed';
    options.changed();
  }

  function start(delivery: Delivery, holdMs: number, inOrder: boolean): void {
    const key = `${delivery.webhookId}/${delivery.contractId ?? 'none'}`;
    const before = inOrder ? chains.get(key) : undefined;
    const work = (async () => {
      await before;
      if (holdMs > 0) await wait(holdMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      if (!(await attempt(delivery))) track(running, retry(delivery));
    })();
    track(firstAttempts, work);
    if (!inOrder) return;
    chains.set(key, work);
    void work.finally(() => {
      if (chains.get(key) === work) chains.delete(key);
    });
  }

  function send(
    webhook: Webhook,
    workspace: Workspace,
    call: { activity: string; body: string; contractId: number | null },
  ): void {
    const fault = options.faults.forWebhook(workspace.name, call.activity);
    for (let copy = 0; copy < (fault.duplicate ? 2 : 1); copy += 1) {
      const delivery: Delivery = {
        id: nextNumber(options.state, 'delivery'),
        workspace: workspace.name,
        webhookId: webhook.id,
        url: webhook.url,
        contractId: call.contractId,
        activity: call.activity,
        body: call.body,
        attempts: [],
        outcome: fault.drop ? 'dropped' : 'pending',
      };
      options.state.deliveries.push(delivery);
      if (!fault.drop) start(delivery, fault.holdMs, fault.inOrder);
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
      for (const delivery of options.state.deliveries)
        if (delivery.outcome === 'pending') start(delivery, 0, true);
    },
    async idle() {
      while (firstAttempts.size > 0) await Promise.allSettled([...firstAttempts]);
    },
    async close() {
      stopping.abort();
      await Promise.allSettled([...firstAttempts, ...running]);
    },
  };
}

function find(
  state: SandboxState,
  delivery: Delivery,
): { workspace: Workspace; webhook: Webhook } | undefined {
  const workspace = state.workspaces[delivery.workspace];
  const webhook = workspace.webhooks.find((one) => one.id === delivery.webhookId);
  return webhook && { workspace, webhook };
}
