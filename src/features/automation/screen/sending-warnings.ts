import type { RuleContent } from '@dealdraft/wire/automation.ts';
import { warningsOf } from '../../contracts/create/contract-warnings.ts';
import {
  findReadyTemplate,
  planFrom,
  recordsForMappings,
  type ReadyTemplate,
} from '../../contracts/create/plan-for-deal.ts';
import type { Deps } from '../../deps.ts';
import { contractFor } from '../tasks/ask-contract.ts';

type Deal = { portalId: number; dealId: string };
type Sending = Extract<RuleContent, { templateId: number }>;

const sends = (content: RuleContent): content is Sending =>
  content.kind === 'send' || (content.kind === 'generate' && content.send !== 'no');

/**
 * By template, the warnings that a rule would wait for before it sends: those of the contract that it would generate, or of the
 * one that is there. A deal that HubSpot does not show now has none.
 */
export const sendingWarnings = async (
  deps: Deps,
  deal: Deal,
  rules: readonly { content: RuleContent }[],
): Promise<Map<number, readonly string[]>> => {
  const wanted = [...new Set(rules.flatMap(({ content }) => (sends(content) ? [content.templateId] : [])))];
  const found = new Map<number, readonly string[]>();
  const toMake: ReadyTemplate[] = [];
  for (const templateId of wanted) {
    const contract = await contractFor(deps, deal, templateId);
    if (contract !== null) found.set(templateId, warningsOf(contract));
    else
      toMake.push(...[await findReadyTemplate(deps, deal.portalId, templateId)].flatMap((one) => one ?? []));
  }
  if (toMake.length === 0) return found;
  const records = await recordsForMappings(
    deps,
    deal,
    toMake.map(({ mapping }) => mapping),
  );
  if (!records.ok) return found;
  const portal = await deps.db.portal.findUniqueOrThrow({ where: { portalId: deal.portalId } });
  for (const ready of toMake) {
    const plan = await planFrom(deps, { ready, records: records.value, portal, choices: {} });
    found.set(
      ready.template.id,
      plan.warnings.map(({ message }) => message),
    );
  }
  return found;
};
