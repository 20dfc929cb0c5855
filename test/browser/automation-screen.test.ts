import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { portalId, until } from '../../lab/world/world.ts';
import {
  dragDeal,
  openBoard,
  picture,
  rulesOf,
  setAutomationStage,
} from '../../lab/browser/automation-stage.ts';
import { contractIn, play, type CardStage } from '../../lab/browser/card-stage.ts';
import { chooseOption, openSettings } from '../../lab/browser/settings-stage.ts';

let stage: CardStage;
beforeAll(async () => {
  stage = await setAutomationStage();
});
afterAll(() => stage.close());
/** Each test has the rules to itself. */
beforeEach(async () => {
  await stage.world.db.stageRule.updateMany({ where: { portalId }, data: { state: 'deleted' } });
  await stage.world.db.contractSet.updateMany({ where: { portalId }, data: { state: 'deleted' } });
});

const openAutomation = async (): Promise<Page> => {
  const page = await openSettings(stage);
  await page.getByRole('tab', { name: 'Automation', exact: true }).click();
  await page.getByRole('heading', { name: 'Create and send contracts' }).waitFor();
  return page;
};
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();

describe('the automation screen', () => {
  it('makes rules both ways that then fire, and shows what they did', async () => {
    const { world } = stage;
    const page = await openAutomation();
    await page.getByText('No rules yet').first().waitFor();
    await picture(page, 'no-rules', true);

    await page.getByTestId('add-rule-generate').click();
    const panel = page.getByRole('dialog');
    await chooseOption(page, 'When a deal enters', 'Contract');
    await chooseOption(page, 'Generate', 'Order Form');
    await chooseOption(page, 'Then', 'Send it for signature');
    await panel.getByRole('button', { name: 'Add a condition' }).click();
    await chooseOption(page, 'Property', /^Amount/);
    await chooseOption(page, 'Test', 'is at least');
    await panel.getByLabel('Value').fill('1000');
    await picture(page, 'rule-generate');
    await panel.getByTestId('save-rule').click();
    await page
      .getByText(
        'When a deal enters Contract and amount is at least 1000, generate “Order Form”, unless one is open, and send it for signature.',
      )
      .waitFor();

    await tab(page, 'Contract sets');
    await picture(page, 'no-sets');
    await page.getByTestId('add-set').click();
    await page.getByRole('dialog').getByLabel('Name').fill('Order');
    await chooseOption(page, 'Required contracts', 'Order Form');
    await page.keyboard.press('Escape');
    await picture(page, 'set');
    await page.getByRole('dialog').getByRole('button', { name: 'Save the set' }).click();
    await page.getByText('Not used by any rule').waitFor();

    await tab(page, 'Rules');
    await page.getByTestId('add-rule-move').click();
    await chooseOption(page, 'When the set', 'Order');
    await chooseOption(page, 'Move the deal to', 'Closed won');
    await picture(page, 'rule-move');
    await page.getByTestId('save-rule').click();
    await page.getByText('When “Order” is executed, move the deal to Closed won.').waitFor();

    await page.getByTestId('add-rule-keep').click();
    await picture(page, 'rule-keep');
    await page.getByTestId('save-rule').click();
    await page.getByText('When a deal is lost, void its open contracts once somebody confirms.').waitFor();
    await picture(page, 'rules', true);

    const dealId = world.dealId('Alpenglühen');
    world.hubspot.control.editDeal(dealId, { dealstage: 'qualifiedtobuy' });
    await tab(page, 'Simulator');
    await chooseOption(page, 'Deal', /^Alpenglühen/);
    await page.getByTestId('stage-contractsent').getByText('Would run').waitFor();
    await picture(page, 'simulator', true);
    expect(await world.db.ruleFiring.count({ where: { portalId, dealId } })).toBe(0);

    const board = await openBoard(stage, 'Alpenglühen');
    await dragDeal(board, dealId, 'Contract');
    const contract = await contractIn(world, dealId, 'SIGN');
    play(world, contract.numericId, 'sign-all');
    await board
      .getByRole('region', { name: 'Closed won', exact: true })
      .locator(`[data-deal="${dealId}"]`)
      .waitFor();

    await tab(page, 'Rules');
    await page
      .getByText(/fired 1 time/)
      .nth(1)
      .waitFor();
    const mover = page
      .getByText('When “Order” is executed')
      .locator('xpath=ancestor::*[@data-test-id or @data-testid][1]');
    await mover.getByRole('button', { name: 'History' }).click();
    await page.getByText('Moved to Closed won. “Order” is executed.').waitFor();
    await picture(page, 'what-it-did');
  });

  it('asks before it voids, pauses a rule with its reason, and says where a deal stands', async () => {
    const { world } = stage;
    const { saveRule, templateId } = rulesOf(world);
    const keep = await saveRule({
      kind: 'keep',
      name: 'Lost deals',
      pipelineId: 'default',
      when: 'lost',
      then: 'ask_to_void',
    });
    await saveRule({
      kind: 'generate',
      name: 'Proposals',
      pipelineId: 'default',
      stageId: 'presentationscheduled',
      templateId: await templateId('Order Form'),
    });
    const dealId = world.dealId('Harbor & Pine – two sites');
    world.hubspot.control.editDeal(dealId, { dealstage: 'qualifiedtobuy' });
    const board = await openBoard(stage, 'Harbor & Pine');
    await dragDeal(board, dealId, 'Proposal');
    await contractIn(world, dealId, 'DRAFT');
    await dragDeal(board, dealId, 'Closed lost');
    const firing = await until('the rule asks', () =>
      world.db.ruleFiring.findFirst({ where: { portalId, dealId, ruleId: keep, state: 'asking' } }),
    );

    const page = await openAutomation();
    await tab(page, 'Progress');
    await page.getByTestId(`confirm-${firing.id}`).waitFor();
    await chooseOption(page, 'Find a deal in the queue', /^Harbor & Pine – two sites/);
    await page.getByText('Nothing of this deal waits.').waitFor();
    await picture(page, 'progress', true);
    await page.getByTestId(`confirm-${firing.id}`).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/\(T-\d+\)/).waitFor();
    await dialog.getByRole('button', { name: 'Void contract' }).click();
    await dialog.getByText('Enter a reason (at least a few words).').waitFor();
    await dialog.getByLabel('Reason').fill('The deal is lost');
    await dialog.getByRole('button', { name: 'Void contract' }).click();
    await contractIn(world, dealId, 'VOIDED');
    await page.getByTestId(`confirm-${firing.id}`).waitFor({ state: 'detached' });

    await tab(page, 'Rules');
    await page.getByTestId(`switch-${keep}`).click();
    await page.getByText(/^Paused by /).waitFor();
    await picture(page, 'paused', true);
    expect((await world.db.stageRule.findUniqueOrThrow({ where: { id: keep } })).state).toBe('paused');

    world.hubspot.control.runWorkflow({
      portalId,
      dealId,
      workflow: {
        name: 'Read',
        steps: [{ id: 'read', actionUrl: '/hubspot/actions/get-contract', inputFields: {} }],
      },
    });
    await until('it was read', () => world.db.workflowExecution.findFirst({ where: { portalId, dealId } }));
    await tab(page, 'Workflow runs');
    await page.getByRole('row', { name: /Get contract details.*found/ }).waitFor();
    await picture(page, 'runs');
  });

  it('offers the templates in the workflow editor while another input comes from a property', async () => {
    const page = await openSettings(stage);
    await page.goto(`${stage.world.hubspot.origin}/workflows/${String(portalId)}`);
    await page.getByRole('heading', { level: 1, name: 'Workflows' }).waitFor();
    await chooseOption(page, 'Deal', /Isartal/);
    await chooseOption(page, 'Action', 'Generate a contract');
    await chooseOption(page, 'Note: value from', 'Deal property');
    await chooseOption(page, /^Note(?!:)/, 'dealname');
    await chooseOption(page, 'Template', 'Order Form');
    expect(await page.getByText('The options could not be read.').count()).toBe(0);
  });
});
