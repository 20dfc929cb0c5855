import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { appClientSecret } from '../../../sandbox/hubspot/state/accounts.ts';
import { signatureHeaders } from '../../../sandbox/hubspot/state/signatures.ts';
import { journey, type Journey } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

let world: World;
let go: Journey;
beforeAll(async () => {
  // No reconciliation: what is put right here is put right by the event.
  world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    environment: { SWEEP_EVERY_MS: '86400000' },
  });
  go = journey(world);
});
afterAll(() => world.stop());

const make = async (): Promise<{ dealId: string; name: string }> => {
  const { dealId, row } = await go.make(world.hubspot.control.seedDeals(1)[0] ?? '');
  await go.quiet();
  return { dealId, name: row.name };
};
const changes = (dealId: string) =>
  world.db.delivery.findMany({
    where: { portalId, dealId, activity: 'object.propertyChange' },
    orderBy: { receivedAt: 'asc' },
  });
const propertyOf = ({ body }: { body: Uint8Array }): string =>
  (JSON.parse(Buffer.from(body).toString('utf8')) as { property: string }).property;
/** The sandbox's events about our properties that say they were written by the app. */
const comeBack = (dealId: string) =>
  world.hubspot.control
    .deliveries()
    .flatMap(({ events }) => events)
    .filter(
      (event) =>
        String(event['objectId']) === dealId &&
        event['changeSource'] === 'INTEGRATION' &&
        String(event['propertyName']).startsWith('dealdraft_'),
    );

describe('the properties that DealDraft keeps on a deal', () => {
  it('are put right when somebody edits them, by the event and not only by reconciliation', async () => {
    const { dealId, name } = await make();
    world.hubspot.control.editDeal(
      dealId,
      { dealdraft_status: 'none', dealdraft_contract_name: 'scribbled over', dealdraft_contract_count: '7' },
      { portalId },
    );
    await until('the true values are back', () => {
      const now = go.dealProperties(dealId);
      return (
        now['dealdraft_status'] === 'draft' &&
        now['dealdraft_contract_name'] === name &&
        now['dealdraft_contract_count'] === '1'
      );
    });
    expect(await world.db.sweepRun.count()).toBe(0);
  });

  it('tell of our own writes, which are dropped unseen, so that no write follows a write', async () => {
    const { dealId } = await make();
    world.hubspot.control.editDeal(dealId, { dealdraft_status: 'none' }, { portalId });
    await until('it is written again', () => go.dealProperties(dealId)['dealdraft_status'] === 'draft');
    await go.quiet();
    expect(comeBack(dealId).length).toBeGreaterThan(5);
    expect((await changes(dealId)).map(propertyOf)).toEqual(['dealdraft_status']);
  });

  it('are left alone when an event of an unknown source tells the value that was written', async () => {
    const { dealId } = await make();
    const event = {
      eventId: 71,
      subscriptionId: 3,
      portalId,
      appId: 1,
      occurredAt: Date.now(),
      subscriptionType: 'object.propertyChange',
      attemptNumber: 0,
      objectId: Number(dealId),
      objectTypeId: '0-3',
      propertyName: 'dealdraft_contract_count',
      propertyValue: '1.0',
      changeSource: 'API',
    };
    const url = `${world.config.PUBLIC_ORIGIN}/webhooks/hubspot`;
    const body = JSON.stringify([event]);
    const signed = { clientSecret: appClientSecret, method: 'POST', url, body };
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...signatureHeaders(signed, Date.now(), 'v1') },
    });
    expect(answer.status).toBe(200);
    const settled = await until('the event is looked at', async () =>
      (await changes(dealId)).find(({ outcome }) => outcome !== 'pending'),
    );
    expect(settled).toMatchObject({
      outcome: 'ignored',
      outcomeText: expect.stringContaining('wrote') as string,
    });
    expect(await world.db.dealProjection.findFirst({ where: { portalId, dealId } })).toMatchObject({
      dirtySince: null,
    });
  });

  it('are not fought over without end with something that keeps writing them', async () => {
    const { dealId } = await make();
    for (let round = 1; round <= 6; round += 1) {
      world.hubspot.control.editDeal(dealId, { dealdraft_status: 'none' }, { portalId });
      await until(`event ${String(round)} is looked at`, async () => {
        const seen = await changes(dealId);
        return seen.length === round && seen.every(({ outcome }) => outcome !== 'pending');
      });
      if (round < 6)
        await until('it is written again', () => go.dealProperties(dealId)['dealdraft_status'] === 'draft');
    }
    expect((await changes(dealId)).map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 5 }, () => 'applied'),
      'ignored',
    ]);
    await go.quiet();
    expect(go.dealProperties(dealId)['dealdraft_status']).toBe('none');
  });
});
