import { randomUUID } from 'node:crypto';
import type { Contract } from '../../src/platform/database/generated/client.ts';
import type { ContractView, DealView, Envelope, GenerateView, PlanView } from '@dealdraft/wire/card.ts';
import { patienceMs } from '../patience.ts';
import { portalId, until, type World } from './world.ts';

export type TemplateName = 'Order Form' | 'Master Services Agreement' | 'Mutual NDA (Individual)';
export type Made = { dealId: string; requestId: string; row: Contract; numericId: number };

/** For worlds whose test is not about HubSpot's limit: many clicks in little time would wait for it. */
export const roomyHubSpot = {
  environment: { HUBSPOT_REQUESTS_PER_10_S: '2000' },
  hubspot: { rateLimitPer10s: 2000 },
} as const;

/** What sellers and legal do, as short words for tests. Everything goes through the card's routes or the sandbox's people. */
export const journey = (world: World) => {
  const templateId = async (name: TemplateName): Promise<number> =>
    (await world.db.template.findFirstOrThrow({ where: { portalId, name } })).templateId;

  const view = (dealId: string): Promise<DealView> =>
    world.cardOk<DealView>('GET', `/api/card/deals/${dealId}`);

  const plan = async (dealId: string, template: TemplateName, choices: Record<string, string> = {}) =>
    world.cardOk<PlanView>('POST', `/api/card/deals/${dealId}/plan`, {
      templateId: await templateId(template),
      choices,
    });

  /** The click itself, with whatever comes of it. */
  const click = async (
    dealId: string,
    template: TemplateName,
    more: { key?: string; planHash?: string; reason?: string; choices?: Record<string, string> } = {},
  ): Promise<Envelope<GenerateView>> => {
    const { key = randomUUID(), planHash = (await plan(dealId, template, more.choices)).planHash } = more;
    return world.card<GenerateView>('POST', `/api/card/deals/${dealId}/generate`, {
      templateId: await templateId(template),
      planHash,
      idempotencyKey: key,
      ...(more.reason === undefined ? {} : { reason: more.reason }),
      ...(more.choices === undefined ? {} : { choices: more.choices }),
    });
  };

  const contractOf = (requestId: string, timeoutMs = patienceMs): Promise<Contract> =>
    until(
      `the contract of request ${requestId}`,
      () => world.db.contract.findFirst({ where: { requestId } }),
      timeoutMs,
    );

  const make = async (dealId: string, template: TemplateName = 'Order Form'): Promise<Made> => {
    const clicked = await click(dealId, template);
    if (!clicked.ok) throw new Error(JSON.stringify(clicked.error));
    const { requestId } = clicked.data;
    const row = await contractOf(requestId);
    return { dealId, requestId, row, numericId: row.numericId };
  };

  /** Somebody at SpotDraft does something; throws when the sandbox does not let them. */
  const person = (
    contractId: number,
    action: string,
    more: Record<string, unknown> = {},
    workspace: 'production' | 'uat' = 'production',
  ): void => {
    const result = world.spotdraft.control.act({ workspace, contractId, action, ...more } as Parameters<
      typeof world.spotdraft.control.act
    >[0]);
    if (!result.ok) throw new Error(`${action} of ${String(contractId)}: ${JSON.stringify(result.body)}`);
  };

  const act = (contractId: string, action: string, more: Record<string, unknown> = {}) =>
    world.card<{ actionId: string }>('POST', `/api/card/contracts/${contractId}/actions`, {
      action,
      idempotencyKey: randomUUID(),
      ...more,
    });

  const row = (id: string): Promise<Contract> => world.db.contract.findUniqueOrThrow({ where: { id } });

  const rowWhen = (
    name: string,
    id: string,
    holds: (contract: Contract) => boolean,
    timeoutMs = patienceMs,
  ): Promise<Contract> =>
    until(
      name,
      async () => {
        const contract = await row(id);
        return holds(contract) ? contract : null;
      },
      timeoutMs,
    );

  const contractView = async (dealId: string, id: string): Promise<ContractView> => {
    const found = (await view(dealId)).contracts.find((contract) => contract.id === id);
    if (found === undefined) throw new Error(`the card of deal ${dealId} does not show ${id}`);
    return found;
  };

  /** The action's end, as stored. */
  const actionEnd = (actionId: string) =>
    until('the action has ended', () =>
      world.db.contractAction.findFirst({ where: { id: actionId, state: { in: ['done', 'failed'] } } }),
    );

  /** Contracts that SpotDraft holds for a deal: the truth about "exactly one". */
  const atSpotDraft = (dealId: string) =>
    world.spotdraft.control
      .truth()
      .contracts.filter((contract) => contract.externalMetadata?.['id'] === `hubspot-deal-${dealId}`);

  const dealProperties = (dealId: string): Record<string, string | null | undefined> =>
    world.hubspot.control.record('deals', dealId, portalId).properties;

  /** Nothing waits and nothing runs, but for what is planned for later: what is not there now will not come. */
  const quiet = (timeoutMs = patienceMs): Promise<boolean> =>
    until(
      'no work is left',
      async () => {
        await world.spotdraft.control.idle();
        const jobs = await world.db.$queryRaw<{ job: string }[]>`
          SELECT name || ' ' || state || ' ' || retry_count || ' ' || data::text AS job FROM pgboss.job
          WHERE state IN ('created', 'retry', 'active') AND name <> 'dead-letter'
            AND start_after < now() + interval '5 seconds'`;
        const pending = await world.db.delivery.count({ where: { outcome: 'pending' } });
        if (jobs.length === 0 && pending === 0) return true;
        throw new Error(`${String(pending)} deliveries; ${jobs.map(({ job }) => job).join('; ')}`);
      },
      timeoutMs,
    );

  return {
    templateId,
    view,
    plan,
    click,
    contractOf,
    make,
    person,
    act,
    row,
    rowWhen,
    contractView,
    actionEnd,
    atSpotDraft,
    dealProperties,
    quiet,
  };
};

export type Journey = ReturnType<typeof journey>;
