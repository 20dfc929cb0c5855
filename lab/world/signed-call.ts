import { appClientSecret, appId } from '../../sandbox/hubspot/state/accounts.ts';
import { signatureHeaders } from '../../sandbox/hubspot/state/signatures.ts';

export type Signed = {
  method: string;
  path: string;
  body?: string;
  who: { portalId: number; userId: number; userEmail: string };
  /** When HubSpot signed it. */
  at?: number;
};
export type RawAnswer = { status: number; text: string };
export type Sendable = {
  url: string;
  init: { method: string; headers: Record<string, string>; body?: string };
};

/** A call as HubSpot's proxy signs it, to be sent, changed, or sent again. */
export const signCall = (
  origin: string,
  { method, path, body = '', who, at = Date.now() }: Signed,
): Sendable => {
  const identity = new URLSearchParams({
    userId: String(who.userId),
    userEmail: who.userEmail,
    portalId: String(who.portalId),
    appId: String(appId),
  });
  const url = `${origin}${path}${path.includes('?') ? '&' : '?'}${identity.toString()}`;
  const headers = {
    'content-type': 'application/json',
    ...signatureHeaders(
      { clientSecret: appClientSecret, method, url, body: method === 'GET' ? '' : body },
      at,
      'v2',
    ),
  };
  return { url, init: { method, headers, ...(method === 'GET' ? {} : { body }) } };
};

export const send = async ({ url, init }: Sendable): Promise<RawAnswer> => {
  const answer = await fetch(url, init);
  return { status: answer.status, text: await answer.text() };
};
