import { setTimeout as wait } from 'node:timers/promises';
import type { Core, CrmEvent } from '../state/core.ts';
import { nextNumber } from '../state/core.ts';
import type { Outbound } from '../../kit/outbound.ts';
import type { Portal, WebhookDelivery } from '../state/model.ts';
import { toApp } from '../app/call-app.ts';
import { appClientSecret } from '../state/accounts.ts';
import { signatureHeaders } from '../state/signatures.ts';
import { payloadOf } from './payload.ts';

export interface DispatcherOptions {
  core: Core;
  outbound: Outbound;
  /** Waits before the second, third … attempt, give or take a fifth. */
  retryDelaysMs: number[];
  timeoutMs: number;
  /** How long events are gathered before they are sent together. */
  gatherMs: number;
}

export interface Dispatcher {
  publish: Core['publish'];
  /** Takes up deliveries that a restart interrupted. */
  resume(): void;
  /** Resolves when nothing is gathered, held back or under way for the first time. Retries are not waited for. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const largestBatch = 100;
const keptDeliveries = 2000;

/** Sends events to the app as HubSpot does: in arrays, signed, without any promise of order or uniqueness. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { core, outbound } = options;
  const stopping = new AbortController();
  const firstAttempts = new Set<Promise<void>>();
  const retries = new Set<Promise<void>>();
  const gathered = new Map<number, Record<string, unknown>[]>();
  let underWay = 0;
  const queue: (() => void)[] = [];

  const track = (set: Set<Promise<void>>, work: Promise<void>): void => {
    set.add(work);
    void work.finally(() => set.delete(work));
  };
  const pause = (ms: number): Promise<void> =>
    wait(ms, undefined, { signal: stopping.signal }).catch(() => undefined);

  async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    if (underWay >= core.state.webhooks.maxConcurrentRequests)
      await new Promise<void>((go) => queue.push(go));
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
      queue.shift()?.();
    }
  }

  async function attempt(delivery: WebhookDelivery): Promise<boolean> {
    const body = JSON.stringify(
      delivery.events.map((event) => ({ ...event, attemptNumber: delivery.attempts.length })),
    );
    const at = core.now();
    const signed = { clientSecret: appClientSecret, method: 'POST', url: delivery.url, body };
    const headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'HubSpot Webhooks',
      ...signatureHeaders(signed, at.getTime(), 'v1'),
    };
    const start = performance.now();
    const call = {
      url: toApp(core, delivery.url),
      method: 'POST',
      headers,
      body,
      timeoutMs: options.timeoutMs,
      maxBytes: 1_048_576,
    };
    const result = await inTurn(() => outbound.send(call, stopping.signal));
    if (stopping.signal.aborted) return true;
    const status = result.kind === 'answer' ? result.status : null;
    delivery.attempts.push({
      at: at.toISOString(),
      status,
      error: result.kind === 'answer' ? null : result.kind,
      ms: Math.round(performance.now() - start),
    });
    const delivered = status !== null && status >= 200 && status < 300;
    if (delivered) delivery.outcome = 'delivered';
    core.changed();
    return delivered;
  }

  async function retry(delivery: WebhookDelivery): Promise<void> {
    for (const delay of options.retryDelaysMs.slice(delivery.attempts.length - 1)) {
      await pause(delay * (0.8 + 0.4 * core.random.next()));
      if (stopping.signal.aborted || (await attempt(delivery))) return;
    }
    delivery.outcome = 'failed';
    core.changed();
  }

  function deliver(
    portalId: number,
    events: Record<string, unknown>[],
    { holdMs, drop }: { holdMs: number; drop: boolean },
  ): void {
    const url = core.state.webhooks.targetUrl;
    if (url === null || events.length === 0) return;
    const delivery: WebhookDelivery = {
      id: nextNumber(core.state, 'delivery', 0),
      portalId,
      url,
      events,
      attempts: [],
      outcome: drop ? 'dropped' : 'pending',
    };
    core.state.deliveries.push(delivery);
    if (core.state.deliveries.length > keptDeliveries * 2) core.state.deliveries.splice(0, keptDeliveries);
    if (!drop) track(firstAttempts, start(delivery, holdMs));
  }

  async function start(delivery: WebhookDelivery, holdMs: number): Promise<void> {
    if (holdMs > 0) await pause(holdMs);
    if (stopping.signal.aborted || (await attempt(delivery))) return;
    track(retries, retry(delivery));
  }

  async function gather(portalId: number): Promise<void> {
    await pause(options.gatherMs);
    const events = gathered.get(portalId) ?? [];
    gathered.delete(portalId);
    for (let start = 0; start < events.length; start += largestBatch)
      deliver(portalId, events.slice(start, start + largestBatch), { holdMs: 0, drop: false });
  }

  function enqueue(portalId: number, event: Record<string, unknown>): void {
    const fate = core.faults.forWebhook(portalId, String(event['subscriptionType']));
    // A copy goes alone: HubSpot does not promise that a repetition comes in the same array.
    if (fate.duplicate) deliver(portalId, [event], { holdMs: fate.holdMs, drop: false });
    if (fate.drop || fate.holdMs > 0) return deliver(portalId, [event], fate);
    const waiting = gathered.get(portalId);
    if (waiting) return void waiting.push(event);
    gathered.set(portalId, [event]);
    track(firstAttempts, gather(portalId));
  }

  const publish = (portal: Portal, event: CrmEvent, source: { type: string; id: string | null }): void => {
    if (!portal.installed || core.state.webhooks.targetUrl === null) return;
    for (const subscription of core.state.webhooks.subscriptions) {
      const payload = payloadOf(core, { portal, event, source }, subscription);
      if (payload) enqueue(portal.portalId, payload);
    }
  };

  return {
    publish,
    resume() {
      for (const delivery of core.state.deliveries)
        if (delivery.outcome === 'pending') track(firstAttempts, start(delivery, 0));
    },
    async idle() {
      while (firstAttempts.size > 0) await Promise.allSettled([...firstAttempts]);
    },
    async close() {
      stopping.abort();
      await Promise.allSettled([...firstAttempts, ...retries]);
    },
  };
}
