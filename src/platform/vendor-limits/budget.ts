import { setTimeout as wait } from 'node:timers/promises';
import type { Db } from '../database/client.ts';

export type Priority = 'interactive' | 'background';
/** With `spread`, background calls go out one by one and leave a fifth of the window's calls to people. */
export type Limit = { calls: number; perMs: number; spread?: boolean };

/** Given back when the answer is there, or will not come. Never throws: what is not given back ends by itself. */
type GiveBack = () => void;

/**
 * Waits until one more call to a vendor is within its limit. All processes share the limit, in one row.
 *
 * A vendor counts calls when they arrive, which is some time between the grant and the answer: on a busy machine calls
 * that were granted apart arrive together. So a call counts from its grant until a window after its *answer*, and no
 * more than `calls` count at once. Two calls of which one was answered a window before the other was granted cannot
 * have arrived within one window, however late any of them traveled; so the limit holds whatever the load.
 *
 * Lost alternatives: a fixed-window counter (what rate-limiter-flexible offers on Postgres), because two windows that
 * touch let twice the limit through; and spacing the grants with a margin of 250 ms, which cost a fifth of the calls
 * and still let eleven arrive in a second when the machine was full.
 *
 * Callers of one process wait in line, those whom a person waits for in a line of their own; only the first of a line
 * asks the row. While a person's call is refused, background calls of all processes stand back. Time is Postgres's, so
 * clock skew does not matter.
 */
export type Budget = {
  take: (
    key: string,
    limit: Limit,
    options: { priority: Priority; signal?: AbortSignal | undefined },
  ) => Promise<GiveBack>;
  /** The vendor said "too many" all the same: nobody calls before `ms` have passed. */
  pause: (key: string, limit: Limit, ms: number) => Promise<void>;
};

/** What was not given back, because its process died or the vendor is slow, has surely arrived after so long. */
const holdMs = 5_000;
/** For a vendor that looks at its clock a little before or after it counts. */
const marginMs = 20;
/** Background calls stand back for so long after a person's call was refused; it asks again sooner. */
const standBackMs = 400;
const pollMs = { least: 10, most: 500 } as const;

type Answer = { granted: boolean; at: string; waitMs: number };

export const createBudget = (
  db: Db,
  onWait: (key: string, priority: Priority, ms: number) => void = () => undefined,
): Budget => {
  const ask = async (
    key: string,
    { calls, perMs }: Limit,
    { background, gapMs }: { background: boolean; gapMs: number },
  ): Promise<Answer> => {
    const windowMs = perMs + marginMs;
    const rows = await db.$queryRaw<Answer[]>`
      WITH made AS (
        INSERT INTO "budget" ("key", "grants") VALUES (${key}, '{}') ON CONFLICT ("key") DO NOTHING
      ),
      held AS (
        SELECT "key", "lastAt", "peopleUntil", clock_timestamp() AS at,
          ARRAY(SELECT o FROM unnest("open") AS o WHERE o > clock_timestamp() - ${holdMs} * interval '1 millisecond') AS open,
          ARRAY(
            SELECT e FROM (
              SELECT unnest("grants") AS e
              UNION ALL SELECT o + ${holdMs} * interval '1 millisecond' FROM unnest("open") AS o WHERE o <= clock_timestamp() - ${holdMs} * interval '1 millisecond'
            ) AS ends WHERE e > clock_timestamp() - ${windowMs} * interval '1 millisecond' ORDER BY e
          ) AS ended
        FROM "budget" WHERE "key" = ${key} FOR UPDATE
      ),
      judged AS (
        SELECT held.*,
          cardinality(open) + cardinality(ended) - ${calls}::int + 1 AS excess,
          COALESCE("lastAt" + ${gapMs} * interval '1 millisecond', at) AS next,
          CASE WHEN ${background} AND "peopleUntil" > at THEN "peopleUntil" ELSE at END AS turn
        FROM held
      ),
      decided AS (
        SELECT judged.*, excess <= 0 AND next <= at AND turn <= at AS granted,
          CASE WHEN excess <= 0 THEN GREATEST(next, turn)
            WHEN excess <= cardinality(ended) THEN ended[excess] + ${windowMs} * interval '1 millisecond'
            ELSE at END AS try_at
        FROM judged
      )
      UPDATE "budget" SET
        "grants" = decided.ended,
        "open" = CASE WHEN granted THEN decided.open || decided.at ELSE decided.open END,
        "lastAt" = CASE WHEN granted THEN decided.at ELSE "budget"."lastAt" END,
        "peopleUntil" = CASE WHEN granted OR ${background} THEN "budget"."peopleUntil"
          ELSE decided.at + ${standBackMs} * interval '1 millisecond' END
      FROM decided WHERE "budget"."key" = decided."key"
      RETURNING granted, decided.at::text AS at, GREATEST(0, extract(epoch FROM try_at - decided.at) * 1000)::float8 AS "waitMs"`;
    // The row was made just now, and this statement could not see it yet.
    return rows[0] ?? { granted: false, at: '', waitMs: 0 };
  };

  const giveBack = (key: string, at: string): GiveBack => {
    let isGiven = false;
    return () => {
      if (isGiven) return;
      isGiven = true;
      db.$executeRaw`
        UPDATE "budget" SET "open" = array_remove("open", ${at}::timestamptz), "grants" = "grants" || clock_timestamp()
        WHERE "key" = ${key} AND ${at}::timestamptz = ANY("open")`.catch(() => undefined);
    };
  };

  const lines = new Map<string, Promise<void>>();
  /** Waits for all that stand before in the same line; gives how the place at its head is left. */
  const standInLine = async (line: string, signal: AbortSignal | undefined): Promise<() => void> => {
    const before = lines.get(line) ?? Promise.resolve();
    let leave = (): void => undefined;
    const own = new Promise<void>((resolve) => (leave = resolve));
    lines.set(
      line,
      before.then(() => own),
    );
    try {
      await (signal === undefined ? before : untilAborted(before, signal));
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  };

  return {
    take: async (key, limit, { priority, signal }) => {
      const started = performance.now();
      const background = priority === 'background';
      const gapMs = background && limit.spread === true ? limit.perMs / Math.max(1, limit.calls * 0.8) : 0;
      const leave = await standInLine(`${key} ${priority}`, signal);
      try {
        for (;;) {
          signal?.throwIfAborted();
          const { granted, at, waitMs } = await ask(key, limit, { background, gapMs });
          if (granted) {
            onWait(key, priority, performance.now() - started);
            return giveBack(key, at);
          }
          const delay = Math.min(pollMs.most, Math.max(pollMs.least, waitMs));
          // Several processes are not to ask all at once.
          await wait(delay + Math.random() * pollMs.least, undefined, signal ? { signal } : {});
        }
      } finally {
        leave();
      }
    },
    pause: async (key, limit, ms) => {
      const counted = ms - limit.perMs - marginMs;
      await db.$executeRaw`
        INSERT INTO "budget" AS b ("key", "grants")
        VALUES (${key}, array_fill(clock_timestamp() + ${counted} * interval '1 millisecond', ARRAY[${limit.calls}::int]))
        ON CONFLICT ("key") DO UPDATE SET "grants" = b."grants" || EXCLUDED."grants"`;
    },
  };
};

/** Ends with what is waited for, or with the signal, whose listener is not left behind: jobs' signals live long. */
const untilAborted = (waiting: Promise<void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    void waiting.then(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
