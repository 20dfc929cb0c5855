import type { z } from 'zod';

/**
 * A kind of background work. Payloads carry ids only: a handler reads both sides again, so order and repetition do no harm.
 * `once` names the key under which at most one job waits and one runs. A worker fetches `batch` jobs at a time in each of its
 * `lanes`.
 */
export type JobKind = {
  payload: z.ZodObject;
  once: ((payload: Record<string, unknown>) => unknown) | null;
  batch: number;
  lanes: number;
  /** Of one portal, at most so many at a time over all workers; fewer than the lanes, so that no portal, however slow, takes them all. */
  perPortal?: number;
};

/** Every kind that a service has, by name. */
export type Catalogue = Readonly<Record<string, JobKind>>;

/** Jobs that failed for good wait here for a person: shown, explained, and put back by hand. */
export const deadLetterQueue = 'dead-letter';

/** Every option is set: pg-boss's own defaults are two retries at once, no heartbeat and no dead letter. */
export const queueOptions = ({ once }: Pick<JobKind, 'once'>) => ({
  policy: once === null ? ('standard' as const) : ('short' as const),
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
