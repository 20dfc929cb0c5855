import { setTimeout as wait } from 'node:timers/promises';
import type { Request, Response } from 'express';
import type { Core } from '../state/core.ts';
import { allEndpoints } from '../endpoints/all.ts';
import type { Call } from '../endpoints/endpoint.ts';
import { afterWork, beforeWork } from '../../kit/fault-effects.ts';
import { detail, fieldErrors, notFound } from '../state/reply.ts';
import type { Reply } from '../state/reply.ts';
import { authenticate, workspaceByClient } from './authenticate.ts';
import type { CallLog } from './call-log.ts';
import { apiPrefix, createRouteTable } from './route-table.ts';
import { sendReply } from './send-reply.ts';
import type { Throttle } from './throttle.ts';

export interface ApiOptions {
  core: Core;
  throttle: Throttle;
  log: CallLog;
  latencyMs: number;
}

const throttledReply = detail(429, 'Request was throttled.');

/** Serves the public API: faults first, then credentials, rate limit, path, body, and the operation itself. */
export function createApi({
  core,
  throttle,
  log,
  latencyMs,
}: ApiOptions): (request: Request, response: Response) => Promise<void> {
  const match = createRouteTable(allEndpoints, core.strict);

  async function work(request: Request, path: string): Promise<Reply | { redirect: string }> {
    const caller = authenticate(core, request.headers);
    if (!caller.ok) return caller.refusal;
    const found = match(request.method, path);
    log.count(
      found.kind === 'found'
        ? `${found.endpoint.method} ${found.endpoint.path}`
        : `${request.method} (${found.kind})`,
    );
    if (!throttle.admit(caller.workspace.name)) {
      log.throttled();
      return throttledReply;
    }
    // After the limit, so that calls are counted when they arrive and not when a timer happens to wake.
    if (latencyMs > 0) await wait(latencyMs);
    if (found.kind === 'unknown') return notFound;
    if (found.kind === 'redirect') return { redirect: found.path };
    if (found.kind === 'wrong-method') return detail(405, `Method "${request.method}" not allowed.`);
    const read = readJson(request);
    if (!read.ok) return read.refusal;
    const call: Call = {
      core,
      workspace: caller.workspace,
      user: caller.user,
      params: found.params,
      query: queryOf(request),
      body: read.body,
      rawBody: read.text,
    };
    return found.endpoint.handle(call);
  }

  return async (request, response) => {
    const { pathname } = new URL(request.originalUrl, 'http://sandbox');
    const fault = core.faults.forCall(
      workspaceByClient(core, request.headers)?.name,
      request.method,
      pathname,
    );
    const early = fault && (await beforeWork(fault, throttledReply));
    if (early === 'cut') return void request.socket.destroy();
    if (early) {
      if (early.status === 429) log.throttled();
      return sendReply(response, early);
    }
    const reply = await work(request, pathname);
    if (fault?.kind === 'slow' && fault.when === 'after') await wait(fault.ms ?? 1000);
    const late = fault && afterWork(fault);
    if (late === 'cut') return void request.socket.destroy();
    if (late === 'hang') return;
    if (late) return sendReply(response, late);
    if ('redirect' in reply)
      return response.redirect(302, reply.redirect + new URL(request.originalUrl, 'http://sandbox').search);
    log.keep({
      method: request.method,
      url: request.originalUrl,
      body: parsedOrNone(request),
      status: reply.status,
      reply: reply.kind === 'json' ? reply.body : undefined,
    });
    return sendReply(response, reply);
  };
}

type ReadBody = { ok: true; body: unknown; text: string } | { ok: false; refusal: Reply };

function readJson(request: Request): ReadBody {
  const raw: unknown = request.body;
  const text = Buffer.isBuffer(raw) ? raw.toString('utf8') : '';
  if (request.method === 'GET' || request.method === 'DELETE' || text === '')
    return { ok: true, body: undefined, text };
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\b/i.test(type))
    return { ok: false, refusal: detail(415, `Unsupported media type "${type}" in request.`) };
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ok: true, body, text };
    return {
      ok: false,
      refusal: fieldErrors({
        non_field_errors: [
          `Invalid data. Expected a dictionary, but got ${Array.isArray(body) ? 'list' : typeof body}.`,
        ],
      }),
    };
  } catch (error) {
    return {
      ok: false,
      refusal: detail(400, `JSON parse error - ${error instanceof Error ? error.message : 'invalid'}`),
    };
  }
}

const parsedOrNone = (request: Request): unknown => {
  const read = readJson(request);
  return read.ok ? read.body : undefined;
};

const queryOf = (request: Request): URLSearchParams =>
  new URL(request.originalUrl, 'http://sandbox').searchParams;

export const isApiPath = (path: string): boolean => path.startsWith(apiPrefix);
