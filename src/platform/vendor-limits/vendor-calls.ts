import type { Logger } from 'pino';
import type { Database } from '../database/client.ts';

export type VendorCallEntry = {
  portalId: number;
  workspaceId: string | null;
  vendor: 'hubspot' | 'spotdraft';
  operation: string;
  method: string;
  path: string;
  result: string;
  status: number | null;
  ms: number;
  at: Date;
};

/**
 * The own log of calls to the vendors, written a batch at a time and never in the way of the work: entries that cannot
 * be written within the buffer's size are dropped and counted in the log.
 */
export const createCallLog = (
  db: Database,
  log: Logger,
  options: { everyMs?: number; buffer?: number } = {},
) => {
  const limit = options.buffer ?? 5000;
  let entries: VendorCallEntry[] = [];
  let writing: Promise<void> = Promise.resolve();

  const flush = (): Promise<void> => {
    const batch = entries.splice(0, 1000);
    if (batch.length === 0) return writing;
    writing = writing.then(async () => {
      try {
        await db.vendorCall.createMany({ data: batch });
      } catch (error) {
        log.warn({ err: error, lost: batch.length }, 'the log of vendor calls could not be written');
      }
    });
    return writing;
  };
  const timer = setInterval(() => void flush(), options.everyMs ?? 1000);
  timer.unref();

  return {
    add: (entry: VendorCallEntry): void => {
      if (entries.length >= limit) entries = entries.slice(limit / 2);
      entries.push(entry);
    },
    close: async (): Promise<void> => {
      clearInterval(timer);
      while (entries.length > 0) await flush();
      await writing;
    },
  };
};

export type CallLog = ReturnType<typeof createCallLog>;
