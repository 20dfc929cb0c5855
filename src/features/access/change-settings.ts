import { readPortalSettings, type PortalSettings } from './portal-settings.ts';
import type { Database, Db } from '../../platform/database/client.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import type { Result } from '@dealdraft/wire/result.ts';

export const readSettings = async (db: Db, portalId: number): Promise<PortalSettings> => {
  const portal = await db.portal.findUnique({ where: { portalId }, select: { settings: true } });
  return readPortalSettings(portal?.settings);
};

/** Changes an account's settings under a lock, so that two admins who save at once both see what the other did. */
export const changeSettings = async <Value>(
  db: Database,
  portalId: number,
  change: (
    tx: Db,
    settings: PortalSettings,
  ) => Promise<{ next: PortalSettings | null; outcome: Result<Value, CardError> }>,
): Promise<Result<Value, CardError>> =>
  db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "portal" WHERE "portalId" = ${portalId} FOR UPDATE`;
    const portal = await tx.portal.findUniqueOrThrow({ where: { portalId }, select: { settings: true } });
    const { next, outcome } = await change(tx, readPortalSettings(portal.settings));
    if (next !== null) {
      const kept = { ...(portal.settings as Record<string, unknown>), ...next };
      await tx.portal.update({ where: { portalId }, data: { settings: kept as Prisma.InputJsonObject } });
    }
    return outcome;
  });
