import type { Deps } from './features/deps.ts';
import { welcomeInstaller } from './features/access/first-admin.ts';
import type { Config } from './config.ts';
import { connectPortal } from './features/connections/connect-portal.ts';
import { createOAuthEndpoints, type OAuthParts } from './features/connections/oauth-endpoints.ts';
import type { HubSpotOAuth } from './hubspot/oauth.ts';
import { installScopes } from './hubspot/transport/scopes.ts';

type Parts = { config: Config; oauth: HubSpotOAuth | null; deps: Deps };

/** The routes of an installation by consent; null where the app is a private one, which has none. */
export const createInstallation = ({ config, oauth, deps }: Parts) => {
  if (oauth === null) return null;
  const connect: OAuthParts['connect'] = async (granted) => {
    const { portalId, accessToken, refreshToken, expiresAt, scopes } = granted;
    const connected = await connectPortal(deps, {
      portalId,
      accessToken,
      renewal: { refreshToken, expiresAt: new Date(expiresAt) },
      consent: { granted: scopes, asked: Object.values(installScopes).flat() },
    });
    if (connected.ok) {
      await welcomeInstaller(deps, oauth, { portalId, accessToken });
      return { ok: true };
    }
    const { failure } = connected;
    return { ok: false, message: 'text' in failure ? failure.text.admin : failure.message };
  };
  return createOAuthEndpoints({
    oauth,
    publicOrigin: config.PUBLIC_ORIGIN,
    stateSecret: config.HUBSPOT_CLIENT_SECRET,
    ...installScopes,
    // The address that HubSpot's own list of connected apps leads to; the account's region is found by HubSpot.
    settingsUrl: (portalId) =>
      `${config.HUBSPOT_CONSENT_ORIGIN}/integrations-settings/${String(portalId)}/installed/framework/${String(config.HUBSPOT_APP_ID)}/general-settings`,
    connect,
    now: () => deps.now().getTime(),
    log: deps.log,
  });
};
