import type { createHubSpotOAuth } from '../../hubspot/oauth.ts';
import type { HubSpotFailure } from '../../hubspot/transport/failure.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Database } from '../../platform/database/client.ts';
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

/**
 * The access of each portal. HubSpot's tokens end after half an hour; whoever finds one ended renews it, one process at
 * a time, and the others wait for that row and use what came of it.
 */
export const createPortalTokens = ({ db, sealing, oauth, now }: Parts): PortalTokens => {
  const holds = (expiresAt: Date | null): boolean =>
    expiresAt === null || expiresAt.getTime() - marginMs > now().getTime();

  const renew = async (portalId: number): Promise<Result<Secret, HubSpotFailure>> =>
    db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "portal" WHERE "portalId" = ${portalId} FOR UPDATE`;
      const portal = await tx.portal.findUnique({ where: { portalId } });
      if (portal?.accessToken == null) return fail(notConnected);
      const owner = tokenOwner(portalId);
      if (holds(portal.tokenExpiresAt)) return ok(sealing.open(portal.accessToken, owner));
      if (oauth === null || portal.refreshToken === null) return fail(notConnected);
      const renewed = await oauth.refresh(sealing.open(portal.refreshToken, owner));
      if (!renewed.ok) return renewed;
      const { accessToken, refreshToken, expiresAt, scopes } = renewed.value;
      await tx.portal.update({
        where: { portalId },
        data: {
          accessToken: sealing.seal(accessToken, owner),
          refreshToken: sealing.seal(refreshToken, owner),
          tokenExpiresAt: new Date(expiresAt),
          ...(scopes.length === 0 ? {} : { grantedScopes: scopes }),
        },
      });
      return ok(accessToken);
    });

  return {
    tokenFor: async (portalId) => {
      const portal = await db.portal.findUnique({
        where: { portalId },
        select: { accessToken: true, tokenExpiresAt: true },
      });
      if (portal?.accessToken == null) return fail(notConnected);
      return holds(portal.tokenExpiresAt)
        ? ok(sealing.open(portal.accessToken, tokenOwner(portalId)))
        : renew(portalId);
    },
  };
};
