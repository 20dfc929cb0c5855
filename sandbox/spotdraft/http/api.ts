import { setTimeout as wait } from 'node:timers/promises';
import { createApi, jsonOf, unreadable, type Incoming } from '../../kit/api.ts';
import type { CallLog } from '../../kit/call-log.ts';
import type { RateWindow } from '../../kit/rate-window.ts';
import type { Reply } from '../../kit/reply.ts';
import { operationOf } from '../../kit/routes.ts';
import { allEndpoints } from '../endpoints/all.ts';
import type { Core } from '../state/core.ts';
import { detail, fieldErrors, notFound } from '../state/reply.ts';
import type { WorkspaceName } from '../state/model.ts';
import { authenticate, workspaceByClient } from './authenticate.ts';
import { apiPrefix, createSpotDraftRoutes } from './routes.ts';

export interface ApiOptions {
  core: Core;
  window: RateWindow;
  log: CallLog;
  latencyMs: number;
}

const throttledReply = detail(429, 'Request was throttled.');

export const isApiPath = (path: string): boolean => path.startsWith(apiPrefix);

/** Serves the public API: faults first, then credentials, rate limit, path, body, and the operation itself. */
export function createSpotDraftApi({
  core,
  window,
  log,
  latencyMs,
}: ApiOptions): ReturnType<typeof createApi> {
  const match = createSpotDraftRoutes(allEndpoints, core.strict);

  async function answer(call: Incoming): Promise<Reply> {
    const { method } = call.request;
    const caller = authenticate(core, call.request.headers);
    if (!caller.ok) return caller.refusal;
    const { workspace, user } = caller;
    const found = match(method, call.path);
    log.count(found.kind === 'redirect' ? `${method} (redirect)` : operationOf(method, found));
    if (!window.admit(workspace.name)) {
      log.throttled();
      return throttledReply;
    }
    // After the limit, so that calls are counted when they arrive and not when a timer happens to wake.
    if (latencyMs > 0) await wait(latencyMs);
    if (found.kind === 'unknown') return notFound;
    if (found.kind === 'redirect') {
      const { search } = new URL(call.request.originalUrl, 'http://sandbox');
      return { kind: 'redirect', status: 302, to: found.path + search };
    }
    if (found.kind === 'wrong-method') return detail(405, `Method "${method}" not allowed.`);
    const read = readBody(call);
    if (!read.ok) return read.refusal;
    const { endpoint, params } = found;
    const { query, rawBody } = call;
    return endpoint.handle({
      core,
      workspace,
      user,
      params,
      query,
      body: read.body,
      rawBody: rawBody.toString('utf8'),
    });
  }

  return createApi({
    log,
    accountOf: ({ headers }) => workspaceByClient(core, headers)?.name ?? null,
    faultOf: (account, call) =>
      core.faults.forCall((account ?? undefined) as WorkspaceName | undefined, call),
    throttled: () => throttledReply,
    answer,
  });
}

type ReadBody = { ok: true; body: unknown } | { ok: false; refusal: Reply };

function readBody(call: Incoming): ReadBody {
  const { method } = call.request;
  if (method === 'GET' || method === 'DELETE' || call.rawBody.length === 0)
    return { ok: true, body: undefined };
  const body = jsonOf(call);
  if (body === undefined)
    return { ok: false, refusal: detail(415, `Unsupported media type "${call.contentType}" in request.`) };
  if (body === unreadable)
    return { ok: false, refusal: detail(400, 'JSON parse error - the body cannot be parsed.') };
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ok: true, body };
  const got = Array.isArray(body) ? 'list' : typeof body;
  return {
    ok: false,
    refusal: fieldErrors({
      non_field_errors: [`Invalid data. Expected a dictionary, but got ${got}.`],
    }),
  };
}
