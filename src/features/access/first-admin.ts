import type { Secret } from '../../platform/secrets/secret.ts';
import type { HubSpotOAuth } from '../../hubspot/oauth.ts';
import { claimAdmin } from './access.ts';
import type { Deps } from '../deps.ts';

/**
 * Whoever installs the app has shown HubSpot the right to, and is the account's first admin here: nobody else who gets
 * hold of the settings page can become it. When HubSpot does not say who it was, the first who opens the page may.
 */
export const welcomeInstaller = async (
  deps: Pick<Deps, 'db' | 'now' | 'log'>,
  oauth: Pick<HubSpotOAuth, 'introspect'>,
  { portalId, accessToken }: { portalId: number; accessToken: Secret },
): Promise<void> => {
  const facts = await oauth.introspect(accessToken);
  if (!facts.ok) {
    deps.log.warn({ portalId, failure: facts.failure.text.log }, 'HubSpot did not say who installed the app');
    return;
  }
  const { userEmail } = facts.value;
  if (userEmail !== null && facts.value.portalId === portalId)
    await claimAdmin(deps, { portalId, userEmail });
};
