import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { accessTokens } from '../../../sandbox/hubspot/state/accounts.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { journey, roomyHubSpot, type Journey, type Made } from '../../../lab/world/journey.ts';
import { claim, settingsOf } from '../../../lab/world/settings.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

/** An account is uninstalled in HubSpot: its work stops, it may come back, and when it does not, nothing of it stays. */
let world: World;
let go: Journey;
let made: Made;

const token = accessTokens[portalId] ?? '';
const account = () => world.db.portal.findUnique({ where: { portalId } });
const state = (wanted: string) =>
  until(`the account is ${wanted}`, async () => (await account())?.state === wanted);
/** Whatever we asked of either vendor, refused or not. The log is written now and then, and at a stop. */
const vendorCalls = () => world.db.vendorCall.count({ where: { portalId } });
const setRevoked = (revoked: boolean): void => {
  for (const each of world.hubspot.state.tokens.values()) if (each.token === token) each.revoked = revoked;
};

beforeAll(async () => {
  world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    environment: {
      ...roomyHubSpot.environment,
      HUBSPOT_REFUSED_MS: '1',
      UPKEEP_TICK_MS: '100',
      AUTOMATION_TICK_MS: '300',
      SETTINGS_TICK_MS: '300',
      SCHEMA_WATCH_MS: '300',
      SWEEP_EVERY_MS: '400',
    },
    hubspot: roomyHubSpot.hubspot,
  });
  go = journey(world);
  await claim(settingsOf(world));
  const [dealId = ''] = world.hubspot.control.seedDeals(1);
  made = await go.make(dealId);
});
afterAll(() => world.stop());

describe('an account that HubSpot constantly refuses', { shuffle: false }, () => {
  it('stops: no clock ticks, no vendor is called, and news are still kept', async () => {
    setRevoked(true);
    // Something has to be written for the refusal to be noticed.
    go.person(made.numericId, 'send');
    await state('disconnected');
    const { disconnectedAt, deleteAt } = (await account()) ?? {};
    expect(Number(deleteAt) - Number(disconnectedAt)).toBe(30 * 24 * 3_600_000);
    await go.quiet();
    await world.restart();
    const before = await vendorCalls();
    go.person(made.numericId, 'mark');
    await go.rowWhen('SpotDraft’s news are applied', made.row.id, ({ status }) => status === 'SIGN');
    await go.quiet();
    // Longer than every clock that ticks in this world; a restart starts none of them.
    await world.restart();
    await until('the upkeep has looked some times', async () => {
      const seen = await world.db.duty.findUnique({ where: { key: 'leavers' } });
      return Number(seen?.doneAt) > Date.now() - 200;
    });
    const ticks = await world.db.$queryRaw<{ name: string }[]>`
      SELECT "name" FROM "pgboss"."job" WHERE "state" IN ('created', 'retry', 'active') AND "name" IN ('automation.tick', 'settings.tick', 'schema.watch') AND "data"->>'portalId' = ${String(portalId)}`;
    expect(ticks).toEqual([]);
    expect((await vendorCalls()) - before).toBe(0);
  });

  it('is asked once a day whether it is back, with one call', async () => {
    const before = await vendorCalls();
    const yesterday = new Date(Date.now() - 24 * 3_600_000 - 1_000);
    await world.db.portal.update({ where: { portalId }, data: { probedAt: yesterday } });
    await until('it was asked', async () => Number((await account())?.probedAt) > Number(yesterday));
    await until('the call was made', async () => (await vendorCalls()) > before);
    await go.quiet();
    await world.restart();
    expect((await vendorCalls()) - before).toBeLessThanOrEqual(2);
    expect((await account())?.state).toBe('disconnected');
  });

  it('goes on where it was when it is installed again', async () => {
    setRevoked(false);
    const again = await world.app.connectPortal({
      portalId,
      accessToken: new Secret(token),
      timeZone: 'Europe/Zurich',
      defaultCurrency: 'EUR',
    });
    expect(again.ok).toBe(true);
    await until(
      'the deal has its state',
      () => go.dealProperties(made.dealId)['dealdraft_status'] === 'signing',
    );
    expect(await account()).toMatchObject({ state: 'active', deleteAt: null, disconnectedAt: null });
    await until('a sweep looked for what was missed', () =>
      world.db.sweepRun.findFirst({ where: { portalId, cause: 'outage', state: 'done' } }),
    );
    expect((await settingsOf(world).get<{ portalId: number }>('/access')).portalId).toBe(portalId);
  });

  it('is gone to the last row when its time is over', async () => {
    setRevoked(true);
    go.person(made.numericId, 'sign-all');
    await state('disconnected');
    await go.quiet();
    await world.db.portal.update({ where: { portalId }, data: { deleteAt: new Date(Date.now() - 1_000) } });
    await until('it is deleted', async () => (await account()) === null);
    const receipt = await until('there is a receipt', () =>
      world.db.erasure.findFirst({ where: { portalId } }),
    );
    expect(receipt).toMatchObject({ kind: 'account', askedBy: 'left' });
    expect(receipt.counts).toMatchObject({ contract: 1, portal: 1 });
    // What was under way, such as the log of the last call, is looked after.
    await until('nothing else is left', async () => {
      const left = await rowsOf(world.databaseUrl);
      return Object.keys(left).length === 1 && left['erasure'] === 1;
    });
  });
});

/** Every table that carries an account, with the rows of ours. Found in the database, not in our own list. */
const rowsOf = async (databaseUrl: string): Promise<Record<string, number>> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ table: string }>(
      `SELECT table_name AS "table" FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'portalId'`,
    );
    expect(rows.length).toBeGreaterThan(30);
    const found: Record<string, number> = {};
    for (const { table } of rows) {
      const counted = await client.query<{ count: string }>(
        `SELECT count(*) FROM "${table}" WHERE "portalId" = $1`,
        [portalId],
      );
      if (Number(counted.rows[0]?.count) > 0) found[table] = Number(counted.rows[0]?.count);
    }
    return found;
  } finally {
    await client.end();
  }
};
