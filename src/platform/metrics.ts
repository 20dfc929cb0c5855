import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What an operator watches. Labels are few and bounded: never an id. */
export const createMetrics = () => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    deliveries: new Counter({
      name: 'dealdraft_deliveries_total',
      help: 'Webhook calls by source and outcome',
      labelNames: ['source', 'outcome'],
      registers,
    }),
    refusedCalls: new Counter({
      name: 'dealdraft_refused_calls_total',
      help: 'Calls whose signature or identity did not hold',
      labelNames: ['route', 'reason'],
      registers,
    }),
    jobs: new Counter({
      name: 'dealdraft_jobs_total',
      help: 'Jobs by name and outcome',
      labelNames: ['job', 'outcome'],
      registers,
    }),
    jobSeconds: new Histogram({
      name: 'dealdraft_job_seconds',
      help: 'Time that jobs took',
      labelNames: ['job'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60],
      registers,
    }),
    vendorCalls: new Counter({
      name: 'dealdraft_vendor_calls_total',
      help: 'Calls to the vendors by result',
      labelNames: ['vendor', 'operation', 'result'],
      registers,
    }),
    vendorSeconds: new Histogram({
      name: 'dealdraft_vendor_seconds',
      help: 'Time that vendor calls took',
      labelNames: ['vendor'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    budgetWaitSeconds: new Histogram({
      name: 'dealdraft_budget_wait_seconds',
      help: 'Time spent waiting for a vendor limit',
      labelNames: ['vendor', 'priority'],
      buckets: [0.001, 0.05, 0.1, 0.5, 1, 5, 15, 60],
      registers,
    }),
    writeBackLag: new Gauge({
      name: 'dealdraft_write_back_lag_seconds',
      help: 'Age of the oldest deal whose properties wait to be written',
      registers,
    }),
    queueDepth: new Gauge({
      name: 'dealdraft_queue_depth',
      help: 'Jobs that wait, by name',
      labelNames: ['job'],
      registers,
    }),
    openProblems: new Gauge({
      name: 'dealdraft_open_problems',
      help: 'Problems that are open, by kind',
      labelNames: ['kind'],
      registers,
    }),
  };
};

export type Metrics = ReturnType<typeof createMetrics>;
