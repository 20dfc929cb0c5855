import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createApi, jsonOf, unreadable, type Incoming } from '../../kit/api.ts';
import type { CallLog } from '../../kit/call-log.ts';
import type { RateWindow } from '../../kit/rate-window.ts';
import type { Reply } from '../../kit/reply.ts';
import { createRoutes, operationOf } from '../../kit/routes.ts';
import { appSource } from '../api/endpoint.ts';
import type { Endpoint } from '../api/endpoint.ts';
import type { Core } from '../state/core.ts';
import { answerOf, invalid, notFound, Refusal, throttledReply } from '../state/reply.ts';
import { authenticate, portalOf, requireScopes } from './authenticate.ts';
import { plainPath } from './dated-paths.ts';

export interface ApiOptions {
  core: Core;
  endpoints: Endpoint[];
  burst: RateWindow;
  search: RateWindow;
  log: CallLog;
  latencyMs: number;
}

export const isApiPath = (path: string): boolean =>
  /^\/(crm|files|automation|account-info|appinstalls)\//.test(path);

/** Serves the public API: faults first, then token, budget, path, scopes, body, and the operation itself. */
export function createHubSpotApi(options: ApiOptions): ReturnType<typeof createApi> {
  const { core, log, latencyMs } = options;
  const match = createRoutes(options.endpoints);

  async function work(call: Incoming, headers: Record<string, string>): Promise<Reply> {
    const { method } = call.request;
    const { token, portal } = authenticate(core, call.request.headers);
    const found = match(method, plainPath(call.path));
    const body = jsonOf(call);
    log.count(operationOf(method, found), body);
    const limit = found.kind === 'found' ? found.endpoint.limit : 'burst';
    const key = String(portal.portalId);
    if (!options[limit].admit(key)) {
      log.throttled();
      return throttledReply(limit === 'search' ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING');
    }
    if (limit === 'burst') Object.assign(headers, budgetHeaders(options.burst, key));
    if (found.kind === 'unknown') throw notFound('resource not found');
    if (found.kind === 'wrong-method')
      throw new Refusal(405, {
        category: 'METHOD_NOT_ALLOWED',
        message: `Method ${method} is not allowed here.`,
      });
    const { endpoint, params } = found;
    requireScopes(token, typeof endpoint.scopes === 'function' ? endpoint.scopes(params) : endpoint.scopes);
    if (body === unreadable) throw invalid('Invalid input JSON on line 1, column 1: it cannot be parsed.');
    const { query, rawBody, contentType } = call;
    return endpoint.handle({
      core,
      portal,
      token,
      params,
      query,
      body,
      rawBody,
      contentType,
      source: appSource(),
    });
  }

  return createApi({
    log,
    accountOf: ({ headers }) => portalOf(core, headers)?.toString() ?? null,
    faultOf: (account, call) => core.faults.forCall(account === null ? undefined : Number(account), call),
    throttled: () => throttledReply('TEN_SECONDLY_ROLLING'),
    async answer(call) {
      if (latencyMs > 0) await wait(latencyMs);
      const headers: Record<string, string> = { 'X-HubSpot-Correlation-Id': randomUUID() };
      const reply = await answerOf(() => work(call, headers));
      return { ...reply, headers: { ...reply.headers, ...headers } };
    },
  });
}

const budgetHeaders = (burst: RateWindow, key: string): Record<string, string> => ({
  'X-HubSpot-RateLimit-Max': String(burst.limit),
  'X-HubSpot-RateLimit-Remaining': String(burst.remaining(key)),
  'X-HubSpot-RateLimit-Interval-Milliseconds': String(burst.windowMs),
});
