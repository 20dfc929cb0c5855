import type { Core } from '../state/core.ts';
import type { Portal } from '../state/model.ts';
import { notFound } from '../state/reply.ts';
import { appId, appName } from '../state/accounts.ts';

export interface ContextRequest {
  portal: Portal;
  userId: number;
  dealId: string | null;
  location: string;
}

/** The context object that HubSpot gives to an extension at this place. */
export function extensionContext(core: Core, { portal, userId, dealId, location }: ContextRequest): object {
  const user = portal.users.find((one) => one.id === userId);
  if (!user) throw notFound(`User ${userId} does not exist`);
  const { id, email, firstName, lastName, roles, teams, locale, language, permissions } = user;
  return {
    location,
    ...(location.startsWith('crm.') || location.startsWith('helpdesk.')
      ? { crm: { objectId: Number(dealId), objectTypeId: '0-3' } }
      : {}),
    extension: { appId, appName, cardTitle: 'Contracts' },
    user: {
      id,
      email,
      emails: [email],
      firstName,
      lastName,
      roles,
      teams: teams.map((team) => ({ ...team, teammates: [] })),
      locale,
      language,
      permissions,
    },
    portal: {
      id: portal.portalId,
      timezone: portal.timeZone,
      dataHostingLocation: portal.dataHostingLocation,
    },
    variables: { API_ORIGIN: core.publicAppOrigin() },
  };
}
