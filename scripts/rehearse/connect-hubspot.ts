import type { Secret } from '../../src/platform/secrets/secret.ts';
import { createHubSpotClient } from '../../src/hubspot/client.ts';
import type { HubSpotFailure } from '../../src/hubspot/transport/failure.ts';
import { createHubSpotOAuth } from '../../src/hubspot/oauth.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { ConnectParts } from './connect.ts';
import type { Credentials } from './credentials.ts';
import { createHubSpotSide, type HubSpotSide } from './hubspot/side.ts';
import { createPace } from './pace.ts';
import { createRawCall } from './raw-call.ts';
import type { AppSide } from './step.ts';

function hubspotPace(): () => Promise<void> {
  // Below the smallest burst limit that HubSpot has for an account.
  return createPace({ calls: 80, perMs: 10_000 });
}

export function openApp({
  HUBSPOT_CLIENT_ID: clientId,
  HUBSPOT_CLIENT_SECRET: clientSecret,
  HUBSPOT_API_ORIGIN: origin,
}: Credentials): AppSide | null {
  if (clientId === undefined || clientSecret === undefined) return null;
  return {
    clientSecret,
    oauth: createHubSpotOAuth({ basePath: origin, clientId, clientSecret }),
    token: createRawCall({
      vendor: 'HubSpot',
      origin,
      headers: () => Promise.resolve({}),
      pace: hubspotPace(),
    }),
    form: () => new URLSearchParams({ client_id: clientId, client_secret: clientSecret.reveal() }),
  };
}

async function accessToken(
  { HUBSPOT_TOKEN, HUBSPOT_REFRESH_TOKEN }: Credentials,
  app: AppSide | null,
): Promise<Result<Secret | null, string>> {
  if (HUBSPOT_TOKEN !== undefined) return ok(HUBSPOT_TOKEN);
  if (HUBSPOT_REFRESH_TOKEN === undefined || app === null) return ok(null);
  const tokens = await app.oauth.refresh(HUBSPOT_REFRESH_TOKEN);
  if (tokens.ok) return ok(tokens.value.accessToken);
  return fail(
    tokens.failure.kind === 'unauthorized'
      ? 'HubSpot refused the refresh token. Install the app in the test account again, and put its new refresh token into HUBSPOT_REFRESH_TOKEN.'
      : tokens.failure.text.admin,
  );
}

const testAccounts = ['DEVELOPER_TEST', 'APP_DEVELOPER', 'SANDBOX'];

export async function connectHubSpot(
  { credentials, options, made }: ConnectParts,
  { mark, app }: { mark: string; app: AppSide | null },
): Promise<Result<HubSpotSide | null, string>> {
  const token = await accessToken(credentials, app);
  if (!token.ok || token.value === null) return token.ok ? ok(null) : token;
  const bearer = token.value;
  const origin = credentials.HUBSPOT_API_ORIGIN;
  const pace = hubspotPace();
  const acquireSearch = createPace({ calls: 4, perMs: 1_000 });
  const common = {
    basePath: origin,
    accessToken: () => Promise.resolve(ok(bearer)),
    acquire: pace,
    acquireSearch,
  };
  const account = await createHubSpotClient({ ...common, portalId: 0 }).getAccountInfo();
  if (!account.ok) return fail(whyNot(account.failure, origin));
  const { portalId, accountType } = account.value;
  if (!options.readOnly && !testAccounts.includes(accountType ?? '') && options.account !== portalId)
    return fail(
      `HubSpot account ${String(portalId)} is of the type ${accountType ?? 'unknown'}, not a test account, and the rehearsal creates, merges and archives records. Use a test account, or confirm this one with --account ${String(portalId)}, or pass --read-only.`,
    );
  return ok(
    createHubSpotSide({
      client: createHubSpotClient({ ...common, portalId }),
      call: createRawCall({
        vendor: 'HubSpot',
        origin,
        headers: () => Promise.resolve({ authorization: `Bearer ${bearer.reveal()}` }),
        pace,
      }),
      account: account.value,
      made,
      mark,
    }),
  );
}

function whyNot({ kind, text }: HubSpotFailure, origin: string): string {
  if (kind === 'unauthorized')
    return `HubSpot refused the token at ${origin}. Make a new access token in a HubSpot test account, and put it into HUBSPOT_TOKEN.`;
  if (kind === 'unreachable' || kind === 'unavailable')
    return `HubSpot doesn’t answer at ${origin}. Check the network, a proxy, and HUBSPOT_API_ORIGIN, and start again.`;
  return text.admin;
}
