/** Refused or cut connections, and a server that starts or stops, as Postgres, its driver and Prisma name them. */
const codes = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|57P0[123]|P10(01|02|08|17))$/;
/** The driver has no code for a connection that was cut, Prisma's adapter only a word, and a raw query only a sentence. */
const messages =
  /Connection terminated|Can't reach database server|Server has closed the connection|^(ConnectionClosed|DatabaseNotReachable)$/;

/** Whether the database was just not there: it will be in a moment, and what failed is tried again. No person has to act. */
export const isDatabaseAway = (error: unknown): boolean =>
  error instanceof Error &&
  (('code' in error && codes.test(String(error.code))) || messages.test(error.message));
