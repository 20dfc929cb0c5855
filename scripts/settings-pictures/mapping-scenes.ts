import { demoMappings } from '../../lab/world/mappings.ts';
import { chooseOption } from '../../lab/browser/settings-stage.ts';
import { portalId } from '../../lab/world/world.ts';
import type { Scene } from './scene.ts';
import { asAdmin, closeOverlay, openTemplate, press, see, tab } from './scene.ts';

/** A file that a later version of DealDraft has written. */
const fromTheFuture = JSON.stringify({ ...demoMappings['Order Form'], formatVersion: 9 }, null, 2);

/** One template from suggestions to its third version. */
export const mappingScenes = async (scene: Scene): Promise<void> => {
  const { page, picture, stage } = scene;
  const { world } = stage;
  await tab(page, 'Templates');
  await page
    .getByRole('row', { name: /Order Form[^]*production/ })
    .first()
    .getByRole('button', { name: 'Map' })
    .click();
  await picture(page, 'mapping-suggestions', async (at) => {
    await at.getByTestId('accept-whole').waitFor();
  });
  await page.getByTestId('accept-whole').click();
  await see(page, /^Saved/);
  await picture(page, 'mapping-values');

  await chooseOption(page, 'Show values of a deal while you edit', /Włókna/);
  const open = async (row: RegExp): Promise<void> => {
    await page
      .getByRole('row', { name: row })
      .getByRole('button', { name: /Map|Edit/ })
      .click();
    await see(page, 'All values');
  };
  const back = () => press(page, '← All values');
  await open(/Renewal notice/);
  await press(page, 'Choose where it comes from');
  await chooseOption(page, 'Source', 'Fixed value');
  await page.getByLabel('Value', { exact: true }).fill('60');
  await back();
  await open(/Billing frequency/);
  await picture(page, 'mapping-transform', async (at) => {
    await press(at, /^Format/);
    await see(at, 'On “');
  });
  await chooseOption(page, 'Source', 'A formula');
  await page.getByLabel('Formula').fill('deal.billing_frequency = "annually" ? "annual" : "monthly"');
  await picture(page, 'mapping-formula', async (at) => {
    await at.getByText('On “').first().waitFor();
    await at
      .getByText(/being read again/)
      .first()
      .waitFor({ state: 'detached' });
  });
  await page.getByLabel('Formula').fill('deal.billing_frequency = ');
  await picture(page, 'mapping-finding', async (at) => {
    await at
      .getByText(/formula/i)
      .first()
      .waitFor();
    await see(at, /cannot be read|Unexpected|not a formula|syntax/i);
  });
  await back();
  await picture(page, 'mapping-findings');
  await open(/Billing frequency/);
  await chooseOption(page, 'Source', /property/i);
  await back();
  await open(/Products/);
  await picture(page, 'mapping-line-items', async (at) => {
    await press(at, /Group and sort/);
    await see(at, 'Group line items');
  });
  await back();
  for (const [title, name] of [
    ['Counterparty', 'counterparty'],
    ['Signatories', 'signatories'],
    ['Contract and workflow', 'contract'],
    ['Write-back', 'way-back'],
  ] as const) {
    await tab(page, title);
    if (name === 'signatories') await press(page, 'Add a counterparty signatory');
    if (name === 'way-back') await press(page, 'Add a value to write back');
    await picture(page, `mapping-${name}`);
  }

  // From here on with the mapping that an admin of this account would end up with.
  const production = await world.db.workspace.findFirstOrThrow({
    where: { portalId, environment: 'production' },
  });
  const template = await world.db.template.findFirstOrThrow({
    where: { portalId, workspaceId: production.id, name: 'Order Form' },
  });
  const of = `/templates/${production.id}/${String(template.templateId)}`;
  await page.reload();
  const put = async (note: string, change: (mapping: Record<string, unknown>) => void): Promise<void> => {
    const { revision } = await asAdmin<{ revision: number }>(scene, 'GET', [of]);
    const content = structuredClone(demoMappings['Order Form']) as unknown as Record<string, unknown>;
    change(content);
    const saved = await asAdmin<{ revision: number }>(scene, 'POST', [`${of}/draft`, { revision, content }]);
    if (note !== '') await asAdmin(scene, 'POST', [`${of}/publish`, { revision: saved.revision, note }]);
  };
  await put('First mapping, tried on 12 deals', () => undefined);
  await put('Legal names contracts after the company only', (mapping) => {
    mapping['contractName'] = { source: { kind: 'text', template: 'Order form – {{company.legal_name}}' } };
  });
  await put('', (mapping) => {
    mapping['contractName'] = { source: { kind: 'text', template: 'Order form {{deal.dealname}}' } };
  });
  await openTemplate(page, 'Order Form');
  await tab(page, 'Try it');
  await picture(page, 'try-deal', async (at) => {
    await chooseOption(at, 'Deal', /Włókna/);
    await see(at, 'is ready');
  });
  await picture(page, 'try-deal-missing', async (at) => {
    await press(at, 'Clear');
    await chooseOption(at, 'Deal', /Copperleaf/);
    await see(at, /cannot be filled|is ready/);
  });
  await press(page, 'Clear');
  await chooseOption(page, 'Pipeline', /./);
  await page.getByTestId('coverage-start').click();
  await picture(page, 'coverage', async (at) => {
    await see(at, /tried .* by/);
  });
  await tab(page, 'Versions');
  await picture(page, 'versions', (at) => see(at, 'In use'));
  await picture(page, 'version-diff', async (at) => {
    await press(at, 'What changed');
    await see(at, 'Compared with the draft');
  });
  await closeOverlay(page);
  await picture(page, 'version-roll-back', async (at) => {
    await press(at, 'Roll back');
    await see(at, 'published under a new number');
  });
  await closeOverlay(page);
  await picture(page, 'export', async (at) => {
    await press(at, 'Export');
    await see(at, 'Download the file');
  });
  await closeOverlay(page);
  await picture(page, 'import', async (at) => {
    await press(at, 'Import');
    await at.getByLabel('Text of the file').fill(fromTheFuture);
    await press(at, 'Import as the draft');
    await at.getByRole('dialog').getByRole('alert').first().waitFor();
  });
  await closeOverlay(page);
  await picture(page, 'publish', async (at) => {
    await at.getByTestId('publish').click();
    await see(at, 'New contracts will use this version');
    await at.getByLabel('Note').last().fill('The deal’s name is enough');
  });
  await closeOverlay(page);
  await picture(page, 'promote', async (at) => {
    await press(at, 'Preview');
    await see(at, 'Create draft in');
  });
  await tab(page, 'Get started');
  await picture(page, 'first-run-done');
};
