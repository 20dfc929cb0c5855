import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import { cut } from '@dealdraft/wire/cut.ts';

/**
 * One event a line, as JSON, with the ids that lead to the rows. The level says whether a person must act: `error` now,
 * `warn` when it stays. Fields that could carry a secret or a person's data are cut out wherever they stand.
 */
export const createLog = (level: string, destination?: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorFields },
      redact: {
        paths: [
          'clientSecret',
          'accessToken',
          'refreshToken',
          'hmacKey',
          'authorization',
          'password',
          'url',
          'body',
          'headers',
          '*.clientSecret',
          '*.accessToken',
          '*.refreshToken',
          '*.hmacKey',
          '*.authorization',
          '*.password',
        ],
        censor: '[hidden]',
      },
    },
    ...(destination === undefined ? [] : [destination]),
  );

/** An error's name, text and stack; not its other properties, which may hold requests with headers or row contents. */
const errorFields = (error: unknown): Record<string, unknown> => {
  if (!(error instanceof Error)) {
    // The job queue reports plain objects that carry an error's text.
    const told = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
    return { message: cut(String(told), 500) };
  }
  const { type, message, stack } = stdSerializers.err(error);
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type,
    message: cut(message, 1000),
    stack: cut(stack, 4000),
    ...(typeof code === 'string' ? { code } : {}),
  };
};
