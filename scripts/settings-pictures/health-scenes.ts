import { randomUUID } from 'node:crypto';
import { contractIn, play } from '../../lab/browser/card-stage.ts';
import type { GenerateView, PlanView, TemplatesView } from '@dealdraft/wire/card.ts';
import type { Contract } from '../../src/platform/database/generated/client.ts';
import { chooseOption } from '../../lab/browser/settings-stage.ts';
import { portalId, until } from '../../lab/world/world.ts';
import type { Scene } from './scene.ts';
import { asAdmin, closeOverlay, openTemplate, press, see, tab } from './scene.ts';

/** A contract that SpotDraft has and nobody here knows of: made before DealDraft was there. */
const forget = async ({ stage: { world } }: Scene, dealId: string): Promise<void> => {
  const contract = await contractIn(world, dealId, 'DRAFT');
  await world.db.contractEvent.deleteMany({ where: { contractId: contract.id } });
  await world.db.contract.delete({ where: { id: contract.id } });
  if (contract.requestId !== null) await world.db.request.delete({ where: { id: contract.requestId } });
  const truth = world.spotdraft.state.contracts.get(contract.numericId);
  if (truth !== undefined) truth.externalMetadata = null;
};

/** Generates an order form as a seller does, without the clicks. */
const generate = async ({ stage: { world } }: Scene, dealId: string): Promise<Contract> => {
  const { templates } = await world.cardOk<TemplatesView>('GET', `/api/card/deals/${dealId}/templates`);
  const template = templates.find(({ name }) => name === 'Order Form');
  const templateId = template?.templateId;
  const { planHash } = await world.cardOk<PlanView>('POST', `/api/card/deals/${dealId}/plan`, { templateId });
  const body = { templateId, planHash, idempotencyKey: randomUUID() };
  await world.cardOk<GenerateView>('POST', `/api/card/deals/${dealId}/generate`, body);
  return contractIn(world, dealId, 'DRAFT');
};

/** Contracts at work, something that breaks, and what an admin sees of it. */
export const healthScenes = async (scene: Scene): Promise<void> => {
  const { page, picture, stage } = scene;
  const { world } = stage;
  const dealId = world.dealId('Włókna Łódź');
  const other = world.dealId('Ateliers du Rhône – fleet');
  const made = await generate(scene, dealId);
  await world.cardOk('POST', `/api/card/contracts/${made.id}/actions`, {
    action: 'send_for_review',
    idempotencyKey: randomUUID(),
  });
  await contractIn(world, dealId, 'REDLINING');
  play(world, made.numericId, 'review-complete');
  await contractIn(world, dealId, 'SIGN');
  play(world, made.numericId, 'sign-all');
  await contractIn(world, dealId, 'EXECUTED');
  await generate(scene, other);
  await world.hubspot.control.idle();
  await world.spotdraft.control.idle();
  await forget(scene, other);

  await tab(page, 'Health');
  await picture(page, 'health', (at) => see(at, 'Open problems'));
  await tab(page, 'Webhooks');
  await picture(page, 'deliveries', async (at) => {
    await at.getByRole('button', { name: 'Look' }).first().waitFor();
  });
  await picture(page, 'delivery', async (at) => {
    const executed = at.getByRole('row', { name: /Contract executed/ });
    await executed.getByRole('button', { name: 'Look' }).first().click();
    await press(at, 'Show what it would change');
    await see(at, 'Nothing of this has been done');
  });
  await closeOverlay(page);
  await picture(page, 'deliveries-replay', async (at) => {
    await chooseOption(at, 'Outcome', 'Applied');
    await press(at, 'Apply all of these again');
    await see(at, 'This is safe to repeat');
  });
  await closeOverlay(page);
  await tab(page, 'Sync checks');
  await picture(page, 'sweeps', async (at) => {
    await press(at, 'Sweep now');
    await at.getByText('Done').first().waitFor();
  });
  await tab(page, 'API log');
  await picture(page, 'calls', async (at) => {
    await at.getByRole('row').nth(3).waitFor();
  });

  await tab(page, 'Orphan finder');
  await see(page, 'Finds contracts in SpotDraft');
  await picture(page, 'orphans-begin');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await picture(page, 'orphans', async (at) => {
    await see(at, 'Link to another deal');
  });
  await picture(page, 'orphan-deals', (at) => tab(at, /^Deals/));

  // Somebody renames a property that a published mapping reads.
  world.hubspot.control.addFault({
    kind: 'rename-property',
    portalId,
    objectType: 'deals',
    name: 'contract_start_date',
    to: 'agreement_start_date',
  });
  await asAdmin(scene, 'POST', ['/templates/refresh', {}]);
  await until('the template is paused', () =>
    world.db.mapping.findFirst({ where: { portalId, state: 'paused' } }),
  );
  await page.reload();
  await openTemplate(page, /Order Form[^]*Paused/);
  await picture(page, 'template-paused', (at) => see(at, 'This template is paused'));
  const card = await stage.openCard(dealId, 'tab');
  await card.setViewportSize({ width: 1048, height: 700 });
  await picture(card, 'paused-card', async (at) => {
    await at.getByTestId('generate-open').first().click();
    await see(at, /is paused/);
  });
  await card.context().close();
  await tab(page, 'Health');
  await picture(page, 'health-attention', (at) => see(at, 'Open problems'));
  await tab(page, 'Problems');
  await picture(page, 'problems', (at) => see(at, 'I look after it'));
};
