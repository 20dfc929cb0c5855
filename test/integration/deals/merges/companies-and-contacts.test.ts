import { describe, expect, it } from 'vitest';
import { portalId, until } from '../../../../lab/world/world.ts';
import { fresh, go, partOf, settled, world, useMergeWorld } from './kit.ts';

useMergeWorld();

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
