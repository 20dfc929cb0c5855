import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { journey, roomyHubSpot, type Journey } from '../../../lab/world/journey.ts';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { signBody, signatureHeader } from '../../../sandbox/spotdraft/webhooks/signature.ts';
import { portalId, startWorld, type World } from '../../../lab/world/world.ts';

let world: World;
let go: Journey;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
  go = journey(world);
});
afterAll(() => world.stop());

const companyOf = (dealId: string): string => {
  const edges = world.hubspot.control.portal(portalId).associations.get(`deals/${dealId}`);
  const company = [...(edges?.keys() ?? [])].find((key) => key.startsWith('companies/'));
  return company?.slice('companies/'.length) ?? '';
};

/** Half of an emoji, as a system leaves it that cuts a value at so many UTF-16 units. */
const half = '\ud83d';

it('B2: a company whose name ends in half an emoji gets its contract, and the plan names what is damaged', async () => {
  const dealId = world.dealId('Alpenglühen');
  const broken = `Acme ${half}`;
  world.hubspot.control.edit('companies', companyOf(dealId), { name: broken, legal_name: broken });

  const { plan } = await go.plan(dealId, 'Order Form');
  expect(plan.warnings.filter(({ code }) => code === 'damaged_text')).not.toEqual([]);
  expect(JSON.stringify(plan).isWellFormed()).toBe(true);
  const made = await go.make(dealId, 'Order Form');

  const received = world.spotdraft.state.contracts.get(made.numericId)?.receivedBody ?? '';
  expect(received).toContain('Acme \ufffd');
  expect(received).not.toContain('\\ud83d');

  // And SpotDraft's news of it are taken in, whatever they hold.
  const told = world.spotdraft.control
    .truth()
    .deliveries.filter(({ contractId }) => contractId === made.numericId)
    .map(({ body }) => JSON.parse(body) as { activity_data: object })
    .at(-1);
  const comment = { text: `Fine ${half}`, timestamp: '2026-11-20T10:00:01.500000Z' };
  const body = JSON.stringify({ ...told, activity_data: { ...told?.activity_data, ...comment } });
  expect(body).toContain('\\ud83d');
  const { webhookToken } = await world.db.workspace.findUniqueOrThrow({ where: { id: world.workspaceId } });
  const answer = await fetch(`${world.config.PUBLIC_ORIGIN}/webhooks/spotdraft/${webhookToken}`, {
    method: 'POST',
    body,
    headers: { [signatureHeader]: signBody(sandboxCredentials.production.hmacKey, body) },
  });
  expect(answer.status).toBe(200);
  await go.quiet();
  const deliveries = await world.db.delivery.findMany({ where: { contractId: made.row.id } });
  const ours = deliveries.filter((each) => Buffer.from(each.body).toString('utf8') === body);
  expect(ours.map(({ outcome }) => outcome)).not.toContain('unreadable');
  expect(ours).toHaveLength(1);
  expect(deliveries.filter(({ outcome }) => outcome === 'pending')).toEqual([]);
});
