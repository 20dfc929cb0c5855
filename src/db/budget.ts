import { setTimeout as wait } from 'node:timers/promises';
import type { Db } from './client.ts';

export type Priority = 'interactive' | 'background';
/** With `spread`, background calls go out one by one and leave a fifth of the window's calls to people. */
export type Limit = { calls: number; perMs: number; spread?: boolean };

/**
 * Waits until one more call to a vendor is within its limit. All processes share the limit: the last `calls` grants
 * stand in one row, and a new one gets the earliest moment at which no window of `perMs` holds more than `calls`.
 * Grants are therefore handed out in order, and a full burst is allowed after a pause.
 *
 * A fixed-window counter (what rate-limiter-flexible offers on Postgres) lost: two windows that touch let twice the
 * limit through, and SpotDraft counts a sliding second.
 *
 * Background callers only take a grant that is due at once, and wait outside the row otherwise: whoever a person is
 * waiting for is never queued behind a thousand background calls. Time is Postgres's, so clock skew does not matter.
 */
export type Budget = {
  take: (
    key: string,
    limit: Limit,
    options: { priority: Priority; signal?: AbortSignal | undefined },
  ) => Promise<void>;
  /** The vendor said "too many" all the same: nobody calls before `ms` have passed. */
  pause: (key: string, limit: Limit, ms: number) => Promise<void>;
};

/** Grants are spaced over more than the vendor's window, because calls do not all travel equally fast. */
const marginMs = 250;
/**
 * Who wakes so much later than its grant takes a new one: it would arrive among the grants of the next window. On a busy
 * machine this is what lets calls meet, far more than the network does.
 */
const overslept = { afterMs: 80, mostTimes: 2 };
/** Background calls keep this much more than an even pace. */
const calm = 1.08;
/** A background caller takes a grant that is due within this time. */
const backgroundHorizonMs = 60;

export const createBudget = (
  db: Db,
  onWait: (key: string, priority: Priority, ms: number) => void = () => undefined,
): Budget => {
  const reserve = async (
    key: string,
    limit: Limit,
    { horizonMs, gapMs }: { horizonMs: number; gapMs: number },
  ): Promise<{ granted: boolean; waitMs: number }> => {
    const windowMs = limit.perMs + marginMs;
    const rows = await db.$queryRaw<{ granted: boolean; wait_ms: number }[]>`
      WITH budget_now AS (SELECT clock_timestamp() AS at),
      made AS (
        INSERT INTO "budget" ("key", "grants") VALUES (${key}, '{}') ON CONFLICT ("key") DO NOTHING
      ),
      held AS (
        SELECT "grants", GREATEST(
          clock_timestamp(),
          CASE WHEN cardinality("grants") >= ${limit.calls}
            THEN "grants"[cardinality("grants") - ${limit.calls - 1}] + ${windowMs} * interval '1 millisecond' END,
          "grants"[cardinality("grants")] + ${gapMs} * interval '1 millisecond'
        ) AS slot
        FROM "budget" WHERE "key" = ${key} FOR UPDATE
      ),
      taken AS (
        UPDATE "budget" SET "grants" = ("budget"."grants" || held.slot)[GREATEST(1, cardinality("budget"."grants") + 2 - ${limit.calls}):]
        FROM held, budget_now
        WHERE "key" = ${key} AND held.slot <= clock_timestamp() + ${horizonMs} * interval '1 millisecond'
        RETURNING 1
      )
      SELECT EXISTS (SELECT 1 FROM taken) AS granted,
        COALESCE((SELECT GREATEST(0, extract(epoch FROM held.slot - clock_timestamp()) * 1000)::float8 FROM held), 0) AS wait_ms`;
    return { granted: rows[0]?.granted ?? false, waitMs: rows[0]?.wait_ms ?? 0 };
  };

  return {
    take: async (key, limit, { priority, signal }) => {
      const started = performance.now();
      const background = priority === 'background';
      const horizonMs = background ? backgroundHorizonMs : 60_000;
      // A burst that the network bunches up comes to more than the limit at the vendor; a calm stream does not.
      const gapMs =
        background && limit.spread === true ? (limit.perMs * calm) / Math.max(1, limit.calls * 0.8) : 0;
      for (let again = 0; ;) {
        signal?.throwIfAborted();
        const asked = performance.now();
        const { granted, waitMs } = await reserve(key, limit, { horizonMs, gapMs });
        // A background caller comes back a little before its turn, spread so that not all of them ask at once.
        const delay = granted
          ? waitMs
          : Math.max(5, waitMs - backgroundHorizonMs / 2) * (1 + Math.random() * 0.2);
        if (delay > 0) await wait(delay, undefined, signal ? { signal } : {});
        if (!granted) continue;
        const lateMs = performance.now() - asked - waitMs;
        if (lateMs <= overslept.afterMs || again >= overslept.mostTimes) break;
        again += 1;
      }
      onWait(key, priority, performance.now() - started);
    },
    pause: async (key, limit, ms) => {
      await db.$executeRaw`
        INSERT INTO "budget" ("key", "grants")
        VALUES (${key}, array_fill(clock_timestamp() + ${ms - limit.perMs} * interval '1 millisecond', ARRAY[${limit.calls}::int]))
        ON CONFLICT ("key") DO UPDATE SET
          -- Grants that were handed out for later still stand: the pause begins after the last of them.
          "grants" = array_fill(GREATEST(EXCLUDED."grants"[1], "budget"."grants"[cardinality("budget"."grants")]), ARRAY[${limit.calls}::int])`;
    },
  };
};
