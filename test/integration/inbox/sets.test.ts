import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { roomyHubSpot } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';
import type { Notice } from '../../../src/features/inbox/intake.ts';
import { dedupeKey, parseWebhookEvent } from '../../../src/spotdraft/inbound/webhook-event.ts';
import { startApp, type App } from '../../../src/app.ts';

let world: World;
let second: App;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
  second = await startApp({ config: world.config, role: 'worker' });
});
afterAll(async () => {
  await second.stop();
  await world.stop();
});

const began = Date.UTC(2026, 10, 1);
const notice = (numericId: number, step: number, [activity, status]: readonly [string, string]): Notice => {
  const body = Buffer.from(
    JSON.stringify({
      activity,
      contract_id: numericId,
      contract_status: status,
      contract_title: `Contract ${String(numericId)}`,
      activity_data: { timestamp: new Date(began + step * 1000).toISOString() },
    }),
  );
  const event = parseWebhookEvent(body);
  if (!event.ok) throw new Error(event.failure.reason);
  const { workspaceId } = world;
  return {
    portalId,
    source: 'spotdraft',
    scope: workspaceId,
    workspaceId,
    dedupeKey: dedupeKey(event.value),
    body,
    headers: {},
    activity,
    dealId: null,
  };
};
/** What SpotDraft tells of a contract from its first review to the last signature. */
const life = [
  ['CONTRACT_SENT_TO_COUNTERPARTY', 'REDLINING'],
  ['CONTRACT_DATA_UPDATED', 'REDLINING'],
  ['CONTRACT_MARK_FOR_EXECUTION', 'SIGN'],
  ['CONTRACT_UNMARK_FOR_EXECUTION', 'REDLINING'],
  ['CONTRACT_MARK_FOR_EXECUTION', 'SIGN'],
  ['CONTRACT_SIGNED', 'SIGN'],
] as const;

let next = 700_000;
const seed = async (count: number): Promise<{ numericIds: number[]; deals: string[] }> => {
  const deals = world.hubspot.control.seedDeals(count);
  const createdAt = new Date(began - 60_000);
  const rows = deals.map((dealId) => ({ dealId, numericId: (next += 1) }));
  await world.db.contract.createMany({
    data: rows.map(({ dealId, numericId }) => ({
      portalId,
      workspaceId: world.workspaceId,
      dealId,
      spotdraftId: `T-${String(numericId)}`,
      numericId,
      name: `Contract ${String(numericId)}`,
      origin: 'linked',
      status: 'DRAFT',
      statusAt: createdAt,
      statusMicros: BigInt(createdAt.getTime()) * 1000n,
      statusFrom: 'created',
      verifiedAt: createdAt,
      createdAt,
    })),
  });
  return { numericIds: rows.map(({ numericId }) => numericId), deals };
};
const pending = () => world.db.delivery.count({ where: { portalId, outcome: 'pending' } });

describe('what is applied in sets', () => {
  it('is what would be applied one by one: every event once, in its order, and the last status on the deal', async () => {
    const { numericIds, deals } = await seed(60);
    const notices = life.flatMap((step, index) => numericIds.map((id) => notice(id, index, step)));
    const taken = await world.app.intake.take(notices);
    expect(taken.every((each) => each === 'new')).toBe(true);
    await until('all are applied', async () => (await pending()) === 0);
    const contracts = await world.db.contract.findMany({ where: { numericId: { in: numericIds } } });
    for (const contract of contracts) {
      expect(contract).toMatchObject({ status: 'SIGN', sentAt: new Date(began), verifyWantedAt: null });
      expect(contract.signedAt).toEqual(new Date(began + 5_000));
    }
    const events = await world.db.contractEvent.findMany({
      where: { contractId: contracts[0]?.id ?? '' },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
    });
    expect(events.map(({ kind }) => kind)).toEqual(life.map(([activity]) => activity));
    expect(events.map(({ fromStatus, toStatus }) => [fromStatus, toStatus])).toEqual([
      ['DRAFT', 'REDLINING'],
      [null, null],
      ['REDLINING', 'SIGN'],
      ['SIGN', 'REDLINING'],
      ['REDLINING', 'SIGN'],
      [null, null],
    ]);
    await until('the deals say so', () =>
      deals.every(
        (dealId) =>
          world.hubspot.control.record('deals', dealId, portalId).properties['dealdraft_status'] ===
          'signing',
      ),
    );
    // The same again changes nothing: it is counted where it stands.
    expect(new Set(await world.app.intake.take(notices))).toEqual(new Set(['repeated']));
  });

  it('goes on around one that cannot be applied, which is tried alone', async () => {
    const { numericIds } = await seed(40);
    const [poisoned = 0] = numericIds.slice(17);
    await world.db.$executeRawUnsafe(`
      CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW."kind" = 'CONTRACT_VOIDED' AND NEW."contractId" = (SELECT "id" FROM "contract" WHERE "numericId" = ${String(poisoned)})
        THEN RAISE EXCEPTION 'poison'; END IF;
        RETURN NEW; END $$`);
    await world.db.$executeRawUnsafe(
      'CREATE TRIGGER refuse_poison BEFORE INSERT ON "contract_event" FOR EACH ROW EXECUTE FUNCTION refuse_poison()',
    );
    await world.app.intake.take(numericIds.map((id) => notice(id, 9, ['CONTRACT_VOIDED', 'VOIDED'])));
    await until('all others are applied', async () => (await pending()) === 1);
    const left = await world.db.delivery.findFirstOrThrow({ where: { portalId, outcome: 'pending' } });
    expect(left.alone).toBe(true);
    expect(
      await world.db.contract.count({ where: { numericId: { in: numericIds }, status: 'VOIDED' } }),
    ).toBe(39);
    const jobs = await world.db.$queryRaw<{ name: string }[]>`
      SELECT "name" FROM pgboss.job WHERE "data"->>'deliveryId' = ${left.id} AND "state" < 'completed'`;
    expect(jobs).toEqual([{ name: 'delivery.apply' }]);
    // What ails it is put right: it is applied as if nothing had been.
    await world.db.$executeRawUnsafe('DROP TRIGGER refuse_poison ON "contract_event"');
    await until('it is applied, too', async () => (await pending()) === 0);
    expect(
      await world.db.contract.count({ where: { numericId: { in: numericIds }, status: 'VOIDED' } }),
    ).toBe(40);
  });
});
