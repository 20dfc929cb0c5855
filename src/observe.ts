import type { Logger } from 'pino';
import type { Database } from './platform/database/client.ts';
import { jobNames } from './features/jobs/catalogue.ts';
import type { Catalogue } from './platform/jobs/job-kind.ts';
import type { Jobs } from './platform/jobs/jobs.ts';
import type { Metrics } from './platform/metrics.ts';

type Parts = { db: Database; jobs: Pick<Jobs<Catalogue>, 'boss'>; metrics: Metrics; log: Logger };

/** Reads now and then what no single event tells: the queue's depth, how long deals wait to be written, and what problems are open. */
export const observe = ({ db, jobs, metrics, log }: Parts, everyMs = 10_000) => {
  const read = async (): Promise<void> => {
    try {
      const [row] = await db.$queryRaw<{ lag: number | null }[]>`
        SELECT extract(epoch FROM now() - min("dirtySince"))::float8 AS lag FROM "deal_projection" WHERE "dirtySince" IS NOT NULL AND "parked" IS NULL`;
      metrics.writeBackLag.set(row?.lag ?? 0);
      for (const queue of await jobs.boss.getQueues([...jobNames]))
        metrics.queueDepth.set({ job: queue.name }, queue.queuedCount);
      const open = await db.problem.groupBy({ by: ['kind'], where: { clearedAt: null }, _count: true });
      metrics.openProblems.reset();
      for (const { kind, _count } of open) metrics.openProblems.set({ kind }, _count);
    } catch (error) {
      log.warn({ err: error }, 'the gauges could not be read');
    }
  };
  const timer = setInterval(() => void read(), everyMs);
  timer.unref();
  return {
    stop: (): void => {
      clearInterval(timer);
    },
  };
};
