import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { appSource } from '../api/endpoint.ts';
import type { Call, Endpoint } from '../api/endpoint.ts';
import type { Core } from '../state/core.ts';
import type { CallFault } from '../state/faults.ts';
import { invalid, notFound, Refusal, refusalReply, throttledReply } from '../state/reply.ts';
import type { Reply } from '../state/reply.ts';
import { authenticate, portalOf, requireScopes } from './authenticate.ts';
import type { CallLog } from '../../kit/call-log.ts';
import { afterWork, beforeWork } from '../../kit/fault-effects.ts';
import type { RateLimit } from '../../kit/rate-window.ts';
import { createRouteTable } from '../../kit/routes.ts';
import { sendReply } from '../../kit/reply.ts';

export interface ApiOptions {
  core: Core;
  endpoints: Endpoint[];
  burst: RateLimit;
  search: RateLimit;
  burstLimit: number;
  log: CallLog;
  latencyMs: number;
}

export const isApiPath = (path: string): boolean =>
  /^\/(crm|files|automation|account-info|appinstalls)\//.test(path);

/** Serves the public API: faults first, then token, budget, path, scopes, body, and the operation itself. */
export function createApi(options: ApiOptions): (request: Request, response: Response) => Promise<void> {
  const { core, log, latencyMs } = options;
  const match = createRouteTable(options.endpoints);

  async function work(request: Request, path: string, headers: Record<string, string>): Promise<Reply> {
    const { token, portal } = authenticate(core, request.headers);
    const found = match(request.method, path);
    const operation =
      found.kind === 'found'
        ? `${found.endpoint.method} ${found.endpoint.path}`
        : `${request.method} (${found.kind})`;
    const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const type = request.headers['content-type'] ?? '';
    const body = readJson(rawBody, type);
    log.count(operation, inputsIn(body));
    const limit = found.kind === 'found' ? found.endpoint.limit : 'burst';
    const key = String(portal.portalId);
    if (!options[limit].admit(key)) {
      log.throttled();
      return throttledReply(limit === 'search' ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING');
    }
    if (limit === 'burst') Object.assign(headers, budgetHeaders(options, key));
    if (found.kind === 'unknown') throw notFound('resource not found');
    if (found.kind === 'wrong-method')
      throw new Refusal(405, {
        category: 'METHOD_NOT_ALLOWED',
        message: `Method ${request.method} is not allowed here.`,
      });
    const { endpoint, params } = found;
    requireScopes(token, typeof endpoint.scopes === 'function' ? endpoint.scopes(params) : endpoint.scopes);
    if (body === unreadable) throw invalid('Invalid input JSON on line 1, column 1: it cannot be parsed.');
    const query = new URL(request.originalUrl, 'http://sandbox').searchParams;
    const call: Call = {
      core,
      portal,
      token,
      params,
      query,
      body,
      rawBody,
      contentType: type,
      source: appSource(),
    };
    return endpoint.handle(call);
  }

  return async (request, response) => {
    const { pathname } = new URL(request.originalUrl, 'http://sandbox');
    const portalId = portalOf(core, request.headers);
    const fault = core.faults.forCall(portalId, request.method, pathname);
    const early = fault && (await beforeWork(fault, throttledReply('TEN_SECONDLY_ROLLING')));
    if (early === 'cut') return void request.socket.destroy();
    if (early) {
      if (early.status === 429) log.throttled();
      return sendReply(response, early);
    }
    if (latencyMs > 0) await wait(latencyMs);
    const headers: Record<string, string> = { 'X-HubSpot-Correlation-Id': randomUUID() };
    const reply = await answerOf(() => work(request, pathname, headers));
    if (fault?.kind === 'slow' && fault.when === 'after') await wait(fault.ms ?? 1000);
    log.keep({ method: request.method, path: pathname, portalId: portalId ?? null, status: reply.status });
    return finish(request, response, { reply, headers, fault });
  };
}

function finish(
  request: Request,
  response: Response,
  { reply, headers, fault }: { reply: Reply; headers: Record<string, string>; fault: CallFault | undefined },
): void {
  const late = fault && afterWork(fault);
  if (late === 'cut') return void request.socket.destroy();
  if (late === 'hang') return;
  response.set(headers);
  sendReply(response, late ?? reply);
}

/** The reply of an operation, or the refusal it threw. */
export async function answerOf(work: () => Reply | Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Refusal) return refusalReply(error);
    throw error;
  }
}

const budgetHeaders = ({ burst, burstLimit }: ApiOptions, key: string): Record<string, string> => ({
  'X-HubSpot-RateLimit-Max': String(burstLimit),
  'X-HubSpot-RateLimit-Remaining': String(burst.remaining(key)),
  'X-HubSpot-RateLimit-Interval-Milliseconds': '10000',
});

const unreadable = Symbol('unreadable');

function readJson(raw: Buffer, contentType: string): unknown {
  if (raw.length === 0 || !/^application\/json\b/i.test(contentType)) return undefined;
  try {
    return JSON.parse(raw.toString('utf8'));
  } catch {
    return unreadable;
  }
}

const inputsIn = (body: unknown): number | undefined =>
  typeof body === 'object' && body !== null && 'inputs' in body && Array.isArray(body.inputs)
    ? body.inputs.length
    : undefined;
