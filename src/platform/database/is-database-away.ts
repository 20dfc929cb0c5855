/** Refused or cut connections, and a server that starts or stops, as Postgres, its driver and Prisma name them. */
const codes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|57P0[123]|P10(01|02|08|17))$/;
/** The driver has no code for a connection that was cut; Prisma and the job queue keep some codes in a sentence only. */
const messages =
  /Connection terminated|^timeout expired$|Can't reach database server|Server has closed the connection|^connect ECONNREFUSED|Code: `57P0[123]`|^(ConnectionClosed|DatabaseNotReachable)$/;

/** Whether the database was just not there: it will be in a moment, and what failed is tried again. No person has to act. */
export const isDatabaseAway = (error: unknown): boolean =>
  typeof error === 'object' &&
  error !== null &&
  (('code' in error && codes.test(String(error.code))) ||
    // The job queue reports its workers' errors as plain objects.
    ('message' in error && messages.test(String(error.message))));
