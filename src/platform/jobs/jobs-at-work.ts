import type { Db } from '../database/client.ts';
import type { JobName } from './catalogue.ts';

/** A job that was given up so lately is not begun anew by the sweep: a person may be looking at it. */
const restMs = 60 * 60_000;

/**
 * Of these keys, those that need no help: a job of theirs waits, is at work, or was given up within the last hour. The
 * keys are those of the catalogue's `once`; where it has none, the payload's field is named.
 */
export const jobsAtWork = async (
  db: Db,
  name: JobName,
  { keys, field }: { keys: readonly string[]; field: string },
): Promise<Set<string>> => {
  if (keys.length === 0) return new Set();
  const rows = await db.$queryRaw<{ key: string }[]>`
    SELECT DISTINCT "data"->>${field} AS key FROM "pgboss"."job"
    WHERE "data"->>${field} = ANY(${[...keys]}::text[]) AND (
      ("name" = ${name} AND "state" IN ('created', 'retry', 'active'))
      OR ("name" = 'dead-letter' AND "source_name" = ${name} AND "created_on" > now() - ${restMs} * interval '1 millisecond'))`;
  return new Set(rows.map(({ key }) => key));
};
