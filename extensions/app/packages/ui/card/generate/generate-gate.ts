import type { PlanView } from '@dealdraft/wire/card.ts';
import { count } from '../../format/plural.ts';
import type { Loaded } from '../../kit/loaded.ts';
import { blockersOf, picksOf } from '../../format/read-plan.ts';
import { reasonFault } from '../../kit/voiding/reason.ts';

export type Gate = { open: boolean; /** What the button will do, or why it cannot. */ text: string | null };

/** Whether "Generate" may be clicked: only on a plan that is complete, current, and on the screen. */
export const gateOf = ({ plan, reason }: { plan: Loaded<PlanView>; reason: string }): Gate => {
  if (plan.value === null) return { open: false, text: null };
  const missing = blockersOf(plan.value.plan).length;
  const toChoose = picksOf(plan.value.plan).length;
  if (toChoose > 0) return { open: false, text: `${count(toChoose, 'choice')} to make first.` };
  if (missing > 0) return { open: false, text: `Fix ${count(missing, 'thing')} before you generate.` };
  // The service's own count is the law, should it ever name a blocker that is not understood here.
  if (plan.value.plan.blockers > 0) return { open: false, text: 'Something is still missing.' };
  if (plan.state !== 'ready') return { open: false, text: 'The values are being read again.' };
  if (plan.value.openContract !== null && reasonFault(reason) !== null) {
    return { open: false, text: 'Say why you need another contract of this template.' };
  }
  return { open: true, text: plan.value.willDo };
};
