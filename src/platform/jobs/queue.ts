import type { Db } from '../database/client.ts';
import { deadLetterQueue } from './job-kind.ts';

// What others may ask of the queue, and do to it. pg-boss has no calls for these; its table is documented.

/** A job that was given up so lately is not begun anew by the sweep: a person may be looking at it. */
const restMs = 60 * 60_000;

type Keys = { keys: readonly string[]; field: string };

/** Of these keys, those of which a job waits or is at work. The keys are those of `once`; where there is none, the payload's field is named. */
export const keysAtWork = async (db: Db, name: string, { keys, field }: Keys): Promise<Set<string>> => {
  if (keys.length === 0) return new Set();
  const rows = await db.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT "data"->>${field} AS key FROM "pgboss"."job"
    WHERE "data"->>${field} = ANY(${[...keys]}::text[]) AND "name" = ${name} AND "state" IN ('created', 'retry', 'active')`;
  return new Set(rows.map(({ key }) => key));
};

/** Of these keys, those that need no help: a job of theirs waits, is at work, or was given up within the last hour. */
export const keysLeftAlone = async (db: Db, name: string, { keys, field }: Keys): Promise<Set<string>> => {
  if (keys.length === 0) return new Set();
  const atWork = await keysAtWork(db, name, { keys, field });
  const rows = await db.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT "data"->>${field} AS key FROM "pgboss"."job"
    WHERE "data"->>${field} = ANY(${[...keys]}::text[])
      AND "name" = ${deadLetterQueue} AND "source_name" = ${name} AND "created_on" > now() - ${restMs} * interval '1 millisecond'`;
  return new Set([...atWork, ...rows.map(({ key }) => key)]);
};

/** How many things of one portal a kind of job waits for or is at, told apart by a field of its payload; with `key`, of that one thing. */
export const countAtWork = async (
  db: Db,
  name: string,
  { portalId, field, key = null }: { portalId: number; field: string; key?: string | null },
): Promise<number> => {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(DISTINCT "data"->>${field})::int AS "count" FROM "pgboss"."job"
    WHERE "name" = ${name} AND "state" IN ('created', 'retry', 'active') AND ("data"->>'portalId')::int = ${portalId}
      AND (${key}::text IS NULL OR "data"->>${field} = ${key}::text)`;
  return row?.count ?? 0;
};

/** What waits in the queues for one portal: how many of each kind, and how long the oldest that is due has waited. */
export const waitingJobs = (
  db: Db,
  portalId: number,
): Promise<{ job: string; waiting: number; oldestMs: number | null }[]> =>
  db.$queryRaw`
    SELECT "name" AS "job", count(*)::int AS "waiting", (extract(epoch FROM now() - min("start_after")) * 1000)::float8 AS "oldestMs"
    FROM "pgboss"."job"
    WHERE "name" <> ${deadLetterQueue} AND "state" < 'active' AND "start_after" <= now() AND ("data"->>'portalId')::int = ${portalId}
    GROUP BY "name" ORDER BY 2 DESC`;

/**
 * Jobs of a portal that wait for their time begin now; of one with `only`, those alone. Jobs that somebody else is moving are
 * left to them: two that wake the same ones in turn would wait for each other.
 */
export const startNow = async (
  db: Db,
  portalId: number,
  { names, only }: { names: readonly string[]; only?: Keys },
): Promise<void> => {
  const { field, keys } = only ?? { field: 'portalId', keys: [String(portalId)] };
  if (keys.length === 0) return;
  await db.$executeRaw`
    UPDATE "pgboss"."job" j SET "start_after" = now()
    FROM (
      SELECT w."name", w."id" FROM "pgboss"."job" w
      WHERE w."state" = 'created' AND w."start_after" > now() AND w."data"->>'portalId' = ${String(portalId)}
        AND w."name" = ANY(${[...names]}::text[]) AND w."data"->>${field} = ANY(${[...keys]}::text[])
      FOR UPDATE OF w SKIP LOCKED
    ) AS waiting
    WHERE j."name" = waiting."name" AND j."id" = waiting."id"`;
};
