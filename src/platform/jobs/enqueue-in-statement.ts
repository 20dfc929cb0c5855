/** The channel on which pg-boss tells its workers that a job is there. */
const channel = `('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24))`;

/** Wakes the workers of a kind, as pg-boss does for a job that can begin at once. */
export const wakeWorkers = `SELECT pg_notify(${channel}, $1)`;

/**
 * What `enqueue` does, as parts of a statement that stores rows along with their work: `from` is a query of `key` (as
 * `once` makes it) and `payload`. The lock is the one that `enqueue` takes. The statement has to read `told`, or nobody
 * is woken. A test compares such a job with one that pg-boss made.
 */
export const enqueueParts = (name: string, from: string): string => `
  "wanted" AS MATERIALIZED (${from}),
  "locked" AS MATERIALIZED (
    SELECT "key", "payload", pg_advisory_xact_lock_shared(hashtextextended('${name}:' || "key", 0)) FROM (SELECT * FROM "wanted" ORDER BY "key") AS "in order"
  ),
  "jobs" AS (
    INSERT INTO "pgboss"."job" ("id", "name", "data", "priority", "start_after", "created_on", "singleton_key", "group_id", "expire_seconds", "deletion_seconds", "keep_until",
      "retry_limit", "retry_delay", "retry_backoff", "retry_delay_max", "policy", "dead_letter", "heartbeat_seconds", "blocked", "blocking", "pending_dependencies")
    SELECT gen_random_uuid(), q."name", l."payload", 10, "pgboss".job_now(), "pgboss".job_now(), l."key", l."payload"->>'portalId', q."expire_seconds", q."deletion_seconds",
      "pgboss".job_now() + q."retention_seconds" * interval '1s', q."retry_limit", q."retry_delay", q."retry_backoff", q."retry_delay_max", q."policy",
      q."dead_letter", q."heartbeat_seconds", false, false, 0
    FROM "locked" l JOIN "pgboss"."queue" q ON q."name" = '${name}'
    ON CONFLICT DO NOTHING RETURNING "id"
  ),
  "told" AS (SELECT pg_notify(${channel}, '${name}') FROM "jobs" LIMIT 1)`;
