import { Prisma } from '../../platform/database/generated/client.ts';
import type { Db } from '../../platform/database/client.ts';
import type { JobContext } from '../../platform/jobs/jobs.ts';
import { done, type JobEnd } from '../../platform/jobs/job-end.ts';
import type { JobPayload } from '../jobs/catalogue.ts';
import type { Deps } from '../deps.ts';

/** In one transaction. */
const batchSize = 500;
/** In one job; it then comes back. */
const batchesPerJob = 10;

export type ReplayFilter = {
  source?: 'spotdraft' | 'hubspot' | undefined;
  outcome?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

type Replay = Pick<Deps, 'db' | 'enqueue' | 'now'>;

/**
 * Puts deliveries back to be applied, oldest first, in the caller's transaction. Only those that have an outcome: one
 * that is still waiting is applied anyway. What it changed before, it does not change twice: events are stored once,
 * and what is older than what is known stays without effect.
 */
const putBack = async (
  deps: Replay,
  tx: Db,
  { portalId, ids }: { portalId: number; ids: readonly string[] },
): Promise<number> => {
  const rows = await tx.$queryRaw<{ scope: string }[]>`
    UPDATE "delivery" SET "outcome" = 'pending', "outcomeText" = NULL, "processedAt" = NULL, "alone" = false
    WHERE "portalId" = ${portalId} AND "id" = ANY(${[...ids]}::uuid[]) AND "outcome" <> 'pending'
    RETURNING "scope"`;
  const scopes = [...new Set(rows.map(({ scope }) => scope))];
  await deps.enqueue(
    tx,
    'inbox.apply',
    scopes.map((scopeId) => ({ payload: { portalId, scopeId }, background: true })),
  );
  return rows.length;
};

/** Replays the named deliveries, at most 500; answers how many. */
export const replayDeliveries = async (
  deps: Replay,
  portalId: number,
  ids: readonly string[],
): Promise<number> =>
  deps.db.$transaction(async (tx) => {
    const known = await tx.delivery.findMany({
      where: { portalId, id: { in: ids.slice(0, batchSize) } },
      orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
      select: { id: true },
    });
    return putBack(deps, tx, { portalId, ids: known.map(({ id }) => id) });
  });

/**
 * Replays all that a filter finds, in the background; answers how many there are. What arrives from now on is not
 * among them.
 */
export const replayMatching = async (
  deps: Replay,
  portalId: number,
  filter: ReplayFilter,
): Promise<number> => {
  const to = filter.to ?? deps.now();
  const count = await deps.db.delivery.count({
    where: {
      portalId,
      ...(filter.source === undefined ? {} : { source: filter.source }),
      outcome: filter.outcome ?? { not: 'pending' },
      receivedAt: { lte: to, ...(filter.from === undefined ? {} : { gte: filter.from }) },
    },
  });
  if (count === 0 || filter.outcome === 'pending') return 0;
  await deps.db.$transaction((tx) =>
    deps.enqueue(tx, 'inbox.replay', {
      payload: {
        portalId,
        filter: {
          to: to.toISOString(),
          ...(filter.source === undefined ? {} : { source: filter.source }),
          ...(filter.outcome === undefined ? {} : { outcome: filter.outcome }),
          ...(filter.from === undefined ? {} : { from: filter.from.toISOString() }),
        },
        after: null,
      },
      background: true,
    }),
  );
  return count;
};

/** Job `inbox.replay`: goes through the range by key, so that what it has put back does not come up again. */
export const replayInbox = async (
  deps: Replay,
  { portalId, filter, after }: JobPayload<'inbox.replay'>,
  context: JobContext,
): Promise<JobEnd> => {
  const { source, outcome, from, to } = filter;
  let place = after;
  for (let batch = 0; batch < batchesPerJob && !context.signal.aborted; batch += 1) {
    const [at, lastId] = place?.split('|') ?? [];
    const conditions = [
      Prisma.sql`"portalId" = ${portalId} AND "receivedAt" <= ${to}::timestamptz AND "outcome" <> 'pending'`,
      ...(source === undefined ? [] : [Prisma.sql`"source" = ${source}`]),
      ...(outcome === undefined ? [] : [Prisma.sql`"outcome" = ${outcome}`]),
      ...(from === undefined ? [] : [Prisma.sql`"receivedAt" >= ${from}::timestamptz`]),
      ...(at === undefined ? [] : [Prisma.sql`("receivedAt", "id") > (${at}::timestamptz, ${lastId}::uuid)`]),
    ];
    const rows = await deps.db.$queryRaw<{ id: string; receivedAt: Date }[]>`
      SELECT "id", "receivedAt" FROM "delivery" WHERE ${Prisma.join(conditions, ' AND ')}
      ORDER BY "receivedAt", "id" LIMIT ${batchSize}`;
    await deps.db.$transaction((tx) => putBack(deps, tx, { portalId, ids: rows.map(({ id }) => id) }));
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchSize) return done;
    place = `${last.receivedAt.toISOString()}|${last.id}`;
  }
  await deps.db.$transaction((tx) =>
    deps.enqueue(tx, 'inbox.replay', { payload: { portalId, filter, after: place }, background: true }),
  );
  return done;
};
