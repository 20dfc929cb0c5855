import { createHash, randomBytes } from 'node:crypto';
import type { Core } from '../state/core.ts';
import type { Portal, Token } from '../state/model.ts';
import { empty, json, notFound } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';
import { appClientSecret, appId, appScopes, oauthClientId } from '../state/accounts.ts';

const lifetimeSeconds = 1800;
const codeLifetimeMs = 600_000;

const refused = (error: string, status: string, description: string): Reply =>
  json(400, { error, error_description: description, status, message: description });

const badClient = refused('invalid_client', 'BAD_CLIENT_ID', 'missing or unknown client id');

/** An unused text that cannot be guessed, but says what it is. */
const newToken = (kind: string): string => `${kind}-sandbox-${randomBytes(24).toString('hex')}`;

/** `POST /oauth/…/token`. The form is in the body; HubSpot's newer versions take nothing from the query. */
export function issueToken(core: Core, form: URLSearchParams): Reply {
  if (form.get('client_id') !== oauthClientId) return badClient;
  if (form.get('client_secret') !== appClientSecret)
    return refused('invalid_client', 'BAD_CLIENT_SECRET', 'the client secret is wrong');
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return fromCode(core, form);
    case 'refresh_token':
      return fromRefreshToken(core, form);
    default:
      return refused(
        'unsupported_grant_type',
        'BAD_GRANT_TYPE',
        'grant_type must be authorization_code or refresh_token',
      );
  }
}

function fromCode(core: Core, form: URLSearchParams): Reply {
  const { state } = core;
  const code = state.codes.get(form.get('code') ?? '');
  if (!code || code.used || code.expiresAt < core.now().getTime())
    return refused('invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code');
  if (code.redirectUri !== form.get('redirect_uri'))
    return refused(
      'invalid_grant',
      'MISMATCH_REDIRECT_URI_AUTH_CODE',
      'redirect_uri does not match the one of the authorization',
    );
  code.used = true;
  const refresh = {
    token: newToken('refresh'),
    portalId: code.portalId,
    userId: code.userId,
    scopes: code.scopes,
    revoked: false,
  };
  state.refreshTokens.set(refresh.token, refresh);
  const portal = state.portals.get(code.portalId);
  if (portal) portal.installed = true;
  return answer(core, refresh.token, refresh);
}

function fromRefreshToken(core: Core, form: URLSearchParams): Reply {
  const text = form.get('refresh_token') ?? '';
  const refresh = core.state.refreshTokens.get(text);
  if (!refresh || refresh.revoked)
    return refused('invalid_grant', 'BAD_REFRESH_TOKEN', 'missing or invalid refresh token');
  return answer(core, text, refresh);
}

function answer(
  core: Core,
  refreshToken: string,
  { portalId, userId, scopes }: Pick<Token, 'portalId' | 'userId' | 'scopes'>,
): Reply {
  const token: Token = {
    token: newToken('access'),
    kind: 'oauth',
    portalId,
    userId,
    scopes,
    expiresAt: core.now().getTime() + lifetimeSeconds * 1000,
    refreshToken,
    revoked: false,
  };
  core.state.tokens.set(token.token, token);
  core.changed();
  return json(200, {
    access_token: token.token,
    refresh_token: refreshToken,
    expires_in: lifetimeSeconds,
    token_type: 'bearer',
    hub_id: portalId,
    user_id: userId,
    scopes,
    token_use: 'access_token',
  });
}

/** `POST /oauth/…/token/introspect`. */
export function introspect(core: Core, form: URLSearchParams): Reply {
  if (form.get('client_id') !== oauthClientId || form.get('client_secret') !== appClientSecret)
    return badClient;
  const text = form.get('token') ?? '';
  const token = core.state.tokens.get(text);
  const refresh = core.state.refreshTokens.get(text);
  const found = token ?? refresh;
  const ended = token?.expiresAt != null && token.expiresAt <= core.now().getTime();
  if (!found || found.revoked || ended) return json(200, { active: false });
  return json(200, {
    active: true,
    token: text,
    token_type: token ? 'access' : 'refresh',
    ...factsOf(core, found),
    token_use: token ? 'access_token' : 'refresh_token',
    ...(token ? { expires_in: remaining(core, token), signed_access_token: signedOf(core, token) } : {}),
    is_private_distribution: false,
  });
}

const remaining = (core: Core, token: Token): number =>
  token.expiresAt === null ? lifetimeSeconds : Math.floor((token.expiresAt - core.now().getTime()) / 1000);

function factsOf(core: Core, { portalId, userId, scopes }: Pick<Token, 'portalId' | 'userId' | 'scopes'>) {
  const portal = core.state.portals.get(portalId);
  const user = portal?.users.find((one) => one.id === userId);
  return {
    hub_id: portalId,
    hub_domain: portal?.domain ?? null,
    user: user?.email ?? null,
    user_id: userId,
    app_id: appId,
    scopes,
    client_id: oauthClientId,
  };
}

/** What HubSpot has signed into an access token. */
const signedOf = (core: Core, { token, portalId, userId, scopes, expiresAt }: Token) => ({
  appId,
  expiresAt: expiresAt ?? core.now().getTime() + lifetimeSeconds * 1000,
  hubId: portalId,
  hublet: 'na1',
  installingUserId: userId,
  isPrivateDistribution: false,
  isServiceAccount: false,
  isUserLevel: false,
  scopes: scopes.join(' '),
  scopeToScopeGroupPks: '',
  signature: createHash('sha256').update(token).digest('base64'),
  newSignature: createHash('sha512').update(token).digest('base64'),
  trialScopes: '',
  trialScopeToScopeGroupPks: '',
  userId,
});

/** `POST /oauth/…/token/revoke`: a refresh token takes its access tokens with it. */
export function revoke(core: Core, form: URLSearchParams): Reply {
  if (form.get('client_id') !== oauthClientId || form.get('client_secret') !== appClientSecret)
    return badClient;
  revokeToken(core, form.get('token') ?? '');
  // The specification names no body; 200 was seen live.
  return json(200, {});
}

function revokeToken(core: Core, text: string): void {
  const refresh = core.state.refreshTokens.get(text);
  if (refresh) refresh.revoked = true;
  for (const token of core.state.tokens.values())
    if (token.token === text || token.refreshToken === text) token.revoked = true;
  core.changed();
}

/** The older `GET /oauth/v1/access-tokens/{token}`. */
export function accessTokenFacts(core: Core, text: string): Reply {
  const token = core.state.tokens.get(text);
  if (!token || token.revoked || (token.expiresAt !== null && token.expiresAt <= core.now().getTime()))
    throw notFound('The access token does not exist or has expired');
  return json(200, {
    token: text,
    ...factsOf(core, token),
    expires_in: remaining(core, token),
    signed_access_token: signedOf(core, token),
    token_type: 'access',
  });
}

/** The older `GET` and `DELETE /oauth/v1/refresh-tokens/{token}`. */
export function refreshTokenFacts(core: Core, text: string, method: string): Reply {
  const token = core.state.refreshTokens.get(text);
  if (!token || token.revoked) throw notFound('The refresh token does not exist');
  if (method === 'DELETE') {
    revokeToken(core, text);
    return empty(204);
  }
  return json(200, { token: text, ...factsOf(core, token), token_type: 'refresh' });
}

/** Keeps a code as HubSpot does when a user has consented. */
export function newCode(
  core: Core,
  portal: Portal,
  { userId, redirectUri, scopes }: { userId?: number; redirectUri: string; scopes?: string[] },
): string {
  const code = `code-sandbox-${randomBytes(12).toString('hex')}`;
  core.state.codes.set(code, {
    code,
    portalId: portal.portalId,
    userId: userId ?? portal.users[0]?.id ?? 0,
    scopes: scopes ?? appScopes.filter((one) => portal.unavailableScopes?.includes(one) !== true),
    redirectUri,
    used: false,
    expiresAt: core.now().getTime() + codeLifetimeMs,
  });
  core.changed();
  return code;
}
