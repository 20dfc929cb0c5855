import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { portalId, until } from '../../lab/world/world.ts';
import { contractIn, setCardStage, type CardStage } from '../../lab/browser/card-stage.ts';
import {
  chooseOption,
  connectSpotDraft,
  install,
  openSettings,
  picture,
} from '../../lab/browser/settings-stage.ts';

let stage: CardStage;
beforeAll(async () => {
  stage = await setCardStage({
    databaseUrl: inject('databaseUrl'),
    connected: false,
    environment: { HUBSPOT_REQUESTS_PER_10_S: '1000' },
    hubspot: { rateLimitPer10s: 2000 },
  });
  await install(stage.world);
});
afterAll(() => stage.close());

describe('the first run of a new admin', () => {
  it('goes from an empty account to a contract, by clicking only', async () => {
    const { world } = stage;
    const begun = Date.now();
    const page = await openSettings(stage);

    await page.getByRole('button', { name: 'Become admin and get started' }).waitFor();
    await picture(page, '01-claim');
    await page.getByRole('button', { name: 'Become admin and get started' }).click();

    await page.getByTestId('connect').waitFor();
    await picture(page, '02-connect');
    await connectSpotDraft(page, world);

    await page.getByText('Choose a template').first().waitFor();
    const order = page.getByRole('row', { name: /Order Form/ });
    await order.waitFor({ timeout: 30_000 });
    await picture(page, '03-choose-template');
    await order.getByRole('button', { name: 'Map' }).click();

    await page.getByTestId('accept-whole').waitFor();
    await picture(page, '04-suggestions');
    await page.getByTestId('accept-whole').click();
    await page
      .getByText(/^Saved/)
      .first()
      .waitFor();
    await picture(page, '05-mapping');

    // What no property of HubSpot's can tell: a fixed value, and a type from the workspace's own list.
    await page
      .getByRole('row', { name: /Renewal notice/ })
      .getByRole('button', { name: 'Map' })
      .click();
    await page.getByRole('button', { name: 'Choose where it comes from' }).click();
    await chooseOption(page, 'Source', 'Fixed value');
    await page.getByLabel('Value', { exact: true }).fill('60');
    await page.getByRole('button', { name: '← All values' }).click();
    await page.getByRole('tab', { name: 'Counterparty' }).click();
    const type = page.getByTestId('slot-counterparty.organizationType');
    await type.getByRole('button', { name: 'Add' }).click();
    await type.getByRole('button', { name: 'Edit' }).click();
    await chooseOption(page, /^Value$/, 'Limited liability company');
    await picture(page, '05-mapping');
    await until('the draft is saved', async () => {
      const draft = await world.db.mappingDraft.findFirst({ where: { portalId } });
      return JSON.stringify(draft?.content).includes('"Limited liability company"');
    });

    await page.getByRole('tab', { name: 'Try it' }).click();
    await chooseOption(page, 'Pipeline', /./);
    await page.getByTestId('coverage-start').click();
    await until('the deals were tried', async () => {
      const run = await world.db.coverageRun.findFirst({ where: { portalId } });
      return run?.state === 'done';
    });
    await page.getByText(/ready/).first().waitFor();
    await picture(page, '06-coverage');

    await page.getByTestId('publish').click();
    await page.getByLabel('Note').fill('First mapping');
    await picture(page, '07-publish');
    await page.getByRole('button', { name: 'Publish', exact: true }).last().click();
    await page.getByText('Version 1 is published').waitFor();
    expect(Date.now() - begun).toBeLessThan(300_000);

    const dealId = world.dealId('Włókna Łódź');
    const deal = await stage.openRecord(dealId);
    await deal.getByTestId('generate-open').first().click();
    await deal.getByText('Order Form', { exact: true }).first().click();
    await deal.getByTestId('generate-confirm').click();
    const contract = await contractIn(world, dealId, 'DRAFT');
    expect(contract.mappingVersionId).not.toBeNull();
    const made = world.spotdraft.control.truth().contracts.find(({ id }) => id === contract.numericId);
    expect(made).toMatchObject({
      name: 'Order Form - Włókna Łódź',
      data: {
        customer_name: 'Włókna Łódź',
        order_total: { type: 'EUR', value: 86_400.5 },
        // "Annually" on the deal, by the lookup table that was suggested; typed into the editor; from its list.
        billing_frequency: 'annual',
        renewal_notice_days: 60,
      },
      parties: [{ organizationType: 'Limited liability company' }],
      externalMetadata: { id: `hubspot-deal-${dealId}` },
    });
    await picture(deal, '08-deal');
  });
});
