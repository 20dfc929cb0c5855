import { createHmac } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Webhook } from '../../../sandbox/spotdraft/state/model.ts';
import { retryProblem } from '../../../src/features/health/act-on-problem.ts';
import { startSweep } from '../../../src/features/reconciliation/start-sweep.ts';
import { subscribedActivities } from '../../../src/spotdraft/inbound/webhook-event.ts';
import { portalId, until } from '../../../lab/world/world.ts';
import { startSweepWorld, type SweepWorld } from '../reconciliation/kit.ts';

let world: SweepWorld['world'];
let go: SweepWorld['go'];
beforeAll(async () => {
  ({ world, go } = await startSweepWorld({ WEBHOOK_PROBE_MS: '400' }));
});
afterAll(() => world.stop());
afterEach(async () => {
  world.spotdraft.control.clearFaults();
  // A test that failed half-way leaves nothing switched off for those after it.
  for (const hook of there().webhooks) hook.status = 'ACTIVE';
  await go.quiet();
  // What is done at most once in some minutes may be done again by the next test.
  await world.db.duty.deleteMany({ where: { key: { contains: world.workspaceId } } });
});

const make = async () => {
  const [dealId = ''] = world.hubspot.control.seedDeals(1);
  const made = await go.make(dealId);
  await go.quiet();
  return made;
};
const workspace = () => world.db.workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
const there = () => world.spotdraft.state.workspaces.production;
const registered = (): Webhook => {
  const [hook, ...more] = there().webhooks;
  if (hook === undefined || more.length > 0)
    throw new Error(`${String(there().webhooks.length)} registrations`);
  return hook;
};
const silence = (open = true) =>
  world.db.problem.findFirst({
    where: { portalId, kind: 'webhook_silent', ...(open ? { clearedAt: null } : {}) },
    orderBy: { openedAt: 'desc' },
  });
const callsTo = (path: string) => world.spotdraft.control.calls().filter(({ url }) => url.includes(path));
const asked = (numericId: number) =>
  callsTo('re_trigger_latest').filter(({ body }) =>
    (body as { contract_ids: number[] }).contract_ids.includes(numericId),
  );

const sweep = async (): Promise<void> => {
  const running = () => world.db.sweepRun.count({ where: { state: 'running' } });
  await until('no other sweep runs', async () => (await running()) === 0);
  await startSweep(world.app.deps, { portalId, workspaceId: world.workspaceId, cause: 'demand' });
  await until('the sweep has ended', async () => (await running()) === 0);
};
const notices = (numericId: number) =>
  world.spotdraft.state.deliveries.filter(({ contractId }) => contractId === numericId);
const arrived = (numericId: number, webhookId: number): boolean =>
  notices(numericId).some((each) => each.webhookId === webhookId && each.outcome === 'delivered');
const renewedSince = (id: number): Promise<Webhook> =>
  until('the address is registered anew, once', () => {
    const hook = registered();
    return hook.id !== id && hook.status === 'ACTIVE' ? hook : null;
  });
const proved = (): Promise<boolean> =>
  until('a notice has come and the problem is over', async () => {
    const { webhookState, webhookAskedAt } = await workspace();
    return webhookState === 'active' && webhookAskedAt === null && (await silence()) === null;
  });

/** A notice as SpotDraft would post it, under a key of our choice. */
const post = async (key: string, mark: string): Promise<number> => {
  const { webhookToken } = await workspace();
  const body = JSON.stringify({ event: `of the test ${mark}` });
  const answer = await fetch(`${world.config.PUBLIC_ORIGIN}/webhooks/spotdraft/${webhookToken}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-sd-webhook-content-hash': createHmac('sha512', Buffer.from(key, 'base64'))
        .update(body)
        .digest('hex'),
    },
    body,
  });
  await answer.arrayBuffer();
  return answer.status;
};

describe('the registration of a workspace', () => {
  it('is made with its connection: our address, the activities we read, and the key; connecting again leaves one', async () => {
    const { webhookToken, webhookId, webhookState, hmacKey } = await workspace();
    const first = registered();
    expect(first).toMatchObject({
      id: webhookId,
      url: `${world.config.PUBLIC_ORIGIN}/webhooks/spotdraft/${webhookToken}`,
      onlyForActivities: subscribedActivities,
      status: 'ACTIVE',
    });
    expect(webhookState).toBe('active');
    expect(hmacKey).not.toContain(there().hmacKey);
    await world.connect();
    expect(registered().id).not.toBe(first.id);
    expect((await workspace()).webhookId).toBe(registered().id);
    const { row, numericId } = await make();
    go.person(numericId, 'send');
    await go.rowWhen('its notices arrive', row.id, ({ status }) => status === 'REDLINING');
  });

  it('is made again when SpotDraft has switched it off, and the notices that were missed are asked for', async () => {
    const { row, numericId } = await make();
    const off = registered();
    off.status = 'DISABLED_BY_ERROR';
    go.person(numericId, 'send');
    await world.spotdraft.control.idle();
    await sweep();
    expect(await go.row(row.id)).toMatchObject({ status: 'REDLINING', statusFrom: 'verified' });
    expect(asked(numericId).length).toBeGreaterThanOrEqual(1);
    const fresh = await renewedSince(off.id);
    expect((await workspace()).webhookId).toBe(fresh.id);
    await proved();
    const told = await silence(false);
    expect(told?.clearedBy).toBe('system');
    go.person(numericId, 'mark');
    await until('notices arrive again', () => arrived(numericId, fresh.id));
    await go.rowWhen('and are believed', row.id, ({ status }) => status === 'SIGN');
  });

  it('is proved and made again when nothing comes while contracts are open, though nothing is missing', async () => {
    const { numericId } = await make();
    const off = registered();
    off.status = 'DISABLED_BY_ERROR';
    const runs = await world.db.sweepRun.count({ where: { cause: 'silence' } });
    await sweep();
    // As after a night without any notice.
    const night = new Date(Date.now() - 7 * 3_600_000);
    await world.db.sweepRun.updateMany({ data: { startedAt: night } });
    await world.db.workspace.update({
      where: { id: world.workspaceId },
      data: { lastDeliveryAt: night },
    });
    await until(
      'a sweep for the silence',
      async () => (await world.db.sweepRun.count({ where: { cause: 'silence' } })) > runs,
    );
    await renewedSince(off.id);
    await proved();
    expect(asked(numericId).length).toBeGreaterThanOrEqual(1);
  });

  it('is left alone when the notice that was asked for comes', async () => {
    const { row, numericId } = await make();
    const { id } = registered();
    const drop = world.spotdraft.control.addFault({ kind: 'webhook-drop' });
    go.person(numericId, 'send');
    await world.spotdraft.control.idle();
    world.spotdraft.control.clearFaults(drop.id);
    const before = await world.db.delivery.count({ where: { source: 'spotdraft' } });
    await sweep();
    expect(asked(numericId)).toHaveLength(1);
    // The repetition brings what the comparison cannot know: when it happened.
    await until(
      'the notice is there and taken in',
      async () =>
        (await world.db.delivery.count({
          where: { source: 'spotdraft', outcome: { not: 'pending' } },
        })) > before,
    );
    await until('it is known that notices arrive', async () => {
      return (await workspace()).webhookAskedAt === null;
    });
    expect(registered().id).toBe(id);
    expect(await silence()).toBeNull();
    await go.quiet();
    const { status, statusAt } = await go.row(row.id);
    expect(status).toBe('REDLINING');
    expect(statusAt.getTime()).toBeGreaterThan(row.statusAt.getTime());
  });

  it('that cannot be made is told to the admin with the reason, and made when they have put it right', async () => {
    const { numericId } = await make();
    const off = registered();
    off.status = 'DISABLED_BY_ERROR';
    const user = there().users.find(({ id }) => id === there().credentialUserId);
    if (user === undefined) throw new Error('no user of the credentials');
    user.developerSettings = false;
    go.person(numericId, 'send');
    await sweep();
    const told = await until('what SpotDraft says is shown', async () => {
      const problem = await silence();
      const { reason } = (problem?.context ?? {}) as { reason?: string };
      return reason !== undefined && /permission|permitted|may not|allow/i.test(reason) ? problem : null;
    }).finally(() => {
      user.developerSettings = true;
    });
    expect((await workspace()).webhookState).toBe('failed');
    await retryProblem(world.app.deps, { portalId, by: 'ada@northwind.example' }, told.id);
    await renewedSince(off.id);
    await proved();
  });
});

describe('the key that signs notices', () => {
  it('is fetched anew when notices are refused, and the one before counts until the next change', async () => {
    const { row, numericId } = await make();
    const first = there().hmacKey;
    world.spotdraft.control.addFault({ kind: 'rotate-hmac', workspace: 'production' });
    const second = there().hmacKey;
    go.person(numericId, 'send');
    const refused = await until('the refused notice came again and was taken in', () =>
      notices(numericId).find(
        ({ attempts, outcome }) => attempts[0]?.status === 401 && outcome === 'delivered',
      ),
    );
    expect(refused.attempts.at(-1)?.status).toBe(200);
    await go.rowWhen('what it said is known', row.id, ({ status }) => status === 'REDLINING');
    expect(await post(first, 'first')).toBe(200);
    expect(await post(second, 'second')).toBe(200);
    expect(await post(Buffer.alloc(64, 9).toString('base64'), 'nobody')).toBe(401);
    // Refused notices of the change may be lost: what they told is looked for.
    await until('a sweep looks for what was refused', () =>
      world.db.sweepRun.findFirst({ where: { cause: 'silence', startedAt: { gt: row.createdAt } } }),
    );
    await go.quiet();

    await world.db.duty.deleteMany({ where: { key: { contains: world.workspaceId } } });
    world.spotdraft.control.addFault({ kind: 'rotate-hmac', workspace: 'production' });
    go.person(numericId, 'mark');
    await go.rowWhen('the third key is known', row.id, ({ status }) => status === 'SIGN');
    expect(await post(second, 'still')).toBe(200);
    await until('the first key counts no more', async () => (await post(first, 'too old')) === 401);
  });

  it('is asked for once, however much nonsense a stranger sends', async () => {
    await make();
    const before = callsTo('hmac_key').length;
    const stored = await world.db.delivery.count();
    const stranger = Buffer.alloc(64, 3).toString('base64');
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_unused, index) => post(stranger, `nonsense ${String(index)}`)),
    );
    expect(new Set(answers)).toEqual(new Set([401]));
    await until('the key was looked at', () => callsTo('hmac_key').length > before);
    await go.quiet();
    expect(callsTo('hmac_key').length - before).toBe(1);
    expect(await world.db.delivery.count()).toBe(stored);
  });
});
