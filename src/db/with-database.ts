import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';

/** Refused or cut connections, and a server that starts or stops, as Postgres, its driver and Prisma name them. */
const passingCode = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0[123]|P10(01|02|08|17))$/;
/** The driver has no code for a connection that was cut, and Prisma none for a query that it passes on. */
const passingMessage = /Connection terminated|Can't reach database server|Server has closed the connection/;

/** Whether the database was just not there, and will be in a moment. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && passingCode.test(String(error.code))) || passingMessage.test(error.message));

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
 * Does what needs the database, and waits for one that is just restarting, before or during it, so that a service that
 * is started along with it needs no hand. `work` leaves nothing behind when it fails. Ends with the error when `waitMs`
 * are over, and at once when waiting would not help, as with a wrong password.
 */
export const withDatabase = async <Value>(
  url: string,
  {
    waitMs,
    everyMs = 500,
    connect = connectOnce,
  }: { waitMs: number; everyMs?: number; connect?: (url: string) => Promise<void> },
  work: () => Promise<Value>,
): Promise<Value> => {
  const end = performance.now() + waitMs;
  for (;;) {
    try {
      await connect(url);
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error) || performance.now() + everyMs > end) throw error;
    }
    await wait(everyMs);
  }
};
