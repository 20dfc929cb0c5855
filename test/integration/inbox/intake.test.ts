import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { signatureHeader, signBody } from '../../../sandbox/spotdraft/webhooks/signature.ts';
import { acceptHubSpotEvents } from '../../../src/features/inbox/accept-hubspot-events.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

// A web process alone: what is taken in stays as it was taken.
let world: World;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), role: 'web' });
});
afterAll(() => world.stop());

const notice = (numericId: number, more: Record<string, unknown> = {}): string =>
  JSON.stringify({
    activity: 'CONTRACT_DATA_UPDATED',
    contract_id: numericId,
    contract_status: 'DRAFT',
    activity_data: { timestamp: new Date(Date.UTC(2026, 10, 1) + numericId).toISOString() },
    ...more,
  });
const send = async (body: string, key: string = sandboxCredentials.production.hmacKey): Promise<number> => {
  const { webhookToken } = await world.db.workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
  const answer = await fetch(`${world.config.PUBLIC_ORIGIN}/webhooks/spotdraft/${webhookToken}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', [signatureHeader]: signBody(key, body) },
  });
  await answer.arrayBuffer();
  return answer.status;
};
const jobs = () =>
  world.db.$queryRaw<Record<string, unknown>[]>`
    SELECT * FROM pgboss.job WHERE name = 'inbox.apply' AND data->>'scopeId' = ${world.workspaceId} ORDER BY created_on`;
const clear = async (): Promise<void> => {
  await world.db.delivery.deleteMany();
  await world.db.$executeRaw`DELETE FROM pgboss.job WHERE name IN ('inbox.apply', 'delivery.apply')`;
};

/** Like node-postgres, which Prisma hides: a connection of its own that holds a lock. */
const holding = async (sql: string, work: () => Promise<void>): Promise<void> => {
  const client = new Client({ connectionString: world.databaseUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(sql);
    await work();
  } finally {
    await client.query('COMMIT');
    await client.end();
  }
};

describe('the intake', () => {
  it('enqueues a job as the queue itself does, once for all that waits', async () => {
    await clear();
    expect(await send(notice(1))).toBe(200);
    expect(await send(notice(2))).toBe(200);
    const [ours, ...more] = await jobs();
    expect(more).toEqual([]);
    await world.db.$executeRaw`DELETE FROM pgboss.job WHERE name = 'inbox.apply'`;
    await world.db.$transaction((tx) =>
      world.app.deps.enqueue(tx, 'inbox.apply', { payload: { portalId, scopeId: world.workspaceId } }),
    );
    const [theirs] = await jobs();
    const shape = ({ id, created_on, start_after, keep_until, ...rest }: Record<string, unknown> = {}) => ({
      ...rest,
      keptFor: Math.round(((keep_until as Date).getTime() - (start_after as Date).getTime()) / 1000),
      beginsAfter: Math.round(((start_after as Date).getTime() - (created_on as Date).getTime()) / 1000),
      hasId: typeof id === 'string',
    });
    expect(shape(ours)).toEqual(shape(theirs));
  });

  it('answers nobody before the commit, and takes what waited in few statements', async () => {
    await clear();
    let answered = 0;
    const calls: Promise<void>[] = [];
    await holding('LOCK TABLE "delivery" IN SHARE MODE', async () => {
      for (let index = 0; index < 60; index += 1)
        calls.push(
          send(notice(1_000 + (index % 50))).then((status) => {
            expect(status).toBe(200);
            answered += 1;
          }),
        );
      // Two statements are under way, and wait.
      await until('the statements wait', async () => {
        const [row] = await world.db.$queryRaw<{ waiting: number }[]>`
          SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%"given"%'`;
        return row?.waiting === 2;
      });
      expect(answered).toBe(0);
    });
    await Promise.all(calls);
    const rows = await world.db.delivery.findMany({ where: { portalId }, orderBy: { id: 'asc' } });
    expect(rows).toHaveLength(50);
    expect(rows.reduce((sum, { repeats }) => sum + repeats, 0)).toBe(10);
    expect(rows.every(({ id }) => id[14] === '7')).toBe(true);
    expect(await jobs()).toHaveLength(1);
    const { lastDeliveryAt } = await world.db.workspace.findUniqueOrThrow({
      where: { id: world.workspaceId },
    });
    expect(Date.now() - (lastDeliveryAt?.getTime() ?? 0)).toBeLessThan(60_000);
  });

  it('keeps the neighbors of an event that Postgres refuses, and that one as unreadable', async () => {
    await clear();
    const event = (index: number, subscriptionId: string) => ({
      subscriptionType: 'object.propertyChange',
      objectTypeId: '0-3',
      portalId,
      occurredAt: Date.UTC(2026, 10, 1) + index,
      objectId: 7_000 + index,
      propertyName: 'amount',
      propertyValue: String(index),
      subscriptionId,
    });
    // Of its size no index entry can be made: random, so that it cannot be compressed.
    const huge = Array.from({ length: 700 }, (_, index) =>
      Math.sin(index + 1)
        .toString(36)
        .slice(2),
    ).join('');
    const events = Array.from({ length: 100 }, (_, index) => event(index, index === 37 ? huge : '1'));
    const taken = await acceptHubSpotEvents(world.app, Buffer.from(JSON.stringify(events)));
    expect(taken).toEqual({ accepted: 99, repeated: 0, own: 0, unreadable: 1 });
    expect(
      await world.db.delivery.count({ where: { portalId, source: 'hubspot', outcome: 'pending' } }),
    ).toBe(99);
    expect(await world.db.delivery.findMany({ where: { outcome: 'unreadable' } })).toMatchObject([
      { outcomeText: 'the database does not take it' },
    ]);
    const again = await acceptHubSpotEvents(world.app, Buffer.from(JSON.stringify(events)));
    expect(again).toMatchObject({ accepted: 0, repeated: 99 });
  });

  it('believes a new key at once, no key that is gone for longer than seconds, and nobody of a removed workspace', async () => {
    await clear();
    const { db, app, workspaceId } = world;
    const where = { id: workspaceId };
    const before = await db.workspace.findUniqueOrThrow({ where });
    expect(await send(notice(1))).toBe(200);
    const key = Buffer.alloc(64, 9).toString('base64');
    const hmacKey = app.deps.sealing.seal(new Secret(key), `workspace:${workspaceId}`);
    await db.workspace.update({ where, data: { hmacKey, hmacKeyPrevious: null } });
    expect(await send(notice(2), key)).toBe(200);
    await until('the former key is refused', async () => (await send(notice(3))) === 401);
    await db.workspace.update({ where, data: { hmacKey: null, hmacKeyPrevious: null } });
    // At once, though its key is still known.
    expect(await send(notice(4), key)).toBe(401);
    expect(await db.delivery.findMany({ where: { dedupeKey: { startsWith: '4|' } } })).toEqual([]);
    await db.workspace.update({ where, data: { hmacKey: before.hmacKey } });
    await until('it is taken in again', async () => (await send(notice(5))) === 200);
  });
});
