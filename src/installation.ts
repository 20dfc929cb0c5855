import type { AdminDeps } from './features/admin-deps.ts';
import { welcomeInstaller } from './features/access/first-admin.ts';
import type { Config } from './config.ts';
import { connectPortal } from './features/connections/connect-portal.ts';
import type { Sealing } from './platform/secrets/sealing.ts';
import { createOAuthDoors, type OAuthParts } from './features/connections/oauth-doors.ts';
import type { HubSpotOAuth } from './hubspot/oauth.ts';
import { optionalScopes, requiredScopes } from './hubspot/scopes.ts';

type Parts = { config: Config; oauth: HubSpotOAuth | null; admin: AdminDeps; sealing: Sealing };

/** The doors of an installation by consent; null where the app is a private one, which has none. */
export const createInstallation = ({ config, oauth, admin, sealing }: Parts) => {
  if (oauth === null) return null;
  const connect: OAuthParts['connect'] = async (granted) => {
    const { portalId, accessToken, refreshToken, expiresAt } = granted;
    const connected = await connectPortal(admin, sealing, {
      portalId,
      accessToken,
      renewal: { refreshToken, expiresAt: new Date(expiresAt) },
    });
    if (connected.ok) {
      await welcomeInstaller(admin, oauth, { portalId, accessToken });
      return { ok: true };
    }
    const { failure } = connected;
    return { ok: false, message: 'text' in failure ? failure.text.admin : failure.message };
  };
  return createOAuthDoors({
    oauth,
    publicOrigin: config.PUBLIC_ORIGIN,
    stateSecret: config.HUBSPOT_CLIENT_SECRET,
    scopes: requiredScopes,
    optionalScopes,
    connect,
    now: () => admin.now().getTime(),
    log: admin.log,
  });
};
