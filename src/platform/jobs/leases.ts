import { randomUUID } from 'node:crypto';
import type { Db } from '../database/client.ts';

const leaseMs = 20_000;
const renewMs = 5_000;

export type Lease = { taken: false } | { taken: true; release: () => Promise<void> };

/**
 * One job at a time per key, over all workers. A lease is a row with an end: renewed while its job runs, given up when it
 * ends, and free again 20 s after a worker died with it.
 *
 * pg-boss's own policy for this ("stately") lost: it leaves out keys that its statistics last saw active, so a job could
 * wait five seconds for a key that had long been free.
 */
export const createLeases = (db: Db) => {
  const take = async (key: string): Promise<Lease> => {
    const owner = randomUUID();
    const taken = await db.$executeRaw`
      INSERT INTO "job_lease" ("key", "owner", "until") VALUES (${key}, ${owner}, now() + ${leaseMs} * interval '1 millisecond')
      ON CONFLICT ("key") DO UPDATE SET "owner" = EXCLUDED."owner", "until" = EXCLUDED."until" WHERE "job_lease"."until" < now()`;
    if (taken === 0) return { taken: false };
    const timer = setInterval(() => {
      void db.$executeRaw`
        UPDATE "job_lease" SET "until" = now() + ${leaseMs} * interval '1 millisecond' WHERE "key" = ${key} AND "owner" = ${owner}`.catch(
        () => undefined,
      );
    }, renewMs);
    timer.unref();
    return {
      taken: true,
      release: async () => {
        clearInterval(timer);
        await db.$executeRaw`DELETE FROM "job_lease" WHERE "key" = ${key} AND "owner" = ${owner}`.catch(
          () => undefined,
        );
      },
    };
  };
  return { take };
};
