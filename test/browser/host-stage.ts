import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startHubSpotSandbox } from '../../sandbox/hubspot/start.ts';
import type { HubSpotSandbox } from '../../sandbox/hubspot/start.ts';
import { northwindPortalId } from '../../sandbox/hubspot/state/accounts.ts';
import { buildBundles, buildWeb } from '../../sandbox/hubspot/web/build/build.ts';
import { launchChromium } from '../../lab/browser/launch.ts';

export type Stage = {
  sandbox: HubSpotSandbox;
  portalId: number;
  dealId: string;
  /** A fresh browser profile with one page, and what went wrong in it. */
  open: (path: string) => Promise<{ page: Page; faults: string[] }>;
  /** The calls that reached the app behind `hubspot.fetch`. */
  calls: { url: string; signature: string | undefined; body: string }[];
  /** The accounts as they were at the start, and no browser page left. */
  reset: () => Promise<void>;
  close: () => Promise<void>;
};

/** The CRM with the probe cards of `fixtures`, an app that answers them, and a browser. */
export const setStage = async (): Promise<Stage> => {
  const calls: Stage['calls'] = [];
  const app = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const url = request.url ?? '';
      const signature = request.headers['x-hubspot-signature-v3'];
      calls.push({ url, signature: typeof signature === 'string' ? signature : undefined, body });
      const userId = new URL(url, 'http://app').searchParams.get('userId');
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ userId }));
    });
  });
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  const appOrigin = `http://127.0.0.1:${String((app.address() as AddressInfo).port)}`;
  const bundlesDir = await mkdtemp(join(tmpdir(), 'bundles-'));
  const extensionsDir = join(import.meta.dirname, 'fixtures');
  await buildWeb();
  await buildBundles({ extensionsDir, outDir: bundlesDir, variables: { API_ORIGIN: appOrigin } });
  const sandbox = await startHubSpotSandbox({ appOrigin, extensionsDir, bundlesDir });
  const browser: Browser = await launchChromium();
  const contexts: BrowserContext[] = [];
  const found = await fetch(`${sandbox.origin}/__crm/api/portals/${String(northwindPortalId)}/deals?limit=1`);
  const { results } = (await found.json()) as { results: { id: string }[] };
  return {
    sandbox,
    portalId: northwindPortalId,
    dealId: results[0]?.id ?? '',
    calls,
    open: async (path) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      contexts.push(context);
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      await page.goto(sandbox.origin + path);
      return { page, faults };
    },
    reset: async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      await fetch(`${sandbox.origin}/__sandbox/reset`, { method: 'POST' });
    },
    close: async () => {
      await Promise.all(contexts.map((context) => context.close()));
      await browser.close();
      await sandbox.close();
      await new Promise((resolve) => app.close(resolve));
      await rm(bundlesDir, { recursive: true, force: true });
    },
  };
};
