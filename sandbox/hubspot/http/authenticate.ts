import type { IncomingHttpHeaders } from 'node:http';
import type { Core } from '../state/core.ts';
import type { Portal, Token } from '../state/model.ts';
import { Refusal } from '../state/reply.ts';

const bearer = (headers: IncomingHttpHeaders): string | undefined =>
  /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];

/** The account a call is for, before it is known whether its token is good. */
export const portalOf = (core: Core, headers: IncomingHttpHeaders): number | undefined =>
  core.state.tokens.get(bearer(headers) ?? '')?.portalId;

/** The token of a call and its account, or HubSpot's refusal. */
export function authenticate(core: Core, headers: IncomingHttpHeaders): { token: Token; portal: Portal } {
  const text = bearer(headers);
  if (text === undefined)
    throw new Refusal(401, {
      category: 'INVALID_AUTHENTICATION',
      message:
        'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview',
    });
  const token = core.state.tokens.get(text);
  const portal = token && core.state.portals.get(token.portalId);
  if (!token || !portal || token.revoked)
    throw new Refusal(401, {
      category: 'INVALID_AUTHENTICATION',
      message: 'The OAuth token used to make this call is not valid.',
    });
  if (token.expiresAt !== null && token.expiresAt <= core.now().getTime())
    throw new Refusal(401, {
      category: 'EXPIRED_AUTHENTICATION',
      message: `The OAuth token used to make this call expired ${Math.ceil((core.now().getTime() - token.expiresAt) / 1000)} second(s) ago.`,
    });
  return { token, portal };
}

export function requireScopes(token: Token, needed: string[]): void {
  const missing = needed.filter((one) => !token.scopes.includes(one));
  if (missing.length === 0) return;
  throw new Refusal(403, {
    category: 'MISSING_SCOPES',
    message:
      "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    errors: [
      {
        message: 'One or more of the following scopes are required.',
        context: { requiredGranularScopes: needed },
      },
    ],
  });
}
