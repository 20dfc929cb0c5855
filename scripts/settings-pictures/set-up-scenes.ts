import { sandboxCredentials } from '../../sandbox/spotdraft/seed/seed.ts';
import { chooseOption } from '../../lab/browser/settings-stage.ts';
import { portalId, until } from '../../lab/world/world.ts';
import type { Scene } from './scene.ts';
import { closeOverlay, press, see, tab } from './scene.ts';

const fillIn = async (
  { page, stage }: Scene,
  { environment, name, secret }: { environment: 'uat' | 'production'; name: string; secret: string },
): Promise<void> => {
  await chooseOption(page, 'Environment', environment === 'uat' ? /UAT/ : 'Production');
  await page.getByLabel('Name').first().fill(name);
  await chooseOption(page, 'Region', 'Another address');
  await page.getByLabel('Base URL').fill(stage.world.spotdraft.origin);
  await page.getByLabel('Client id').fill(sandboxCredentials[environment].clientId);
  await page.getByLabel('Client secret').fill(secret);
};

/** From nothing to two connected workspaces, as a new admin sees it. */
export const setUpScenes = async (scene: Scene): Promise<void> => {
  const { page, picture, stage } = scene;
  const { db } = stage.world;
  await picture(page, 'first-run-claim', (at) => see(at, 'Set up DealDraft'));
  await press(page, 'Become admin and get started');
  await picture(page, 'first-run-connect', async (at) => {
    await at.getByTestId('connect').waitFor();
  });
  await tab(page, 'Connections');
  await picture(page, 'connections-empty', (at) => see(at, 'SpotDraft is not connected yet'));
  await tab(page, 'Templates');
  await picture(page, 'templates-empty', (at) => see(at, 'No templates yet'));
  await tab(page, 'Get started');
  await fillIn(scene, { environment: 'uat', name: 'Northwind UAT', secret: 'a secret that was mistyped' });
  await page.getByTestId('connect').click();
  await picture(page, 'connect-refused', async (at) => {
    await at.getByRole('alert').first().waitFor();
  });
  await page.getByLabel('Client secret').fill(sandboxCredentials.uat.clientSecret);
  await page.getByTestId('connect').click();
  await see(page, 'Choose a template');
  await until('the templates are read', async () => (await db.template.count({ where: { portalId } })) >= 5);
  await picture(page, 'first-run-choose', async (at) => {
    await at.getByRole('row', { name: /Order Form/ }).waitFor();
  });
  await tab(page, 'Connections');
  await press(page, 'Connect another workspace');
  await fillIn(scene, {
    environment: 'production',
    name: 'Northwind production',
    secret: sandboxCredentials.production.clientSecret,
  });
  await picture(page, 'connect-another');
  await page.getByTestId('connect').click();
  await until('both are read', async () => (await db.template.count({ where: { portalId } })) >= 10);
  await picture(page, 'connections', async (at) => {
    await at.getByRole('button', { name: 'Test', exact: true }).nth(1).waitFor();
  });
  const tile = page.locator('[data-test-id^="workspace-"], [data-testid^="workspace-"]').last();
  await picture(page, 'connection-test', async (at) => {
    await at.getByRole('button', { name: 'Test', exact: true }).last().click();
    await press(at, 'Test now');
    await see(at, 'Client id and secret');
  });
  await closeOverlay(page);
  await picture(page, 'connection-secret', async () => {
    await tile.getByRole('button', { name: 'Replace secret' }).click();
    await see(page, 'The new secret is proved');
  });
  await closeOverlay(page);
  await picture(page, 'connection-pause', async () => {
    await tile.getByRole('button', { name: 'Pause' }).click();
    await see(page, 'Stops');
  });
  await closeOverlay(page);
  await picture(page, 'connection-remove', async () => {
    await tile.getByRole('button', { name: 'Remove' }).click();
    await see(page, 'Is deleted');
  });
  await closeOverlay(page);
};
