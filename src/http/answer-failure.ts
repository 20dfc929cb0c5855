import type { ErrorRequestHandler } from 'express';
import type { Logger } from 'pino';

/** A fault while taking something in: 503, so that the vendor sends it again. Nothing was acknowledged. */
export const answerFailure =
  (log: Logger): ErrorRequestHandler =>
  // Express knows a handler of failures by its four parameters.
  (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    log.error(
      {
        err: error,
        door: request.route === undefined ? 'unknown' : String((request.route as { path?: unknown }).path),
      },
      'a request could not be taken in',
    );
    response
      .status(503)
      .set('retry-after', '5')
      .json({ message: 'The service cannot take this in now; send it again.' });
  };
