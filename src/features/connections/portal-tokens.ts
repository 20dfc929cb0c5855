import { setTimeout as wait } from 'node:timers/promises';
import type { createHubSpotOAuth } from '../../hubspot/oauth.ts';
import type { HubSpotFailure } from '../../hubspot/transport/failure.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Database } from '../../platform/database/client.ts';
import { createLeases } from '../../platform/jobs/leases.ts';
import type { Sealing } from '../../platform/secrets/sealing.ts';
import type { Secret } from '../../platform/secrets/secret.ts';

export type PortalTokens = {
  /** A token that holds for at least another minute; renewed when it does not. */
  tokenFor: (portalId: number) => Promise<Result<Secret, HubSpotFailure>>;
};

type Parts = {
  db: Database;
  sealing: Sealing;
  /** Null where only private apps' tokens are used, which do not end. */
  oauth: Pick<ReturnType<typeof createHubSpotOAuth>, 'refresh'> | null;
  now: () => Date;
};

/** Renewed before it ends, so that no call is made with a token that ends on the way. */
const marginMs = 60_000;

export const tokenOwner = (portalId: number): string => `portal:${String(portalId)}`;

const notConnected: HubSpotFailure = {
  kind: 'unauthorized',
  operation: 'refreshToken',
  status: null,
  correlationId: null,
  processed: 'no',
  text: {
    log: 'the portal has no access to HubSpot',
    admin: 'DealDraft has no access to this HubSpot account; install it again.',
    seller: 'DealDraft is not connected to HubSpot; ask your admin to install it again.',
  },
};

/** How often a process looks whether another has renewed. */
const lookMs = 100;

/**
 * The access of each portal. HubSpot's tokens end after half an hour; whoever finds one ended renews it, one process at
 * a time, and the others use what comes of it. Nobody holds a connection to the database meanwhile: with a row lock, a
 * token endpoint that took eight seconds stood still for everything else that needed the database.
 */
export const createPortalTokens = ({ db, sealing, oauth, now }: Parts): PortalTokens => {
  const leases = createLeases(db);
  const renewals = new Map<number, Promise<Result<Secret, HubSpotFailure>>>();

  const read = (portalId: number) =>
    db.portal.findUnique({
      where: { portalId },
      select: { accessToken: true, refreshToken: true, tokenExpiresAt: true },
    });
  type Stored = NonNullable<Awaited<ReturnType<typeof read>>>;
  const valid = (portalId: number, { accessToken, tokenExpiresAt }: Stored): Secret | null =>
    accessToken !== null && (tokenExpiresAt === null || tokenExpiresAt.getTime() - marginMs > now().getTime())
      ? sealing.open(accessToken, tokenOwner(portalId))
      : null;

  /** With the lease in hand: reads once more, for another may just have renewed. */
  const renew = async (portalId: number): Promise<Result<Secret, HubSpotFailure>> => {
    const portal = await read(portalId);
    if (portal?.accessToken == null) return fail(notConnected);
    const held = valid(portalId, portal);
    if (held !== null) return ok(held);
    if (oauth === null || portal.refreshToken === null) return fail(notConnected);
    const owner = tokenOwner(portalId);
    const renewed = await oauth.refresh(sealing.open(portal.refreshToken, owner));
    if (!renewed.ok) return renewed;
    const { accessToken, refreshToken, expiresAt, scopes } = renewed.value;
    // An account that was installed anew meanwhile has a newer grant, which stays.
    await db.portal.updateMany({
      where: { portalId, refreshToken: portal.refreshToken },
      data: {
        accessToken: sealing.seal(accessToken, owner),
        refreshToken: sealing.seal(refreshToken, owner),
        tokenExpiresAt: new Date(expiresAt),
        ...(scopes.length === 0 ? {} : { grantedScopes: scopes }),
      },
    });
    return ok(accessToken);
  };

  const renewInTurn = async (portalId: number): Promise<Result<Secret, HubSpotFailure>> => {
    for (;;) {
      const lease = await leases.take(`token:${String(portalId)}`);
      if (lease.taken) return renew(portalId).finally(lease.release);
      await wait(lookMs);
      const portal = await read(portalId);
      if (portal === null) return fail(notConnected);
      const held = valid(portalId, portal);
      if (held !== null) return ok(held);
    }
  };

  return {
    tokenFor: async (portalId) => {
      const portal = await read(portalId);
      if (portal?.accessToken == null) return fail(notConnected);
      const held = valid(portalId, portal);
      if (held !== null) return ok(held);
      const renewal =
        renewals.get(portalId) ??
        renewInTurn(portalId).finally(() => {
          renewals.delete(portalId);
        });
      renewals.set(portalId, renewal);
      return renewal;
    },
  };
};
