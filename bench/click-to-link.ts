import { portalId } from '../lab/world/world.ts';
import { setCardStage } from '../lab/browser/card-stage.ts';
import { ms, printTable, quantile } from './table.ts';

const runs = 50;

type Run = { total: number; accepted: number; waited: number; created: number };

/**
 * From the click on Generate to the contract's link, in a real browser with the real card, at the sandboxes' default
 * latency of 60 ms a call. The limits are lifted: fifty sellers in two minutes are not what is measured.
 */
export const benchClickToLink = async (databaseUrl: string): Promise<void> => {
  const stage = await setCardStage({
    databaseUrl,
    environment: { HUBSPOT_REQUESTS_PER_10_S: '5000', SPOTDRAFT_REQUESTS_PER_S: '500' },
    hubspot: { rateLimitPer10s: 10_000, latencyMs: 60 },
    spotdraft: { rateLimitPerSecond: 1000, latencyMs: 60 },
  });
  const { world } = stage;
  try {
    const deals = world.hubspot.control.seedDeals(runs);
    const measured: Run[] = [];
    for (const dealId of deals) {
      const page = await stage.openCard(dealId, 'sidebar');
      await page.getByTestId('generate-open').first().click();
      await page.getByText('Mutual NDA (Individual)', { exact: true }).first().click();
      const confirm = page.getByTestId('generate-confirm');
      await confirm.waitFor();
      await page.waitForFunction(`!document.querySelector('[data-testid="generate-confirm"]')?.disabled`);
      const answered = page.waitForResponse(
        (response) =>
          response.url().includes('/__sandbox/proxy') &&
          (response.request().postData() ?? '').includes('/generate'),
      );
      const clicked = performance.now();
      await confirm.click();
      const accepted = answered.then(() => performance.now() - clicked);
      await page.locator('a[href*="/contracts/v2/"]').first().waitFor();
      const total = performance.now() - clicked;
      const request = await world.db.request.findFirstOrThrow({ where: { portalId, dealId } });
      const call = await world.db.vendorCall.findFirst({
        where: { portalId, operation: 'createContract' },
        orderBy: { id: 'desc' },
      });
      measured.push({
        total,
        accepted: await accepted,
        waited: (request.attemptedAt?.getTime() ?? 0) - request.createdAt.getTime(),
        created: call?.ms ?? 60,
      });
      await page.context().close();
    }
    const of = (pick: (run: Run) => number): string[] => {
      const values = measured.map(pick);
      const share =
        values.reduce((sum, value) => sum + value, 0) / measured.reduce((sum, { total }) => sum + total, 0);
      return [ms(quantile(values, 0.5)), ms(quantile(values, 0.95)), `${(share * 100).toFixed(0)} %`];
    };
    printTable(`From the click to the visible link, ${String(runs)} runs in the browser`, [
      ['', 'median', 'p95', 'share'],
      ['Reading the deal, accepting the request', ...of(({ accepted }) => accepted)],
      ['Waiting for a worker', ...of(({ waited }) => waited)],
      ["SpotDraft's answer", ...of(({ created }) => created)],
      [
        'Storing it, and until the card looks again',
        ...of((run) => Math.max(0, run.total - run.accepted - run.waited - run.created)),
      ],
      ['Whole', ...of(({ total }) => total)],
    ]);
  } finally {
    await stage.close();
  }
};
