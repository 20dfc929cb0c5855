import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 60_000;

/** Waits for what must be seen; the demo fails, by name, when it is not. */
export async function seen<T>(
  what: string,
  look: () => T | undefined | null | false | Promise<T | undefined | null | false>,
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) return found;
    if (Date.now() > end)
      throw new Error(`The demo waited ${String(patienceMs / 1000)} s and did not see ${what}.`);
    await pause(25);
  }
}
