import type { Request, RequestHandler, Response } from 'express';
import type { Secret } from '../../platform/secrets/secret.ts';
import { readAnnouncement, verifyHubSpotRequest } from './signature.ts';
import { readSignedIdentity, type SignedIdentity } from './signed-identity.ts';
import { rawBody, readBody, refuseUnread, trustBody } from '../../platform/http/read-body.ts';

export type HubSpotDoor = {
  publicOrigin: string;
  clientSecrets: readonly Secret[];
  appId: number;
  now: () => number;
  onRefusal: (door: string, reason: string) => void;
};

const refused = { message: 'The request is not signed as it must be.' };

const callers = new WeakMap<Request, SignedIdentity>();

/** Who HubSpot says is calling. Only behind `signedCard`. */
export const callerOf = (request: Request): SignedIdentity => {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error('This door is not behind the signature check.');
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
  door: HubSpotDoor,
  name: string,
  accept: 'v3' | 'v3-or-v2' = 'v3',
): RequestHandler[] => {
  const refuse = (request: Request, response: Response, reason: string): void => {
    door.onRefusal(name, reason);
    refuseUnread(request, response, { status: 401, message: refused.message });
  };
  const announced: RequestHandler = (request, response, next) => {
    const read = readAnnouncement({ headers: request.headers, now: door.now(), accept });
    if (read.ok) next();
    else refuse(request, response, read.failure.reason);
  };
  const verified: RequestHandler = (request, response, next) => {
    const verdict = verifyHubSpotRequest({
      method: request.method,
      url: door.publicOrigin + request.originalUrl,
      rawBody: rawBody(request),
      headers: request.headers,
      clientSecret: door.clientSecrets,
      now: door.now(),
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
export const signedCard = (door: HubSpotDoor, name: string): RequestHandler[] => [
  ...signedByHubSpot(door, name),
  (request, response, next) => {
    const identity = readSignedIdentity(request.originalUrl);
    if (identity.ok && identity.value.appId === door.appId) {
      callers.set(request, identity.value);
      next();
      return;
    }
    door.onRefusal(name, 'identity');
    response.status(401).json(refused);
  },
];
