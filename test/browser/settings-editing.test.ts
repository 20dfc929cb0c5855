import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Page } from 'playwright-core';
import { userIds } from '../../sandbox/hubspot/state/accounts.ts';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import { portalId, until } from '../../lab/world/world.ts';
import { setCardStage, type CardStage } from '../../lab/browser/card-stage.ts';
import {
  becomeAdmin,
  chooseOption,
  connectSpotDraft,
  openSettings,
} from '../../lab/browser/settings-stage.ts';

let stage: CardStage;
beforeAll(async () => {
  stage = await setCardStage({
    databaseUrl: inject('databaseUrl'),
    environment: { HUBSPOT_REQUESTS_PER_10_S: '1000' },
    hubspot: { rateLimitPer10s: 2000 },
  });
  await becomeAdmin(stage.world);
});
afterAll(() => stage.close());

const openTemplate = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('tab', { name: 'Templates' }).click();
  await page.getByRole('row', { name }).getByRole('button', { name: 'Open' }).click();
  await page.getByRole('tab', { name: /Values in the document/ }).waitFor();
};
const openValue = async (page: Page, label: RegExp): Promise<void> => {
  await page
    .getByRole('row', { name: label })
    .getByRole('button', { name: /Edit|Fill/ })
    .click();
  await page.getByRole('button', { name: '← All values' }).waitFor();
};
const draftOf = async (name: string): Promise<Mapping | null> => {
  const { db, workspaceId } = stage.world;
  const template = await db.template.findFirstOrThrow({ where: { portalId, workspaceId, name } });
  const draft = await db.mappingDraft.findFirst({
    where: { portalId, workspaceId, templateId: template.templateId },
  });
  return draft === null ? null : (draft.content as unknown as Mapping);
};
const ruleOf = (mapping: Mapping | null, target: string) =>
  mapping?.contractData.find((rule) => rule.target === target)?.source;

describe('an admin who edits a mapping', () => {
  it('sees what the lint says of it while it is written, and its end as soon as it is put right', async () => {
    const page = await openSettings(stage);
    await openTemplate(page, 'Master Services Agreement');
    await openValue(page, /Payment terms/);
    await chooseOption(page, 'Source', 'A formula');
    const formula = page.getByLabel('Formula');
    await formula.fill('deal.payment_terms_days +');
    const finding = page.getByRole('alert').filter({ hasText: /formula/i });
    await finding.first().waitFor();
    expect(await finding.first().textContent()).toMatch(
      /cannot be read at character \d+\..*Correct the formula\./,
    );
    await formula.fill('$number(deal.payment_terms_days)');
    await finding.first().waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('sees what a formula makes of a deal while it is written', async () => {
    const page = await openSettings(stage);
    await openTemplate(page, 'Order Form');
    await chooseOption(page, 'Show values of a deal while you edit', /Włókna/);
    await openValue(page, /Special terms/);
    await chooseOption(page, 'Source', 'A formula');
    await page.getByLabel('Formula').fill('"Valid for " & deal.dealname');
    await page.getByText('Valid for Włókna Łódź – pallet robots').waitFor();
    await page.context().close();
  });

  it('loses nothing by leaving the screen at once, nor by loading the page again', async () => {
    const name = 'Mutual NDA (Individual)';
    const page = await openSettings(stage);
    await openTemplate(page, name);
    await openValue(page, /Purpose/);
    const text = page.getByLabel('Text', { exact: true });
    await text.fill('Talks before {{deal.dealname}}');
    // At once: before the moment after which a draft saves itself.
    await page.getByRole('tab', { name: 'Connections' }).click();
    await page.getByRole('button', { name: 'Test', exact: true }).first().waitFor();
    await until('the edit is saved by itself', async () =>
      JSON.stringify(ruleOf(await draftOf(name), 'purpose')).includes('Talks before'),
    );
    await openTemplate(page, name);
    await openValue(page, /Purpose/);
    await until('the edit is on the page', async () => (await text.inputValue()).startsWith('Talks before'));
    await text.fill('Talks after {{deal.dealname}}');
    await until('the second edit is saved by itself', async () =>
      JSON.stringify(ruleOf(await draftOf(name), 'purpose')).includes('Talks after'),
    );
    await page.reload();
    await openTemplate(page, name);
    await openValue(page, /Purpose/);
    await until('the page has it after loading', async () =>
      (await text.inputValue()).startsWith('Talks after'),
    );
    await page.context().close();
  });

  it('is told when SpotDraft’s test environment is in use, on every tab', async () => {
    const page = await openSettings(stage);
    const banner = page.getByText('Test environment (UAT) in use');
    await page.getByRole('tab', { name: 'Connections' }).click();
    await page.getByRole('button', { name: 'Connect another workspace' }).click();
    expect(await banner.count()).toBe(0);
    await connectSpotDraft(page, stage.world, 'uat');
    await banner.waitFor();
    await page.getByRole('tab', { name: 'Templates' }).click();
    await banner.waitFor();
    await page.context().close();
  });
});

describe('a large account', () => {
  it('finds one of 1,500 properties and one of 300 templates without waiting', async () => {
    const { world } = stage;
    world.hubspot.control.seedLargeProperties(1500);
    // They are read again every two minutes; another test may just have had them read.
    world.app.deps.definitions.forget(portalId);
    const one = await world.db.template.findFirstOrThrow({
      where: { portalId, workspaceId: world.workspaceId, name: 'Data Processing Agreement' },
    });
    await world.db.template.createMany({
      data: Array.from({ length: 300 }, (_, index) => ({
        ...one,
        attributes: one.attributes ?? [],
        templateId: 90_000 + index,
        name: `Reseller Agreement ${String(index)}`,
      })),
    });
    const page = await openSettings(stage);
    await page.getByRole('tab', { name: 'Templates' }).click();
    await page.getByRole('button', { name: 'Next' }).waitFor();
    expect(await page.getByRole('row').count()).toBeLessThanOrEqual(26);
    await page.getByLabel('Search templates').fill('reseller agreement 299');
    await page
      .getByRole('row', { name: 'Reseller Agreement 299' })
      .getByRole('button', { name: 'Map' })
      .click();
    await page
      .getByRole('row', { name: /required|text|date/ })
      .first()
      .waitFor();
    await page.getByRole('row').getByRole('button', { name: 'Map' }).first().click();
    await page.getByRole('button', { name: 'Choose where it comes from' }).click();
    await page.getByRole('combobox', { name: 'Property' }).click();
    const names = [...(world.hubspot.control.portal(portalId).properties.deals ?? [])];
    const last = names.at(-1);
    if (last === undefined) throw new Error('no properties');
    expect(names.length).toBeGreaterThanOrEqual(1500);
    const asked = Date.now();
    await page.keyboard.type(last.label);
    await page.getByRole('option', { name: new RegExp(last.name) }).waitFor();
    expect(Date.now() - asked).toBeLessThan(10_000);
    await page.context().close();
  });
});

describe('somebody who is no admin', () => {
  it('reads who is, and sees no setting', async () => {
    const page = await openSettings(stage, userIds.ben);
    await page.getByText('Only admins of DealDraft see its settings').waitFor();
    expect(await page.getByText(/Ask ada\.lindqvist@/).count()).toBe(1);
    expect(await page.getByRole('tab', { name: 'Templates' }).count()).toBe(0);
    await page.context().close();
  });
});

describe('a property that somebody renames in HubSpot', () => {
  it('pauses the template, and the page and the card say why', async () => {
    const { world } = stage;
    world.hubspot.control.addFault({
      kind: 'rename-property',
      portalId,
      objectType: 'deals',
      name: 'billing_frequency',
      to: 'billing_rhythm',
    });
    const page = await openSettings(stage);
    await page.getByRole('tab', { name: 'Templates' }).click();
    await page.getByRole('button', { name: 'Refresh templates' }).click();
    await until('the template is paused', () =>
      world.db.mapping.findFirst({ where: { portalId, state: 'paused' } }),
    );
    await page.reload();
    await openTemplate(page, 'Order Form');
    const notice = page.getByRole('alert').filter({ hasText: 'This template is paused' });
    await notice.waitFor();
    expect(await notice.textContent()).toContain('billing_frequency');

    const dealId = world.dealId('Alpenglühen');
    const card = await stage.openCard(dealId, 'tab');
    await card.getByTestId('generate-open').first().click();
    await card
      .getByText(/Order Form.* is paused.*billing_frequency/)
      .first()
      .waitFor();
    // It cannot be chosen, nor generated by somebody whose card is older; all else goes on.
    await card.getByText('Master Services Agreement', { exact: true }).first().waitFor();
    expect(await card.getByText('Order Form', { exact: true }).count()).toBe(0);
    const { templateId } = await world.db.mapping.findFirstOrThrow({ where: { portalId, state: 'paused' } });
    const body = { templateId, planHash: 'of an older card', idempotencyKey: 'a click on an older card' };
    const answer = await world.card('POST', `/api/card/deals/${dealId}/generate`, body);
    expect(answer).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('is paused') as string },
    });
    expect(world.spotdraft.control.truth().contracts).toEqual([]);
    await card.context().close();
    await page.context().close();
  });
});
