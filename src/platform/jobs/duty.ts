import type { Db } from '../database/client.ts';

/**
 * Takes up a recurring duty, at most once in `everyMs` over all processes: true for the one that is to do it. The time
 * is Postgres's, so clocks that differ do no harm.
 */
export const takeDuty = async (db: Db, key: string, everyMs: number): Promise<boolean> => {
  const taken = await db.$executeRaw`
    INSERT INTO "duty" ("key", "doneAt") VALUES (${key}, now())
    ON CONFLICT ("key") DO UPDATE SET "doneAt" = now()
    WHERE "duty"."doneAt" <= now() - ${everyMs} * interval '1 millisecond'`;
  return taken === 1;
};
