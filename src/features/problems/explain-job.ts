import type { JobName } from '../../platform/jobs/catalogue.ts';

type Explanation = { label: string; what: string; nextStep: string };

const retry = 'Put right what the message names, then put it back to work.';

/** Each kind of background work, in words for whoever finds it given up. */
const explanations: Record<JobName, Explanation> = {
  'contract.create': {
    label: 'Make a contract',
    what: 'A contract was to be made in SpotDraft.',
    nextStep: `${retry} It is looked for before it is made, so no second one comes of it.`,
  },
  'contract.act': {
    label: 'Act on a contract',
    what: 'Something was to be done to a contract in SpotDraft: sent, signed, reminded or voided.',
    nextStep: `${retry} What SpotDraft has already done is recognised.`,
  },
  'contract.echo': {
    label: 'Compare with what was sent',
    what: 'What SpotDraft stored was to be compared with what was sent.',
    nextStep: retry,
  },
  'contract.finish': {
    label: 'Attach the signed document',
    what: 'The signed document and the contract’s dates were to be put on the deal.',
    nextStep: `${retry} It goes on at the step that failed.`,
  },
  'contract.people': {
    label: 'Read signatories and approvals',
    what: 'Who signs and who approves was to be read from SpotDraft.',
    nextStep: retry,
  },
  'contract.verify': {
    label: 'Verify contracts',
    what: 'SpotDraft was to be asked about contracts whose news were doubtful.',
    nextStep: `${retry} The next sweep asks as well.`,
  },
  'delivery.apply': {
    label: 'Apply a notice',
    what: 'A notice of SpotDraft or HubSpot was to be brought to its contract.',
    nextStep: `${retry} The notice is kept under Deliveries.`,
  },
  'inbox.replay': {
    label: 'Replay notices',
    what: 'Notices were to be applied again.',
    nextStep: `${retry} Those that were replayed are not harmed by it.`,
  },
  'deal.drift': {
    label: 'Compare with the deal',
    what: 'Open contracts were to be compared with their deal.',
    nextStep: `${retry} Opening the deal’s card compares as well.`,
  },
  'deal.check': {
    label: 'Look for a deal',
    what: 'Whether a deal is still there was to be read from HubSpot.',
    nextStep: `${retry} The next sweep looks as well.`,
  },
  'deal.automate': {
    label: 'Apply stage rules',
    what: 'A deal’s stage rules and waiting workflow actions were to be looked at.',
    nextStep: retry,
  },
  'automation.tick': {
    label: 'Clock of the automation',
    what: 'Waits that are over were to be ended.',
    nextStep: `${retry} A restart of a worker starts it as well.`,
  },
  'workflow.report': {
    label: 'Report to workflows',
    what: 'Results were to be reported to HubSpot’s workflows.',
    nextStep: retry,
  },
  'deal.write': {
    label: 'Write deals',
    what: 'The DealDraft properties of deals were to be written.',
    nextStep: `${retry} Everything that waits is written in one go.`,
  },
  'workspace.templates': {
    label: 'Read templates',
    what: 'A workspace’s templates were to be read again.',
    nextStep: retry,
  },
  'schema.watch': {
    label: 'Watch templates and properties',
    what: 'Mapped templates and properties were to be looked at for changes.',
    nextStep: retry,
  },
  'coverage.run': {
    label: 'Try a mapping on many deals',
    what: 'A mapping was to be tried on many deals.',
    nextStep: 'Start the trial again.',
  },
  'orphans.scan': {
    label: 'Search for orphans',
    what: 'Contracts without a deal and deals without a contract were to be looked for.',
    nextStep: 'Start the search again.',
  },
  'settings.tick': {
    label: 'Clock of the alerts',
    what: 'New problems were to be told to the alert address.',
    nextStep: `${retry} A restart of a worker starts it as well.`,
  },
  'alert.send': {
    label: 'Send an alert',
    what: 'A problem was to be told to the alert address.',
    nextStep: 'Check the alert address in the preferences, then put it back to work.',
  },
  'erp.send': {
    label: 'Tell the ERP',
    what: 'Your ERP was to be told that a contract is executed.',
    nextStep:
      'Check that its address answers, then put it back to work; the ERP can also fetch what it missed.',
  },
  'sweep.page': {
    label: 'Sweep a workspace',
    what: 'A workspace was being compared with SpotDraft.',
    nextStep: `${retry} It goes on at the page that failed.`,
  },
  'webhook.check': {
    label: 'Check the webhook',
    what: 'Whether SpotDraft’s notices arrive was to be checked.',
    nextStep: retry,
  },
};

export const explainJob = (name: string): Explanation =>
  Object.hasOwn(explanations, name)
    ? explanations[name as JobName]
    : {
        label: name,
        what: 'This version of DealDraft does not know the job.',
        nextStep: 'Delete it, or run the version that made it.',
      };
