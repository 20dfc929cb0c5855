import type { Db } from '../database/client.ts';
import { deadLetterQueue } from './job-kind.ts';

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

export type DeadLetter = {
  id: string;
  name: string | null;
  data: Record<string, unknown>;
  message: string | null;
};

/** The newest of all portals. */
export const newestDeadLetters = (db: Db, take: number): Promise<DeadLetter[]> =>
  db.$queryRaw`
    SELECT "id", "source_name" AS "name", "data", "source_output"->>'message' AS "message" FROM "pgboss"."job"
    WHERE "name" = ${deadLetterQueue} AND "state" = 'created' ORDER BY "created_on" DESC LIMIT ${take}`;

/** Those of one kind of job. */
export const deadLettersOf = (db: Db, portalId: number, job: string): Promise<DeadLetter[]> =>
  db.$queryRaw`
    SELECT "id", "source_name" AS "name", "data", "source_output"->>'message' AS "message" FROM "pgboss"."job"
    WHERE "name" = ${deadLetterQueue} AND "state" = 'created' AND "source_name" = ${job} AND ("data"->>'portalId')::int = ${portalId}`;

/** Takes letters out of the queue, of these kinds where they are named; who gets them is the one to act on them. */
export const takeDeadLetters = (
  db: Db,
  portalId: number,
  { ids, names = null }: { ids: readonly string[]; names?: readonly string[] | null },
): Promise<DeadLetter[]> =>
  db.$queryRaw`
    DELETE FROM "pgboss"."job"
    WHERE "name" = ${deadLetterQueue} AND "state" = 'created' AND "id" = ANY(${[...ids]}::uuid[]) AND ("data"->>'portalId')::int = ${portalId}
      AND (${names === null} OR "source_name" = ANY(${[...(names ?? [])]}::text[]))
    RETURNING "id", "source_name" AS "name", "data", "source_output"->>'message' AS "message"`;

/** Deletes letters whose work was done by a later job of the same key, and of several with one key all but the newest. */
export const dropSettledDeadLetters = async (db: Db): Promise<void> => {
  await db.$executeRaw`
    DELETE FROM "pgboss"."job" d WHERE d."name" = ${deadLetterQueue} AND d."state" = 'created' AND d."singleton_key" IS NOT NULL AND (
      EXISTS (SELECT 1 FROM "pgboss"."job" j WHERE j."name" = d."source_name" AND j."singleton_key" = d."singleton_key"
        AND j."state" = 'completed' AND j."completed_on" > d."created_on" AND j."output"->>'waiting' IS NULL)
      OR EXISTS (SELECT 1 FROM "pgboss"."job" n WHERE n."name" = ${deadLetterQueue} AND n."source_name" = d."source_name"
        AND n."singleton_key" = d."singleton_key" AND n."created_on" > d."created_on"))`;
};
