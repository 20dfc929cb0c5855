import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { OrphanDealsView, OrphanScanView } from '@dealdraft/wire/settings.ts';
import { roomyHubSpot } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';
import { claim, settingsOf } from '../../../lab/world/settings.ts';

const many = 12_345;
const forgotten = 7;

let world: World;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
});
afterAll(() => world.stop());

it(`a search goes on past the ten thousand results that HubSpot gives, to the last of ${String(many)}`, async () => {
  const ids = world.hubspot.control.seedDeals(many, { lineItems: 0 });
  // All but the oldest few were looked at before.
  const lonely = ids.slice(0, forgotten);
  await world.db.orphanDismissal.createMany({
    data: ids.slice(forgotten).map((id) => ({ portalId, ref: `deal:${id}`, by: 'test' })),
  });
  const settings = settingsOf(world);
  await claim(settings);
  const { pipelines } = await settings.get<{ pipelines: { id: string; stages: { id: string }[] }[] }>(
    `/workspaces/${world.workspaceId}/choices`,
  );
  await settings.post<OrphanScanView>('/orphans/scan', {
    workspaceId: world.workspaceId,
    pipelineId: pipelines[0]?.id,
    stageIds: pipelines[0]?.stages.map(({ id }) => id),
  });
  const ended = await until(
    'the search has ended',
    async () => {
      const now = await settings.get<OrphanScanView | null>('/orphans/scan');
      return now?.state === 'running' ? null : now;
    },
    240_000,
  );
  expect(ended).toMatchObject({ state: 'done', cut: false });
  expect(ended.deals).toBeGreaterThanOrEqual(many);
  const { deals } = await settings.get<OrphanDealsView>('/orphans/deals?search=Bench');
  expect(deals.map(({ dealId }) => dealId).sort()).toEqual([...lonely].sort());
}, 300_000);
