import { endUnreadable } from '../inbox/end-unreadable.ts';
import type { Deps } from '../deps.ts';

const batch = 2_000;
/** In one turn; an old installation that sets a limit for the first time is brought to it over some hours. */
const mostBatches = 25;
const dayMs = 24 * 3600_000;
/** Records of sweeps, and leases of workers that died, need no setting. */
const sweepDays = 90;

/** Deletes what has served its time, a batch at a time, so that no lock is held for long. Answers how many rows of each. */
export const forgetOld = async ({ db, settings, now }: Deps): Promise<Record<string, number>> => {
  const before = (days: number): Date => new Date(now().getTime() - days * dayMs);
  const inBatches = async (deleteBatch: () => Promise<number>): Promise<number> => {
    let total = 0;
    for (let turn = 0; turn < mostBatches; turn += 1) {
      const count = await deleteBatch();
      total += count;
      if (count < batch) break;
    }
    return total;
  };
  // A delivery that is still to be applied is kept, however old it is.
  const deliveries = await inBatches(
    () => db.$executeRaw`
      DELETE FROM "delivery" WHERE "id" IN (SELECT "id" FROM "delivery"
        WHERE "receivedAt" < ${before(settings.reconciliation.deliveryRetentionDays)} AND "outcome" <> 'pending' ORDER BY "receivedAt" LIMIT ${batch})`,
  );
  await endUnreadable(db);
  const calls = await inBatches(
    () => db.$executeRaw`
      DELETE FROM "vendor_call" WHERE "id" IN (SELECT "id" FROM "vendor_call"
        WHERE "at" < ${before(settings.reconciliation.callRetentionDays)} ORDER BY "at" LIMIT ${batch})`,
  );
  const sweeps = await inBatches(
    () => db.$executeRaw`
      DELETE FROM "sweep_run" WHERE "id" IN (SELECT "id" FROM "sweep_run"
        WHERE "startedAt" < ${before(sweepDays)} AND "state" <> 'running' LIMIT ${batch})`,
  );
  const leases = await db.$executeRaw`DELETE FROM "job_lease" WHERE "until" < now() - interval '1 hour'`;
  const previews = await db.$executeRaw`DELETE FROM "preview" WHERE "expiresAt" < now()`;
  return { deliveries, calls, sweeps, leases, previews };
};
