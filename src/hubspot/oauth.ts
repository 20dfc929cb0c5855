import type { Dispatcher } from 'undici';
import { z } from 'zod';
import { Secret } from '../platform/secrets/secret.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { HubSpotFailure, Operation } from './transport/failure.ts';
import { createRequests } from './transport/requests.ts';
import { createTransport } from './transport/transport.ts';
import type { CallReport } from './transport/transport.ts';

export type OAuthOptions = {
  basePath: string;
  clientId: string;
  clientSecret: Secret;
  /** Where people give consent; https://app.hubspot.com unless told. */
  consentOrigin?: string;
  onCall?: (call: CallReport) => void;
  timeoutMs?: number;
  dispatcher?: Dispatcher;
  clock?: () => number;
};

export type AuthorizeRequest = {
  redirectUri: string;
  scopes: readonly string[];
  optionalScopes?: readonly string[];
  /** Comes back unchanged: bind it to the browser that began, and check it there. */
  state: string;
  /** Chooses the account beforehand, to reconnect the one that was connected. */
  portalId?: number;
};

/** `expiresAt` is in milliseconds since 1970, by our clock. HubSpot keeps the refresh token until the app is uninstalled. */
export type Tokens = {
  accessToken: Secret;
  refreshToken: Secret;
  expiresAt: number;
  portalId: number | null;
  userId: string | null;
  scopes: string[];
};

export type TokenFacts = {
  active: boolean;
  portalId: number | null;
  hubDomain: string | null;
  userId: string | null;
  userEmail: string | null;
  appId: number | null;
  scopes: string[];
};

const scopes = z
  .union([z.array(z.string()), z.string().transform((text) => text.split(' ').filter(Boolean))])
  .nullish()
  .transform((value) => value ?? []);
const id = z.coerce.number().int().nullish().transform((value) => value ?? null); // prettier-ignore
const user = z.union([z.string(), z.number()]).nullish().transform((value) => (value == null ? null : String(value))); // prettier-ignore
const tokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  expires_in: z.coerce.number().positive(),
  hub_id: id,
  user_id: user,
  scopes,
});
const facts = z
  .object({
    active: z.boolean(),
    hub_id: id,
    hub_domain: z.string().nullish(),
    user: z.string().nullish(),
    user_id: user,
    app_id: id,
    scopes,
  })
  .transform((data): TokenFacts => ({
    active: data.active,
    portalId: data.hub_id,
    hubDomain: data.hub_domain ?? null,
    userId: data.user_id,
    userEmail: data.user ?? null,
    appId: data.app_id,
    scopes: data.scopes,
  }));

/**
 * Connecting accounts. All parameters travel in the form body, never in the address, where they would be logged. The
 * endpoints are those of v3: /oauth/v1/token, which the API client uses, ends in February 2027. A grant that HubSpot
 * no longer honors is 'unauthorized': the account must be connected anew.
 */
export const createHubSpotOAuth = (options: OAuthOptions) => {
  const clock = options.clock ?? Date.now;
  const { plain } = createRequests(options.basePath);
  const transport = createTransport({ ...options, portalId: null });
  const credentials = { client_id: options.clientId, client_secret: options.clientSecret };

  const post = <Value>(
    call: { operation: Operation; path: string; schema: z.ZodType<Value> },
    form: Record<string, string | Secret>,
  ) => {
    const body = new URLSearchParams();
    for (const [key, value] of Object.entries<string | Secret>({ ...credentials, ...form })) {
      body.set(key, value instanceof Secret ? value.reveal() : value);
    }
    const request = plain('POST', `/oauth/v3/token${call.path}`, {
      type: 'application/x-www-form-urlencoded',
      body: body.toString(),
    });
    const effect = call.operation === 'introspectToken' ? 'read' : 'write';
    return transport.send({ operation: call.operation, effect, request, schema: call.schema });
  };

  const grant = async (
    operation: 'exchangeCode' | 'refreshToken',
    form: Record<string, string | Secret>,
  ): Promise<Result<Tokens, HubSpotFailure>> => {
    const asked = clock();
    const answer = await post({ operation, path: '', schema: tokens }, form);
    if (!answer.ok) return answer;
    const { access_token, refresh_token, expires_in, hub_id, user_id, scopes: granted } = answer.value.value;
    return ok({
      accessToken: new Secret(access_token),
      refreshToken: new Secret(refresh_token),
      expiresAt: asked + expires_in * 1000,
      portalId: hub_id,
      userId: user_id,
      scopes: granted,
    });
  };

  return {
    /** The address that asks a person for consent. */
    authorizeUrl: (request: AuthorizeRequest): string => {
      const account = request.portalId === undefined ? '' : `/${request.portalId}`;
      const url = new URL(`/oauth${account}/authorize`, options.consentOrigin ?? 'https://app.hubspot.com');
      url.searchParams.set('client_id', options.clientId);
      url.searchParams.set('redirect_uri', request.redirectUri);
      url.searchParams.set('scope', request.scopes.join(' '));
      if ((request.optionalScopes ?? []).length > 0)
        url.searchParams.set('optional_scope', request.optionalScopes?.join(' ') ?? '');
      url.searchParams.set('state', request.state);
      return url.toString().replaceAll('+', '%20');
    },
    exchangeCode: ({ code, redirectUri }: { code: string; redirectUri: string }) =>
      grant('exchangeCode', { grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
    /** One at a time per account: the caller holds a lock. */
    refresh: (refreshToken: Secret) =>
      grant('refreshToken', { grant_type: 'refresh_token', refresh_token: refreshToken }),
    introspect: async (
      token: Secret,
      hint: 'access_token' | 'refresh_token' = 'access_token',
    ): Promise<Result<TokenFacts, HubSpotFailure>> => {
      const answer = await post(
        { operation: 'introspectToken', path: '/introspect', schema: facts },
        { token, token_type_hint: hint },
      );
      return answer.ok ? ok(answer.value.value) : answer;
    },
    /** Ends the refresh token, and with it the connection. One that has ended already is a success. */
    revoke: async (refreshToken: Secret): Promise<Result<void, HubSpotFailure>> => {
      const form = { token: refreshToken, token_type_hint: 'refresh_token' };
      const answer = await post({ operation: 'revokeToken', path: '/revoke', schema: z.unknown() }, form);
      if (answer.ok || answer.failure.kind === 'unauthorized' || answer.failure.kind === 'not_found')
        return ok(undefined);
      return answer;
    },
  };
};

export type HubSpotOAuth = ReturnType<typeof createHubSpotOAuth>;
