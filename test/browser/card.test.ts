import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { portalId, until } from '../../lab/world/world.ts';
import { contractIn, play, setCardStage, type CardStage } from '../../lab/browser/card-stage.ts';

let stage: CardStage;
beforeAll(async () => {
  stage = await setCardStage({ databaseUrl: inject('databaseUrl') });
});
afterAll(() => stage.close());

const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** Serious faults that axe-core finds in the card and the page around it. */
const seriousFaults = async (page: Page): Promise<string[]> => {
  await page.addScriptTag({ content: await readFile(axeSource, 'utf8') });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run: () => Promise<{ violations: { impact: string; id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
};

/** Generates by clicking, as a seller does. */
const generate = async (page: Page, template: string): Promise<void> => {
  await page.getByTestId('generate-open').first().click();
  await page.getByText(template, { exact: true }).first().click();
  await page.getByTestId('generate-confirm').click();
};

describe('the card in the browser', () => {
  it('brings a deal to a signed contract without a reload, and survives one in between', async () => {
    const dealId = stage.world.dealId('Alpenglühen');
    const page = await stage.openRecord(dealId);
    expect(await seriousFaults(page)).toEqual([]);
    await generate(page, 'Order Form');
    await page.getByText('Draft', { exact: true }).first().waitFor();
    const contract = await contractIn(stage.world, dealId, 'DRAFT');
    expect(await seriousFaults(page)).toEqual([]);

    await page.reload();
    await page.getByTestId(`contract-${contract.id}`).first().waitFor();
    await page.getByTestId(`action-${contract.id}-send_for_review`).first().click();
    await page.getByRole('dialog').getByRole('button', { name: /send/i }).last().click();
    await page.getByText('In review').first().waitFor();
    play(stage.world, contract.numericId, 'review-complete');
    await page.getByText('Out for signature').first().waitFor();
    play(stage.world, contract.numericId, 'sign-all');
    await page.getByText('Executed').first().waitFor();
    await until(
      'the signed document is on the deal',
      () =>
        stage.world.hubspot.control.record('deals', dealId, portalId).properties['dealdraft_signed_document'],
    );
    expect(await seriousFaults(page)).toEqual([]);
    expect(stage.world.spotdraft.state.contracts.size).toBe(1);
  });

  it('shows what is missing with a link to the property, and goes on when it is filled in', async () => {
    const dealId = stage.world.dealId('Copperleaf');
    const page = await stage.openCard(dealId, 'tab');
    await page.getByTestId('generate-open').first().click();
    await page.getByText('Order Form', { exact: true }).first().click();
    const link = page.getByRole('link', { name: /open the company/i }).first();
    await link.waitFor();
    expect(await link.getAttribute('href')).toMatch(/\/record\/0-2\//);
    expect(await page.getByTestId('generate-confirm').isDisabled()).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
  });

  it("shows SpotDraft's own PDF of the plan before anything is made", async () => {
    const dealId = stage.world.dealId('Harbor & Pine – two sites');
    const page = await stage.openCard(dealId, 'tab');
    await page.getByTestId('generate-open').first().click();
    await page.getByText('Order Form', { exact: true }).first().click();
    const shown = page.waitForResponse(/\/files\//);
    await page.getByRole('button', { name: /preview/i }).click();
    const preview = await shown;
    expect(preview.status()).toBe(200);
    expect(preview.headers()).toMatchObject({ 'content-type': 'application/pdf' });
    expect(preview.headers()['x-frame-options']).toBeUndefined();
    const again = await fetch(preview.url());
    expect(
      Buffer.from(await again.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect(await stage.world.db.contract.count({ where: { dealId } })).toBe(0);
  });

  it('asks which of two companies is meant, and never guesses', async () => {
    const dealId = stage.world.dealId('Thames Valley – group framework');
    const page = await stage.openCard(dealId, 'tab');
    await page.getByTestId('generate-open').first().click();
    await page.getByText('Master Services Agreement', { exact: true }).first().click();
    await page
      .getByText(/2 companies and none is the primary one/)
      .first()
      .waitFor();
    expect(await page.getByTestId('generate-confirm').isDisabled()).toBe(true);
  });

  it('makes no vendor call for merely being open', async () => {
    const dealId = stage.world.dealId('Öresund Båtvarv – renewal');
    const page = await stage.openCard(dealId, 'sidebar');
    await page.getByTestId('generate-open').first().waitFor();
    const calls = (): number => stage.world.spotdraft.control.stats().total;
    const before = calls();
    await page.waitForFunction(() => performance.now() > 4_000);
    expect(calls()).toBe(before);
  });
});
