import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { portalId, until } from '../world.ts';
import { contractIn, setCardStage, type CardStage } from './card-stage.ts';
import { chooseOption, connectSpotDraft, install, openSettings, picture } from './settings-stage.ts';

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

    await page.getByRole('button', { name: 'Become the admin and begin' }).waitFor();
    await picture(page, '01-claim');
    await page.getByRole('button', { name: 'Become the admin and begin' }).click();

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

    const dealId = world.dealId('Alpenglühen');
    const deal = await stage.openRecord(dealId);
    await deal.getByTestId('generate-open').first().click();
    await deal.getByText('Order Form', { exact: true }).first().click();
    await deal.getByTestId('generate-confirm').click();
    const contract = await contractIn(world, dealId, 'DRAFT');
    expect(contract.mappingVersionId).not.toBeNull();
    await picture(deal, '08-deal');
  });
});
