import type { SweepCause } from '@dealdraft/wire/operations.ts';
import { keysAtWork } from '../../platform/jobs/queue.ts';
import type { Deps } from '../deps.ts';
import { startSweep } from './start-sweep.ts';

type Due = { id: string; portalId: number; cause: SweepCause };

/** A page takes seconds; a run that has not moved for so long has lost its job. */
const stuckMs = 10 * 60_000;
/** While credentials are refused, they are tried so often: nobody tells us when they hold again. */
const probeEveryMs = 5 * 60_000;

/** Workspaces whose sweep is due, and why; those in which one runs are not. */
const due = async ({ db, settings: { reconciliation } }: Deps): Promise<Due[]> =>
  db.$queryRaw<Due[]>`
    SELECT w."id", w."portalId", CASE
        WHEN w."sweepWantedAt" IS NOT NULL THEN COALESCE(w."sweepWantedWhy", 'outage')
        WHEN w."state" = 'revoked' THEN 'outage'
        WHEN last."startedAt" IS NULL OR last."startedAt" < now() - ${reconciliation.sweepEveryMs} * interval '1 millisecond' THEN 'schedule'
        ELSE 'silence' END AS cause
    FROM "workspace" w
    JOIN "portal" p ON p."portalId" = w."portalId" AND p."state" = 'active'
    LEFT JOIN LATERAL (
      SELECT r."startedAt", r."state" FROM "sweep_run" r WHERE r."workspaceId" = w."id" ORDER BY r."startedAt" DESC LIMIT 1
    ) last ON TRUE
    WHERE w."state" <> 'removed' AND last."state" IS DISTINCT FROM 'running' AND (
      w."sweepWantedAt" IS NOT NULL
      OR (last."startedAt" IS NULL AND w."createdAt" < now() - ${Math.min(reconciliation.sweepEveryMs, 60_000)} * interval '1 millisecond')
      OR last."startedAt" < now() - ${reconciliation.sweepEveryMs} * interval '1 millisecond'
      OR (w."state" = 'revoked' AND last."startedAt" < now() - ${probeEveryMs} * interval '1 millisecond')
      OR (w."lastDeliveryAt" < now() - ${reconciliation.silenceMs} * interval '1 millisecond'
        AND last."startedAt" < now() - ${reconciliation.silenceMs / 4} * interval '1 millisecond'
        AND EXISTS (SELECT 1 FROM "contract" c WHERE c."workspaceId" = w."id" AND c."status" NOT IN ('EXECUTED', 'VOIDED')
          AND c."unlinkedAt" IS NULL AND c."goneAt" IS NULL)))
    ORDER BY last."startedAt" ASC NULLS FIRST
    LIMIT 200`;

/** Starts every sweep that is due. Any number of workers may ask: one run at a time is what the table allows. */
export const startDueSweeps = async (deps: Deps): Promise<number> => {
  let started = 0;
  for (const { id, portalId, cause } of await due(deps)) {
    const run = await startSweep(deps, { portalId, workspaceId: id, cause });
    if (run?.isNew === true) started += 1;
  }
  return started;
};

/** After a start of the service, every workspace is swept: nobody knows how long it was away. A rolling restart counts as one. */
export const wantSweepsAfterStart = async ({ db, settings: { reconciliation } }: Deps): Promise<void> => {
  await db.$executeRaw`
    UPDATE "workspace" w SET "sweepWantedAt" = now(), "sweepWantedWhy" = 'start'
    WHERE w."state" <> 'removed' AND w."sweepWantedAt" IS NULL AND EXISTS (SELECT 1 FROM "sweep_run" r WHERE r."workspaceId" = w."id")
      AND NOT EXISTS (SELECT 1 FROM "sweep_run" r WHERE r."workspaceId" = w."id"
        AND r."startedAt" > now() - LEAST(${reconciliation.sweepEveryMs}::float8, 60000) * interval '1 millisecond')`;
};

/** Runs whose job was lost go on where they were. */
export const resumeStuckSweeps = async ({ db, enqueue }: Deps): Promise<number> => {
  const still = await db.$queryRaw<{ id: string; portalId: number; workspaceId: string }[]>`
    SELECT r."id", r."portalId", r."workspaceId" FROM "sweep_run" r JOIN "portal" p ON p."portalId" = r."portalId" AND p."state" = 'active'
    WHERE r."state" = 'running' AND r."updatedAt" < now() - ${stuckMs} * interval '1 millisecond'`;
  const atWork = await keysAtWork(db, 'sweep.page', { keys: still.map(({ id }) => id), field: 'runId' });
  const stuck = still.filter(({ id }) => !atWork.has(id));
  for (const { id: runId, portalId, workspaceId } of stuck)
    await db.$transaction((tx) =>
      enqueue(tx, 'sweep.page', { payload: { portalId, workspaceId, runId }, background: true }),
    );
  return stuck.length;
};
