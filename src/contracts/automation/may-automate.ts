import type { Db } from '../../db/client.ts';

/** Whether a person is one of the portal's admins, who alone see and change its automation. */
export const mayAutomate = async (
  db: Db,
  { portalId, userEmail }: { portalId: number; userEmail: string },
): Promise<boolean> => {
  const portal = await db.portal.findUnique({ where: { portalId }, select: { settings: true } });
  const { admins = [] } = (portal?.settings ?? {}) as { admins?: string[] };
  return admins.some((email) => email.toLowerCase() === userEmail.toLowerCase());
};
