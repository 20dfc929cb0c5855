import { z } from 'zod';
import { gatherWrites, type GatheredWrites } from '../../platform/database/gathered-writes.ts';
import { createIds } from '../../platform/database/growing-ids.ts';
import type { Statements } from '../../platform/database/statements.ts';
import { enqueueParts } from '../../platform/jobs/enqueue-in-statement.ts';

/** One notice that was signed and can be read, as it is stored. */
export type Notice = {
  portalId: number;
  source: 'spotdraft' | 'hubspot';
  /** The workspace's id for SpotDraft, the portal's for HubSpot. */
  scope: string;
  workspaceId: string | null;
  dedupeKey: string;
  body: Buffer;
  headers: Record<string, string>;
  activity: string;
  dealId: string | null;
};

/** `unknown`: its workspace or account is not connected any more. `refused`: Postgres does not take it. */
type Taken = 'new' | 'repeated' | 'unknown' | 'refused';
export type Intake = GatheredWrites<Notice, Taken>;

/** Stores notices, counts those that came before, and enqueues the work of each scope: all of it or nothing. */
const statement = {
  name: 'take-notices',
  row: z.object({ scope: z.string(), source: z.string(), dedupeKey: z.string(), isNew: z.boolean() }),
  text: `
WITH "given" AS (
  SELECT * FROM unnest($1::uuid[], $2::int[], $3::text[], $4::text[], $5::uuid[], $6::text[], $7::bytea[], $8::text[], $9::text[], $10::text[], $11::int[])
    AS g("id", "portalId", "source", "scope", "workspaceId", "dedupeKey", "body", "headers", "activity", "dealId", "times")
),
"stored" AS (
  INSERT INTO "delivery" ("id", "portalId", "source", "scope", "workspaceId", "dedupeKey", "body", "headers", "activity", "dealId", "receivedAt", "repeats")
  SELECT "id", "portalId", "source", "scope", "workspaceId", "dedupeKey", "body", "headers"::jsonb, "activity", "dealId", $12::timestamptz, "times" - 1
  FROM "given" g
  WHERE CASE WHEN "workspaceId" IS NULL THEN EXISTS (SELECT 1 FROM "portal" p WHERE p."portalId" = g."portalId")
    ELSE EXISTS (SELECT 1 FROM "workspace" w WHERE w."id" = g."workspaceId" AND w."portalId" = g."portalId" AND w."hmacKey" IS NOT NULL) END
  ORDER BY "source", "scope", "dedupeKey"
  ON CONFLICT ("source", "scope", "dedupeKey") DO UPDATE
    SET "repeats" = "delivery"."repeats" + EXCLUDED."repeats" + 1, "lastRepeatAt" = EXCLUDED."receivedAt"
  RETURNING "portalId", "source", "scope", "workspaceId", "dedupeKey", xmax = 0 AS "isNew"
),
"seen" AS (
  UPDATE "workspace" SET "lastDeliveryAt" = now(), "webhookState" = 'active'
  WHERE "id" IN (
    SELECT "id" FROM "workspace" WHERE "id" IN (SELECT "workspaceId" FROM "stored")
      AND ("lastDeliveryAt" IS NULL OR "lastDeliveryAt" < now() - interval '20 seconds' OR "lastDeliveryAt" < "webhookAskedAt" OR "webhookState" <> 'active')
    ORDER BY "id" FOR NO KEY UPDATE)
),${enqueueParts(
    'inbox.apply',
    `SELECT "portalId" || ':' || "scope" AS "key", jsonb_build_object('portalId', "portalId", 'scopeId', "scope") AS "payload"
      FROM "stored" WHERE "isNew" GROUP BY "portalId", "scope"`,
  )}
SELECT "source", "scope", "dedupeKey", "isNew" FROM "stored" WHERE (SELECT count(*) FROM "told") >= 0`,
};

const identityOf = ({
  source,
  scope,
  dedupeKey,
}: Pick<Notice, 'scope' | 'dedupeKey'> & { source: string }): string => `${source} ${scope} ${dedupeKey}`;

type Entry = { notice: Notice; id: string };

const write = async (statements: Statements, entries: readonly Entry[], at: Date): Promise<Taken[]> => {
  const first = new Map<string, Entry & { times: number }>();
  for (const entry of entries) {
    const identity = identityOf(entry.notice);
    const known = first.get(identity);
    // One statement cannot change a row twice: what came twice with it is counted before.
    if (known === undefined) first.set(identity, { ...entry, times: 1 });
    else known.times += 1;
  }
  const rows = [...first.values()];
  const column = <Value>(pick: (notice: Notice) => Value): Value[] => rows.map(({ notice }) => pick(notice));
  const stored = await statements.run(statement, [
    rows.map(({ id }) => id),
    column(({ portalId }) => portalId),
    column(({ source }) => source),
    column(({ scope }) => scope),
    column(({ workspaceId }) => workspaceId),
    column(({ dedupeKey }) => dedupeKey),
    column(({ body }) => body),
    column(({ headers }) => JSON.stringify(headers)),
    column(({ activity }) => activity),
    column(({ dealId }) => dealId),
    rows.map(({ times }) => times),
    at,
  ]);
  const isNew = new Map(stored.map((row) => [identityOf(row), row.isNew]));
  return entries.map(({ notice }) => {
    const identity = identityOf(notice);
    const answer = isNew.get(identity);
    if (answer === true) isNew.set(identity, false);
    return answer === undefined ? 'unknown' : answer ? 'new' : 'repeated';
  });
};

/**
 * Takes notices in: whoever brings some is answered when their commit is there. What arrives within the same moment is one
 * statement (decision 0011); what one statement and the next cannot hold soon is refused, so nothing that was acknowledged
 * is in memory alone.
 */
export const createIntake = (statements: Statements, now: () => Date): Intake => {
  const nextId = createIds();
  const gathered = gatherWrites<Entry, Taken>({
    write: (entries) => write(statements, entries, now()),
    sizeOf: ({ notice }) => notice.body.length + 500,
    refused: () => 'refused',
  });
  return { take: (notices) => gathered.take(notices.map((notice) => ({ notice, id: nextId() }))) };
};
