import type { z } from 'zod';
import { fromPrisma, PgBoss, type Job, type JobResult } from 'pg-boss';
import type { Logger } from 'pino';
import type { Database, Db } from '../database/client.ts';
import { isDatabaseAway } from '../database/is-database-away.ts';
import { deadLetterQueue, queueOptions, type Catalogue, type JobKind } from './job-kind.ts';
import { createAlarms } from './alarms.ts';
import { createLeases } from './leases.ts';
import type { JobEnd } from './job-end.ts';

export type JobContext = { log: Logger; signal: AbortSignal; attempt: number };

type NameOf<C extends Catalogue> = keyof C & string;
export type PayloadOf<C extends Catalogue, Name extends keyof C> = z.infer<C[Name]['payload']>;
export type HandlersOf<C extends Catalogue> = {
  [Name in NameOf<C>]: (payload: PayloadOf<C, Name>, context: JobContext) => Promise<JobEnd>;
};

type Wish<Payload> = {
  payload: Payload;
  afterMs?: number;
  background?: boolean;
  /** One that waits for its time is begun at once: a person asks for it, or what it waited for is over. */
  hurry?: boolean;
};

export type EnqueueOf<C extends Catalogue> = <Name extends NameOf<C>>(
  db: Db,
  name: Name,
  jobs: Wish<PayloadOf<C, Name>> | readonly Wish<PayloadOf<C, Name>>[],
) => Promise<void>;

export type Jobs<C extends Catalogue> = {
  /** Part of the caller's transaction: the work exists when, and only when, what causes it is committed. */
  enqueue: EnqueueOf<C>;
  work: (handlers: HandlersOf<C>) => Promise<void>;
  /** Stops fetching, waits for jobs in hand, then closes. */
  stop: (graceMs: number) => Promise<void>;
  boss: PgBoss;
};

type JobOutcome = 'done' | 'waiting' | 'retry' | 'gave_up' | 'bug';

/** Jobs of one portal are a group: see `perPortal`. */
const portalOf = (payload: object): string => ('portalId' in payload ? String(payload.portalId) : 'none');

/** Marks a job that ended only to come back later: its work is not done. */
const waiting = { waiting: true };
/** How soon a job comes back that found its key at work elsewhere. */
const leaseWaitMs = 250;

export type JobsOptions<C extends Catalogue> = {
  catalogue: C;
  databaseUrl: string;
  db: Database;
  log: Logger;
  pollMs: number;
  /** Web processes only enqueue; workers also supervise (expired jobs, silent workers). */
  supervise: boolean;
  onEnd?: (name: NameOf<C>, outcome: JobOutcome, ms: number) => void;
  /** A job that will not be tried again and goes to the dead letters; a person has to know. */
  onGivenUp?: (job: { name: NameOf<C>; payload: Record<string, unknown>; message: string }) => Promise<void>;
};

export const startJobs = async <C extends Catalogue>(options: JobsOptions<C>): Promise<Jobs<C>> => {
  type Name = NameOf<C>;
  const { db, log, catalogue } = options;
  const jobNames = Object.keys(catalogue) as Name[];
  const kindOf = (name: Name): JobKind => catalogue[name] as JobKind;
  const onceKey = (name: Name, payload: object): string | null => {
    const { once } = kindOf(name);
    return once === null ? null : String(once(payload as Record<string, unknown>));
  };
  const boss = new PgBoss({
    connectionString: options.databaseUrl,
    application_name: 'dealdraft-jobs',
    max: 6,
    useListenNotify: true,
    supervise: options.supervise,
    schedule: false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 600,
  });
  boss.on('error', (error) => {
    // Of two heartbeats over the same jobs Postgres ends one (deadlock): the next makes up for it.
    const passes = isDatabaseAway(error) || ('code' in error && error.code === '40P01');
    log[passes ? 'warn' : 'error']({ err: error }, 'the job queue reported an error');
  });
  try {
    await boss.start();
    await boss.createQueue(deadLetterQueue, { retentionSeconds: 90 * 24 * 3600 });
    for (const name of jobNames) {
      const { policy, ...options } = queueOptions(kindOf(name));
      await boss.createQueue(name, { policy, ...options });
      // A queue that an older version made keeps its policy, and takes the other options of this one.
      await boss.updateQueue(name, options);
    }
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => undefined);
    throw error;
  }

  const alarms = createAlarms(db);

  /**
   * A once-job that is waiting swallows a second enqueue. Without more, it could be fetched and read its rows before
   * the second caller commits, and that caller's change would wait for ever. So enqueuers hold this lock shared until
   * they commit, and a worker passes through it exclusively before it reads.
   */
  const enqueue: EnqueueOf<C> = async (tx, name, jobs) => {
    const wishes = [jobs].flat().map((wish) => ({ ...wish, key: onceKey(name, wish.payload) }));
    if (wishes.length === 0) return;
    // Always in the same order: of two that want the same keys, each would wait for the other.
    const keys = [...new Set(wishes.flatMap(({ key }) => key ?? []))].sort();
    if (keys.length > 0)
      await tx.$executeRaw`
        SELECT pg_advisory_xact_lock_shared(hashtextextended(k, 0)) FROM unnest(${keys.map((key) => `${name}:${key}`)}::text[]) AS k`;
    const inserts = wishes.map(({ payload, key, afterMs, background }) => ({
      data: payload,
      group: { id: portalOf(payload) },
      ...(key === null ? {} : { singletonKey: key }),
      ...(afterMs === undefined ? {} : { startAfter: new Date(Date.now() + afterMs) }),
      priority: background === true ? 0 : 10,
    }));
    await boss.insert(name, inserts, { db: fromPrisma(tx) });
    const hurried = wishes.flatMap(({ key, hurry }) => (hurry === true && key !== null ? key : []));
    if (hurried.length > 0)
      await tx.$executeRaw`
        UPDATE "pgboss"."job" SET "start_after" = now()
        WHERE "name" = ${name} AND "singleton_key" = ANY(${hurried}::text[]) AND "state" = 'created' AND "start_after" > now()`;
    for (const { afterMs } of wishes) if (afterMs !== undefined) alarms.set(name, afterMs);
  };

  const leases = createLeases(db);

  const passBarrier = async (name: Name, payload: object): Promise<void> => {
    const key = onceKey(name, payload);
    if (key !== null)
      await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${name}:${key}`}, 0))`;
  };

  const giveUp = async (name: Name, payload: Record<string, unknown>, message: string): Promise<void> => {
    try {
      await options.onGivenUp?.({ name, payload, message });
    } catch (error) {
      log.warn({ err: error, job: name }, 'a job that was given up could not be told; the upkeep tells it');
    }
  };

  const run = async <N extends Name>(
    name: N,
    handler: HandlersOf<C>[N],
    job: Job<object>,
  ): Promise<JobResult> => {
    const started = performance.now();
    const jobLog = log.child({ job: name, jobId: job.id, attempt: job.retryCount + 1 });
    const finish = (outcome: JobOutcome, status: JobResult['status']): JobResult['status'] => {
      options.onEnd?.(name, outcome, performance.now() - started);
      return status;
    };
    const parsed = kindOf(name).payload.safeParse(job.data);
    if (!parsed.success) {
      jobLog.error({ fault: parsed.error.message }, 'a job payload is not what this version writes');
      return { id: job.id, status: finish('bug', 'deadletter'), output: { message: parsed.error.message } };
    }
    const payload = parsed.data as PayloadOf<C, N>;
    const isLast = job.retryCount >= queueOptions(kindOf(name)).retryLimit;
    const ownLog = jobLog.child({ ...parsed.data });
    const key = onceKey(name, payload);
    const lease = key === null ? null : await leases.take(`${name}:${key}`);
    if (lease !== null && !lease.taken) {
      await db.$transaction((tx) => enqueue(tx, name, { payload, afterMs: leaseWaitMs }));
      return { id: job.id, status: finish('waiting', 'completed'), output: waiting };
    }
    try {
      await passBarrier(name, payload);
      const result = await handler(payload, {
        log: ownLog,
        signal: job.signal,
        attempt: job.retryCount + 1,
      });
      if (result.end === 'done') return { id: job.id, status: finish('done', 'completed') };
      if (result.end === 'later') {
        await db.$transaction((tx) => enqueue(tx, name, { payload, afterMs: result.afterMs }));
        ownLog.info({ afterMs: result.afterMs }, result.why);
        return { id: job.id, status: finish('waiting', 'completed'), output: waiting };
      }
      if (result.end === 'give_up') {
        ownLog.warn(result.why);
        await giveUp(name, parsed.data, result.why);
        return { id: job.id, status: finish('gave_up', 'deadletter'), output: { message: result.why } };
      }
      ownLog.info(result.why);
      if (isLast) await giveUp(name, parsed.data, result.why);
      return { id: job.id, status: finish('retry', 'failed'), output: { message: result.why } };
    } catch (error) {
      const isAway = isDatabaseAway(error);
      if (isAway) ownLog.warn({ err: error }, 'the database went away during a job');
      else ownLog.error({ err: error }, 'a job failed in a way that it should not');
      if (isLast) await giveUp(name, parsed.data, error instanceof Error ? error.message : String(error));
      return {
        id: job.id,
        status: finish(isAway ? 'retry' : 'bug', 'failed'),
        output: { message: error instanceof Error ? error.message : String(error) },
      };
    } finally {
      await lease?.release();
    }
  };

  const work = async (handlers: HandlersOf<C>): Promise<void> => {
    const start = async (name: Name): Promise<void> => {
      const kind = kindOf(name);
      const polling = {
        batchSize: kind.batch,
        localConcurrency: kind.lanes,
        ...(kind.perPortal === undefined ? {} : { groupConcurrency: kind.perPortal }),
        perJobResults: true,
        burstWhenBatchFull: true,
        pollingIntervalSeconds: options.pollMs / 1000,
        notifyPollingIntervalSeconds: options.pollMs / 1000,
      } as const;
      await boss.work<object, unknown, typeof polling>(name, polling, (jobs) =>
        Promise.all(jobs.map((job) => run(name, handlers[name], job))),
      );
    };
    await Promise.all(jobNames.map(start));
  };

  return {
    enqueue,
    work,
    stop: async (graceMs) => {
      await boss.stop({ graceful: true, timeout: graceMs, close: true });
      alarms.stop();
    },
    boss,
  };
};
