import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import { sameJson } from '../values/same-json.ts';
import type { Json } from '@dealdraft/wire/plan.ts';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import { findRuleTarget } from '../targets/targets.ts';
import { warning } from './context.ts';
import type { LintContext } from './context.ts';

/** So few deals say nothing about the others. */
const fewest = 10;

/** A rule that filled its target on none of the newest deals reads a property that nobody uses. Rules changed since aren't judged. */
export function lintNeverFilled({ mapping, recentDeals, targets }: LintContext): Finding[] {
  if (recentDeals === undefined || recentDeals.empty.length < fewest) return [];
  const count = recentDeals.empty.length;
  const judged = [...new Set(mapping.contractData.map(({ target }) => target))].filter((target) =>
    sameJson(rulesFor(mapping, target), rulesFor(recentDeals.mapping, target)),
  );
  const never = judged.filter((target) => recentDeals.empty.every((each) => each.includes(target)));
  return never.map((target) => {
    const found = findRuleTarget(targets, target);
    return warning(
      { code: 'never_filled', target },
      {
        message: `${(found?.part ?? found?.target)?.label ?? target}: none of the ${count} newest deals has a value for it.`,
        reason: 'The test on recent deals found the property empty, or the condition not met, on every deal.',
        fix: 'Map a property that your team fills in, or check the condition.',
      },
    );
  });
}

const rulesFor = ({ contractData }: Mapping, target: string): Json =>
  // Through JSON, as the tested mapping was stored.
  JSON.parse(JSON.stringify(contractData.filter((rule) => rule.target === target))) as Json;
