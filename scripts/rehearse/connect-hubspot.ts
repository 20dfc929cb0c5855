import type { Secret } from '../../src/platform/secrets/secret.ts';
import { createHubSpotClient } from '../../src/hubspot/client.ts';
import type { HubSpotFailure } from '../../src/hubspot/transport/failure.ts';
import { createHubSpotOAuth } from '../../src/hubspot/oauth.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { ConnectParts } from './connect-parts.ts';
import type { Credentials } from './credentials.ts';
import { createHubSpotSide, type HubSpotSide } from './parts/hubspot-side.ts';
import { createPace } from './base/pace.ts';
import { createRawCall } from './base/raw-call.ts';
import type { AppSide } from './parts/step.ts';

export function openApp({ credentials, patience }: ConnectParts): AppSide | null {
  const {
    HUBSPOT_CLIENT_ID: clientId,
    HUBSPOT_CLIENT_SECRET: clientSecret,
    HUBSPOT_API_ORIGIN: origin,
  } = credentials;
  if (clientId === undefined || clientSecret === undefined) return null;
  const pace = createPace(patience.hubspotPace);
  return {
    clientSecret,
    oauth: createHubSpotOAuth({ basePath: origin, clientId, clientSecret }),
    token: createRawCall({
      vendor: 'HubSpot',
      origin,
      headers: () => Promise.resolve({}),
      pace,
      retryMs: patience.pollMs,
    }),
    form: () => new URLSearchParams({ client_id: clientId, client_secret: clientSecret.reveal() }),
    leansOn: null,
  };
}

type TokenSource = () => Promise<Result<Secret, HubSpotFailure>>;

/** The token that was given, or one that is renewed in time: a run with questions may outlive the half hour of a token. */
function tokenSource(
  { HUBSPOT_TOKEN: token, HUBSPOT_REFRESH_TOKEN: refreshToken }: Credentials,
  app: AppSide | null,
): TokenSource | null {
  if (token !== undefined) return () => Promise.resolve(ok(token));
  if (refreshToken === undefined || app === null) return null;
  let kept: { token: Secret; until: number } | null = null;
  return async () => {
    if (kept !== null && Date.now() < kept.until) return ok(kept.token);
    const tokens = await app.oauth.refresh(refreshToken);
    if (!tokens.ok) return tokens;
    kept = { token: tokens.value.accessToken, until: tokens.value.expiresAt - 120_000 };
    return ok(kept.token);
  };
}

const testAccounts = ['DEVELOPER_TEST', 'APP_DEVELOPER', 'SANDBOX'];

export async function connectHubSpot(
  { credentials, options, made, patience }: ConnectParts,
  { mark, app }: { mark: string; app: AppSide | null },
): Promise<Result<HubSpotSide | null, string>> {
  const accessToken = tokenSource(credentials, app);
  if (accessToken === null) return ok(null);
  const origin = credentials.HUBSPOT_API_ORIGIN;
  const pace = createPace(patience.hubspotPace);
  const acquireSearch = createPace({ calls: 4, perMs: 1_000 });
  const common = { basePath: origin, accessToken, acquire: pace, acquireSearch };
  const account = await createHubSpotClient({ ...common, portalId: 0 }).getAccountInfo();
  if (!account.ok) return fail(whyNot(account.failure, credentials));
  const { portalId, accountType } = account.value;
  if (!options.readOnly && !testAccounts.includes(accountType ?? '') && options.account !== portalId)
    return fail(
      `HubSpot account ${String(portalId)} is a ${accountType ?? 'unknown'} account, not a test account. The rehearsal creates, merges, and archives records. Use a test account, confirm this one with --account ${String(portalId)}, or pass --read-only.`,
    );
  if (app !== null && credentials.HUBSPOT_TOKEN?.reveal().startsWith('pat-') !== true) app.leansOn = portalId;
  return ok(
    createHubSpotSide({
      client: createHubSpotClient({ ...common, portalId }),
      call: createRawCall({
        vendor: 'HubSpot',
        origin,
        headers: async (): Promise<Record<string, string>> => {
          const token = await accessToken();
          return token.ok ? { authorization: `Bearer ${token.value.reveal()}` } : {};
        },
        // HubSpot counts searches apart.
        pace: (path) => (path.endsWith('/search') ? acquireSearch() : pace()),
        retryMs: patience.pollMs,
      }),
      account: account.value,
      made,
      mark,
    }),
  );
}

function whyNot({ kind, text }: HubSpotFailure, credentials: Credentials): string {
  const { HUBSPOT_API_ORIGIN: origin, HUBSPOT_TOKEN: token } = credentials;
  if (kind === 'unauthorized')
    return token === undefined
      ? `HubSpot refused the refresh token or the app's credentials at ${origin}. Reinstall the app in the test account, and set HUBSPOT_REFRESH_TOKEN to its new refresh token.`
      : `HubSpot refused the token at ${origin}. Create a new access token in a HubSpot test account, and set HUBSPOT_TOKEN to it.`;
  if (kind === 'unreachable' || kind === 'unavailable')
    return `HubSpot isn't responding at ${origin}. Check your network, proxy, and HUBSPOT_API_ORIGIN, then try again.`;
  return text.admin;
}
