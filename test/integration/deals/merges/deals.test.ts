import { describe, expect, it } from 'vitest';
import type { FaultInput } from '../../../../sandbox/hubspot/state/faults.ts';
import { acceptHubSpotEvents } from '../../../../src/features/inbox/accept-hubspot-events.ts';
import { startSweep } from '../../../../src/features/reconciliation/start-sweep.ts';
import type { TemplatesView } from '@dealdraft/wire/card.ts';
import { portalId, until } from '../../../../lab/world/world.ts';
import {
  expectNoSecondOne,
  expectUnited,
  fresh,
  go,
  leftBehind,
  mergeUntold,
  nothing,
  onDeal,
  pair,
  says,
  seenAs,
  settled,
  withOneSignatory,
  world,
  writesOf,
  useMergeWorld,
} from './kit.ts';

useMergeWorld();

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
