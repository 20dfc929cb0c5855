import { Prisma } from '../../platform/database/generated/client.ts';
import type { Deps } from '../deps.ts';
import { accountTableNames, endOf, ruleOf, type AccountTable } from './data-map.ts';
import { allowErasing } from './erasing.ts';

const batch = 2_000;
/** In one turn; an old installation that sets a limit for the first time is brought to it over some hours. */
const mostBatches = 25;

/** Deletes what has served its time, a batch at a time, so that no lock is held for long. Answers how many rows of each. */
export const forgetOld = async (
  deps: Pick<Deps, 'db' | 'settings' | 'now'>,
): Promise<Record<string, number>> => {
  const forgotten: Record<string, number> = {};
  for (const table of accountTableNames) {
    const count = await forgetOldOf(deps, table);
    if (count > 0) forgotten[table] = count;
  }
  // Notices of a contract whose person was erased name them again: they are not kept once they are applied.
  const notices = await deps.db.$executeRaw`
    DELETE FROM "delivery" d USING "contract" c
    WHERE c."id" = d."contractId" AND c."portalId" = d."portalId" AND d."receivedAt" > c."erasedAt" AND d."outcome" <> 'pending'`;
  if (notices > 0) forgotten['delivery'] = (forgotten['delivery'] ?? 0) + notices;
  const leases = await deps.db.$executeRaw`DELETE FROM "job_lease" WHERE "until" < now() - interval '1 hour'`;
  return leases > 0 ? { ...forgotten, job_lease: leases } : forgotten;
};

const forgetOldOf = async (
  { db, settings, now }: Pick<Deps, 'db' | 'settings' | 'now'>,
  table: AccountTable,
): Promise<number> => {
  const { ends } = ruleOf(table);
  if (ends === undefined) return 0;
  const [name, by] = [Prisma.raw(`"${table}"`), Prisma.raw(`"${ends.by}"`)];
  const only = ends.only === undefined ? Prisma.empty : Prisma.raw(` AND ${ends.only}`);
  let total = 0;
  for (let turn = 0; turn < mostBatches; turn += 1) {
    const count = await db.$transaction(async (tx) => {
      await allowErasing(tx);
      return tx.$executeRaw`
        DELETE FROM ${name} WHERE ctid = ANY(ARRAY(SELECT ctid FROM ${name}
          WHERE ${by} < ${endOf(ends, settings.reconciliation, now())}${only} ORDER BY ${by} LIMIT ${batch}))`;
    });
    total += count;
    if (count < batch) break;
  }
  return total;
};
