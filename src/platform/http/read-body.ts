import { parseJson } from '../storable-json.ts';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** HubSpot's own limit for a card's call; no vendor documents a larger webhook. */
const bodyLimit = 1024 * 1024;
/** How long a refused caller may go on sending before the connection is cut: cut at once, it might never see the answer. */
const lingerMs = 1_000;

const bodies = new WeakMap<Request, Buffer>();

/**
 * Keeps the bytes as they came: signatures are checked over these and nothing else. A body over the limit is answered
 * 413 before it is read whole, a compressed one 415, for a small one can become a huge one.
 *
 * body-parser's reader lost: it answers 413 only after it has read the body to its end.
 */
export const readBody: RequestHandler = (request: Request, response: Response, next: NextFunction) => {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    refuse(request, response, 415);
    return;
  }
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) {
    refuse(request, response, 413);
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = (): void => {
    request.off('data', onData).off('end', onEnd).off('error', stop);
  };
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    if (size <= bodyLimit) {
      chunks.push(chunk);
      return;
    }
    stop();
    refuse(request, response, 413);
  };
  const onEnd = (): void => {
    stop();
    bodies.set(request, Buffer.concat(chunks));
    next();
  };
  // A caller who breaks off gets no answer, for there is nobody to take it.
  request.on('data', onData).on('end', onEnd).on('error', stop);
};

const refuse = (request: Request, response: Response, status: 413 | 415): void => {
  const cut = setTimeout(() => request.socket.destroy(), lingerMs);
  cut.unref();
  request.once('end', () => {
    clearTimeout(cut);
  });
  request.on('error', () => undefined);
  response.status(status).json({ message: 'The body cannot be accepted.' });
  request.resume();
};

/** The bytes that `readBody` kept. */
export const rawBody = (request: Request): Buffer => bodies.get(request) ?? Buffer.alloc(0);

/** JSON of the body, or undefined when it is not JSON in UTF-8. An empty body is an empty object. */
export const jsonBody = (raw: Buffer): unknown => {
  if (raw.length === 0) return {};
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch {
    return undefined;
  }
};
