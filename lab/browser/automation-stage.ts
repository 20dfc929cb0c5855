import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import type { RuleContentInput, Saved } from '@dealdraft/wire/automation.ts';
import { portalId, until, userId, type World } from '../world/world.ts';
import { setCardStage, type CardStage } from './card-stage.ts';

const at = '/api/settings/automation';

/** The whole system in a browser, with an automation clock that ticks fast and both of its people as admins. */
export const setAutomationStage = async (environment: Record<string, string> = {}): Promise<CardStage> => {
  const stage = await setCardStage({
    databaseUrl: inject('databaseUrl'),
    environment: { AUTOMATION_TICK_MS: '300', HUBSPOT_REQUESTS_PER_10_S: '1000', ...environment },
    hubspot: {
      rateLimitPer10s: 2000,
      workflowRetryDelaysMs: [50, 100, 200, 400, 800, ...Array.from({ length: 60 }, () => 1600)],
    },
  });
  const { users } = stage.world.hubspot.control.portal(portalId);
  await stage.world.db.portal.update({
    where: { portalId },
    data: { settings: { admins: users.map(({ email }) => email) } },
  });
  return stage;
};

/** Rules and sets as an admin saves them; the user of the calls is an admin. */
export const rulesOf = (world: World) => ({
  templateId: async (name: string): Promise<number> =>
    (await world.db.template.findFirstOrThrow({ where: { portalId, name } })).templateId,
  saveRule: async (content: RuleContentInput): Promise<string> =>
    (await world.cardOk<Saved>('POST', `${at}/rules`, { content })).id,
  saveSet: async (name: string, templateIds: number[]): Promise<string> => {
    const content = { name, members: templateIds.map((templateId) => ({ templateId })) };
    return (await world.cardOk<Saved>('POST', `${at}/sets`, { content })).id;
  },
});

/** The board of deals, narrowed down to those that the search finds. */
export const openBoard = (stage: CardStage, search: string): Promise<Page> =>
  stage.open(
    `/contacts/${String(portalId)}/objects/0-3/views/all/board?user=${String(userId)}&search=${encodeURIComponent(search)}`,
  );

/** Takes a deal's card and drops it on a stage, with the mouse. */
export const dragDeal = async (page: Page, dealId: string, stage: string): Promise<void> => {
  const column = page.getByRole('region', { name: stage, exact: true });
  await page.locator(`[data-deal="${dealId}"]`).dragTo(column);
  await page
    .getByTestId('toast')
    .filter({ hasText: `moved to ${stage}` })
    .first()
    .waitFor();
};

/** Presses the “Sign as …” buttons of SpotDraft's page until everybody has signed. */
export const signOnSpotDraftPage = async (stage: CardStage, link: string): Promise<Page> => {
  const context = await stage.browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(link);
  await page
    .getByRole('button', { name: /^Sign as/ })
    .first()
    .waitFor();
  await until(
    'everybody has signed on the page',
    async () => {
      const next = page.getByRole('button', { name: /^Sign as/ }).first();
      if (await next.isVisible()) await next.click({ timeout: 2_000 });
      return page.getByText('Signed by everyone').isVisible();
    },
    30_000,
  );
  return page;
};

/** A picture for the guide, when `AUTOMATION_PICTURES` names a folder: from the top, without the page's notices. */
export const picture = async (page: Page, name: string, fullPage = false): Promise<void> => {
  const folder = process.env['AUTOMATION_PICTURES'];
  if (folder === undefined) return;
  await page.addStyleTag({ content: '[data-testid="toast"] { display: none }' });
  if (fullPage) await page.evaluate('scrollTo({ top: 0, behavior: "instant" })');
  await page.screenshot({ path: join(folder, `automation-${name}.png`), fullPage, animations: 'disabled' });
};
