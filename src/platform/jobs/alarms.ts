import type { Db } from '../database/client.ts';
import { wakeWorkers } from './enqueue-in-statement.ts';

/** What waits longer than this is found by the workers' own asking in good time. */
const mostMs = 5_000;
/** One alarm serves all jobs of a kind that are due within so long. */
const stepMs = 20;

/**
 * pg-boss tells workers of jobs that can begin at once; one that is to begin in a moment would wait until a worker next
 * asks. Whoever enqueues it wakes the workers when its time has come. An alarm that is lost costs that wait, no more.
 */
export const createAlarms = (db: Db) => {
  const timers = new Map<string, NodeJS.Timeout>();
  return {
    set: (name: string, afterMs: number): void => {
      if (afterMs > mostMs) return;
      const slot = Math.ceil((Date.now() + afterMs + 1) / stepMs);
      const key = `${name}:${String(slot)}`;
      if (timers.has(key)) return;
      const timer = setTimeout(
        () => {
          timers.delete(key);
          db.$executeRawUnsafe(wakeWorkers, name).catch(() => undefined);
        },
        slot * stepMs - Date.now(),
      );
      timer.unref();
      timers.set(key, timer);
    },
    stop: (): void => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
};
