import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { requestForErp } from '../../../../src/features/erp/erp-request.ts';
import type { LinkView } from '@dealdraft/wire/card.ts';
import { portalId, until, type World } from '../../../../lab/world/world.ts';
import {
  fresh,
  go,
  leftBehind,
  nda,
  nothing,
  onDeal,
  pair,
  says,
  settled,
  withOneSignatory,
  world,
  useMergeWorld,
} from './kit.ts';

useMergeWorld();

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
