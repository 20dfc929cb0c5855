import { afterAll, describe, expect, inject, it } from 'vitest';
import { journey, roomyHubSpot } from '../../../lab/world/journey.ts';
import { patienceMs } from '../../../lab/patience.ts';
import {
  endAllServices,
  serviceEnvironment,
  startService,
  type ServiceProcess,
} from '../../../lab/processes/service-process.ts';
import { freePort, portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

afterAll(endAllServices);

const template = 'Mutual NDA (Individual)';
const post = { method: 'POST', path: '/public/contracts/$' } as const;

const startWorker = async (world: World, extra: Record<string, string> = {}): Promise<ServiceProcess> => {
  const worker = startService(
    ['--role', 'worker'],
    serviceEnvironment({
      databaseUrl: world.databaseUrl,
      port: await freePort(),
      publicPort: world.config.PORT,
      hubspotOrigin: world.hubspot.origin,
      extra: { UPKEEP_TICK_MS: '500', ...extra },
    }),
  );
  await worker.running();
  return worker;
};

describe('a worker that is killed', () => {
  it('leaves its work to another, which takes it up within half a minute', async () => {
    const world = await startWorld({ databaseUrl: inject('databaseUrl'), role: 'web', ...roomyHubSpot });
    try {
      const go = journey(world);
      const [dealId = ''] = world.hubspot.control.seedDeals(1);
      const { planHash } = await go.plan(dealId, template);
      // The post hangs at SpotDraft, which made the contract; its webhooks are lost, so nothing else tells of it.
      world.spotdraft.control.addFault({ kind: 'webhook-drop' });
      world.spotdraft.control.addFault({ kind: 'slow', when: 'after', ms: 60_000, ...post, times: 1 });
      const first = await startWorker(world);
      const clicked = await go.click(dealId, template, { planHash });
      if (!clicked.ok) throw new Error(clicked.error.message);
      await until('the post is under way', () => go.atSpotDraft(dealId).length === 1);
      const second = await startWorker(world);
      const killed = Date.now();
      first.child.kill('SIGKILL');
      await go.contractOf(clicked.data.requestId);
      // Half a minute, and as much again for a machine that others fill; nothing but the other worker could end the wait.
      expect(Date.now() - killed).toBeLessThan(patienceMs);
      expect(go.atSpotDraft(dealId)).toHaveLength(1);
      expect(
        await world.db.request.findUniqueOrThrow({ where: { id: clicked.data.requestId } }),
      ).toMatchObject({ state: 'created', attempts: 1 });
      second.child.kill('SIGTERM');
      expect(await second.ended()).toBe(0);
    } finally {
      await world.stop();
    }
  });
});

describe('a service that starts while both vendors are away', () => {
  it('runs, says so, loses nothing, and catches up by itself', async () => {
    const world = await startWorld({ databaseUrl: inject('databaseUrl'), role: 'web', ...roomyHubSpot });
    try {
      const go = journey(world);
      const [dealId = ''] = world.hubspot.control.seedDeals(1);
      const before = await startWorker(world);
      const made = await go.make(dealId, template);
      await go.quiet();
      before.child.kill('SIGTERM');
      await before.ended();

      // Until they are cleared: without a time such a fault ends after a second.
      const down = { kind: 'down', ms: 3_600_000 } as const;
      world.spotdraft.control.addFault(down);
      world.hubspot.control.addFault(down);
      const worker = await startWorker(world);
      expect((await fetch(`${world.config.PUBLIC_ORIGIN}/readyz`)).status).toBe(200);
      // News comes in, a person asks for something, and a deal is to be written.
      go.person(made.numericId, 'send');
      expect((await go.act(made.row.id, 'check_now')).ok).toBe(true);
      const open = (kind: string) =>
        world.db.problem.findFirst({ where: { portalId, kind, clearedAt: null } });
      await until('SpotDraft is said to be away', () => open('spotdraft_away'));
      await until('HubSpot is said to be away', () => open('hubspot_away'));
      const card = await world.card<unknown>('GET', `/api/card/deals/${dealId}`);
      expect(JSON.stringify(card)).toContain('does not answer');
      expect((await go.row(made.row.id)).status).toBe('REDLINING');

      world.spotdraft.control.clearFaults();
      world.hubspot.control.clearFaults();
      await until('the deal is written', () => go.dealProperties(dealId)['dealdraft_status'] === 'review');
      await until(
        'both problems have ended',
        async () => (await open('spotdraft_away')) === null && (await open('hubspot_away')) === null,
      );
      worker.child.kill('SIGTERM');
      expect(await worker.ended()).toBe(0);
    } finally {
      await world.stop();
    }
  });
});
