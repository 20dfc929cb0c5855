import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { journey, roomyHubSpot, type Journey } from '../../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../../lab/world/world.ts';

export const nda = 'Mutual NDA (Individual)';

export let world: World;
export let go: Journey;

/** One world for the tests of the file that calls it; each test ends with nothing left to do. */
export const useMergeWorld = (): void => {
  beforeAll(async () => {
    world = await startWorld({
      databaseUrl: inject('databaseUrl'),
      environment: {
        ...roomyHubSpot.environment,
        SPOTDRAFT_REQUESTS_PER_S: '200',
        SWEEP_EVERY_MS: '86400000',
        CREATE_TIMEOUT_MS: '700',
        LOOK_UP_DELAYS_MS: '100,300',
      },
      hubspot: roomyHubSpot.hubspot,
      spotdraft: { rateLimitPerSecond: 200 },
    });
    go = journey(world);
  });
  afterAll(() => world.stop());
  afterEach(async () => {
    world.hubspot.control.clearFaults();
    world.spotdraft.control.clearFaults();
    await settled();
  });
};

/** All is done but comparisons with the deal, which wait for a moment after each change. */
export const settled = async (): Promise<void> => {
  await world.hubspot.control.idle();
  await world.spotdraft.control.idle();
  await until('no work is left', async () => {
    const [row] = await world.db.$queryRaw<{ left: bigint }[]>`
      SELECT (SELECT count(*) FROM pgboss.job WHERE state IN ('created', 'retry', 'active')
          AND name NOT IN ('dead-letter', 'deal.drift') AND start_after < now() + interval '5 seconds')
        + (SELECT count(*) FROM delivery WHERE outcome = 'pending') AS left`;
    return Number(row?.left ?? 1) === 0;
  });
};
export const fresh = (count: number): string[] => world.hubspot.control.seedDeals(count);
/** Two deals with an order form each, all quiet. */
export const pair = async () => {
  const [a = '', b = ''] = fresh(2);
  const [first, second] = await Promise.all([go.make(a), go.make(b)]);
  await settled();
  return { a, b, first, second };
};
/** HubSpot merges, and nobody tells of it. */
export const mergeUntold = async (primary: string, merged: string): Promise<string> => {
  const { id } = world.hubspot.control.addFault({ kind: 'webhook-drop' });
  const united = world.hubspot.control.mergeDeals(primary, merged);
  await world.hubspot.control.idle();
  world.hubspot.control.clearFaults(id);
  return united;
};
export const onDeal = (dealId: string, ids: string[]) =>
  until(`the contracts are on deal ${dealId}`, async () => {
    const rows = await world.db.contract.findMany({ where: { portalId, id: { in: ids } } });
    return rows.every((row) => row.dealId === dealId);
  });
export const says = (dealId: string, values: Record<string, string>) =>
  until(`deal ${dealId} says ${JSON.stringify(values)}`, () =>
    Object.entries(values).every(([name, value]) => go.dealProperties(dealId)[name] === value),
  );

/** All that could still hang on a deal that was merged. */
export const leftBehind = async (dealIds: string[]) => {
  const where = { portalId, dealId: { in: dealIds } };
  return {
    contracts: await world.db.contract.count({ where }),
    requests: await world.db.request.count({ where }),
    firings: await world.db.ruleFiring.count({ where }),
    executions: await world.db.workflowExecution.count({ where }),
    projections: await world.db.dealProjection.count({ where }),
    problems: await world.db.problem.count({ where: { ...where, clearedAt: null } }),
  };
};
export const nothing = { contracts: 0, requests: 0, firings: 0, executions: 0, projections: 0, problems: 0 };
export const partOf = (dealId: string, type: 'companies' | 'contacts'): string => {
  const edges = world.hubspot.control.portal(portalId).associations.get(`deals/${dealId}`);
  const key = [...(edges?.keys() ?? [])].find((each) => each.startsWith(`${type}/`));
  return key?.slice(type.length + 1) ?? '';
};
/** A merged deal has the signatories of both, so that a person must say who signs: here one of them is taken away. */
export const withOneSignatory = (united: string): void => {
  world.hubspot.control.dissociate(united, 'contacts', partOf(united, 'contacts'));
};

/** How often our app wrote a property of a deal. */
export const writesOf = (dealId: string, property: string): string[] =>
  (world.hubspot.control.record('deals', dealId).history[property] ?? [])
    .filter(({ sourceType }) => sourceType === 'INTEGRATION')
    .map(({ value }) => value);
export const seenAs = async (dealId: string): Promise<string[]> =>
  (await go.view(dealId)).contracts.map(({ id }) => id).sort();

/** The one state in which a merge of two deals with an open order form each ends, whatever way it was learnt. */
export const expectUnited = async (
  united: string,
  { a, b, first, second }: Awaited<ReturnType<typeof pair>>,
) => {
  const ids = [first.row.id, second.row.id].sort();
  await onDeal(united, ids);
  await says(united, { dealdraft_contract_count: '2', dealdraft_status: 'draft' });
  await settled();
  expect(await leftBehind([a, b])).toEqual(nothing);
  for (const dealId of [united, a, b]) expect(await seenAs(dealId)).toEqual(ids);
  for (const { row } of [first, second]) {
    const events = await world.db.contractEvent.findMany({
      where: { contractId: row.id, kind: 'contract_linked' },
    });
    expect(events.map(({ detail }) => detail)).toEqual([
      { reason: `Deal ${row.dealId} was merged into this one.` },
    ]);
  }
  expect(await world.db.problem.count({ where: { portalId, kind: 'deal_gone', clearedAt: null } })).toBe(0);
};

/** The card of each of the three knows that an order form is open. */
export const expectNoSecondOne = async (united: string, { a, b }: Awaited<ReturnType<typeof pair>>) => {
  withOneSignatory(united);
  for (const dealId of [united, a, b])
    expect(await go.click(dealId, 'Order Form')).toMatchObject({
      ok: false,
      error: { code: 'open_contract' },
    });
};
