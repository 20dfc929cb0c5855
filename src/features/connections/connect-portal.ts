import { dealPropertyDefinitions, dealPropertyGroup } from '../../hubspot/calls/deal-properties.ts';
import type { HubSpotFailure } from '../../hubspot/transport/failure.ts';
import { tokenOwner } from './portal-tokens.ts';
import type { Secret } from '../../platform/secrets/secret.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { NotConnected } from '../../platform/vendor-error.ts';
import type { Deps } from '../deps.ts';
import { vendorIsBack } from '../vendors/vendor-trouble.ts';

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
    grantedScopes: [...(portal.consent?.granted ?? [])],
    askedScopes: [...(portal.consent?.asked ?? [])],
    ...(portal.name === undefined ? {} : { name: portal.name }),
    ...(portal.timeZone === undefined ? {} : { timeZone: portal.timeZone }),
    ...(portal.defaultCurrency === undefined ? {} : { defaultCurrency: portal.defaultCurrency }),
  };
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
  // Connected again after HubSpot had refused us: what waited goes on.
  await vendorIsBack(deps.db, { portalId, vendor: 'hubspot' });
  await deps.db.$transaction(async (tx) => {
    await deps.enqueue(tx, 'automation.tick', { payload: { portalId }, background: true });
    // A new account's clocks begin to tick: for automation, and for alerts and the watch over its mappings.
    await deps.enqueue(tx, 'settings.tick', { payload: { portalId }, background: true });
    await deps.enqueue(tx, 'deal.write', { payload: { portalId }, background: true, hurry: true });
  });
  return ok({ created: properties.value.created });
};
