import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { accessTokens, userIds } from '../../sandbox/hubspot/state/accounts.ts';
import { sandboxCredentials } from '../../sandbox/spotdraft/seed/seed.ts';
import { Secret } from '../../src/platform/secrets/secret.ts';
import { portalId, type World } from '../world/world.ts';
import type { CardStage } from './card-stage.ts';

export const settingsPath = (user: number = userIds.ada): string =>
  `/settings/${String(portalId)}/connected-apps/dealdraft?user=${String(user)}`;

/** HubSpot installs the app: the account is known, and nothing else. */
export const install = async ({ app }: World): Promise<void> => {
  const installed = await app.connectPortal({
    portalId,
    name: 'Northwind Robotics',
    accessToken: new Secret(accessTokens[portalId] ?? ''),
    timeZone: 'Europe/Zurich',
    defaultCurrency: 'EUR',
  });
  if (!installed.ok) throw new Error(JSON.stringify(installed.failure));
};

export const openSettings = (stage: CardStage, user?: number): Promise<Page> =>
  stage.open(settingsPath(user));

/** Ada, who installed the app, is its admin. */
export const becomeAdmin = async (world: World): Promise<void> => {
  const answer = await world.hubspot.control.callCard({
    portalId,
    userId: userIds.ada,
    method: 'POST',
    path: '/api/settings/access/claim',
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
};

/** Opens one of HubSpot's selects by its label, and takes the option that reads so. */
export const chooseOption = async (
  page: Page,
  label: string | RegExp,
  option: string | RegExp,
): Promise<void> => {
  await page.getByRole('combobox', { name: label }).first().click();
  await page.getByRole('option', { name: option }).first().click();
};

/** Fills in where SpotDraft is and what it takes to get in, as an admin copies it from there. */
export const connectSpotDraft = async (
  page: Page,
  world: World,
  environment: 'production' | 'uat' = 'production',
): Promise<void> => {
  const { clientId, clientSecret } = sandboxCredentials[environment];
  await chooseOption(page, 'Environment', environment === 'uat' ? /UAT/ : 'Production');
  await page.getByLabel('Name').first().fill(`Northwind ${environment}`);
  await chooseOption(page, 'Region', 'Another address');
  await page.getByLabel('Base URL').fill(world.spotdraft.origin);
  await page.getByLabel('Client id').fill(clientId);
  await page.getByLabel('Client secret').fill(clientSecret);
  await page.getByTestId('connect').click();
};

/** A picture of the page, when `SETTINGS_PICTURES` names a folder for them. */
export const picture = async (page: Page, name: string): Promise<void> => {
  const folder = process.env['SETTINGS_PICTURES'];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.screenshot({
    path: join(folder, `settings-${name}.png`),
    fullPage: true,
    animations: 'disabled',
  });
};
