import type { FirstRunStep, OverviewView } from '@dealdraft/wire/settings.ts';

export type Guide = {
  /** Null: everything is done. */
  step: FirstRunStep | null;
  title: string;
  text: string;
  /** The words of the button that leads on. */
  action: string;
};

/** What to do next, in words: the service says which steps are done, this says how. */
export const guideOf = ({ firstRun }: Pick<OverviewView, 'firstRun'>): Guide => {
  const step = firstRun.steps.find(({ state }) => state === 'next')?.id ?? null;
  const name = firstRun.template?.name ?? 'the template';
  switch (step) {
    case 'connect':
      return {
        step,
        title: 'Connect SpotDraft',
        text: 'Create API credentials in SpotDraft under Settings → Developer settings and enter them here. Begin with UAT if you have it.',
        action: 'Connect',
      };
    case 'choose_template':
      return {
        step,
        title: 'Choose a template',
        text: 'Take one that your sellers use often. You can map the others later.',
        action: 'Choose',
      };
    case 'map':
      return {
        step,
        title: `Map ${name}`,
        text: 'DealDraft suggests a HubSpot property for each value of the document. Look at the suggestions and accept them.',
        action: 'Look at the suggestions',
      };
    case 'try':
      return {
        step,
        title: `Try ${name} on a deal`,
        text: 'See every value before anything is made, and what your deals still lack.',
        action: 'Try it on a deal',
      };
    case 'publish':
      return {
        step,
        title: `Publish ${name}`,
        text: 'From then on sellers can generate it on their deals. Each version stays in the history.',
        action: 'Go and publish it',
      };
    case 'open_deal':
      return {
        step,
        title: 'Open a deal and generate a contract',
        text: 'The card Contracts on a deal shows every value that goes into the paper, then makes it in SpotDraft.',
        action: 'Open a deal',
      };
    case null:
      return {
        step,
        title: 'All set',
        text: 'Everything that is needed for contracts is in place.',
        action: 'Open a deal',
      };
  }
};
