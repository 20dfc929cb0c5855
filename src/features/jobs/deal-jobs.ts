import { z } from 'zod';
import { portalId, retry, defineJobs } from './define-jobs.ts';

/** Work on a deal, and on what rules and workflows want of it. */
export const dealJobs = defineJobs({
  'deal.drift': {
    label: 'Compare with the deal',
    what: 'Open contracts were to be compared with their deal.',
    nextStep: `${retry} Opening the deal’s card compares as well.`,
    payload: z.object({ portalId, dealId: z.string() }),
    once: (job) => `${String(job['portalId'])}:${String(job['dealId'])}`,
    batch: 2,
    lanes: 1,
  },
  'deal.automate': {
    label: 'Apply stage rules',
    what: 'A deal’s stage rules and waiting workflow actions were to be looked at.',
    nextStep: retry,
    payload: z.object({ portalId, dealId: z.string() }),
    once: (job) => `${String(job['portalId'])}:${String(job['dealId'])}`,
    // Many at a time, because their reads of HubSpot are gathered into few calls.
    batch: 40,
    lanes: 2,
  },
  'automation.tick': {
    label: 'Clock of the automation',
    what: 'Waits that are over were to be ended.',
    nextStep: `${retry} A restart of a worker starts it as well.`,
    payload: z.object({ portalId }),
    once: (job) => String(job['portalId']),
    batch: 2,
    lanes: 1,
  },
  'workflow.report': {
    label: 'Report to workflows',
    what: 'Results were to be reported to HubSpot’s workflows.',
    nextStep: retry,
    payload: z.object({ portalId }),
    once: (job) => String(job['portalId']),
    batch: 2,
    lanes: 1,
  },
  'deal.write': {
    label: 'Write deals',
    what: 'The DealDraft properties of deals were to be written.',
    nextStep: `${retry} Everything that waits is written in one go.`,
    payload: z.object({ portalId }),
    once: (job) => String(job['portalId']),
    batch: 2,
    lanes: 3,
  },
  'deal.check': {
    label: 'Look for a deal',
    what: 'Whether a deal is still there was to be read from HubSpot.',
    nextStep: `${retry} The next sweep looks as well.`,
    payload: z.object({ portalId, dealId: z.string() }),
    once: (job) => `${String(job['portalId'])}:${String(job['dealId'])}`,
    batch: 2,
    lanes: 1,
  },
});
