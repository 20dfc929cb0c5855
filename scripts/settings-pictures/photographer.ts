import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { settingsPath } from '../../lab/browser/settings-stage.ts';
import type { CardStage } from '../../lab/browser/card-stage.ts';

/** A page of HubSpot's settings leaves an app about 1,000 px. */
const size = { width: 1032, height: 780 };
/** Long lists go on below what a picture shows. */
const tallest = 1800;
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export type Photographer = {
  /** The settings page alone, at its real width, as one of the account's users. */
  open: (user?: number) => Promise<Page>;
  /** Does what `prepare` does, waits until nothing moves, and keeps the picture as `settings-<name>.png`. */
  picture: (page: Page, name: string, prepare?: (page: Page) => Promise<void>) => Promise<void>;
  /** What went wrong: a screen that could not be reached, or a serious fault that axe found in one. */
  faults: string[];
};

/** Serious faults for people who use a keyboard or a screen reader. */
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

/** Nothing is being read or saved any more, and no message covers the page. */
const settled = async (page: Page, name: string): Promise<void> => {
  await page.waitForLoadState('networkidle', { timeout: 4_000 }).catch(() => undefined);
  if (name === 'loading') return;
  // What an action changes is drawn by a worker, a moment after it.
  await page.waitForTimeout(300);
  for (const busy of ['.hs-loading', 'text=Saving…', 'text=Checking again…'])
    await page.locator(busy).first().waitFor({ state: 'detached', timeout: 6_000 });
  for (const toast of await page.getByRole('button', { name: 'Dismiss' }).all())
    await toast.click().catch(() => undefined);
};

export const createPhotographer = (stage: CardStage, out: string): Photographer => {
  const faults: string[] = [];
  return {
    faults,
    open: async (user) => {
      const context = await stage.browser.newContext({
        viewport: size,
        locale: 'en-GB',
        timezoneId: 'Europe/Zurich',
      });
      const page = await context.newPage();
      page.setDefaultTimeout(12_000);
      await page.goto(`${stage.world.hubspot.origin}${settingsPath(user)}&embed=tab`);
      return page;
    },
    picture: async (page, name, prepare) => {
      const path = join(out, name.startsWith('card-') ? `${name}.png` : `settings-${name}.png`);
      try {
        await prepare?.(page);
        await settled(page, name);
        await page.evaluate('scrollTo(0, 0)');
        const { width, height } = await page.evaluate<{ width: number; height: number }>(
          '({ width: innerWidth, height: document.documentElement.scrollHeight })',
        );
        const clip = { x: 0, y: 0, width, height: Math.min(height, tallest) };
        await page.screenshot({ path, fullPage: true, clip, animations: 'disabled' });
        const found = await seriousFaults(page);
        faults.push(...found.map((fault) => `${name}: ${fault}`));
        console.log(`settings-${name}.png${found.length === 0 ? '' : `  axe: ${found.join('; ')}`}`);
      } catch (error) {
        const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
        faults.push(`${name}: ${message}`);
        console.log(`settings-${name}: ${message}`);
        await page.screenshot({ path: join('/tmp', `failed-settings-${name}.png`), fullPage: true });
      }
    },
  };
};
