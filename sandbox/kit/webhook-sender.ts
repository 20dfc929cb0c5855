import { setTimeout as wait } from 'node:timers/promises';
import { createGate } from './gate.ts';
import type { Outbound } from './outbound.ts';

export interface Attempt {
  at: string;
  status: number | null;
  error: string | null;
  ms: number;
}

export interface Sent {
  attempts: Attempt[];
  outcome: 'pending' | 'delivered' | 'failed' | 'dropped' | 'disabled';
}

export interface SenderOptions<Delivery extends Sent> {
  outbound: Outbound;
  /** Waits before the second, third … attempt; as many retries as there are waits. */
  retryDelaysMs: number[];
  /** What a wait is multiplied with, each time; 1 unless told. */
  jitter?(): number;
  timeoutMs: number;
  atOnce: number;
  now(): Date;
  changed(): void;
  /** The call as it is now; null when its receiver is switched off. */
  callOf(delivery: Delivery): { url: string; headers: Record<string, string>; body: string } | null;
  /** Told after each attempt. */
  attempted?(delivery: Delivery, delivered: boolean): void;
}

export interface Sender<Delivery> {
  /** Sends, after `holdMs`, and again until it is taken. Those with the same `chain` go out for the first time in order. */
  start(delivery: Delivery, options?: { holdMs?: number; chain?: string }): void;
  /** Work before a first attempt, for which `idle` and `close` wait. */
  before(work: (pause: (ms: number) => Promise<void>) => Promise<void>): void;
  /** Resolves when nothing is held back or under way for the first time. Retries are not waited for. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const largestAnswer = 1_048_576;

/** How both vendors bring a webhook to the app: at least once, in no order that they promise, and for so long. */
export function createSender<Delivery extends Sent>(options: SenderOptions<Delivery>): Sender<Delivery> {
  const { outbound, now, changed } = options;
  const stopping = new AbortController();
  const firstAttempts = new Set<Promise<void>>();
  const retries = new Set<Promise<void>>();
  const chains = new Map<string, Promise<void>>();
  const gate = createGate(options.atOnce);

  const track = (set: Set<Promise<void>>, work: Promise<void>): void => {
    set.add(work);
    void work.finally(() => set.delete(work));
  };
  const pause = (ms: number): Promise<void> =>
    wait(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);

  /** Whether it is over with this delivery. */
  async function attempt(delivery: Delivery): Promise<boolean> {
    const call = options.callOf(delivery);
    if (call === null) {
      delivery.outcome = 'disabled';
      changed();
      return true;
    }
    const at = now().toISOString();
    const { result, ms } = await gate(async () => {
      const begun = performance.now();
      const sent = { ...call, method: 'POST', timeoutMs: options.timeoutMs, maxBytes: largestAnswer };
      const answer = await outbound.send(sent, stopping.signal);
      return { result: answer, ms: Math.round(performance.now() - begun) };
    });
    if (stopping.signal.aborted) return true;
    const [status, error] = result.kind === 'answer' ? [result.status, null] : [null, result.kind];
    delivery.attempts.push({ at, status, error, ms });
    const delivered = status !== null && status >= 200 && status < 300;
    if (delivered) delivery.outcome = 'delivered';
    options.attempted?.(delivery, delivered);
    changed();
    return delivered;
  }

  async function retry(delivery: Delivery): Promise<void> {
    for (const delay of options.retryDelaysMs.slice(delivery.attempts.length - 1)) {
      await pause(delay * (options.jitter?.() ?? 1));
      if (stopping.signal.aborted || (await attempt(delivery))) return;
    }
    delivery.outcome = 'failed';
    changed();
  }

  async function first(delivery: Delivery, holdMs: number, earlier?: Promise<void>): Promise<void> {
    await earlier;
    if (holdMs > 0) await pause(holdMs);
    if (stopping.signal.aborted || (await attempt(delivery))) return;
    track(retries, retry(delivery));
  }

  return {
    start(delivery, { holdMs = 0, chain } = {}) {
      const work = first(delivery, holdMs, chain === undefined ? undefined : chains.get(chain));
      track(firstAttempts, work);
      if (chain === undefined) return;
      chains.set(chain, work);
      void work.finally(() => {
        if (chains.get(chain) === work) chains.delete(chain);
      });
    },
    before: (work) => track(firstAttempts, work(pause)),
    async idle() {
      while (firstAttempts.size > 0) await Promise.allSettled([...firstAttempts]);
    },
    async close() {
      stopping.abort();
      await Promise.allSettled([...firstAttempts, ...retries]);
    },
  };
}
