import { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { contractDownload } from '../contracts/documents/contract-download.ts';
import { erpRequestState, executedContracts } from './erp-contracts.ts';
import type { ErpLink } from '../../platform/database/generated/client.ts';
import type { Deps } from '../deps.ts';
import { readWebhookHeaders, verifyWebhook } from '../../platform/outbound/webhook-signature.ts';
import { erpCallContent, erpKeys } from './erp-keys.ts';
import { requestForErp } from './erp-request.ts';
import type { CardError, CardErrorCode } from '@dealdraft/wire/card.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import { erpRoutes } from '@dealdraft/wire/routes/erp.ts';
import type { Route } from '@dealdraft/wire/routes/route.ts';
import { rawBody, readBody, refuseUnread, trustBody } from '../../platform/http/read-body.ts';
import { mountRoutes, type Handlers, type Served } from '../../platform/http/handlers.ts';
import { readCall, type Misread } from '../../platform/http/read-call.ts';

export type ErpEndpoints = {
  deps: Deps;
  /** Resolves when one more call of the account is within what back-fills may use. */
  throttle: (portalId: number) => Promise<void>;
  onRefusal: (reason: string) => void;
};

const links = new WeakMap<Request, ErpLink>();
const linkOf = (request: Request): ErpLink => {
  const link = links.get(request);
  if (link === undefined) throw new Error('This route is not behind the signature check.');
  return link;
};

/**
 * The account in `dealdraft-portal`, proved by the headers of Standard Webhooks. Who is refused learns nothing of why; without a
 * known account and a fresh signature the body is not read.
 */
const signedByErp = ({ deps, onRefusal }: ErpEndpoints): RequestHandler[] => {
  const turnAway = (request: Request, response: Response, reason: string): void => {
    onRefusal(reason);
    refuseUnread(request, response, { status: 401, message: 'The request is not signed as it must be.' });
  };
  const announced: RequestHandler = async (request, response, next) => {
    const named = request.headers['dealdraft-portal'];
    const portalId = typeof named === 'string' && /^\d{1,9}$/.test(named) ? Number(named) : null;
    const isFresh = readWebhookHeaders(request.headers, deps.now()) !== null;
    const link =
      portalId === null || !isFresh ? null : await deps.db.erpLink.findUnique({ where: { portalId } });
    if (link === null) {
      turnAway(request, response, isFresh ? 'unknown account' : 'signature');
      return;
    }
    links.set(request, link);
    next();
  };
  const verified: RequestHandler = (request, response, next) => {
    const { method, originalUrl: path } = request;
    const content = erpCallContent({ method, path, body: rawBody(request) });
    const keys = erpKeys(deps.sealing, linkOf(request));
    if (!verifyWebhook(request.headers, content, { keys, now: deps.now() })) {
      turnAway(request, response, 'signature');
      return;
    }
    trustBody(request);
    next();
  };
  return [announced, readBody, verified];
};

/** Not given here: 502, since what is left is a vendor's doing. */
const statuses: Partial<Record<CardErrorCode, number>> = {
  invalid: 400,
  not_permitted: 403,
  not_found: 404,
  open_contract: 409,
  already_requested: 409,
  not_possible: 409,
  blocked: 422,
  not_connected: 503,
};

const refuse = (response: Response, { code, message, fields, canRetry }: CardError): void => {
  response.status(statuses[code] ?? 502).json({ error: { code, message, fields: fields ?? [], canRetry } });
};
const invalid = (message: string): CardError => ({ code: 'invalid', message, canRetry: false });
const notFound: CardError = {
  code: 'not_found',
  message: 'There is nothing under this id.',
  canRetry: false,
};

type Erp = { portalId: number };

const handlersOf = ({ deps, throttle }: ErpEndpoints): Handlers<typeof erpRoutes, Erp> => ({
  'POST /api/erp/requests': ({ portalId, body }) => requestForErp(deps, portalId, body),
  'GET /api/erp/requests/:requestId': async ({ portalId, params }) => {
    const found = await erpRequestState(deps, portalId, params.requestId);
    return found === null ? fail(notFound) : ok(found);
  },
  'GET /api/erp/contracts': async ({ portalId, query }) => {
    await throttle(portalId);
    return ok(await executedContracts(deps, portalId, { since: query.since, after: query.after ?? null }));
  },
  'GET /api/erp/contracts/:contractId/file': async ({ portalId, params }) => {
    await throttle(portalId);
    return contractDownload(deps, { portalId, ...params }, { format: 'PDF', by: 'ERP' });
  },
});

const misread = ({ part, issues }: Misread): CardError =>
  part === 'params'
    ? notFound
    : invalid(
        part === 'query'
          ? 'since is a time in ISO 8601; after is what the last page called next.'
          : z.prettifyError({ issues }),
      );

const endpoint =
  <Address extends string, Of extends Route>({
    address,
    route,
    handler,
  }: Served<Address, Of, Erp>): RequestHandler =>
  async (request, response) => {
    const call = readCall(address, route, request);
    const answer = call.ok
      ? await handler({ ...call.value, portalId: linkOf(request).portalId })
      : fail(misread(call.failure));
    if (!answer.ok) refuse(response, answer.failure);
    else response.status(request.method === 'POST' ? 202 : 200).json(answer.value);
  };

/** What an ERP may do: ask for a contract, see how far it is, go through what was executed, fetch a file. */
export const erpEndpoints = (parts: ErpEndpoints): Router =>
  mountRoutes(Router({ strict: true }), { routes: erpRoutes, handlers: handlersOf(parts) }, (served) => [
    ...signedByErp(parts),
    endpoint(served),
  ]);
