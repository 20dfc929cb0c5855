import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { isDatabaseAway } from './is-database-away.ts';

const connectOnce = async (url: string): Promise<void> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
  } finally {
    await client.end().catch(() => undefined);
  }
};

type Patience = {
  waitMs: number;
  everyMs?: number;
  connect?: (url: string) => Promise<void>;
  /** Told once, as soon as it shows that there will be a wait. */
  onWait?: () => void;
  /** A server that neither answers nor refuses shows nothing: after so long it counts as one to be waited for. */
  silentMs?: number;
};

/**
 * Does what needs the database, and waits for one that is just restarting, before or during it, so that a service that
 * is started along with it needs no hand. `work` leaves nothing behind when it fails. Ends with the error when `waitMs`
 * are over, and at once when waiting would not help, as with a wrong password.
 */
export const withDatabase = async <Value>(
  url: string,
  { waitMs, everyMs = 500, connect = connectOnce, onWait, silentMs = 1_000 }: Patience,
  work: () => Promise<Value>,
): Promise<Value> => {
  const end = performance.now() + waitMs;
  let told = false;
  const tell = (): void => {
    if (!told) onWait?.();
    told = true;
  };
  for (;;) {
    const silence = setTimeout(tell, silentMs);
    try {
      await connect(url).finally(() => {
        clearTimeout(silence);
      });
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() + everyMs > end) throw error;
      tell();
    }
    await wait(everyMs);
  }
};
