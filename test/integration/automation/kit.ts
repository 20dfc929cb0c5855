import { inject } from 'vitest';
import type { Enrolment } from '../../../sandbox/hubspot/state/model.ts';
import type { FiringView, FiringsView, RuleContentInput, Saved } from '@dealdraft/wire/automation.ts';
import type { ContractView, DealView } from '@dealdraft/wire/card.ts';
import { portalId, startWorld, until, userId, type WorldOptions } from '../../../lab/world/world.ts';

export const at = '/api/settings/automation';
export type AutomationWorld = Awaited<ReturnType<typeof startAutomationWorld>>;

/** The whole system with the seeded seller as an admin, a clock that ticks fast, and short words for what tests do. */
export const startAutomationWorld = async (options: Partial<WorldOptions> = {}) => {
  const world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    ...options,
    environment: { AUTOMATION_TICK_MS: '300', ...options.environment },
    // HubSpot asks again for three days: longer, in any case, than a service takes to start on a machine that others fill.
    hubspot: {
      workflowRetryDelaysMs: [50, 100, 200, 400, 800, ...Array.from({ length: 60 }, () => 1600)],
      ...options.hubspot,
    },
  });
  const me = world.hubspot.control.portal(portalId).users.find(({ id }) => id === userId);
  await world.db.portal.update({ where: { portalId }, data: { settings: { admins: [me?.email ?? ''] } } });

  const templateId = async (name: string): Promise<number> =>
    (await world.db.template.findFirstOrThrow({ where: { portalId, name } })).templateId;
  const dealView = (dealId: string) => world.cardOk<DealView>('GET', `/api/card/deals/${dealId}`);
  const numeric = (contract: { spotdraftId: string }): number => Number(contract.spotdraftId.slice(2));
  return Object.assign(world, {
    templateId,
    dealView,
    numeric,
    saveRule: async (content: RuleContentInput): Promise<string> =>
      (await world.cardOk<Saved>('POST', `${at}/rules`, { content })).id,
    saveSet: async (name: string, templates: string[]): Promise<string> =>
      (
        await world.cardOk<Saved>('POST', `${at}/sets`, {
          content: {
            name,
            members: await Promise.all(templates.map(async (one) => ({ templateId: await templateId(one) }))),
          },
        })
      ).id,
    firings: async (ruleId: string): Promise<FiringView[]> =>
      (await world.cardOk<FiringsView>('GET', `${at}/rules/${ruleId}/firings`)).firings,
    stageOf: (dealId: string): string | undefined =>
      world.hubspot.control.record('deals', dealId, portalId).properties['dealstage'],
    move: (dealId: string, dealstage: string): void => {
      world.hubspot.control.editDeal(dealId, { dealstage });
    },
    contractOf: (dealId: string, template: string, statuses: string[] = []): Promise<ContractView> =>
      until(`${template} is on the deal ${statuses.join(' or ')}`, async () => {
        const { contracts } = await dealView(dealId);
        return contracts.find(
          ({ templateName, status }) =>
            templateName === template && (statuses.length === 0 || statuses.includes(status)),
        );
      }),
    act: (
      contract: { spotdraftId: string },
      action: 'review-complete' | 'approve' | 'sign-all' | 'void' | 'hold',
    ) => world.spotdraft.control.act({ workspace: 'production', contractId: numeric(contract), action }),
    enrol: (dealId: string, action: string, inputFields: Record<string, unknown>): Enrolment =>
      world.hubspot.control.enrol({ portalId, dealId, actionUrl: `/hubspot/actions/${action}`, inputFields }),
    ended: (enrolment: Enrolment) =>
      until('the workflow action ends', () => (enrolment.endedAt === null ? null : enrolment.outputFields)),
    /** Nothing is being made, looked at or sent any more. */
    quiet: () =>
      until('all jobs are done', async () => {
        const [row] = await world.db.$queryRaw<{ left: bigint }[]>`
          SELECT count(*) AS left FROM "pgboss"."job"
          WHERE "state" IN ('created', 'retry', 'active') AND "name" IN ('deal.automate', 'contract.create', 'contract.act', 'inbox.apply', 'delivery.apply', 'workflow.report')`;
        return Number(row?.left ?? 1) === 0;
      }),
  });
};
