import type { Db } from '../../platform/database/client.ts';

/** The problem of unreadable notices ends when none is left: each was read in a replay, or has served its time. */
export const endUnreadable = async (db: Db, portalId?: number): Promise<void> => {
  await db.$executeRaw`
    UPDATE "problem" AS p SET "clearedAt" = now()
    WHERE p."kind" = 'unreadable_delivery' AND p."clearedAt" IS NULL AND (${portalId ?? null}::int IS NULL OR p."portalId" = ${portalId ?? null}::int)
      AND NOT EXISTS (SELECT 1 FROM "delivery" d WHERE d."outcome" = 'unreadable' AND d."portalId" = p."portalId"
        AND (p."workspaceId" IS NULL OR d."workspaceId" = p."workspaceId"))`;
};
