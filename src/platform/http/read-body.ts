import { parseJson } from '../storable-json.ts';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** HubSpot's own limit for a card's call; no vendor documents a larger webhook. */
const bodyLimit = 1024 * 1024;
/** How long a refused caller may go on sending before the connection is cut: cut at once, it might never see the answer. */
const lingerMs = 1_000;

const bodies = new WeakMap<Request, Buffer>();

/** Bodies whose signature is not checked yet take no more memory than this, all together. */
const mostUnverified = 32 * 1024 * 1024;

/**
 * What is kept of callers who have not proved who they are, oldest first. Over the limit the oldest is let go: an honest
 * body is here in moments, so what has been coming for long is the likeliest to be meant to stay.
 */
const unverified = new Map<Request, { size: number; letGo: () => void }>();
let held = 0;

const forget = (request: Request): void => {
  held -= unverified.get(request)?.size ?? 0;
  unverified.delete(request);
};

const hold = (request: Request, more: number): void => {
  const entry = unverified.get(request);
  if (entry === undefined) return;
  entry.size += more;
  held += more;
  for (const [oldest, { letGo }] of unverified) {
    if (held <= mostUnverified) return;
    forget(oldest);
    letGo();
  }
};

/** The signature over the body holds: what is kept of it now is no stranger's. */
export const trustBody = (request: Request): void => {
  forget(request);
};

/**
 * Keeps the bytes as they came: signatures are checked over these and nothing else. A body over the limit is answered
 * 413 before it is read whole, a compressed one 415, for a small one can become a huge one. Stands behind whatever can
 * be judged by the headers alone.
 *
 * body-parser's reader lost: it answers 413 only after it has read the body to its end.
 */
export const readBody: RequestHandler = (request: Request, response: Response, next: NextFunction) => {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    refuseUnread(request, response, { status: 415, message: notAccepted });
    return;
  }
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) {
    refuseUnread(request, response, { status: 413, message: notAccepted });
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const stop = (): void => {
    request.off('data', onData).off('end', onEnd).off('error', stop);
  };
  const refuse = (status: number, message: string): void => {
    stop();
    chunks.length = 0;
    forget(request);
    refuseUnread(request, response, { status, message });
  };
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > bodyLimit) {
      refuse(413, notAccepted);
      return;
    }
    chunks.push(chunk);
    hold(request, chunk.length);
  };
  const onEnd = (): void => {
    stop();
    bodies.set(request, Buffer.concat(chunks));
    next();
  };
  const letGo = (): void => {
    refuse(503, 'The service cannot take this in now; send it again.');
  };
  unverified.set(request, { size: 0, letGo });
  response.once('close', () => {
    forget(request);
  });
  // A caller who breaks off gets no answer, for there is nobody to take it.
  request.on('data', onData).on('end', onEnd).on('error', stop);
};

const notAccepted = 'The body cannot be accepted.';

/** Answers a caller whose body is not read, and hangs up on one who goes on sending it. */
export const refuseUnread = (
  request: Request,
  response: Response,
  { status, message }: { status: number; message: string },
): void => {
  if (!request.readableEnded) {
    const cut = setTimeout(() => request.socket.destroy(), lingerMs);
    cut.unref();
    request.once('end', () => {
      clearTimeout(cut);
    });
  }
  request.on('error', () => undefined);
  if (!response.headersSent) response.status(status).json({ message });
  request.resume();
};

/** The bytes that `readBody` kept. */
export const rawBody = (request: Request): Buffer => bodies.get(request) ?? Buffer.alloc(0);

/** Nothing that anybody sends in earnest is nested so deep, and whoever walks through what is runs out of stack. */
const deepest = 64;

const isDeep = (value: unknown, room = deepest): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (room === 0 || Object.values(value).some((each) => isDeep(each, room - 1)));

/** JSON of the body, or undefined when it is not JSON in UTF-8, or nested too deep. An empty body is an empty object. */
export const jsonBody = (raw: Buffer): unknown => {
  if (raw.length === 0) return {};
  try {
    const value = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(raw));
    return isDeep(value) ? undefined : value;
  } catch {
    return undefined;
  }
};
