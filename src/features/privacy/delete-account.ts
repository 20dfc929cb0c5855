import { Prisma } from '../../platform/database/generated/client.ts';
import type { Database } from '../../platform/database/client.ts';
import type { Deps } from '../deps.ts';
import { accountTableNames, type AccountTable } from './data-map.ts';
import { allowErasing } from './erasing.ts';
import { sayGoodbye } from './say-goodbye.ts';

const batch = 2_000;

export type AskedBy = 'admin' | 'operator' | 'left';

/** Deletes the account's rows of a table, a batch at a time. */
const emptyTable = async (db: Database, table: AccountTable, portalId: number): Promise<number> => {
  const name = Prisma.raw(`"${table}"`);
  let total = 0;
  for (;;) {
    const count = await db.$transaction(async (tx) => {
      await allowErasing(tx);
      return tx.$executeRaw`
        DELETE FROM ${name} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${name} WHERE "portalId" = ${portalId} LIMIT ${batch}))`;
    });
    total += count;
    if (count < batch) return total;
  }
};

/** Work that waits, was done or was given up. What is under way ends by itself: it finds nothing. */
const emptyQueue = (db: Database, portalId: number): Promise<number> =>
  db.$executeRaw`DELETE FROM "pgboss"."job" WHERE "data"->>'portalId' = ${String(portalId)} AND "state" <> 'active'`;

const emptyBudgets = async (db: Database, portalId: number): Promise<void> => {
  const workspaces = await db.workspace.findMany({ where: { portalId }, select: { id: true } });
  const keys = workspaces.map(({ id }) => `spotdraft:${id}`);
  const own = `hubspot:${String(portalId)}`;
  await db.budget.deleteMany({ where: { key: { in: [...keys, own, `${own}:search`] } } });
};

const emptyAll = async (db: Database, portalId: number): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const table of accountTableNames) {
    const count = await emptyTable(db, table, portalId);
    if (count > 0) counts[table] = count;
  }
  return counts;
};

/**
 * Deletes everything of an account, and leaves a receipt that names nobody. It can be repeated: what fails is gone on with at the
 * next turn, for the account's own row goes last.
 */
export const deleteAccount = async (
  deps: Pick<Deps, 'db' | 'log' | 'now' | 'buildSpotDraft' | 'vendors' | 'sealing'>,
  { portalId, askedBy }: { portalId: number; askedBy: AskedBy },
): Promise<Record<string, number>> => {
  const { db } = deps;
  // While there are credentials to do it with; nothing new comes in afterwards.
  await sayGoodbye(deps, portalId);
  await db.portal.updateMany({ where: { portalId }, data: { state: 'disconnected' } });
  await emptyBudgets(db, portalId);
  await emptyQueue(db, portalId);
  const counts = await emptyAll(db, portalId);
  await db.erasure.create({ data: { portalId, kind: 'account', askedBy, at: deps.now(), counts } });
  deps.log.info({ portalId, counts }, 'everything of an account was deleted');
  return counts;
};

/** What was under way when its account was deleted may have left a row behind: it is looked after for two days. */
export const deleteLeftBehind = async ({ db, now }: Pick<Deps, 'db' | 'now'>): Promise<void> => {
  const since = new Date(now().getTime() - 48 * 3_600_000);
  const gone = await db.erasure.findMany({
    where: { kind: 'account', at: { gt: since } },
    select: { portalId: true },
    distinct: ['portalId'],
  });
  for (const { portalId } of gone) {
    if ((await db.portal.count({ where: { portalId } })) > 0) continue;
    await emptyQueue(db, portalId);
    await emptyAll(db, portalId);
  }
};
