import { afterAll, describe, expect, inject, it } from 'vitest';
import { createBudget } from '../../../src/platform/vendor-limits/budget.ts';
import { journey } from '../../../lab/world/journey.ts';
import { endAllServices, serviceEnvironment, startService } from '../../../lab/processes/service-process.ts';
import { freePort, startWorld, until } from '../../../lab/world/world.ts';

afterAll(endAllServices);

const post = { method: 'POST', path: '/public/contracts/$' } as const;
const template = 'Mutual NDA (Individual)';
/** A dead worker is noticed when its heart stops (15 s) and its lease ends (20 s). */
const patienceMs = 60_000;

describe('a worker is killed with three contracts in hand', () => {
  it.concurrent.each([
    ['webhooks come', false],
    ['no webhook tells of the contract', true],
  ])(
    'before, during and after the post; %s: exactly one contract each',
    async (_case, silent) => {
      const world = await startWorld({ databaseUrl: inject('databaseUrl'), role: 'web' });
      const go = journey(world);
      const worker = async () => {
        const service = startService(
          ['--role', 'worker'],
          serviceEnvironment({
            databaseUrl: world.databaseUrl,
            port: await freePort(),
            publicPort: world.config.PORT,
            hubspotOrigin: world.hubspot.origin,
          }),
        );
        await service.running();
        return service;
      };
      try {
        const first = await worker();
        const { control } = world.spotdraft;
        if (silent) control.addFault({ kind: 'webhook-drop', activity: 'CONTRACT_CREATED' });
        const [before = '', during = '', after = ''] = world.hubspot.control.seedDeals(3);
        const hashes = new Map(
          await Promise.all(
            [before, during, after].map(async (id) => [id, (await go.plan(id, template)).planHash] as const),
          ),
        );
        const click = async (dealId: string): Promise<string> => {
          const clicked = await go.click(dealId, template, { planHash: hashes.get(dealId) ?? '' });
          if (!clicked.ok) throw new Error(clicked.error.message);
          return clicked.data.requestId;
        };

        // SpotDraft makes this one at once, and its answer would come much later.
        const late = control.addFault({ kind: 'slow', when: 'after', ms: 20_000, ...post, times: 1 });
        const afterRequest = await click(after);
        await until('made, not answered', () => go.atSpotDraft(after).length === 1);
        control.clearFaults(late.id);
        // SpotDraft has this one in hand, and makes it some time after the caller is gone.
        const slow = control.addFault({ kind: 'slow', when: 'before', ms: 8_000, ...post, times: 1 });
        const duringRequest = await click(during);
        await until('in SpotDraft’s hands', () =>
          control.faults().some(({ id, hits }) => id === slow.id && hits === 1),
        );
        // This one has marked its attempt and waits for its turn: nothing was sent.
        await createBudget(world.db).pause(
          `spotdraft:${world.workspaceId}`,
          { calls: 10, perMs: 1000 },
          4_000,
        );
        const beforeRequest = await click(before);
        await until('marked, not sent', () =>
          world.db.request.findFirst({ where: { id: beforeRequest, state: 'creating', attempts: 1 } }),
        );
        first.child.kill('SIGKILL');
        expect(await first.ended()).toBe('SIGKILL');

        expect(go.atSpotDraft(after)).toHaveLength(1);
        expect(go.atSpotDraft(during)).toHaveLength(0);
        expect(go.atSpotDraft(before)).toHaveLength(0);
        expect(await world.db.contract.count()).toBe(0);

        const second = await worker();
        const requests = { [before]: beforeRequest, [during]: duringRequest, [after]: afterRequest };
        for (const [dealId, requestId] of Object.entries(requests)) {
          const row = await go.contractOf(requestId, patienceMs);
          expect(row).toMatchObject({ dealId, origin: 'generated' });
        }
        await go.quiet(patienceMs);
        for (const [dealId, requestId] of Object.entries(requests)) {
          const row = await go.contractOf(requestId);
          expect(go.atSpotDraft(dealId).map(({ id }) => id)).toEqual([row.numericId]);
        }
        expect(await world.db.contract.count()).toBe(3);
        expect(await world.db.request.groupBy({ by: ['state'], _count: true })).toEqual([
          { state: 'created', _count: 3 },
        ]);
        expect(control.stats().calls['POST contracts/']).toBe(3);
        second.child.kill('SIGTERM');
        expect(await second.ended()).toBe(0);
      } finally {
        await world.stop();
      }
    },
    120_000,
  );
});
