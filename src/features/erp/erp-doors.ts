import { Router, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { contractDownload } from '../contracts/documents/contract-download.ts';
import { erpRequestState, executedContracts } from './erp-contracts.ts';
import type { Deps } from '../deps.ts';
import { erpKeys } from './erp-keys.ts';
import { erpWish, requestForErp } from './erp-request.ts';
import { verifyErp } from './erp-signature.ts';
import type { CardError, CardErrorCode } from '@dealdraft/wire/card.ts';
import { jsonBody, rawBody, readBody } from '../../platform/http/read-body.ts';

export type ErpDoors = {
  deps: Deps;
  /** Resolves when one more call of the account is within what back-fills may use. */
  throttle: (portalId: number) => Promise<void>;
  onRefusal: (reason: string) => void;
};

const portals = new WeakMap<Request, number>();
const portalOf = (request: Request): number => portals.get(request) ?? 0;

/** The account in `dealdraft-portal`, proved by `dealdraft-signature`. Who is refused learns nothing of why. */
const signedByErp =
  ({ deps, onRefusal }: ErpDoors): RequestHandler =>
  async (request, response, next) => {
    const named = request.headers['dealdraft-portal'];
    const portalId = typeof named === 'string' && /^\d{1,9}$/.test(named) ? Number(named) : null;
    const link = portalId === null ? null : await deps.db.erpLink.findUnique({ where: { portalId } });
    const signed = { method: request.method, path: request.originalUrl, body: rawBody(request) };
    const holds =
      link !== null &&
      verifyErp(request.headers['dealdraft-signature'], signed, {
        keys: erpKeys(deps.sealing, link),
        now: deps.now(),
      });
    if (!holds) {
      onRefusal(link === null ? 'unknown account' : 'signature');
      response.status(401).json({ message: 'The request is not signed as it must be.' });
      return;
    }
    portals.set(request, link.portalId);
    next();
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
const invalid = (response: Response, message: string): void => {
  refuse(response, { code: 'invalid', message, canRetry: false });
};
const notFound = (response: Response): void => {
  refuse(response, { code: 'not_found', message: 'There is nothing under this id.', canRetry: false });
};

const cursor = /^([\d:.TZ-]{24})_([0-9a-f-]{36})$/;
const isId = (text: unknown): text is string => z.uuid().safeParse(text).success;

/** What an ERP may do: ask for a contract, see how far it is, go through what was executed, fetch a file. */
export const erpDoors = (parts: ErpDoors): Router => {
  const { deps, throttle } = parts;
  const router = Router({ strict: true });
  router.use(readBody, signedByErp(parts));

  router.post('/requests', async (request, response) => {
    const wish = erpWish.safeParse(jsonBody(rawBody(request)));
    if (!wish.success) {
      invalid(response, z.prettifyError(wish.error));
      return;
    }
    const asked = await requestForErp(deps, portalOf(request), wish.data);
    if (asked.ok) response.status(202).json(asked.value);
    else refuse(response, asked.failure);
  });

  router.get('/requests/:id', async (request, response) => {
    const { id } = request.params;
    const found = isId(id) ? await erpRequestState(deps, portalOf(request), id) : null;
    if (found === null) notFound(response);
    else response.json(found);
  });

  router.get('/contracts', async (request, response) => {
    const { since = '1970-01-01T00:00:00.000Z', after } = request.query;
    const from = typeof since === 'string' ? new Date(since) : new Date(Number.NaN);
    const match = typeof after === 'string' ? cursor.exec(after) : null;
    const at = new Date(match?.[1] ?? 0);
    if (
      Number.isNaN(from.getTime()) ||
      Number.isNaN(at.getTime()) ||
      (after !== undefined && match === null)
    ) {
      invalid(response, 'since is a time in ISO 8601; after is what the last page called next.');
      return;
    }
    const portalId = portalOf(request);
    await throttle(portalId);
    const place = match === null ? null : { at, id: match[2] ?? '' };
    response.json(await executedContracts(deps, portalId, { since: from, after: place }));
  });

  router.get('/contracts/:id/file', async (request, response) => {
    const { id } = request.params;
    if (!isId(id)) {
      notFound(response);
      return;
    }
    const portalId = portalOf(request);
    await throttle(portalId);
    const link = await contractDownload(deps, { portalId, contractId: id }, 'PDF');
    if (link.ok) response.set('cache-control', 'no-store').json(link.value);
    else refuse(response, link.failure);
  });
  return router;
};
