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

const record = (extra = ''): string =>
  `/contacts/${String(stage.portalId)}/record/0-3/${stage.dealId}${extra}`;
const said = (page: Page, testId: string, text: string | RegExp): Promise<void> =>
  page.getByTestId(testId).filter({ hasText: text }).waitFor();
const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

describe('a card in its worker', () => {
  it('gets its context', async () => {
    const { page, faults } = await stage.open(record());
    await said(page, 'who', `@`);
    await said(page, 'who', ` on ${stage.dealId}`);
    expect(faults).toEqual([]);
  });

  it('runs without a document or window of the page', async () => {
    const { page } = await stage.open(record());
    await said(page, 'clicks', '0');
    const workers = page.workers();
    expect(workers.length).toBeGreaterThan(0);
    expect(await workers[0]?.evaluate(() => ['document' in globalThis, 'window' in globalThis])).toEqual([
      false,
      false,
    ]);
  });

  it('fetches through the signing proxy as the person who is signed in', async () => {
    const { page } = await stage.open(record());
    stage.calls.length = 0;
    await press(page, 'Fetch');
    await said(page, 'fetched', 'Fetched: 200 true 77001');
    expect(stage.calls).toHaveLength(1);
    expect(stage.calls[0]?.signature).toMatch(/=$/);
    expect(JSON.parse(stage.calls[0]?.body ?? '')).toEqual({ question: 'who' });
    await page.getByTestId('user-switcher').getByRole('button').click();
    await page.getByRole('menuitem', { name: /Ben Okafor/ }).click();
    await press(page, 'Fetch');
    await said(page, 'fetched', 'Fetched: 200 true 77002');
  });

  it('hears an edit on the record, and has the page read again', async () => {
    const { page } = await stage.open(record());
    await said(page, 'edited', 'nothing');
    await page.getByRole('button', { name: /^Edit Deal name/ }).click();
    await page.getByLabel('Deal name').fill('Renamed by hand');
    await press(page, 'Save');
    await said(page, 'edited', 'Edited: Renamed by hand');
    // A write by an app is not told, until somebody asks for it.
    const url = `${stage.sandbox.origin}/__crm/api/portals/${String(stage.portalId)}/deals/${stage.dealId}`;
    const body = JSON.stringify({ properties: { dealname: 'Alpenglühen – fleet platform 2027' } });
    await fetch(url, { method: 'PATCH', body, headers: { 'content-type': 'application/json' } });
    await press(page, 'Refresh');
    await page.getByRole('heading', { level: 1, name: 'Alpenglühen – fleet platform 2027' }).waitFor();
    await said(page, 'edited', 'Edited: Renamed by hand');
  });

  it('keeps what is typed while answers come back late', async () => {
    const { page } = await stage.open(record());
    const text = 'a long text, typed quickly';
    await page.getByLabel('Typed').pressSequentially(text);
    await said(page, 'typed', `Typed: ${text}`);
    expect(await page.getByLabel('Typed').inputValue()).toBe(text);
  });

  it('shows alerts, and pages in a frame', async () => {
    const { page } = await stage.open(record());
    await press(page, 'Alert');
    await page.getByTestId('toast').filter({ hasText: 'Saved by the probe' }).waitFor();
    await press(page, 'Frame');
    const frame = page.getByRole('dialog', { name: 'Frame' });
    await frame.waitFor();
    await page.keyboard.press('Escape');
    await frame.waitFor({ state: 'detached' });
  });
});

describe('overlays', () => {
  it('open on the click that carries them, hold the focus, and give it back', async () => {
    const { page } = await stage.open(record());
    const opener = page.getByRole('button', { name: 'Open modal' });
    await opener.click();
    const modal = page.getByRole('dialog', { name: 'A modal' });
    await modal.getByText('Inside, clicks: 0').waitFor();
    await said(page, 'modal', 'Modal: open');
    for (let turn = 0; turn < 8; turn += 1) {
      await page.keyboard.press('Tab');
      expect(await modal.locator(':focus').count()).toBe(1);
    }
    await page.keyboard.press('Escape');
    await modal.waitFor({ state: 'detached' });
    await said(page, 'modal', 'Modal: closed');
    expect(await page.locator(':focus').textContent()).toBe('Open modal');
  });

  it('follow the card while open, and close when the card says so', async () => {
    const { page } = await stage.open(record());
    await press(page, 'Count');
    await press(page, 'Open modal');
    await page.getByText('Inside, clicks: 1').waitFor();
    await press(page, 'Done');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await press(page, 'Count');
    await press(page, 'Open modal');
    await page.getByText('Inside, clicks: 2').waitFor();
  });

  it('open from a menu entry by keyboard', async () => {
    const { page } = await stage.open(record());
    const more = page.getByRole('button', { name: 'More', exact: true });
    await more.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('menuitem', { name: 'Hundred' }).waitFor();
    await page.keyboard.press('Enter');
    await said(page, 'clicks', 'Clicks: 100');
    await more.click();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: 'A panel' }).getByText('In the panel').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.locator(':focus').textContent()).toBe('More');
  });

  it('say on a disabled button why it is disabled', async () => {
    const { page } = await stage.open(record());
    const button = page.getByRole('button', { name: 'Impossible' });
    await button.focus();
    await page.getByRole('tooltip').filter({ hasText: 'Because the contract is executed' }).waitFor();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
  });

  it('choose from a list by keyboard', async () => {
    const { page } = await stage.open(record());
    const box = page.getByRole('combobox', { name: 'Template' });
    await box.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByRole('listbox').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await said(page, 'chosen', 'Chosen: nda');
    expect(await box.textContent()).toBe('NDA');
  });
});

describe('a card that breaks', () => {
  it('is replaced by a message with details, and can be started again', async () => {
    const { page } = await stage.open(record('?tab=crash_tab'));
    await press(page, 'Break');
    await page.getByText('Something went wrong').waitFor();
    await press(page, 'Details');
    await page.getByText('The probe was told to break.').waitFor();
    await press(page, 'Reload card');
    await page.getByText('All is well').waitFor();
  });

  it('says so when the bundle cannot be loaded', async () => {
    const { page } = await stage.open('/');
    await page.route('**/bundles/ProbeCard.js', (route) => route.fulfill({ status: 404, body: '' }));
    await page.goto(stage.sandbox.origin + record());
    await page.getByText('Something went wrong').waitFor();
  });
});
