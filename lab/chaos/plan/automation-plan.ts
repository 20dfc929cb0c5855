import type { Random } from '../../../sandbox/kit/random.ts';
import type { Act } from './act.ts';

/** The stage in which a deal gets its order form, and the one to which it moves when that is executed. */
export const stages = {
  start: 'qualifiedtobuy',
  generates: 'presentationscheduled',
  won: 'closedwon',
} as const;
export const ruleTemplate = 'Order Form';

type Timed = { number: number; atMs: number; deal: number; acts: { act: Act; afterMs: number }[] };

/** Somebody moves a deal: its rule makes a contract, and the contract's end moves the deal. */
export type StageStory = Timed & { kind: 'stage'; moves: { stage: string; afterMs: number }[] };

/** A workflow generates a contract, then waits for its signature. HubSpot asks more than once. */
export type WorkflowStory = Timed & {
  kind: 'workflow';
  template: string;
  ifOpen: 'skip' | 'reuse' | 'another';
  repeats: number;
};

/** A deal with a contract is merged with another one, at any moment after the click. */
export type MergeStory = Timed & { kind: 'merge'; into: number; template: string; mergeAfterMs: number };

export type AutomationStory = StageStory | WorkflowStory | MergeStory;

const signing: readonly Act[] = ['sd-approve', 'mark', 'sd-sign-all'];
const ends: readonly (readonly Act[])[] = [
  signing,
  signing,
  ['send', 'sd-approve', 'sd-review', 'sd-sign-all'],
  ['sd-void'],
  ['sd-approve', 'mark', 'sd-decline', 'sd-void'],
];
const templates = ['Order Form', 'Master Services Agreement', 'Mutual NDA (Individual)'] as const;
const pick = <T>(random: Random, list: readonly [T, ...T[]] | readonly T[]): T => {
  const one = list[random.below(list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};

/** Stories about automation, each with deals of its own from `firstDeal` on, so that what must come of them is known. */
export const automationStories = (
  random: Random,
  { count, trafficMs, firstDeal }: { count: number; trafficMs: number; firstDeal: number },
): { stories: AutomationStory[]; deals: number } => {
  const stories: AutomationStory[] = [];
  let deal = firstDeal;
  for (let number = 0; number < count; number += 1) {
    const base = {
      number: 1_000 + number,
      atMs: random.below(trafficMs),
      deal,
      acts: pick(random, ends).map((act) => ({ act, afterMs: random.below(350) })),
    };
    deal += 1;
    switch (pick(random, ['stage', 'stage', 'workflow', 'workflow', 'merge'] as const)) {
      case 'stage': {
        // There, or there and back and there again: once is once.
        const path = random.chance(0.6)
          ? [stages.generates]
          : [stages.generates, stages.start, stages.generates];
        const moves = path.map((stage) => ({ stage, afterMs: random.below(500) }));
        stories.push({ ...base, kind: 'stage', moves });
        break;
      }
      case 'workflow':
        stories.push({
          ...base,
          kind: 'workflow',
          template: pick(random, templates),
          ifOpen: pick(random, ['skip', 'reuse', 'another'] as const),
          repeats: random.below(3),
        });
        break;
      case 'merge':
        stories.push({
          ...base,
          kind: 'merge',
          into: deal,
          template: pick(random, templates),
          mergeAfterMs: random.below(1_500),
        });
        deal += 1;
        break;
    }
  }
  return { stories, deals: deal - firstDeal };
};
