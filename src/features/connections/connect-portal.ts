import { dealPropertyDefinitions, dealPropertyGroup } from '../../hubspot/calls/deal-properties.ts';
import type { HubSpotFailure } from '../../hubspot/transport/failure.ts';
import { tokenOwner } from './portal-tokens.ts';
import type { Secret } from '../../platform/secrets/secret.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { NotConnected } from '../../platform/vendor-error.ts';
import type { Deps } from '../deps.ts';
import { accountIsBack } from './account-is-back.ts';

export type NewPortal = {
  portalId: number;
  name?: string;
  accessToken: Secret;
  /** Of an installation by consent; a private app's token neither ends nor is renewed. */
  renewal?: { refreshToken: Secret; expiresAt: Date };
  consent?: { granted: readonly string[]; asked: readonly string[] };
  timeZone?: string;
  defaultCurrency?: string;
};

/** Stores a HubSpot account's access, sealed, and creates DealDraft's deal properties where they are missing. Can be repeated. */
export const connectPortal = async (
  deps: Deps,
  portal: NewPortal,
): Promise<Result<{ created: string[] }, HubSpotFailure | NotConnected>> => {
  const { portalId } = portal;
  const { sealing } = deps;
  const accessToken = sealing.seal(portal.accessToken, tokenOwner(portalId));
  const facts = {
    accessToken,
    refreshToken:
      portal.renewal === undefined ? null : sealing.seal(portal.renewal.refreshToken, tokenOwner(portalId)),
    tokenExpiresAt: portal.renewal?.expiresAt ?? null,
    state: 'active',
    disconnectedAt: null,
    probedAt: null,
    deleteAt: null,
    deleteAskedBy: null,
    grantedScopes: [...(portal.consent?.granted ?? [])],
    askedScopes: [...(portal.consent?.asked ?? [])],
    ...(portal.name === undefined ? {} : { name: portal.name }),
    ...(portal.timeZone === undefined ? {} : { timeZone: portal.timeZone }),
    ...(portal.defaultCurrency === undefined ? {} : { defaultCurrency: portal.defaultCurrency }),
  };
  const hadLeft = (await deps.db.portal.count({ where: { portalId, state: 'disconnected' } })) > 0;
  await deps.db.portal.upsert({ where: { portalId }, create: { portalId, ...facts }, update: facts });
  const client = await deps.vendors.hubspot(portalId, 'interactive');
  if (!client.ok) return fail(client.failure);
  if (portal.timeZone === undefined || portal.defaultCurrency === undefined) {
    const account = await client.value.getAccountInfo();
    if (!account.ok) return account;
    await deps.db.portal.update({
      where: { portalId },
      data: {
        timeZone: portal.timeZone ?? account.value.timeZone ?? 'UTC',
        defaultCurrency: portal.defaultCurrency ?? account.value.currency ?? 'USD',
      },
    });
  }
  const group = await client.value.ensurePropertyGroup(dealPropertyGroup);
  if (!group.ok) return group;
  const properties = await client.value.ensureDealProperties(dealPropertyDefinitions);
  if (!properties.ok) return properties;
  await deps.db.portal.update({ where: { portalId }, data: { propertiesAt: deps.now() } });
  await accountIsBack(deps, { portalId, hadLeft });
  return ok({ created: properties.value.created });
};
