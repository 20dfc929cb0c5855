import { setTimeout as wait } from 'node:timers/promises';
import type { Request, Response } from 'express';
import type { CallLog } from './call-log.ts';
import { afterWork, beforeWork } from './fault-effects.ts';
import type { CallEffect } from './fault-fields.ts';
import { sendReply, type Reply } from './reply.ts';

/** A call of the public API, read as far as every vendor reads it. */
export interface Incoming {
  request: Request;
  path: string;
  query: URLSearchParams;
  rawBody: Buffer;
  contentType: string;
}

export interface ApiParts {
  log: CallLog;
  /** Whose call it is, whether or not its credentials are right: faults are aimed with this. */
  accountOf(request: Request): string | null;
  faultOf(account: string | null, call: { method: string; path: string }): CallEffect | undefined;
  /** The answer of a `throttle` fault. */
  throttled(): Reply;
  /** Credentials, limits, path, body, and the operation itself. */
  answer(call: Incoming): Promise<Reply>;
}

/** Serves a public API around its faults: those that come instead of the work, and those that spoil its answer. */
export function createApi(parts: ApiParts): (request: Request, response: Response) => Promise<void> {
  const { log } = parts;
  return async (request, response) => {
    const call = incoming(request);
    const account = parts.accountOf(request);
    const fault = parts.faultOf(account, { method: request.method, path: call.path });
    const early = fault && (await beforeWork(fault, parts.throttled()));
    if (early === 'cut') return void request.socket.destroy();
    if (early) {
      if (early.status === 429) log.throttled();
      return sendReply(response, early);
    }
    const reply = await parts.answer(call);
    if (fault?.kind === 'slow' && fault.when === 'after') await wait(fault.ms ?? 1000);
    log.keep({
      method: request.method,
      url: request.originalUrl,
      path: call.path,
      account,
      body: jsonOf(call),
      status: reply.status,
      reply: reply.kind === 'json' ? reply.body : undefined,
    });
    const late = fault && afterWork(fault);
    if (late === 'cut') return void request.socket.destroy();
    if (late === 'hang') return;
    sendReply(response, late ?? reply);
  };
}

export const queryOf = (request: Request): URLSearchParams =>
  new URL(request.originalUrl, 'http://sandbox').searchParams;

function incoming(request: Request): Incoming {
  const raw: unknown = request.body;
  return {
    request,
    path: new URL(request.originalUrl, 'http://sandbox').pathname,
    query: queryOf(request),
    rawBody: Buffer.isBuffer(raw) ? raw : Buffer.alloc(0),
    contentType: request.headers['content-type'] ?? '',
  };
}

export const unreadable = Symbol('unreadable');

/** The body as JSON; undefined without one, `unreadable` when it cannot be parsed. */
export function jsonOf({ rawBody, contentType }: Incoming): unknown {
  if (rawBody.length === 0 || !/^application\/json\b/i.test(contentType)) return undefined;
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return unreadable;
  }
}
