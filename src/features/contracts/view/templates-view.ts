import { readiness } from '../../../mapping/plan/readiness.ts';
import type { CardError, PlanView, TemplateChoice, TemplatesView } from '@dealdraft/wire/card.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { cardError } from '../../../platform/card-errors.ts';
import type { Deps } from '../../deps.ts';
import {
  findReadyTemplate,
  hashPlan,
  planFrom,
  readyTemplates,
  recordsForMappings,
  type ReadyTemplate,
} from '../create/plan-for-deal.ts';
import { openContractOf } from '../create/request-contract.ts';

/** More are not checked for one deal: the card says so and offers a search. */
const mostTemplates = 60;
const rank: Record<TemplateChoice['readiness']['state'], number> = {
  ready: 0,
  choose: 1,
  missing: 2,
  paused: 3,
};

type Deal = { portalId: number; dealId: string };

const openContract = (deps: Deps, deal: Deal, ready: ReadyTemplate) =>
  openContractOf(deps.db, deal, { workspaceId: ready.workspace.id, templateId: ready.template.id });

/** The templates of the portal, those that this deal is ready for first. The deal is read once for all of them. */
export const templatesView = async (deps: Deps, deal: Deal): Promise<Result<TemplatesView, CardError>> => {
  const all = await readyTemplates(deps, deal.portalId);
  const shown = all.slice(0, mostTemplates);
  if (shown.length === 0) return ok({ templates: [], truncated: false });
  const portal = await deps.db.portal.findUniqueOrThrow({ where: { portalId: deal.portalId } });
  const records = await recordsForMappings(
    deps,
    deal,
    shown.map(({ mapping }) => mapping),
  );
  if (!records.ok) return records;
  const here = { ...deal, dealId: records.value.deal.id };
  const templates = await Promise.all(
    shown.map(async (ready): Promise<TemplateChoice> => {
      const base = {
        templateId: ready.template.id,
        name: ready.template.name,
        environment: ready.workspace.environment as TemplateChoice['environment'],
        openContract: await openContract(deps, here, ready),
      };
      if (ready.mappingRow.state === 'paused') {
        return {
          ...base,
          readiness: {
            state: 'paused',
            text: ready.mappingRow.pausedReason ?? 'Paused by your admin',
            count: 0,
          },
        };
      }
      return {
        ...base,
        readiness: readiness(await planFrom(deps, { ready, records: records.value, portal, choices: {} })),
      };
    }),
  );
  templates.sort(
    (a, b) =>
      rank[a.readiness.state] - rank[b.readiness.state] ||
      a.readiness.count - b.readiness.count ||
      a.name.localeCompare(b.name),
  );
  return ok({ templates, truncated: all.length > shown.length });
};

export const planView = async (
  deps: Deps,
  deal: Deal,
  wish: { templateId: number; choices: Record<string, string> },
): Promise<Result<PlanView, CardError>> => {
  const ready = await findReadyTemplate(deps, deal.portalId, wish.templateId);
  if (ready === null) return fail(cardError.notFound('This template'));
  const portal = await deps.db.portal.findUniqueOrThrow({ where: { portalId: deal.portalId } });
  const records = await recordsForMappings(deps, deal, [ready.mapping]);
  if (!records.ok) return records;
  const plan = await planFrom(deps, { ready, records: records.value, portal, choices: wish.choices });
  const [counterparty] = plan.contract.counterparties;
  const party =
    counterparty?.organizationName ??
    ([counterparty?.pointOfContact.firstName, counterparty?.pointOfContact.lastName]
      .filter(Boolean)
      .join(' ') ||
      'the counterparty');
  const uat = ready.workspace.environment === 'uat' ? ' in the UAT workspace, for testing' : '';
  return ok({
    plan,
    planHash: hashPlan(plan),
    willDo: `This creates a draft of “${ready.template.name}” in SpotDraft${uat} for ${party}. Nothing is sent yet.`,
    openContract: await openContract(deps, { ...deal, dealId: records.value.deal.id }, ready),
  });
};
