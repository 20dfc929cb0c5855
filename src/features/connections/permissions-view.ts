import { judgeScopes, type Consent } from '../../hubspot/transport/judge-scopes.ts';
import type { OverviewView } from '@dealdraft/wire/settings.ts';
import type { Settings } from '../deps.ts';

type Permissions = Pick<OverviewView['hubspot'], 'consentAgain' | 'absent'>;

/** What HubSpot lets DealDraft do in an account, against what DealDraft asks for. */
export const permissionsView = (
  portal: Consent & { portalId: number },
  { publicOrigin, hasConsent }: Pick<Settings, 'publicOrigin' | 'hasConsent'>,
): Permissions => {
  const { again, absent } = judgeScopes(portal);
  return {
    consentAgain:
      again.length === 0
        ? null
        : {
            text: `DealDraft needs new permissions in account ${String(portal.portalId)}: ${again
              .map(({ scope, use }) => `${scope} (${lowerFirst(use)})`)
              .join('; ')}. A super admin has to approve them once. Nothing else changes.`,
            link: hasConsent ? `${publicOrigin}/oauth/install?portalId=${String(portal.portalId)}` : null,
          },
    absent: absent.flatMap(({ scope, without }) =>
      without === undefined ? [] : [{ scope, feature: without.feature, text: without.text }],
    ),
  };
};

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, '');
