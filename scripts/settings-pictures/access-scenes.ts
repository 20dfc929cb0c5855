import { userIds } from '../../sandbox/hubspot/state/accounts.ts';
import { portalId } from '../../lab/world/world.ts';
import type { Scene } from './scene.ts';
import { closeOverlay, press, see, tab } from './scene.ts';

/** Templates as an account with hundreds of them has. */
const manyTemplates = async ({ stage: { world } }: Scene): Promise<void> => {
  const first = await world.db.template.findFirstOrThrow({
    where: { portalId, name: 'Order Form', workspace: { environment: 'uat' } },
  });
  const regions = ['EMEA', 'Americas', 'APAC', 'DACH', 'Nordics', 'Iberia'];
  const kinds = [
    'Order Form',
    'Statement of Work',
    'Reseller Agreement',
    'Data Processing Addendum',
    'Mutual NDA',
  ];
  await world.db.template.createMany({
    data: Array.from({ length: 300 }, (_, index) => ({
      ...first,
      attributes: first.attributes ?? [],
      templateId: 90_000 + index,
      name: `${kinds[index % kinds.length] ?? ''} ${regions[Math.floor(index / 5) % 6] ?? ''} ${String(2026 - Math.floor(index / 30))}`,
    })),
  });
};

/** Work that was tried for hours and given up, as the queue keeps it: nobody would wait that long for a picture. */
const givenUp = async ({ stage: { world } }: Scene): Promise<void> => {
  const contracts = await world.db.contract.findMany({ where: { portalId }, take: 2 });
  const said = JSON.stringify({ message: 'SpotDraft has not given a download link for 24 hours.' });
  for (const { id, dealId } of contracts) {
    const payload = JSON.stringify({ portalId, contractId: id, dealId });
    await world.db.$executeRaw`
      INSERT INTO "pgboss"."job" ("name", "data", "source_name", "source_output")
      VALUES ('dead-letter', ${payload}::jsonb, 'contract.finish', ${said}::jsonb)`;
  }
};

/** Who may, alerts, the audit list; what others see; and what is shown when nothing answers. */
export const accessScenes = async (scene: Scene): Promise<void> => {
  const { page, picture, stage, open } = scene;
  const { world } = stage;
  await tab(page, 'Access and audit');
  await picture(page, 'admins', async (at) => {
    await at.getByLabel('Add admins').fill('chiara.rossi@northwind-robotics.example');
    await at.getByRole('button', { name: 'Add', exact: true }).click();
    await see(at, 'chiara.rossi');
  });
  await tab(page, 'Permissions');
  await picture(page, 'who-may', (at) => see(at, 'Who may generate contracts'));
  await tab(page, 'Alerts');
  await page.getByLabel('Webhook address').fill('https://localhost/alerts/dealdraft');
  await press(page, 'Save');
  await see(page, 'Signing key');
  await picture(page, 'alerts', async (at) => {
    await press(at, 'Make a key');
    await see(at, 'Copy this key now');
  });
  await tab(page, /^Audit$/);
  await picture(page, 'audit', (at) => see(at, /first admin/));

  const ben = await open(userIds.ben);
  await picture(ben, 'not-admin', (at) => see(at, 'Only admins of DealDraft'));
  await ben.context().close();

  await manyTemplates(scene);
  await tab(page, 'Templates');
  await picture(page, 'templates', async (at) => {
    await at.getByRole('row').nth(5).waitFor();
  });

  world.spotdraft.control.addFault({ kind: 'revoke-credentials', workspace: 'uat' });
  await tab(page, 'Connections');
  await picture(page, 'connection-test-bad', async (at) => {
    await at.getByRole('button', { name: 'Test', exact: true }).last().click();
    await at.getByRole('button', { name: /^Test (now|again)$/ }).click();
    await see(at, 'Something does not work');
  });

  await closeOverlay(page);

  await givenUp(scene);
  await tab(page, 'Health');
  await tab(page, 'Failed jobs');
  await picture(page, 'given-up', async (at) => {
    await see(at, 'Why it failed');
    await at.getByRole('checkbox').first().check();
  });

  const waiting = await open();
  await waiting.route(/__sandbox\/proxy/, () => undefined);
  await waiting.reload();
  await picture(waiting, 'loading', (at) => see(at, 'Opening the settings'));
  await waiting.context().close();

  await world.app.stop();
  const away = await open();
  await picture(away, 'away', (at) => see(at, /again/i));
  await away.context().close();
};
