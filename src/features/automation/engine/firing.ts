import type { Effect, PipelineFacts } from '../rules/facts.ts';
import type { RuleFiring } from '../../../platform/database/generated/client.ts';
import type { Unfinished } from '../../../platform/jobs/job-end.ts';
import type { DealNow } from './read-deal.ts';

export type OpenFiring = Omit<RuleFiring, 'effect'> & { effect: Effect; ruleName: string };
export type Surroundings = { now: DealNow; pipelines: readonly PipelineFacts[] };

/** `next`: the deal is somewhere else now, look again. `wait`: come back later. `settled`: nothing to be done now. */
export type Carried = { is: 'settled' } | { is: 'next' } | { is: 'wait'; end: Unfinished };
export const settled: Carried = { is: 'settled' };
