import { erpOwner } from './features/erp/erp-keys.ts';
import { alertOwner } from './features/health/alerts.ts';
import { erasureOwner } from './features/privacy/request-erasure.ts';
import { tokenOwner } from './features/connections/portal-tokens.ts';
import { workspaceOwner } from './features/connections/workspace-view.ts';
import type { Database } from './platform/database/client.ts';
import type { Sealing } from './platform/secrets/sealing.ts';

/** A value as it is stored, whose it is, and how it is replaced: nothing happens where another was written meanwhile. */
type SealedValue = {
  place: string;
  owner: string;
  sealed: string;
  replace: (fresh: string) => Promise<{ count: number }>;
};

const present = (
  values: readonly (Omit<SealedValue, 'sealed'> & { sealed: string | null })[],
): SealedValue[] => values.flatMap(({ sealed, ...value }) => (sealed === null ? [] : [{ ...value, sealed }]));

const ofAccounts = async (db: Database): Promise<SealedValue[]> => {
  const rows = await db.portal.findMany({
    select: { portalId: true, accessToken: true, refreshToken: true },
  });
  return present(
    rows.flatMap(({ portalId, accessToken, refreshToken }) => [
      {
        place: `access token of account ${String(portalId)}`,
        owner: tokenOwner(portalId),
        sealed: accessToken,
        replace: (fresh) =>
          db.portal.updateMany({ where: { portalId, accessToken }, data: { accessToken: fresh } }),
      },
      {
        place: `refresh token of account ${String(portalId)}`,
        owner: tokenOwner(portalId),
        sealed: refreshToken,
        replace: (fresh) =>
          db.portal.updateMany({ where: { portalId, refreshToken }, data: { refreshToken: fresh } }),
      },
    ]),
  );
};

const ofAlerts = async (db: Database): Promise<SealedValue[]> => {
  const rows = await db.$queryRaw<{ portalId: number; sealed: string }[]>`
    SELECT "portalId", "settings"->>'alertKey' AS "sealed" FROM "portal" WHERE "settings"->>'alertKey' IS NOT NULL`;
  return rows.map(({ portalId, sealed }) => ({
    place: `alert key of account ${String(portalId)}`,
    owner: alertOwner(portalId),
    sealed,
    replace: async (fresh) => ({
      count: await db.$executeRaw`
        UPDATE "portal" SET "settings" = jsonb_set("settings", '{alertKey}', to_jsonb(${fresh}::text))
        WHERE "portalId" = ${portalId} AND "settings"->>'alertKey' = ${sealed}`,
    }),
  }));
};

const ofWorkspaces = async (db: Database): Promise<SealedValue[]> => {
  const rows = await db.workspace.findMany({
    where: { state: { not: 'removed' } },
    select: { id: true, portalId: true, clientSecret: true, hmacKey: true, hmacKeyPrevious: true },
  });
  return present(
    rows.flatMap(({ id, portalId, ...secrets }) =>
      (['clientSecret', 'hmacKey', 'hmacKeyPrevious'] as const).map((column) => ({
        place: `${column} of workspace ${id}`,
        owner: workspaceOwner(id),
        sealed: secrets[column],
        replace: (fresh: string) =>
          db.workspace.updateMany({
            where: { id, portalId, [column]: secrets[column] },
            data: { [column]: fresh },
          }),
      })),
    ),
  );
};

const ofErps = async (db: Database): Promise<SealedValue[]> => {
  const rows = await db.erpLink.findMany({ select: { portalId: true, key: true, keyPrevious: true } });
  return present(
    rows.flatMap(({ portalId, ...keys }) =>
      (['key', 'keyPrevious'] as const).map((column) => ({
        place: `ERP ${column} of account ${String(portalId)}`,
        owner: erpOwner(portalId),
        sealed: keys[column],
        replace: (fresh: string) =>
          db.erpLink.updateMany({ where: { portalId, [column]: keys[column] }, data: { [column]: fresh } }),
      })),
    ),
  );
};

const ofErasures = async (db: Database): Promise<SealedValue[]> => {
  const rows = await db.erasure.findMany({
    where: { subject: { not: null } },
    select: { id: true, portalId: true, subject: true },
  });
  return present(
    rows.map(({ id, portalId, subject }) => ({
      place: `erasure ${id}`,
      owner: erasureOwner(id),
      sealed: subject,
      replace: (fresh) =>
        db.erasure.updateMany({ where: { id, portalId, subject }, data: { subject: fresh } }),
    })),
  );
};

export type Rotation = {
  /** Sealed anew with the newest key. */
  resealed: number;
  /** How many values each older key still seals: those that another process wrote meanwhile, or that do not open. */
  left: Record<string, number>;
  /** What does not open, in words. */
  faults: string[];
};

/**
 * Seals with the newest key whatever an older one sealed. May run beside the service and be repeated: a value that changed
 * meanwhile is left to its writer.
 */
export const rotateKeys = async (db: Database, sealing: Sealing): Promise<Rotation> => {
  const all = async (): Promise<SealedValue[]> =>
    (await Promise.all([ofAccounts, ofAlerts, ofWorkspaces, ofErps, ofErasures].map((of) => of(db)))).flat();
  let resealed = 0;
  const faults: string[] = [];
  for (const { place, owner, sealed, replace } of await all()) {
    if (!sealing.isStale(sealed)) continue;
    try {
      resealed += (await replace(sealing.seal(sealing.open(sealed, owner), owner))).count;
    } catch (error) {
      faults.push(`${place}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const left: Record<string, number> = {};
  for (const { sealed } of await all()) {
    const key = sealed.split('.')[1] ?? '';
    if (sealing.isStale(sealed)) left[key] = (left[key] ?? 0) + 1;
  }
  return { resealed, left, faults };
};
