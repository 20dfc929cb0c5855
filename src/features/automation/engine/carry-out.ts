import type { Effect } from '../rules/facts.ts';
import type { Deps } from '../../deps.ts';
import { askPeople } from './carry-out-ask.ts';
import { generateForRule, sendForRule } from './carry-out-contract.ts';
import { moveDeal } from './carry-out-move.ts';
import { settled, type Carried, type OpenFiring, type Surroundings } from './firing.ts';

const carryOutOne = (deps: Deps, firing: OpenFiring, around: Surroundings): Promise<Carried> => {
  switch (firing.effect.do) {
    case 'move':
      return moveDeal(deps, { ...firing, effect: firing.effect }, around);
    case 'generate':
      return generateForRule(deps, { ...firing, effect: firing.effect });
    case 'send':
      return sendForRule(deps, firing, firing.effect);
    case 'leave':
    case 'ask_to_hold':
    case 'ask_to_void':
      return askPeople(deps, { ...firing, effect: firing.effect }, around);
  }
};

/**
 * Does what the deal's firings want, each as far as it can go now. A firing knows how far it came (its request, its
 * actions), so this may be repeated at any time; one that waits for values or for SpotDraft is looked at again when
 * they come.
 */
export const carryOut = async (
  deps: Deps,
  deal: { portalId: number; dealId: string },
  around: Surroundings,
): Promise<Carried> => {
  const rows = await deps.db.ruleFiring.findMany({
    where: { ...deal, state: { in: ['doing', 'blocked', 'asking'] } },
    include: { rule: { select: { content: true } } },
    orderBy: { createdAt: 'asc' },
  });
  let result: Carried = settled;
  for (const { rule, ...row } of rows) {
    const ruleName = (rule.content as { name?: string }).name ?? 'a rule';
    const carried = await carryOutOne(
      deps,
      { ...row, effect: row.effect as unknown as Effect, ruleName },
      around,
    );
    if (carried.is === 'next') return carried;
    if (carried.is === 'wait') result = carried;
  }
  return result;
};
