import { setTimeout as wait } from 'node:timers/promises';

/** How long the rehearsal waits for what vendors do in their own time, in milliseconds. Tests wait less. */
export type Patience = {
  /** Between two looks. */
  pollMs: number;
  /** Until search knows of a new record. */
  searchMs: number;
  webhookMs: number;
  /** Until a new contract's document can be had. */
  documentMs: number;
  /** Long enough without a call for the vendor's window to be empty. */
  hubspotQuietMs: number;
  spotdraftQuietMs: number;
  /** How many calls may go to HubSpot in any such time. */
  hubspotPace: { calls: number; perMs: number };
};

export const usualPatience: Patience = {
  pollMs: 1_000,
  searchMs: 90_000,
  webhookMs: 90_000,
  documentMs: 180_000,
  hubspotQuietMs: 11_000,
  spotdraftQuietMs: 1_500,
  // Below the smallest burst limit that HubSpot has for an account.
  hubspotPace: { calls: 80, perMs: 10_000 },
};

/** Looks until there is something to see, or the time is over. Says how long it took. */
export async function look<Found>(
  { limitMs, pollMs }: { limitMs: number; pollMs: number },
  ask: () => Promise<Found | null>,
): Promise<{ found: Found | null; ms: number }> {
  const started = performance.now();
  for (;;) {
    const found = await ask();
    const ms = Math.round(performance.now() - started);
    if (found !== null || ms >= limitMs) return { found, ms };
    await wait(pollMs);
  }
}

/** Waits until the vendor's window is empty: before a burst, so that only the burst counts, and after it, for the next step. */
export function quiet(ms: number): Promise<void> {
  return wait(ms);
}
