import { createRandom, type Random } from '../../../sandbox/kit/random.ts';
import type { FaultInput as HubSpotFault } from '../../../sandbox/hubspot/state/faults.ts';
import type { FaultInput as SpotDraftFault } from '../../../sandbox/spotdraft/state/faults.ts';
import type { Act } from './act.ts';
import { automationStories, type AutomationStory } from './automation-plan.ts';

/** How a seller asks for a contract. */
type Click =
  | 'once'
  /** Twice in a moment with the same key, as a double click does. */
  | 'double'
  /** Two tabs: two keys, the same wish. */
  | 'two-tabs'
  /** Like a workflow that does not believe the first answer. */
  | 'repeated';

export type Story = {
  number: number;
  /** From the start of the traffic. */
  atMs: number;
  /** Which of the run's deals. */
  deal: number;
  template: string;
  click: Click;
  reason: string | null;
  acts: { act: Act; afterMs: number }[];
};

export const processNames = ['web-1', 'web-2', 'worker-1', 'worker-2'] as const;
type ProcessName = (typeof processNames)[number];

export type Strike =
  | { kind: 'kill'; process: ProcessName; downMs: number }
  | { kind: 'database'; downMs: number }
  | { kind: 'spotdraft'; fault: SpotDraftFault }
  | { kind: 'hubspot'; fault: HubSpotFault };

/** Everything that will be asked for and everything that will go wrong, made of the seed alone. */
export type Plan = {
  seed: number;
  stories: Story[];
  automation: AutomationStory[];
  strikes: { atMs: number; strike: Strike }[];
  deals: number;
  skewMs: { spotdraft: number; hubspot: number };
  trafficMs: number;
  /** How long faults may outlast the last click. */
  outlastMs: number;
  /** Until then a vendor is away, whatever else is over. */
  absenceEndsMs: number;
};

const scripts: readonly (readonly Act[])[] = [
  ['send', 'sd-approve', 'sd-review', 'sd-sign-all'],
  ['sd-approve', 'mark', 'sd-sign-all'],
  ['send', 'sd-approve', 'sd-review', 'sd-sign-one', 'remind', 'sd-sign-all'],
  ['sd-approve', 'mark-twice', 'sd-decline', 'take-back', 'void'],
  ['sd-approve', 'mark', 'take-back', 'mark', 'take-back'],
  ['send', 'sd-hold', 'sd-resume', 'sd-edit'],
  ['send', 'void'],
  ['sd-void'],
  ['hs-edit-deal', 'send', 'hs-edit-ours'],
  ['sd-approve', 'mark', 'hs-edit-ours', 'sd-sign-all', 'hs-edit-ours'],
  ['hs-delete-restore', 'send'],
  [],
];
const templates = ['Order Form', 'Master Services Agreement', 'Mutual NDA (Individual)'] as const;

const pick = <T>(random: Random, list: readonly T[]): T => {
  const one = list[random.below(list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};
const between = (random: Random, least: number, most: number): number =>
  least + random.below(most - least + 1);

const storiesOf = (random: Random, count: number, trafficMs: number): { stories: Story[]; deals: number } => {
  const stories: Story[] = [];
  let deals = 0;
  for (let number = 0; number < count; number += 1) {
    // Now and then a second contract on a deal that has one: another template, or the same with a reason.
    const before = number > 0 && random.chance(0.2) ? stories[random.below(number)] : undefined;
    const same = before !== undefined && random.chance(0.4);
    stories.push({
      number,
      atMs: random.below(trafficMs),
      deal: before?.deal ?? deals,
      template: same ? before.template : pick(random, templates),
      click: pick(random, ['once', 'once', 'double', 'two-tabs', 'repeated'] as const),
      reason: same ? 'A second one, please' : null,
      acts: pick(random, scripts).map((act) => ({ act, afterMs: between(random, 0, 350) })),
    });
    if (before === undefined) deals += 1;
  }
  return { stories: stories.sort((a, b) => a.atMs - b.atMs), deals };
};

const createPath = '/contracts/$';
const writePath = '/deals/batch/update$';

const spotdraftFaults = (random: Random): SpotDraftFault[] => {
  const unclear: SpotDraftFault[] = [
    { kind: 'commit-then-timeout', method: 'POST', path: createPath, times: 2 },
    { kind: 'error-after', method: 'POST', path: createPath, times: 2 },
    { kind: 'reset', when: 'after', method: 'POST', path: createPath, times: 2 },
    // Answers after the caller has given up: the contract appears while it is being looked for.
    { kind: 'slow', method: 'POST', path: createPath, times: 2, ms: between(random, 900, 1600) },
  ];
  const others: SpotDraftFault[] = [
    { kind: 'error-before', probability: 0.1, times: 8 },
    { kind: 'reset', when: 'before', probability: 0.1, times: 6 },
    { kind: 'throttle', ms: between(random, 300, 1200) },
    { kind: 'down', how: pick(random, ['error', 'reset'] as const), ms: between(random, 800, 2500) },
    {
      kind: 'slow',
      when: pick(random, ['before', 'after'] as const),
      probability: 0.2,
      times: 15,
      ms: between(random, 200, 700),
    },
    {
      kind: 'error-after',
      method: 'POST',
      path: '/(send|mark|unmark|void|remind|resend|execut)',
      probability: 0.4,
      times: 4,
    },
    {
      kind: 'commit-then-timeout',
      method: 'POST',
      path: '/(send|mark|unmark|void)',
      probability: 0.3,
      times: 2,
    },
    { kind: 'download-not-ready', ms: between(random, 300, 1500) },
  ];
  return [
    pick(random, unclear),
    pick(random, unclear),
    pick(random, unclear),
    ...others.filter(() => random.chance(0.4)),
  ];
};

const webhookFaults = (random: Random): SpotDraftFault[] => {
  const all: SpotDraftFault[] = [
    { kind: 'webhook-delay', probability: 0.15, ms: between(random, 200, 1500) },
    { kind: 'webhook-reorder', probability: 0.2, ms: between(random, 100, 900) },
    { kind: 'webhook-drop', probability: pick(random, [0.05, 0.15, 0.5]) },
  ];
  return [{ kind: 'webhook-duplicate', probability: 0.25 }, ...all.filter(() => random.chance(0.5))];
};

const hubspotFaults = (random: Random): HubSpotFault[] => {
  const all: HubSpotFault[] = [
    { kind: 'commit-then-timeout', method: 'POST', path: writePath, times: 2, probability: 0.4 },
    { kind: 'error-after', method: 'POST', path: writePath, times: 3, probability: 0.4 },
    { kind: 'error-before', probability: 0.1, times: 6 },
    { kind: 'reset', when: 'after', method: 'POST', probability: 0.15, times: 4 },
    { kind: 'error-after', method: 'POST', path: '/files/', times: 2, probability: 0.5 },
    { kind: 'error-after', method: 'POST', path: '/objects/notes', times: 2, probability: 0.5 },
    { kind: 'commit-then-timeout', method: 'POST', path: '/(files|objects/notes)', times: 1 },
    // Kept after the caller has given up: the file appears while it is being looked for.
    { kind: 'slow', method: 'POST', path: '/files/', times: 3, ms: between(random, 3000, 3600) },
    { kind: 'throttle', ms: between(random, 300, 1200) },
    { kind: 'down', how: pick(random, ['error', 'reset'] as const), ms: between(random, 800, 2000) },
    { kind: 'webhook-duplicate', probability: 0.3 },
    { kind: 'webhook-reorder', probability: 0.3, ms: 600 },
    { kind: 'webhook-delay', probability: 0.2, ms: 900 },
    { kind: 'webhook-drop', probability: 0.4 },
    { kind: 'error-after', method: 'POST', path: '/callbacks/', times: 2, probability: 0.5 },
    { kind: 'commit-then-timeout', method: 'PATCH', path: '/objects/deals/', times: 1 },
  ];
  const writes: HubSpotFault = {
    kind: 'slow',
    when: 'after',
    method: 'POST',
    path: writePath,
    probability: 0.5,
    ms: between(random, 300, 900),
  };
  return [writes, ...all.filter(() => random.chance(0.35))];
};

const processFaults = (random: Random): Strike[] => {
  const kills: Strike[] = Array.from({ length: between(random, 1, 3) }, () => ({
    kind: 'kill',
    process: pick(random, processNames),
    downMs: between(random, 0, 1200),
  }));
  return random.chance(0.4) ? [...kills, { kind: 'database', downMs: between(random, 0, 800) }] : kills;
};

/** SpotDraft is gone in the middle of the traffic, HubSpot towards its end, each for so long. */
const bothAway = (trafficMs: number, awayMs: number): Plan['strikes'] =>
  awayMs === 0
    ? []
    : [
        {
          atMs: trafficMs * 0.5,
          strike: { kind: 'spotdraft', fault: { kind: 'down', how: 'reset', ms: awayMs } },
        },
        {
          atMs: trafficMs * 0.75,
          strike: { kind: 'hubspot', fault: { kind: 'down', how: 'error', ms: awayMs } },
        },
      ];

/**
 * The same seed, number of requests and absence always give the same plan; nothing in it depends on what happens.
 * `awayMs`: besides everything else, both vendors are away for so long.
 */
export const planRun = (seed: number, requests: number, awayMs = 0): Plan => {
  const trafficMs = Math.max(4000, requests * 350);
  const random = createRandom(seed * 7919 + 17);
  // A fifth of what is asked for is asked by rules and workflows.
  const automated = Math.ceil(requests / 4);
  const byHand = storiesOf(createRandom(random.below(2 ** 31)), requests - automated, trafficMs);
  const byRule = automationStories(createRandom(random.below(2 ** 31)), {
    count: automated,
    trafficMs,
    firstDeal: byHand.deals,
  });
  const faults = createRandom(random.below(2 ** 31));
  const strikes = [
    ...spotdraftFaults(faults).map((fault): Strike => ({ kind: 'spotdraft', fault })),
    ...webhookFaults(faults).map((fault): Strike => ({ kind: 'spotdraft', fault })),
    ...hubspotFaults(faults).map((fault): Strike => ({ kind: 'hubspot', fault })),
    ...processFaults(faults),
  ].map((strike) => ({ atMs: faults.below(trafficMs), strike }));
  const skew = (): number => pick(faults, [0, 0, 240_000, -240_000]);
  return {
    seed,
    stories: byHand.stories,
    automation: byRule.stories,
    deals: byHand.deals + byRule.deals,
    strikes: [...strikes, ...bothAway(trafficMs, awayMs)].sort((a, b) => a.atMs - b.atMs),
    skewMs: { spotdraft: skew(), hubspot: skew() },
    trafficMs,
    outlastMs: requests * 550 + awayMs,
    absenceEndsMs: awayMs === 0 ? 0 : trafficMs + awayMs,
  };
};
