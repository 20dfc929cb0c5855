import type { Page } from 'playwright-core';
import { userIds } from '../../sandbox/hubspot/state/accounts.ts';
import type { CardStage } from '../../lab/browser/card-stage.ts';
import { portalId } from '../../lab/world/world.ts';
import type { Photographer } from './photographer.ts';

export type Scene = Photographer & { stage: CardStage; page: Page };

export const tab = async (page: Page, name: string | RegExp): Promise<void> => {
  await page.getByRole('tab', { name }).first().click();
};
export const press = async (page: Page, name: string | RegExp): Promise<void> => {
  await page.getByRole('button', { name }).first().click();
};
export const see = async (page: Page, text: string | RegExp): Promise<void> => {
  await page.getByText(text).first().waitFor();
};
/** Closes the open panel or modal. */
export const closeOverlay = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').first().waitFor({ state: 'detached' });
};
/** Opens a template's page, from anywhere. */
export const openTemplate = async (page: Page, name: string | RegExp): Promise<void> => {
  await tab(page, /^Get started/);
  await tab(page, /^Templates/);
  await page.getByRole('row', { name }).first().getByRole('button').last().click();
  await see(page, 'All templates');
};

/** A call as the settings page makes it, by Ada, who is an admin. */
export const asAdmin = async <Data>(
  { stage }: Scene,
  method: 'GET' | 'POST',
  [path, body]: [string, Record<string, unknown>?],
): Promise<Data> => {
  const answer = await stage.world.hubspot.control.callCard({
    portalId,
    userId: userIds.ada,
    method,
    path: `/api/settings${path}`,
    ...(body === undefined ? {} : { body }),
  });
  const envelope = answer.body as { ok: boolean; data: Data };
  if (answer.status !== 200 || !envelope.ok) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return envelope.data;
};
