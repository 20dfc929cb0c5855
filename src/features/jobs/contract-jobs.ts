import { z } from 'zod';
import { id, portalId, retry, defineJobs } from './define-jobs.ts';

/** Work on one contract, or on the doubtful ones of a workspace. */
export const contractJobs = defineJobs({
  'contract.create': {
    label: 'Make a contract',
    what: 'A contract was to be made in SpotDraft.',
    nextStep: `${retry} It is looked for before it is made, so no second one comes of it.`,
    payload: z.object({ portalId, requestId: id }),
    once: (job) => job['requestId'],
    batch: 4,
    lanes: 3,
  },
  'contract.act': {
    label: 'Act on a contract',
    what: 'Something was to be done to a contract in SpotDraft: sent, signed, reminded or voided.',
    nextStep: `${retry} What SpotDraft has already done is recognized.`,
    payload: z.object({ portalId, actionId: id }),
    once: (job) => job['actionId'],
    batch: 4,
    lanes: 2,
  },
  'contract.echo': {
    label: 'Compare with what was sent',
    what: 'What SpotDraft stored was to be compared with what was sent.',
    nextStep: retry,
    payload: z.object({ portalId, contractId: id }),
    once: (job) => job['contractId'],
    batch: 4,
    lanes: 1,
  },
  'contract.finish': {
    label: 'Attach the signed document',
    what: 'The signed document and the contract’s dates were to be put on the deal.',
    nextStep: `${retry} It goes on at the step that failed.`,
    payload: z.object({ portalId, contractId: id }),
    once: (job) => job['contractId'],
    batch: 2,
    lanes: 3,
  },
  'contract.people': {
    label: 'Read signatories and approvals',
    what: 'Who signs and who approves was to be read from SpotDraft.',
    nextStep: retry,
    payload: z.object({ portalId, contractId: id }),
    once: (job) => job['contractId'],
    batch: 4,
    lanes: 1,
  },
  'contract.verify': {
    label: 'Verify contracts',
    what: 'SpotDraft was to be asked about contracts whose news were doubtful.',
    nextStep: `${retry} The next sweep asks as well.`,
    payload: z.object({ portalId, workspaceId: id }),
    once: (job) => job['workspaceId'],
    batch: 2,
    lanes: 1,
  },
});
