import type { EnqueueOf, HandlersOf, PayloadOf } from '../../platform/jobs/jobs.ts';
import { accountJobs } from './account-jobs.ts';
import { contractJobs } from './contract-jobs.ts';
import { dealJobs } from './deal-jobs.ts';
import type { JobDefinition } from './define-jobs.ts';

/**
 * Every kind of background work. It stands below the features, because each asks for work of others; the handlers stand in the
 * features, and job-handlers.ts has to name one for every kind.
 */
export const catalogue = { ...contractJobs, ...dealJobs, ...accountJobs };

export type JobName = keyof typeof catalogue;
export type JobPayload<Name extends JobName> = PayloadOf<typeof catalogue, Name>;
export type Enqueue = EnqueueOf<typeof catalogue>;
export type Handlers = HandlersOf<typeof catalogue>;

export const jobNames = Object.keys(catalogue) as JobName[];
export const isJobName = (name: string | null): name is JobName =>
  name !== null && Object.hasOwn(catalogue, name);

type Words = Pick<JobDefinition, 'label' | 'what' | 'nextStep'>;

/** A job in words, also one of another version. */
export const explainJob = (name: string): Words =>
  isJobName(name)
    ? catalogue[name]
    : {
        label: name,
        what: 'This version of DealDraft does not know the job.',
        nextStep: 'Delete it, or run the version that made it.',
      };
