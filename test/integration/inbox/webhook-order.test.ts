import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { signBody, signatureHeader } from '../../../sandbox/spotdraft/webhooks/signature.ts';
import { journey, roomyHubSpot, type Journey, type Made } from '../../../lab/world/journey.ts';
import { startWorld, until, type World } from '../../../lab/world/world.ts';

const { hmacKey } = sandboxCredentials.production;
const template = 'Mutual NDA (Individual)';
const contracts = 24;

let world: World;
let go: Journey;
let address = '';
beforeAll(async () => {
  world = await startWorld({
    databaseUrl: inject('databaseUrl'),
    environment: { ...roomyHubSpot.environment, SPOTDRAFT_REQUESTS_PER_S: '500' },
    hubspot: roomyHubSpot.hubspot,
    spotdraft: { rateLimitPerSecond: 500 },
  });
  go = journey(world);
  const workspace = await world.db.workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
  address = `${world.config.PUBLIC_ORIGIN}/webhooks/spotdraft/${workspace.webhookToken}`;
});
afterAll(() => world.stop());

const deliver = async (body: string): Promise<void> => {
  const answer = await fetch(address, {
    method: 'POST',
    body,
    headers: { [signatureHeader]: signBody(hmacKey, body) },
  });
  if (answer.status !== 200) throw new Error(String(answer.status));
};

/** What people at SpotDraft do; what the state does not allow is skipped. */
const acts = [
  'send',
  'review-complete',
  'mark',
  'unmark',
  'sign-all',
  'void',
  'hold',
  'resume',
  'comment',
] as const;
const story = fc.array(fc.constantFrom(...acts), { minLength: 2, maxLength: 9 });
const order = fc.record({
  /** Sorts the calls anew. */
  keys: fc.array(fc.nat({ max: 1000 }), { minLength: 40, maxLength: 40 }),
  /** Which calls come again, and how late. */
  again: fc.array(fc.tuple(fc.nat({ max: 39 }), fc.nat({ max: 1000 })), { maxLength: 12 }),
});

/** Lives through a story; gives the bytes of every call that SpotDraft made about it, which our side never saw. */
const live = async (made: Made, steps: readonly (typeof acts)[number][]): Promise<string[]> => {
  for (const action of steps)
    world.spotdraft.control.act({
      workspace: 'production',
      contractId: made.numericId,
      action,
      ...(action === 'comment' ? { comment: 'Looks good' } : {}),
    } as Parameters<typeof world.spotdraft.control.act>[0]);
  await world.spotdraft.control.idle();
  return world.spotdraft.control
    .truth()
    .deliveries.filter(({ contractId }) => contractId === made.numericId)
    .map(({ body }) => body);
};

it(`any order, repetition and delay of the webhooks of ${String(contracts)} contracts ends in the status that SpotDraft holds`, async () => {
  const deals = world.hubspot.control.seedDeals(contracts);
  const made: Made[] = [];
  // HubSpot lets a card make twenty calls at once.
  while (made.length < deals.length) {
    const some = deals.slice(made.length, made.length + 12);
    made.push(...(await Promise.all(some.map((dealId) => go.make(dealId, template)))));
  }
  await go.quiet();
  // From here on SpotDraft's own calls are lost, and the test brings them in whatever order it likes.
  world.spotdraft.control.addFault({ kind: 'webhook-drop' });
  const cases = fc.sample(fc.tuple(story, order), { numRuns: contracts, seed: 20_261_121 });

  const queues = await Promise.all(
    made.map(async (one, index) => {
      const [steps, { keys, again }] = cases[index] ?? [[], { keys: [], again: [] }];
      const bodies = await live(one, steps);
      const calls = bodies.map((body, at) => ({ body, key: keys[at % keys.length] ?? 0 }));
      for (const [which, key] of again) {
        const body = bodies[which % Math.max(1, bodies.length)];
        if (body !== undefined) calls.push({ body, key });
      }
      return calls.sort((a, b) => a.key - b.key).map(({ body }) => body);
    }),
  );
  expect(queues.flat().length).toBeGreaterThan(contracts * 3);
  // All contracts at once, each in its own order: the two lanes of workers meet each of them.
  await Promise.all(
    queues.map(async (queue) => {
      for (const body of queue) await deliver(body);
    }),
  );
  await go.quiet();

  const truth = (one: Made) => world.spotdraft.state.contracts.get(one.numericId)?.status;
  const statuses = new Set(made.map(truth));
  // Stories that all end alike would prove little.
  expect(statuses.size).toBeGreaterThanOrEqual(4);
  const held = new Map(
    (await world.db.contract.findMany()).map(({ numericId, status }) => [numericId, status]),
  );
  const silent = made.filter((one) => held.get(one.numericId) !== truth(one));
  // SpotDraft sends nothing when a contract is held or resumed: only the next notice or a read can tell.
  for (const one of silent) {
    const [, last] = [...(world.spotdraft.state.contracts.get(one.numericId)?.timeline ?? [])].slice(-2);
    expect(['ON_HOLD', 'DRAFT', 'REDLINING', 'SIGN'], JSON.stringify(last)).toContain(truth(one));
    expect(toldLast(one)).toBe(held.get(one.numericId));
  }
  // And each such one is put right by asking.
  for (const one of silent) expect((await go.act(one.row.id, 'check_now')).ok).toBe(true);
  for (const one of silent)
    await until(`contract ${String(one.numericId)} is ${String(truth(one))}`, async () => {
      const { status } = await go.row(one.row.id);
      return status === truth(one);
    });
  // What the deals say is what the contracts are.
  await go.quiet();
  for (const one of made) {
    const { status } = await go.row(one.row.id);
    expect(status).toBe(truth(one));
    expect(go.dealProperties(one.dealId)['dealdraft_status']).toBe(
      {
        DRAFT: 'draft',
        REDLINING: 'review',
        SIGN: 'signing',
        EXECUTED: 'executed',
        VOIDED: 'voided',
        ON_HOLD: 'on_hold',
      }[status],
    );
  }
  // Each call was kept once, however often it came.
  const bodies = queues.map((queue) => new Set(queue).size);
  const kept = await world.db.delivery.groupBy({
    by: ['contractId'],
    where: { contractId: { in: made.map(({ row }) => row.id) } },
    _count: true,
  });
  for (const [index, one] of made.entries()) {
    const own = kept.find(({ contractId }) => contractId === one.row.id)?._count ?? 0;
    expect(own).toBeGreaterThanOrEqual(bodies[index] ?? 0);
    expect(own).toBeLessThanOrEqual((bodies[index] ?? 0) + 1);
  }
}, 600_000);

/** The status of the newest call that SpotDraft made about a contract. */
const toldLast = (one: Made): string | undefined => {
  const told = world.spotdraft.control
    .truth()
    .deliveries.filter(({ contractId }) => contractId === one.numericId)
    .map(({ body }) => JSON.parse(body) as { contract_status: string; activity_data: { timestamp: string } })
    .sort((a, b) => (a.activity_data.timestamp < b.activity_data.timestamp ? -1 : 1));
  return told.at(-1)?.contract_status;
};
