import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { associatedIds } from '../../../sandbox/hubspot/records/associations.ts';
import { sandboxCredentials } from '../../../sandbox/spotdraft/seed/seed.ts';
import { signBody, signatureHeader } from '../../../sandbox/spotdraft/webhooks/signature.ts';
import { journey, type Journey } from '../../../lab/world/journey.ts';
import { portalId, startWorld, until, type World } from '../../../lab/world/world.ts';

const { hmacKey } = sandboxCredentials.production;
const template = 'Mutual NDA (Individual)';

let world: World;
let go: Journey;
let address = '';
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl') });
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
  expect(answer.status).toBe(200);
};

const outcomes = async (contractId: string): Promise<{ activity: string | null; outcome: string }[]> =>
  world.db.delivery.findMany({ where: { contractId }, select: { activity: true, outcome: true } });

it('a notice ten minutes ahead is checked, and those that follow it in truth are not late', async () => {
  const [dealId = ''] = world.hubspot.control.seedDeals(1);
  const made = await go.make(dealId, template);
  await go.quiet();
  world.spotdraft.control.addFault({ kind: 'webhook-drop' });
  go.person(made.numericId, 'send');
  await world.spotdraft.control.idle();
  const sent = world.spotdraft.control
    .truth()
    .deliveries.filter(({ contractId }) => contractId === made.numericId)
    .map(({ body }) => JSON.parse(body) as { activity: string; activity_data: { timestamp: string } })
    .find(({ activity }) => activity === 'CONTRACT_SENT_TO_COUNTERPARTY');
  if (sent === undefined) throw new Error('it was not sent');
  sent.activity_data.timestamp = new Date(Date.now() + 10 * 60_000).toISOString();
  await deliver(JSON.stringify(sent));
  await go.rowWhen(
    'the contract is in review, as SpotDraft says',
    made.row.id,
    ({ status, statusFrom }) => status === 'REDLINING' && statusFrom === 'verified',
  );
  world.spotdraft.control.clearFaults();

  for (const action of ['review-complete', 'sign-all']) go.person(made.numericId, action);
  const row = await go.rowWhen(
    'the contract is executed',
    made.row.id,
    ({ status }) => status === 'EXECUTED',
  );
  await go.quiet();
  const all = await outcomes(made.row.id);
  const ahead = 'CONTRACT_SENT_TO_COUNTERPARTY';
  expect(all).toContainEqual({ activity: ahead, outcome: 'verify' });
  // SpotDraft may repeat the notice that was lost, in its true time: that one is late, and rightly.
  expect(all.filter(({ activity }) => activity !== ahead).map(({ outcome }) => outcome)).not.toContain(
    'late',
  );
  expect(row.statusAt.getTime()).toBeLessThanOrEqual(Date.now());
  expect(go.dealProperties(dealId)['dealdraft_status']).toBe('executed');
});

it('one person who signs in two roles has signed both', async () => {
  const [dealId = ''] = world.hubspot.control.seedDeals(1);
  const [contactId = ''] = associatedIds(world.hubspot.control.portal(portalId), 'deals', dealId, 'contacts');
  world.hubspot.control.edit('contacts', contactId, { email: 'ines.admin@northwind.example' });
  const made = await go.make(dealId, template);
  for (const action of ['send', 'review-complete']) go.person(made.numericId, action);
  await go.rowWhen('it is out for signature', made.row.id, ({ status }) => status === 'SIGN');
  go.person(made.numericId, 'sign', { email: 'ines.admin@northwind.example' });
  await until('one of two has signed', async () => {
    const { signatories } = await go.contractView(dealId, made.row.id);
    return signatories.filter(({ signedAt }) => signedAt !== null).length === 1;
  });
  go.person(made.numericId, 'sign', { email: 'ines.admin@northwind.example' });
  await go.rowWhen('the contract is executed', made.row.id, ({ status }) => status === 'EXECUTED');
  await go.quiet();
  const { people } = await go.row(made.row.id);
  const { signatories } = people as { signatories: { side: string; signedAt: string | null }[] };
  expect(signatories.map(({ side }) => side).sort()).toEqual(['counterparty', 'ours']);
  expect(new Set(signatories.map(({ signedAt }) => signedAt)).size).toBe(2);
  expect(signatories.every(({ signedAt }) => signedAt !== null)).toBe(true);
});
