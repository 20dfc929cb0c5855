import type { Request, RequestHandler, Response } from 'express';
import type { Secret } from '../../platform/secrets/secret.ts';
import { readAnnouncement, verifyHubSpotRequest } from './signature.ts';
import { readSignedIdentity, type SignedIdentity } from './signed-identity.ts';
import { rawBody, readBody, refuseUnread, trustBody } from '../../platform/http/read-body.ts';

export type HubSpotRoutes = {
  publicOrigin: string;
  clientSecrets: readonly Secret[];
  appId: number;
  now: () => number;
  onRefusal: (route: string, reason: string) => void;
};

const refused = { message: 'The request is not signed as it must be.' };

const callers = new WeakMap<Request, SignedIdentity>();

/** Who HubSpot says is calling. Only behind `signedCard`. */
export const callerOf = (request: Request): SignedIdentity => {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error('This route is not behind the signature check.');
  return caller;
};

/** What tells a signed call from every other: the signature's bytes, which can be written in more ways than one. */
export const signatureOf = (request: Request): string =>
  Buffer.from(request.get('x-hubspot-signature-v3') ?? '', 'base64').toString('base64url');

/**
 * Passes requests that HubSpot signed, with their body; all others get one and the same 401, which tells nothing. A
 * caller whose headers carry no fresh signature gets it before a byte of the body is kept.
 */
export const signedByHubSpot = (
  routes: HubSpotRoutes,
  name: string,
  accept: 'v3' | 'v3-or-v2' = 'v3',
): RequestHandler[] => {
  const refuse = (request: Request, response: Response, reason: string): void => {
    routes.onRefusal(name, reason);
    refuseUnread(request, response, { status: 401, message: refused.message });
  };
  const announced: RequestHandler = (request, response, next) => {
    const read = readAnnouncement({ headers: request.headers, now: routes.now(), accept });
    if (read.ok) next();
    else refuse(request, response, read.failure.reason);
  };
  const verified: RequestHandler = (request, response, next) => {
    const verdict = verifyHubSpotRequest({
      method: request.method,
      url: routes.publicOrigin + request.originalUrl,
      rawBody: rawBody(request),
      headers: request.headers,
      clientSecret: routes.clientSecrets,
      now: routes.now(),
      accept,
    });
    if (!verdict.ok) {
      refuse(request, response, verdict.failure.reason);
      return;
    }
    trustBody(request);
    next();
  };
  return [announced, readBody, verified];
};

/** A card's call: signed, and with an identity in the signed address that belongs to this app. */
export const signedCard = (routes: HubSpotRoutes, name: string): RequestHandler[] => [
  ...signedByHubSpot(routes, name),
  (request, response, next) => {
    const identity = readSignedIdentity(request.originalUrl);
    if (identity.ok && identity.value.appId === routes.appId) {
      callers.set(request, identity.value);
      next();
      return;
    }
    routes.onRefusal(name, 'identity');
    response.status(401).json(refused);
  },
];
