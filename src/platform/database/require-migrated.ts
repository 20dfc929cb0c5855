import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Db } from './client.ts';

const folder = join(import.meta.dirname, '../../../prisma/migrations');

/** The database lacks migrations of this version: nothing may work on it. */
export class NotMigrated extends Error {
  constructor() {
    super('The database is not migrated. Run npm run migrate.');
  }
}

/** Throws unless every migration of this version is applied. More of them are fine: an upgrade migrates before it replaces. */
export async function requireMigrated(db: Db): Promise<void> {
  const wanted = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const [table] = await db.$queryRaw<{ there: boolean }[]>`
    SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`;
  if (table?.there !== true) throw new NotMigrated();
  const rows = await db.$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`;
  const applied = new Set(rows.map(({ name }) => name));
  if (!wanted.every((name) => applied.has(name))) throw new NotMigrated();
}
