import { z } from 'zod';
import type { JobKind } from '../../platform/jobs/job-kind.ts';

/** A kind of background work, with words for whoever finds it in the queue or given up. */
export type JobDefinition = JobKind & { label: string; what: string; nextStep: string };

export const defineJobs = <const Jobs extends Record<string, JobDefinition>>(jobs: Jobs): Jobs => jobs;

export const portalId = z.number().int();
export const id = z.uuid();
/** The next step where there is no other. */
export const retry = 'Put right what the message names, then put it back to work.';
