import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { signatureHeader, signBody } from '../../../sandbox/spotdraft/webhooks/signature.ts';
import { replayDeliveries, replayMatching } from '../../../src/features/inbox/replay-deliveries.ts';
import { forgetOld } from '../../../src/features/privacy/retention.ts';
import { journey, roomyHubSpot, type Journey } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

let world: World;
let go: Journey;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
  go = journey(world);
});
afterAll(() => world.stop());

const notice = async (body: string): Promise<number> => {
  const { webhookToken } = await world.db.workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
  const answer = await fetch(`${world.config.PUBLIC_ORIGIN}/webhooks/spotdraft/${webhookToken}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      [signatureHeader]: signBody(sandboxCredentials.production.hmacKey, body),
    },
  });
  return answer.status;
};
const openProblem = () =>
  world.db.problem.findFirst({ where: { portalId, kind: 'unreadable_delivery', clearedAt: null } });
const made = async () => {
  const [dealId = ''] = world.hubspot.control.seedDeals(1);
  const contract = await go.make(dealId, 'Mutual NDA (Individual)');
  await go.quiet();
  return contract;
};

const notesMade = (): number =>
  world.hubspot.control
    .calls()
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/objects/notes')).length;

describe('the inbox', () => {
  it('keeps what cannot be read, says so, and the problem ends when a replay reads it', async () => {
    await made();
    const readable = await world.db.delivery.findFirstOrThrow({
      where: { portalId, source: 'spotdraft', contractId: { not: null } },
    });
    expect(await notice('{"activity": 7}')).toBe(200);
    expect(await openProblem()).toMatchObject({ workspaceId: world.workspaceId });
    const kept = await world.db.delivery.findFirstOrThrow({ where: { portalId, outcome: 'unreadable' } });
    expect(Buffer.from(kept.body).toString()).toBe('{"activity": 7}');

    // Replayed as it is, it stays what it is; then as if this version of DealDraft understood it.
    await replayDeliveries(world.app.deps, portalId, [kept.id]);
    await go.quiet();
    expect(await openProblem()).not.toBeNull();
    await world.db.delivery.update({ where: { id: kept.id }, data: { body: readable.body } });
    await replayDeliveries(world.app.deps, portalId, [kept.id]);
    await until('the problem has ended', async () => (await openProblem()) === null);
    await until('it is settled', () =>
      world.db.delivery.findFirst({ where: { id: kept.id, outcome: { in: ['noted', 'late', 'applied'] } } }),
    );
  });

  it('is replayed over a range of time, which changes nothing that is known', async () => {
    const { row, numericId } = await made();
    for (const action of ['mark', 'sign-all']) go.person(numericId, action);
    await go.rowWhen('it is executed', row.id, ({ attachedAt }) => attachedAt !== null);
    await go.quiet();
    const before = {
      row: await go.row(row.id),
      events: await world.db.contractEvent.count({ where: { contractId: row.id } }),
      notes: notesMade(),
    };
    const from = new Date(Date.now() - 3_600_000);
    const count = await replayMatching(world.app.deps, portalId, { source: 'spotdraft', from });
    expect(count).toBeGreaterThan(3);
    await go.quiet();
    const after = await go.row(row.id);
    expect(after).toMatchObject({
      status: 'EXECUTED',
      fileId: before.row.fileId,
      noteId: before.row.noteId,
      executedAt: before.row.executedAt,
    });
    expect(await world.db.contractEvent.count({ where: { contractId: row.id } })).toBe(before.events);
    expect(notesMade()).toBe(before.notes);
  });

  it('forgets what is older than its time, but never what is still to be applied', async () => {
    const { numericId } = await made();
    for (const action of ['mark', 'sign-all']) go.person(numericId, action);
    await go.quiet();
    const [old, pending, fresh] = await world.db.delivery.findMany({
      where: { portalId, outcome: { not: 'pending' } },
      take: 3,
      orderBy: { receivedAt: 'desc' },
    });
    if (old === undefined || pending === undefined || fresh === undefined) throw new Error('too few');
    const longAgo = new Date(Date.now() - 91 * 24 * 3_600_000);
    await world.db.delivery.updateMany({
      where: { id: { in: [old.id, pending.id] } },
      data: { receivedAt: longAgo },
    });
    await world.db.delivery.update({ where: { id: pending.id }, data: { outcome: 'pending' } });
    expect((await forgetOld(world.app.deps))['delivery']).toBe(1);
    const left = await world.db.delivery.findMany({ where: { id: { in: [old.id, pending.id, fresh.id] } } });
    expect(left.map(({ id }) => id).sort()).toEqual([pending.id, fresh.id].sort());
    await world.db.delivery.update({ where: { id: pending.id }, data: { outcome: pending.outcome } });
  });
});
