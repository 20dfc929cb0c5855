import type { Db } from '../../platform/database/client.ts';
import type { Json } from '@dealdraft/wire/plan.ts';
import { likePatterns, scrubberOf, type Person } from './person.ts';

/** Work carries ids only, but what a failed job said may quote a vendor who named somebody. */
export const eraseFromQueue = async (db: Db, portalId: number, person: Person): Promise<void> => {
  const patterns = likePatterns(person);
  if (patterns.length === 0) return;
  const rows = await db.$queryRaw<{ id: string; name: string; data: Json; output: Json }[]>`
    SELECT "id", "name", "data", "output" FROM "pgboss"."job"
    WHERE "data"->>'portalId' = ${String(portalId)} AND concat_ws(' ', "data"::text, "output"::text) ILIKE ANY(${patterns})`;
  const scrub = scrubberOf(person, { isTheirs: false });
  for (const { id, name, data, output } of rows)
    await db.$executeRaw`
      UPDATE "pgboss"."job" SET "data" = ${JSON.stringify(scrub.document(data))}::jsonb, "output" = ${JSON.stringify(scrub.document(output))}::jsonb
      WHERE "name" = ${name} AND "id" = ${id}::uuid`;
};
