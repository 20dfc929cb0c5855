import { afterAll, beforeAll, expect, it } from 'vitest';
import { portalId, until } from '../../lab/world/world.ts';
import { picture, rulesOf, setAutomationStage } from '../../lab/browser/automation-stage.ts';
import type { CardStage } from '../../lab/browser/card-stage.ts';
import { openSettings } from '../../lab/browser/settings-stage.ts';

let stage: CardStage;
/** SpotDraft takes so little a second that there is time to look at the queue. */
beforeAll(async () => {
  stage = await setAutomationStage({ SPOTDRAFT_REQUESTS_PER_S: '2' });
});
afterAll(() => stage.close());

it('deals moved in bulk show their queue, when the last is expected, and where one deal stands', async () => {
  const { world } = stage;
  const { saveRule, templateId } = rulesOf(world);
  await saveRule({
    kind: 'generate',
    name: 'Proposals',
    pipelineId: 'default',
    stageId: 'presentationscheduled',
    templateId: await templateId('Order Form'),
  });
  const deals = world.hubspot.control.seedDeals(40, { properties: { dealstage: 'qualifiedtobuy' } });
  for (const dealId of deals) world.hubspot.control.editDeal(dealId, { dealstage: 'presentationscheduled' });
  await until(
    'all contracts are asked for',
    async () => (await world.db.request.count({ where: { portalId } })) === deals.length,
    60_000,
  );
  const last = await until('one stands last', () =>
    world.db.request.findFirst({
      where: { portalId, state: 'queued' },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    }),
  );
  const name = world.hubspot.control.record('deals', last.dealId, portalId).properties['dealname'] ?? '';

  const page = await openSettings(stage);
  await page.getByRole('tab', { name: 'Automation', exact: true }).click();
  await page.getByRole('tab', { name: 'Progress', exact: true }).click();
  await page.getByText('Contracts queued').waitFor();
  await page.getByText(/^The last contract is expected /).waitFor();
  const deal = page.getByRole('combobox', { name: 'Find a deal in the queue' });
  await deal.click();
  await page.keyboard.type(name);
  await page.getByRole('option', { name }).first().click();
  const place = page.getByText(/^Its contract is number \d+ in the queue, expected /);
  await place.waitFor();
  await picture(page, 'queue', true);
  const position = Number(/number (\d+)/.exec((await place.textContent()) ?? '')?.[1]);
  expect(position).toBeGreaterThan(1);
  expect(position).toBeLessThanOrEqual(deals.length);
  // Its place comes nearer by itself while the page is looked at; on a busy machine its turn may have come before that.
  await until('it came nearer', async () => {
    const [text] = await place.allTextContents();
    return text === undefined || Number(/number (\d+)/.exec(text)?.[1]) < position;
  });
});
