import type { Outbound } from '../../kit/outbound.ts';
import { createSender } from '../../kit/webhook-sender.ts';
import { toApp } from '../app/call-app.ts';
import { appClientSecret } from '../state/accounts.ts';
import type { Core, CrmEvent } from '../state/core.ts';
import { nextNumber } from '../state/core.ts';
import type { Portal, WebhookDelivery } from '../state/model.ts';
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
  const { core, outbound, retryDelaysMs, timeoutMs } = options;
  const gathered = new Map<number, Record<string, unknown>[]>();
  const sender = createSender<WebhookDelivery>({
    outbound,
    retryDelaysMs,
    jitter: () => 0.8 + 0.4 * core.random.next(),
    timeoutMs,
    atOnce: core.state.webhooks.maxConcurrentRequests,
    now: core.now,
    changed: core.changed,
    callOf: (delivery) => signedCall(core, delivery),
  });

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
    if (!drop) sender.start(delivery, { holdMs });
  }

  function gather(portalId: number, event: Record<string, unknown>): void {
    const waiting = gathered.get(portalId);
    if (waiting) return void waiting.push(event);
    const events = [event];
    gathered.set(portalId, events);
    sender.before(async (pause) => {
      await pause(options.gatherMs);
      gathered.delete(portalId);
      for (let start = 0; start < events.length; start += largestBatch)
        deliver(portalId, events.slice(start, start + largestBatch), { holdMs: 0, drop: false });
    });
  }

  function enqueue(portalId: number, event: Record<string, unknown>): void {
    const fate = core.faults.forWebhook(portalId, String(event['subscriptionType']));
    // A copy goes alone: HubSpot does not promise that a repetition comes in the same array.
    if (fate.duplicate) deliver(portalId, [event], { holdMs: fate.holdMs, drop: false });
    if (fate.drop || fate.holdMs > 0) return deliver(portalId, [event], fate);
    gather(portalId, event);
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
        if (delivery.outcome === 'pending') sender.start(delivery);
    },
    idle: sender.idle,
    close: sender.close,
  };
}

/** What is sent says which attempt it is, so each is signed anew. */
function signedCall(core: Core, { url, events, attempts }: WebhookDelivery) {
  const body = JSON.stringify(events.map((event) => ({ ...event, attemptNumber: attempts.length })));
  const signed = { clientSecret: appClientSecret, method: 'POST', url, body };
  return {
    url: toApp(core, url),
    headers: {
      'Content-Type': 'application/json',
      'User-Agent': 'HubSpot Webhooks',
      ...signatureHeaders(signed, core.now().getTime(), 'v1'),
    },
    body,
  };
}
