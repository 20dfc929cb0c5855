import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Stage } from './host-stage.ts';
import { setStage } from './host-stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await setStage();
});
beforeEach(() => stage.reset());
afterAll(() => stage.close());

const deals = (view: string): string => `/contacts/${String(stage.portalId)}/objects/0-3/views/all/${view}`;
const record = (extra = ''): string =>
  `/contacts/${String(stage.portalId)}/record/0-3/${stage.dealId}${extra}`;
const storedDeal = async (id: string): Promise<{ properties: Record<string, string> }> => {
  const response = await fetch(
    `${stage.sandbox.origin}/__crm/api/portals/${String(stage.portalId)}/deals/${id}`,
  );
  return (await response.json()) as { properties: Record<string, string> };
};

describe('the deals', () => {
  it('can be searched, filtered by pipeline and opened', async () => {
    const { page, faults } = await stage.open(deals('list'));
    await page.getByRole('searchbox', { name: 'Search deals' }).fill('Isartal');
    await page.getByRole('link', { name: 'Isartal – second hall' }).waitFor();
    await page.getByRole('link', { name: /Alpenglühen/ }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Isartal – second hall' }).click();
    await page.getByRole('heading', { level: 1, name: 'Isartal – second hall' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('move to a stage by mouse on the board', async () => {
    const { page } = await stage.open(deals('board'));
    const card = page.locator(`[data-deal="${stage.dealId}"]`);
    const target = page.getByRole('region', { name: 'Contract', exact: true });
    await card.dragTo(target);
    await target.locator(`[data-deal="${stage.dealId}"]`).waitFor();
    await page.getByTestId('toast').filter({ hasText: 'moved to Contract' }).waitFor();
    const stageId = await target.getAttribute('data-stage');
    expect((await storedDeal(stage.dealId)).properties['dealstage']).toBe(stageId);
  });

  it('move to a stage by keyboard on the board', async () => {
    const { page } = await stage.open(deals('board'));
    await page.locator(`[data-deal="${stage.dealId}"]`).getByRole('button', { name: 'Move to' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menuitem', { name: 'Qualified' }).focus();
    await page.keyboard.press('Enter');
    await page
      .getByRole('region', { name: 'Qualified', exact: true })
      .locator(`[data-deal="${stage.dealId}"]`)
      .waitFor();
  });

  it('are created with a name and shown on their record', async () => {
    const { page } = await stage.open(deals('list'));
    await page.getByRole('button', { name: 'Create deal' }).click();
    await page.getByLabel('Deal name').fill('A deal made by hand');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'A deal made by hand' }).waitFor();
  });
});

describe('required properties', () => {
  it('are added to a stage, enforced, and name what a move lacks', async () => {
    const { page, faults } = await stage.open(`/property-settings/${String(stage.portalId)}/properties`);
    await page.getByText('When Deal stage is Closed won: Purchase order number').waitFor();
    await page.getByLabel('has this value').click();
    await page.getByRole('option', { name: 'Contract', exact: true }).click();
    await page.getByLabel('this one is required').click();
    await page.getByRole('option', { name: 'Next step', exact: true }).click();
    await page.getByRole('button', { name: 'Add rule' }).click();
    await page.getByText('When Deal stage is Contract: Next step').waitFor();
    await page.getByRole('switch', { name: /Enforce these rules/ }).click();
    await expect.poll(() => stage.sandbox.control.portal(stage.portalId).propertyRules?.enforced).toBe(true);
    await page.goto(stage.sandbox.origin + deals('board'));
    await page
      .locator(`[data-deal="${stage.dealId}"]`)
      .dragTo(page.getByRole('region', { name: 'Contract', exact: true }));
    await page.getByTestId('toast').filter({ hasText: 'hs_next_step is required because' }).waitFor();
    expect(faults.filter((fault) => !fault.includes('400'))).toEqual([]);
  });
});

describe('the record', () => {
  it('edits properties of each kind in place', async () => {
    const { page } = await stage.open(record());
    const row = (name: string) => page.locator(`[data-property="${name}"]`).first();
    await row('amount').getByRole('button').click();
    await row('amount').getByRole('textbox').fill('1,234.50');
    await row('amount').getByRole('textbox').press('Enter');
    await row('amount').getByText('€1,234.50').waitFor();
    await row('closedate').getByRole('button').click();
    await row('closedate').getByRole('textbox').fill('2027-03-31');
    await row('closedate').getByRole('textbox').blur();
    await row('closedate').getByRole('button', { name: 'Save' }).click();
    await row('closedate').getByText('31 Mar 2027').waitFor();
    await row('deal_currency_code').getByRole('button').click();
    await row('deal_currency_code').getByRole('combobox').click();
    await page.getByRole('option', { name: /USD|US dollar/i }).click();
    await row('deal_currency_code').getByRole('button', { name: 'Save' }).click();
    await row('amount').getByText('US$1,234.50').waitFor();
    const stored = (await storedDeal(stage.dealId)).properties;
    expect([stored['amount'], stored['deal_currency_code']]).toEqual(['1234.5', 'USD']);
    expect(stored['closedate']).toMatch(/^2027-03-31/);
  });

  it('finds any property by its name', async () => {
    const { page } = await stage.open(record());
    await page.getByRole('button', { name: 'View all properties' }).click();
    const modal = page.getByRole('dialog', { name: 'All properties' });
    await modal.getByRole('searchbox').fill('hs_priority');
    await modal.locator('[data-property="hs_priority"]').waitFor();
    expect(await modal.locator('[data-property]').count()).toBe(1);
  });

  it('takes a note and line items', async () => {
    const { page } = await stage.open(record());
    await page.getByRole('textbox', { name: 'Note' }).fill('Called the customer <b>twice</b>');
    await page.getByRole('button', { name: 'Save note' }).click();
    await page.getByRole('article').filter({ hasText: 'Called the customer' }).waitFor();
    await page.getByRole('tab', { name: 'Line items' }).click();
    await page.getByRole('button', { name: 'Add line item' }).click();
    await page.getByLabel('Name of New product').fill('Spare wheels');
    await page.getByLabel('Name of New product').blur();
    await page.getByLabel('Quantity of Spare wheels').fill('4');
    await page.getByLabel('Quantity of Spare wheels').blur();
    await page.getByLabel('Price of Spare wheels').fill('25');
    await page.getByLabel('Price of Spare wheels').blur();
    await page
      .getByRole('row', { name: /Spare wheels|100\.00/ })
      .getByText(/100\.00/)
      .waitFor();
  });

  it('labels an associated contact', async () => {
    const { page } = await stage.open(record());
    const contact = page.locator('[data-record]').filter({ hasText: 'Beat Müller' });
    await contact.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Add label “Signatory”' }).click();
    await contact.getByText('Signatory', { exact: true }).waitFor();
  });

  it('merges with another deal, and its old address leads to the new record', async () => {
    const { page } = await stage.open(record());
    const name = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
    const about = page.getByRole('complementary', { name: 'About this deal' });
    await about.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Merge' }).click();
    const dialog = page.getByRole('dialog', { name: 'Merge deal' });
    await dialog.getByRole('combobox', { name: 'Merge with this deal' }).click();
    await page.getByRole('option', { name: 'Isartal – second hall' }).click();
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await page.getByTestId('toast').filter({ hasText: 'merged' }).waitFor();
    await page.waitForURL((url) => !url.pathname.includes(stage.dealId));
    const address = new URL(page.url()).pathname;
    const again = await stage.open(record());
    await again.page.waitForURL((url) => url.pathname === address);
    await again.page.getByRole('heading', { level: 1, name }).waitFor();
  });

  it('merges a contact of the deal with another one, which stays on the deal', async () => {
    const { page } = await stage.open(record());
    const contact = page.locator('[data-record]').filter({ hasText: 'Beat Müller' });
    const id = await contact.getAttribute('data-record');
    await contact.getByRole('button', { name: 'Actions' }).click();
    await page.getByRole('menuitem', { name: 'Merge' }).click();
    const dialog = page.getByRole('dialog', { name: 'Merge contact' });
    await dialog.getByRole('combobox', { name: 'Merge with this contact' }).click();
    await page.getByRole('option').first().click();
    await dialog.getByRole('button', { name: 'Merge' }).click();
    await page.locator(`[data-record="${id ?? ''}"]`).waitFor({ state: 'detached' });
    await contact.waitFor();
  });

  it('shows one card alone at the width it has in HubSpot', async () => {
    const { page } = await stage.open(record('?embed=sidebar'));
    await page.getByTestId('who').waitFor();
    const box = await page.locator('.crm-embed').boundingBox();
    expect(box?.width).toBe(300);
    expect(await page.getByRole('navigation').count()).toBe(0);
  });
});

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
type Violation = { id: string; impact: string | null; nodes: { html: string }[] };
type AxeWindow = { axe: { run: () => Promise<{ violations: Violation[] }> } };

/** The rule and the place of everything that axe-core calls serious or critical. */
const seriousIssues = async (page: Page): Promise<string[]> => {
  await page.addScriptTag({ path: axeSource });
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as AxeWindow;
    return (await axe.run()).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
};

describe('accessibility', () => {
  it.each([
    ['the list', () => deals('list'), 'Deals'],
    ['the board', () => deals('board'), 'Deals'],
    ['the record', () => record(), /./],
    ['the settings', () => `/settings/${String(stage.portalId)}/connected-apps/dealdraft`, 'DealDraft'],
    ['the workflows', () => `/workflows/${String(stage.portalId)}`, 'Workflows'],
  ])('%s has no serious issue', async (_name, path, heading) => {
    const { page } = await stage.open(path());
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await page.getByRole('status').filter({ hasText: 'Loading' }).waitFor({ state: 'detached' });
    expect(await seriousIssues(page)).toEqual([]);
  });

  it('an open modal, panel, menu, list and calendar have no serious issue', async () => {
    const { page } = await stage.open(record());
    await page.getByRole('button', { name: 'Open modal' }).click();
    await page.getByRole('dialog', { name: 'A modal' }).waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Panel' }).waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await page.getByRole('menuitem', { name: 'Panel' }).click();
    await page.getByRole('dialog', { name: 'A panel' }).waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Template' }).click();
    await page.getByRole('listbox').waitFor();
    expect(await seriousIssues(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Edit Close date/ }).click();
    await page.getByRole('button', { name: /^Choose a date/ }).click();
    await page.getByRole('grid').waitFor();
    expect(await seriousIssues(page)).toEqual([]);
  });
});
