import type { Db } from '../database/client.ts';
import { deadLetterQueue } from './catalogue.ts';

type Row = { id: string; job: string | null; at: Date; payload: unknown; output: unknown };

/** The dead letters of one portal, newest first. pg-boss has no call for a page of them; its table is documented. */
export const listDeadLetters = async (
  db: Db,
  portalId: number,
  { before, take }: { before: { at: Date; id: string } | null; take: number },
): Promise<{ id: string; job: string; at: Date; payload: unknown; output: unknown }[]> => {
  const rows = await db.$queryRaw<Row[]>`
    SELECT "id", "source_name" AS "job", date_trunc('milliseconds', "created_on") AS "at", "data" AS "payload", "source_output" AS "output"
    FROM "pgboss"."job"
    WHERE "name" = ${deadLetterQueue} AND "state" = 'created' AND ("data"->>'portalId')::int = ${portalId}
      AND (${before === null} OR (date_trunc('milliseconds', "created_on"), "id") < (${before?.at ?? new Date(0)}::timestamptz, ${before?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid))
    ORDER BY date_trunc('milliseconds', "created_on") DESC, "id" DESC LIMIT ${take}`;
  return rows.map((row) => ({ ...row, job: row.job ?? 'unknown' }));
};

export const countDeadLetters = async (db: Db, portalId: number): Promise<number> => {
  const [row] = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM "pgboss"."job"
    WHERE "name" = ${deadLetterQueue} AND "state" = 'created' AND ("data"->>'portalId')::int = ${portalId}`;
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
