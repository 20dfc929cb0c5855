import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';
import { Overloaded } from '../database/gathered-writes.ts';
import { isDatabaseAway } from '../database/is-database-away.ts';

/** What the router itself refuses, such as an address with a broken escape, is the caller's doing and carries its status. */
const callersFault = (error: unknown): number | null => {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
};

/** A fault while taking something in: 503, so that the vendor sends it again. Nothing was acknowledged. */
export const answerFailure =
  (log: Logger): ErrorRequestHandler =>
  // Express knows a handler of failures by its four parameters.
  (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = callersFault(error);
    if (status !== null) {
      response.status(status).json({ message: 'The request cannot be read.' });
      return;
    }
    // Said by the metrics: a line for each call would be one more thing to do.
    if (!(error instanceof Overloaded))
      log[isDatabaseAway(error) ? 'warn' : 'error'](
        {
          err: error,
          route: request.route === undefined ? 'unknown' : String((request.route as { path?: unknown }).path),
        },
        'a request could not be taken in',
      );
    response
      .status(503)
      .set('retry-after', '5')
      .json({ message: 'The service cannot take this in now; send it again.' });
  };
