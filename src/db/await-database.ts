import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';

/** Refused or cut connections, and a server that starts or stops: it will be there in a moment. */
const passing = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0[123])$/;

const connectOnce = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } finally {
    await client.end().catch(() => undefined);
  }
};

/**
 * Waits for a database that is just restarting, so that a service started along with it needs no hand. Ends with the
 * error when `waitMs` are over, and at once when waiting would not help, as with a wrong password.
 */
export const awaitDatabase = async (
  url: string,
  { waitMs, everyMs = 500 }: { waitMs: number; everyMs?: number },
  connect: (url: string) => Promise<void> = connectOnce,
): Promise<void> => {
  const end = performance.now() + waitMs;
  for (;;) {
    try {
      return await connect(url);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!passing.test(code) || performance.now() + everyMs > end) throw error;
    }
    await wait(everyMs);
  }
};
