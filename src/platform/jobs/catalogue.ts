import { z } from 'zod';

const portalId = z.number().int();
const id = z.uuid();

/**
 * Every kind of background work. Payloads carry ids only: a handler reads both sides again, so order and repetition
 * do no harm. `once` names the key under which at most one job waits and one runs. A worker fetches `batch` jobs at a
 * time in each of its `lanes`; `inOrder` works a batch off one by one.
 */
export const catalogue = {
  'contract.create': {
    payload: z.object({ portalId, requestId: id }),
    once: (job) => job['requestId'],
    batch: 4,
    lanes: 3,
  },
  'contract.act': {
    payload: z.object({ portalId, actionId: id }),
    once: (job) => job['actionId'],
    batch: 4,
    lanes: 2,
  },
  'contract.echo': {
    payload: z.object({ portalId, contractId: id }),
    once: (job) => job['contractId'],
    batch: 4,
    lanes: 1,
  },
  'contract.finish': {
    payload: z.object({ portalId, contractId: id }),
    once: (job) => job['contractId'],
    batch: 2,
    lanes: 3,
  },
  'contract.people': {
    payload: z.object({ portalId, contractId: id }),
    once: (job) => job['contractId'],
    batch: 4,
    lanes: 1,
  },
  'contract.verify': {
    payload: z.object({ portalId, workspaceId: id }),
    once: (job) => job['workspaceId'],
    batch: 2,
    lanes: 1,
  },
  'delivery.apply': {
    payload: z.object({ portalId, deliveryId: id }),
    once: null,
    batch: 20,
    lanes: 2,
    inOrder: true,
  },
  'deal.drift': {
    payload: z.object({ portalId, dealId: z.string() }),
    once: (job) => `${String(job['portalId'])}:${String(job['dealId'])}`,
    batch: 2,
    lanes: 1,
  },
  'deal.automate': {
    payload: z.object({ portalId, dealId: z.string() }),
    once: (job) => `${String(job['portalId'])}:${String(job['dealId'])}`,
    // Many at a time, because their reads of HubSpot are gathered into few calls.
    batch: 40,
    lanes: 2,
  },
  'automation.tick': {
    payload: z.object({ portalId }),
    once: (job) => String(job['portalId']),
    batch: 2,
    lanes: 1,
  },
  'workflow.report': {
    payload: z.object({ portalId }),
    once: (job) => String(job['portalId']),
    batch: 2,
    lanes: 1,
  },
  'deal.write': {
    payload: z.object({ portalId }),
    once: (job) => String(job['portalId']),
    batch: 2,
    lanes: 2,
  },
  'deal.check': {
    payload: z.object({ portalId, dealId: z.string() }),
    once: (job) => `${String(job['portalId'])}:${String(job['dealId'])}`,
    batch: 2,
    lanes: 1,
  },
  'inbox.replay': {
    payload: z.object({
      portalId,
      filter: z.object({
        source: z.enum(['spotdraft', 'hubspot']).optional(),
        outcome: z.string().optional(),
        from: z.string().optional(),
        to: z.string(),
      }),
      after: z.string().nullable(),
    }),
    once: null,
    batch: 1,
    lanes: 1,
  },
  'sweep.page': {
    payload: z.object({ portalId, workspaceId: id, runId: id }),
    once: (job) => job['runId'],
    batch: 2,
    lanes: 2,
  },
  'webhook.check': {
    payload: z.object({ portalId, workspaceId: id }),
    once: (job) => job['workspaceId'],
    batch: 2,
    lanes: 1,
  },
  'workspace.templates': {
    payload: z.object({ portalId, workspaceId: id }),
    once: (job) => job['workspaceId'],
    batch: 1,
    lanes: 2,
  },
  'schema.watch': {
    payload: z.object({ portalId, cause: z.enum(['clock', 'asked', 'use']) }),
    // The clock's next turn waits for long; who asks is served at once beside it.
    once: (job) => `${String(job['portalId'])}:${String(job['cause'])}`,
    batch: 1,
    lanes: 2,
  },
  'coverage.run': {
    payload: z.object({ portalId, runId: id }),
    once: (job) => job['runId'],
    batch: 1,
    lanes: 2,
  },
  'orphans.scan': {
    payload: z.object({ portalId, scanId: id }),
    once: (job) => job['scanId'],
    batch: 1,
    lanes: 1,
  },
  'settings.tick': {
    payload: z.object({ portalId }),
    once: (job) => String(job['portalId']),
    batch: 4,
    lanes: 1,
  },
  'alert.send': {
    payload: z.object({ portalId, alertId: id }),
    once: (job) => job['alertId'],
    batch: 4,
    lanes: 1,
  },
  'erp.send': {
    payload: z.object({ portalId, erpEventId: id }),
    once: (job) => job['erpEventId'],
    batch: 4,
    lanes: 1,
  },
} as const satisfies Record<string, JobKind>;

export type JobKind = {
  payload: z.ZodObject;
  once: ((payload: Record<string, unknown>) => unknown) | null;
  batch: number;
  lanes: number;
  inOrder?: boolean;
};

export type JobName = keyof typeof catalogue;
export type JobPayload<Name extends JobName> = z.infer<(typeof catalogue)[Name]['payload']>;

export const jobNames = Object.keys(catalogue) as JobName[];

/** Jobs that failed for good wait here for a person: shown, explained, and put back by hand. */
export const deadLetterQueue = 'dead-letter';

/** Every option is set: pg-boss's own defaults are two retries at once, no heartbeat and no dead letter. */
export const queueOptions = (name: JobName) => ({
  policy: catalogue[name].once === null ? ('standard' as const) : ('short' as const),
  retryLimit: 12,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 300,
  /** A worker that dies is noticed when its heart stops, not when the job would have expired. */
  heartbeatSeconds: 15,
  expireInSeconds: 900,
  retentionSeconds: 14 * 24 * 3600,
  deleteAfterSeconds: 24 * 3600,
  deadLetter: deadLetterQueue,
  notify: true,
});
