import express from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** HubSpot's own limit for a card's call; no vendor documents a larger webhook. */
export const bodyLimit = '1mb';

const readRaw = express.raw({ type: () => true, limit: bodyLimit, inflate: false });

/**
 * Leaves the bytes as they came in `request.body`: signatures are checked over these and nothing else. A body over the
 * limit is answered 413 before it is read whole, a compressed one 415, one that breaks off 400.
 */
export const readBody: RequestHandler = (request: Request, response: Response, next: NextFunction) => {
  readRaw(request, response, (error?: unknown) => {
    if (error === undefined) {
      if (!Buffer.isBuffer(request.body)) request.body = Buffer.alloc(0);
      next();
      return;
    }
    const status =
      typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 400;
    response
      .status(status >= 400 && status < 500 ? status : 400)
      .json({ message: 'The body cannot be accepted.' });
  });
};

/** The bytes that `readBody` kept. */
export const rawBody = (request: Request): Buffer =>
  Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);

/** JSON of the body, or undefined when it is not JSON in UTF-8. An empty body is an empty object. */
export const jsonBody = (raw: Buffer): unknown => {
  if (raw.length === 0) return {};
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw)) as unknown;
  } catch {
    return undefined;
  }
};
