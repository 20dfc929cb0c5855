import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { FaultInput } from '../../../sandbox/hubspot/state/faults.ts';
import { requestForErp } from '../../../src/features/erp/erp-request.ts';
import { acceptHubSpotEvents } from '../../../src/features/inbox/accept-hubspot-events.ts';
import { startSweep } from '../../../src/features/reconciliation/start-sweep.ts';
import type { LinkView, TemplatesView } from '@dealdraft/wire/card.ts';
import { journey, roomyHubSpot, type Journey } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

const nda = 'Mutual NDA (Individual)';

let world: World;
let go: Journey;
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

/** All is done but comparisons with the deal, which wait for a moment after each change. */
const settled = async (): Promise<void> => {
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
const fresh = (count: number): string[] => world.hubspot.control.seedDeals(count);
/** Two deals with an order form each, all quiet. */
const pair = async () => {
  const [a = '', b = ''] = fresh(2);
  const [first, second] = await Promise.all([go.make(a), go.make(b)]);
  await settled();
  return { a, b, first, second };
};
/** HubSpot merges, and nobody tells of it. */
const mergeUntold = async (primary: string, merged: string): Promise<string> => {
  const { id } = world.hubspot.control.addFault({ kind: 'webhook-drop' });
  const united = world.hubspot.control.mergeDeals(primary, merged);
  await world.hubspot.control.idle();
  world.hubspot.control.clearFaults(id);
  return united;
};
const onDeal = (dealId: string, ids: string[]) =>
  until(`the contracts are on deal ${dealId}`, async () => {
    const rows = await world.db.contract.findMany({ where: { portalId, id: { in: ids } } });
    return rows.every((row) => row.dealId === dealId);
  });
const says = (dealId: string, values: Record<string, string>) =>
  until(`deal ${dealId} says ${JSON.stringify(values)}`, () =>
    Object.entries(values).every(([name, value]) => go.dealProperties(dealId)[name] === value),
  );

/** All that could still hang on a deal that was merged. */
const leftBehind = async (dealIds: string[]) => {
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
const nothing = { contracts: 0, requests: 0, firings: 0, executions: 0, projections: 0, problems: 0 };
const partOf = (dealId: string, type: 'companies' | 'contacts'): string => {
  const edges = world.hubspot.control.portal(portalId).associations.get(`deals/${dealId}`);
  const key = [...(edges?.keys() ?? [])].find((each) => each.startsWith(`${type}/`));
  return key?.slice(type.length + 1) ?? '';
};
/** A merged deal has the signatories of both, so that a person must say who signs: here one of them is taken away. */
const withOneSignatory = (united: string): void => {
  world.hubspot.control.dissociate(united, 'contacts', partOf(united, 'contacts'));
};

/** How often our app wrote a property of a deal. */
const writesOf = (dealId: string, property: string): string[] =>
  (world.hubspot.control.record('deals', dealId).history[property] ?? [])
    .filter(({ sourceType }) => sourceType === 'INTEGRATION')
    .map(({ value }) => value);
const seenAs = async (dealId: string): Promise<string[]> =>
  (await go.view(dealId)).contracts.map(({ id }) => id).sort();

/** The one state in which a merge of two deals with an open order form each ends, whatever way it was learnt. */
const expectUnited = async (united: string, { a, b, first, second }: Awaited<ReturnType<typeof pair>>) => {
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
const expectNoSecondOne = async (united: string, { a, b }: Awaited<ReturnType<typeof pair>>) => {
  withOneSignatory(united);
  for (const dealId of [united, a, b])
    expect(await go.click(dealId, 'Order Form')).toMatchObject({
      ok: false,
      error: { code: 'open_contract' },
    });
};

describe('deals that are merged into a third one', () => {
  const delay = (subscriptionType: string, ms = 500): FaultInput => ({
    kind: 'webhook-delay',
    subscriptionType,
    ms,
  });
  it.each<[string, FaultInput[]]>([
    ['told as HubSpot tells it', []],
    ['the deletions told before the merge', [delay('object.merge')]],
    ['the merge told before the deletions', [delay('object.deletion')]],
    ['all told twice', [{ kind: 'webhook-duplicate' }, delay('object.merge', 200)]],
    ['in any order', [{ kind: 'webhook-reorder', probability: 0.5 }, { kind: 'webhook-duplicate' }]],
    ['only the deletions told', [{ kind: 'webhook-drop', subscriptionType: 'object.merge' }]],
    ['the merge alone told', [{ kind: 'webhook-drop', subscriptionType: 'object.deletion' }]],
  ])('have all their contracts on it, and say so once: %s', async (_name, faults) => {
    const two = await pair();
    for (const fault of faults) world.hubspot.control.addFault(fault);
    const united = world.hubspot.control.mergeDeals(two.a, two.b);
    await expectUnited(united, two);
    expect(writesOf(united, 'dealdraft_contract_count')).toEqual(['2']);
    await expectNoSecondOne(united, two);
    expect(await world.db.sweepRun.count({ where: { portalId, cause: 'demand' } })).toBe(0);
    // News of either contract, which SpotDraft knows by the old deals, reach the new one.
    for (const { numericId } of [two.first, two.second]) go.person(numericId, 'send');
    await says(united, { dealdraft_status: 'review' });
  });

  it('are known by a replay of the same news to be merged', async () => {
    const two = await pair();
    const united = world.hubspot.control.mergeDeals(two.a, two.b);
    await expectUnited(united, two);
    const told = await world.db.delivery.findFirstOrThrow({
      where: { portalId, dealId: united, activity: 'object.merge' },
    });
    // Ignored only when a read of the deal had told of this very merge before the webhook did.
    const text = told.outcomeText ?? '';
    expect(`${told.outcome}: ${text}`).toMatch(
      /^(applied: \d+ contracts moved to deal \d+, which came of the merge\.|ignored: The merge was known\.)$/,
    );
    await world.db.$transaction(async (tx) => {
      await tx.delivery.update({ where: { id: told.id }, data: { outcome: 'pending' } });
      await world.app.deps.enqueue(tx, 'delivery.apply', { payload: { portalId, deliveryId: told.id } });
    });
    await settled();
    expect(await world.db.delivery.findUniqueOrThrow({ where: { id: told.id } })).toMatchObject({
      outcome: 'ignored',
      outcomeText: 'The merge was known.',
    });
    await expectUnited(united, two);
  });

  it('and merged again, are followed to the end, told in the wrong order', async () => {
    const two = await pair();
    const [c = ''] = fresh(1);
    const third = await go.make(c);
    await settled();
    const late = world.hubspot.control.addFault({
      kind: 'webhook-delay',
      subscriptionType: 'object.merge',
      ms: 800,
      times: 1,
    });
    const between = world.hubspot.control.mergeDeals(two.a, two.b);
    world.hubspot.control.clearFaults(late.id);
    const united = world.hubspot.control.mergeDeals(c, between);
    const ids = [two.first.row.id, two.second.row.id, third.row.id];
    await onDeal(united, ids);
    await says(united, { dealdraft_contract_count: '3' });
    await settled();
    expect(await leftBehind([two.a, two.b, c, between])).toEqual(nothing);
    for (const dealId of [united, between, two.a, two.b, c])
      expect(await seenAs(dealId)).toEqual(ids.toSorted());
    const leads = await world.db.mergedRecord.findMany({
      where: { portalId, mergedId: { in: [two.a, two.b, c, between] } },
    });
    expect(leads.map(({ intoId }) => intoId)).toEqual([united, united, united, united]);
  });

  it('as HubSpot merged before 2026, into the primary one, are followed too', async () => {
    const two = await pair();
    const merge = {
      portalId,
      subscriptionType: 'deal.merge',
      subscriptionId: 7,
      eventId: 7,
      occurredAt: Date.now(),
      primaryObjectId: Number(two.a),
      mergedObjectIds: [Number(two.b)],
    };
    await acceptHubSpotEvents(world.app, Buffer.from(JSON.stringify([merge])));
    await onDeal(two.a, [two.first.row.id, two.second.row.id]);
    await settled();
    expect(await leftBehind([two.b])).toEqual(nothing);
  });
});

describe('a merge of which nobody tells', () => {
  it('is learnt when a card asks what can be generated', async () => {
    const two = await pair();
    const united = await mergeUntold(two.a, two.b);
    const { templates } = await world.cardOk<TemplatesView>('GET', `/api/card/deals/${united}/templates`);
    expect(templates.find(({ name }) => name === 'Order Form')?.openContract).not.toBeNull();
    await expectUnited(united, two);
  });

  it('is learnt from the first click, which makes no second contract', async () => {
    const two = await pair();
    const united = await mergeUntold(two.b, two.a);
    withOneSignatory(united);
    expect(await go.click(united, 'Order Form')).toMatchObject({
      ok: false,
      error: { code: 'open_contract' },
    });
    await expectUnited(united, two);
  });

  it('is learnt when HubSpot answers a write with another id', async () => {
    const two = await pair();
    const united = await mergeUntold(two.a, two.b);
    go.person(two.second.numericId, 'send');
    await onDeal(united, [two.second.row.id]);
    // The other one, too: the new deal names all that were merged into it.
    await onDeal(united, [two.first.row.id]);
    await says(united, { dealdraft_contract_count: '2' });
    await settled();
    expect(await leftBehind([two.a, two.b])).toEqual(nothing);
  });

  it('is found by reconciliation', async () => {
    const two = await pair();
    const united = await mergeUntold(two.a, two.b);
    const run = await startSweep(world.app.deps, {
      portalId,
      workspaceId: world.workspaceId,
      cause: 'schedule',
      startedBy: 'nobody',
    });
    if (run === null) throw new Error('it did not start');
    await until('the run has ended', () =>
      world.db.sweepRun.findFirst({ where: { id: run.runId, state: 'done' } }),
    );
    await expectUnited(united, two);
  });

  it('brings the signed document to the new deal', async () => {
    const two = await pair();
    const united = await mergeUntold(two.a, two.b);
    for (const action of ['mark', 'sign-all']) go.person(two.second.numericId, action);
    const { noteId } = await go.rowWhen(
      'it is attached',
      two.second.row.id,
      (row) => row.attachedAt !== null,
    );
    const edges = world.hubspot.control.portal(portalId).associations.get(`deals/${united}`);
    expect([...(edges?.keys() ?? [])]).toContain(`notes/${noteId ?? ''}`);
    await onDeal(united, [two.first.row.id, two.second.row.id]);
  });
});

describe('what is under way while deals are merged', () => {
  const post = { method: 'POST', path: '/public/contracts/$' } as const;

  it.each<[string, Parameters<World['spotdraft']['control']['addFault']>[0][]]>([
    ['answered late', [{ kind: 'slow', ms: 400, when: 'before', ...post }]],
    ['answered never, though made', [{ kind: 'commit-then-timeout', ...post, times: 2 }]],
    ['refused at first', [{ kind: 'error-before', ...post, times: 2 }]],
  ])(
    'a creation for each of both, of one template, %s: one contract each, on the new deal',
    async (_name, faults) => {
      for (const fault of faults) world.spotdraft.control.addFault(fault);
      const [a = '', b = ''] = fresh(2);
      const clicks = [await go.click(a, nda), await go.click(b, nda)];
      const requests = clicks.map((each) => {
        if (!each.ok) throw new Error(each.error.message);
        return each.data.requestId;
      });
      const united = world.hubspot.control.mergeDeals(a, b);
      const moved = await until('both requests are with the new deal', async () => {
        const rows = await world.db.request.findMany({ where: { portalId, dealId: united } });
        return rows.length === 2 ? rows : null;
      });
      expect(moved.map(({ id }) => id).sort()).toEqual(requests.toSorted());
      expect(moved.map(({ askedForDealId }) => askedForDealId).sort()).toEqual([a, b].sort());
      // While they are, or after: no third one of the template, without a word why.
      withOneSignatory(united);
      const third = await go.click(united, nda);
      expect(third).toMatchObject({ ok: false });
      if (!third.ok) expect(['already_requested', 'open_contract']).toContain(third.error.code);
      for (const requestId of requests) {
        const row = await go.contractOf(requestId);
        await onDeal(united, [row.id]);
      }
      await says(united, { dealdraft_contract_count: '2' });
      await settled();
      expect([...go.atSpotDraft(a), ...go.atSpotDraft(b), ...go.atSpotDraft(united)]).toHaveLength(2);
      expect(await leftBehind([a, b])).toEqual(nothing);
      expect(
        await world.db.problem.count({ where: { portalId, kind: 'request_unclear', clearedAt: null } }),
      ).toBe(0);
    },
  );

  it('a contract whose answer was lost is adopted by the new deal when its webhook names the old one', async () => {
    const [a = '', b = ''] = fresh(2);
    world.spotdraft.control.addFault({ kind: 'commit-then-timeout', ...post, times: 1 });
    world.spotdraft.control.addFault({ kind: 'down', path: 'by_external_metadata', ms: 1_500 });
    const clicked = await go.click(a, nda);
    if (!clicked.ok) throw new Error(clicked.error.message);
    const united = world.hubspot.control.mergeDeals(b, a);
    const row = await go.contractOf(clicked.data.requestId);
    await onDeal(united, [row.id]);
    await says(united, { dealdraft_contract_count: '1' });
  });

  it('a contract that names the old deal and is not known here is adopted by the new one', async () => {
    const { a, b, first, second } = await pair();
    const united = world.hubspot.control.mergeDeals(a, b);
    await onDeal(united, [first.row.id, second.row.id]);
    await settled();
    await world.db.contract.delete({ where: { id: second.row.id } });
    await world.db.request.deleteMany({ where: { id: second.requestId } });
    go.person(second.numericId, 'send');
    const adopted = await until('it is adopted', () =>
      world.db.contract.findFirst({ where: { portalId, numericId: second.numericId } }),
    );
    await onDeal(united, [adopted.id]);
    await says(united, { dealdraft_contract_count: '2' });
  });

  it('jobs that name an old deal act on the new one', async () => {
    const { a, b, first, second } = await pair();
    const united = world.hubspot.control.mergeDeals(a, b);
    await onDeal(united, [first.row.id, second.row.id]);
    await settled();
    world.hubspot.control.editDeal(united, { governing_law: 'new_york' });
    for (const name of ['deal.check', 'deal.automate', 'deal.drift'] as const)
      await world.db.$transaction((tx) =>
        world.app.deps.enqueue(tx, name, { payload: { portalId, dealId: a } }),
      );
    await until('what changed on the new deal is told of its contract', async () => {
      const { drift } = await go.contractView(united, first.row.id);
      return drift !== null;
    });
    await settled();
    expect(await leftBehind([a, b])).toEqual(nothing);
  });

  it('a link, and a request of an ERP, that name an old deal go to the new one', async () => {
    const { a, b, first, second } = await pair();
    const [elsewhere = ''] = fresh(1);
    const other = await go.make(elsewhere);
    const united = world.hubspot.control.mergeDeals(a, b);
    await onDeal(united, [first.row.id, second.row.id]);
    await settled();
    const { contractId } = await world.cardOk<LinkView>('POST', `/api/card/deals/${b}/link`, {
      spotdraftId: other.row.spotdraftId,
      workspaceId: world.workspaceId,
      idempotencyKey: randomUUID(),
      confirmMove: true,
    });
    await onDeal(united, [contractId]);
    withOneSignatory(united);
    const asked = await requestForErp(world.app.deps, portalId, {
      idempotencyKey: randomUUID(),
      dealId: a,
      template: nda,
      keys: {},
      choices: {},
    });
    if (!asked.ok) throw new Error(asked.failure.message);
    const made = await go.contractOf(asked.value.requestId);
    expect(made.dealId).toBe(united);
    expect(go.atSpotDraft(united).map(({ id }) => id)).toContain(made.numericId);
    await says(united, { dealdraft_contract_count: '4' });
  });
});

describe('companies and contacts that are merged', () => {
  const driftOf = (id: string) => go.row(id).then(({ drift }) => drift as { changes: unknown[] } | null);
  const compared = async (dealId: string, id: string) => {
    await settled();
    await world.cardOk('POST', `/api/card/deals/${dealId}/drift`, {});
    return (await driftOf(id))?.changes ?? [];
  };
  /** A deal with two companies, neither of which is the primary one: a person chose the second. */
  const chosen = async () => {
    const [dealId = '', other = ''] = fresh(2);
    const [first, second] = [partOf(dealId, 'companies'), partOf(other, 'companies')];
    world.hubspot.control.dissociate(dealId, 'companies', first);
    world.hubspot.control.associate(dealId, 'companies', first);
    world.hubspot.control.associate(dealId, 'companies', second);
    const asked = await go.plan(dealId, 'Order Form');
    expect(asked.plan.lines.some(({ status }) => status === 'choose')).toBe(true);
    const clicked = await go.click(dealId, 'Order Form', { choices: { company: second } });
    if (!clicked.ok) throw new Error(clicked.error.message);
    const row = await go.contractOf(clicked.data.requestId);
    await settled();
    return { dealId, row, first, second };
  };

  it('a company that was chosen stays the chosen one, also when it is merged again', async () => {
    const { dealId, row, second } = await chosen();
    const [spare = '', more = ''] = fresh(2).map((deal) => partOf(deal, 'companies'));
    const once = world.hubspot.control.merge('companies', { primary: second, merged: spare });
    expect(await compared(dealId, row.id)).toEqual([]);
    const twice = world.hubspot.control.merge('companies', { primary: once, merged: more });
    expect(await compared(dealId, row.id)).toEqual([]);
    const leads = await world.db.mergedRecord.findMany({
      where: { portalId, mergedId: { in: [second, once] } },
    });
    expect(leads.map(({ intoId }) => intoId)).toEqual([twice, twice]);
    // Another contract of the deal can be made with the choice that the card still holds.
    const { plan } = await go.plan(dealId, 'Order Form', { company: second });
    expect(plan.blockers).toBe(0);
    // What does change is told: the check would find it.
    world.hubspot.control.edit('companies', twice, { legal_name: 'Another name Ltd' });
    expect(await compared(dealId, row.id)).not.toEqual([]);
  });

  it('is known from HubSpot alone when no webhook told', async () => {
    const { dealId, row, second } = await chosen();
    world.hubspot.control.addFault({ kind: 'webhook-drop' });
    const [spare = ''] = fresh(1).map((deal) => partOf(deal, 'companies'));
    world.hubspot.control.merge('companies', { primary: second, merged: spare });
    expect(await compared(dealId, row.id)).toEqual([]);
  });

  it('is known from the webhooks alone when HubSpot names only the last merge', async () => {
    const { dealId, row, second } = await chosen();
    const [spare = '', more = ''] = fresh(2).map((deal) => partOf(deal, 'companies'));
    const once = world.hubspot.control.merge('companies', { primary: second, merged: spare });
    const twice = world.hubspot.control.merge('companies', { primary: once, merged: more });
    world.hubspot.control.record('companies', twice).properties['hs_merged_object_ids'] = `${once};${more}`;
    expect(await compared(dealId, row.id)).toEqual([]);
  });

  it.each(['companies', 'contacts'] as const)(
    '%s of a deal: no change is told where nothing changed',
    async (type) => {
      const [dealId = '', other = ''] = fresh(2);
      const { row } = await go.make(dealId);
      await settled();
      world.hubspot.control.addFault({ kind: 'webhook-duplicate' });
      world.hubspot.control.merge(type, { primary: partOf(dealId, type), merged: partOf(other, type) });
      expect(await compared(dealId, row.id)).toEqual([]);
      // By the event, not only by the card that was opened.
      const told = await world.db.delivery.findFirstOrThrow({
        where: { portalId, activity: 'object.merge' },
        orderBy: { receivedAt: 'desc' },
      });
      expect(told).toMatchObject({ outcome: 'noted' });
    },
  );

  it('into a record with other values: those that differ are told, at once', async () => {
    const [dealId = '', other = ''] = fresh(2);
    const { row } = await go.make(dealId);
    await settled();
    world.hubspot.control.merge('companies', {
      primary: partOf(other, 'companies'),
      merged: partOf(dealId, 'companies'),
    });
    await until('the card says what differs', () => driftOf(row.id));
  });
});
