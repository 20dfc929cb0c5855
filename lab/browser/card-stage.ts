import type { ContractStatus } from '@dealdraft/wire/contract-status.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildBundles, buildWeb } from '../../sandbox/hubspot/web/build/build.ts';
import { portalId, startWorld, until, type World, type WorldOptions } from '../world/world.ts';
import { launchChromium } from './launch.ts';

export type CardView = 'sidebar' | 'tab';
/** HubSpot's real measures: a card is about 300 px in the sidebar, and about 1,000 px in a tab. */
const cardWidths: Record<CardView, number> = { sidebar: 300, tab: 1000 };

export type CardStage = {
  world: World;
  browser: Browser;
  /** One card alone, at its real width. */
  openCard: (dealId: string, view: CardView) => Promise<Page>;
  /** The whole record page. */
  openRecord: (dealId: string) => Promise<Page>;
  open: (path: string, size?: { width: number; height: number }) => Promise<Page>;
  close: () => Promise<void>;
};

const root = join(import.meta.dirname, '../..');

/** The whole system with the real production bundles in a real browser. */
export const setCardStage = async (options: WorldOptions): Promise<CardStage> => {
  const bundlesDir = await mkdtemp(join(tmpdir(), 'dealdraft-cards-'));
  await buildWeb();
  await buildBundles({ extensionsDir: join(root, 'extensions'), outDir: bundlesDir, variables: {} });
  const world = await startWorld({
    ...options,
    hubspot: { bundlesDir, extensionsDir: join(root, 'extensions'), ...options.hubspot },
  });
  const browser = await launchChromium();

  const open = async (path: string, size = { width: 1440, height: 1000 }): Promise<Page> => {
    const context = await browser.newContext({
      viewport: size,
      deviceScaleFactor: 2,
      locale: 'en-GB',
      timezoneId: 'Europe/Zurich',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(world.hubspot.origin + path);
    return page;
  };
  const record = (dealId: string): string => `/contacts/${String(portalId)}/record/0-3/${dealId}`;

  return {
    world,
    browser,
    open,
    openCard: (dealId, view) =>
      open(`${record(dealId)}?embed=${view}&user=77002`, {
        width: cardWidths[view] + (view === 'sidebar' ? 32 : 48),
        height: view === 'sidebar' ? 640 : 700,
      }),
    openRecord: (dealId) => open(`${record(dealId)}?user=77002`),
    close: async () => {
      await browser.close();
      await world.stop();
      await rm(bundlesDir, { recursive: true, force: true });
    },
  };
};

export type Signing = 'review-complete' | 'approve' | 'sign-all' | 'decline' | 'hold' | 'resume' | 'void';

/** What a person does to a contract in SpotDraft. */
export const play = (
  world: World,
  numericId: number,
  action: Signing,
  more: Record<string, unknown> = {},
): void => {
  const result = world.spotdraft.control.act({
    workspace: 'production',
    contractId: numericId,
    action,
    ...more,
  } as Parameters<typeof world.spotdraft.control.act>[0]);
  if (!result.ok) throw new Error(`${action}: ${JSON.stringify(result.body)}`);
};

/** The deal's newest contract, when it is in this status. */
export const contractIn = (world: World, dealId: string, status: ContractStatus) =>
  until(`a contract of deal ${dealId} is ${status}`, () =>
    world.db.contract.findFirst({ where: { portalId, dealId, status }, orderBy: { createdAt: 'desc' } }),
  );
