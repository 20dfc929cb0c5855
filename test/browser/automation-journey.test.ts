import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portalId, until } from '../../lab/world/world.ts';
import {
  dragDeal,
  openBoard,
  picture,
  rulesOf,
  setAutomationStage,
  signOnSpotDraftPage,
} from '../../lab/browser/automation-stage.ts';
import { contractIn, type CardStage } from '../../lab/browser/card-stage.ts';

let stage: CardStage;
let order: number;
/** A contract at one stage, sent at the next, and the deal won when it is executed. */
beforeAll(async () => {
  stage = await setAutomationStage();
  const { saveRule, saveSet, templateId } = rulesOf(stage.world);
  order = await templateId('Order Form');
  const common = { pipelineId: 'default', templateId: order };
  await saveRule({ kind: 'generate', name: 'Make', stageId: 'presentationscheduled', ...common });
  await saveRule({
    kind: 'send',
    name: 'Send',
    stageId: 'contractsent',
    sendFor: 'signature',
    ...common,
  });
  const setId = await saveSet('Order', [order]);
  await saveRule({
    kind: 'move',
    name: 'Win',
    pipelineId: 'default',
    setId,
    when: 'executed',
    toStageId: 'closedwon',
  });
});
afterAll(() => stage.close());

describe('a deal on the board', () => {
  it('gets its contract at one stage, sends it at the next, is won when it is signed, and its workflow goes on', async () => {
    const { world } = stage;
    const dealId = world.dealId('Alpenglühen');
    world.hubspot.control.editDeal(dealId, { dealstage: 'qualifiedtobuy' });
    const stageNow = () => world.hubspot.control.record('deals', dealId, portalId).properties['dealstage'];

    const board = await openBoard(stage, 'Alpenglühen');
    await dragDeal(board, dealId, 'Proposal');
    const contract = await contractIn(world, dealId, 'DRAFT');
    const record = await stage.openRecord(dealId);
    await record.getByTestId(`contract-${contract.id}`).first().waitFor();

    // A workflow of the account waits for this contract, and reads it afterwards.
    const run = world.hubspot.control.runWorkflow({
      portalId,
      dealId,
      workflow: {
        name: 'After the signature',
        steps: [
          {
            id: 'wait',
            actionUrl: '/hubspot/actions/wait-for-status',
            inputFields: { template_id: String(order), status: 'EXECUTED', wait_days: 30 },
            branches: [{ output: 'outcome', equals: 'reached', goTo: 'read' }],
            next: 'end',
          },
          {
            id: 'read',
            actionUrl: '/hubspot/actions/get-contract',
            inputFields: { template_id: String(order) },
          },
        ],
      },
    });
    await until('the workflow waits', () => run.steps[0]?.enrolment.state === 'WAITING');

    // A second contract, of another template, made by the seller while the first is on its way.
    await record.getByTestId('generate-open').first().click();
    await record.getByText('Master Services Agreement', { exact: true }).first().click();
    await record.getByTestId('generate-confirm').click();
    const second = await until('the second contract is made', () =>
      world.db.contract.findFirst({ where: { portalId, dealId, id: { not: contract.id } } }),
    );
    await record.getByTestId(`contract-${second.id}`).first().waitFor();

    await dragDeal(board, dealId, 'Contract');
    await contractIn(world, dealId, 'SIGN');
    const status = record.getByTestId(`status-${contract.id}`).first();
    await status.filter({ hasText: 'Out for signature' }).waitFor();
    await picture(record, 'out-for-signature');

    const signing = await signOnSpotDraftPage(stage, contract.link ?? '');
    await signing.close();
    await record.getByRole('button', { name: 'Executed (1)' }).first().click();
    await status.filter({ hasText: 'Executed' }).waitFor();
    const won = board.getByRole('region', { name: 'Closed won', exact: true });
    await won.locator(`[data-deal="${dealId}"]`).waitFor();
    await picture(board, 'board-won');
    expect(stageNow()).toBe('closedwon');

    await until('the workflow went on', () => run.state === 'ENDED');
    expect(run.steps.map(({ stepId, enrolment }) => [stepId, enrolment.outputFields['outcome']])).toEqual([
      ['wait', 'reached'],
      ['read', 'found'],
    ]);
    expect(run.steps[1]?.enrolment.outputFields).toMatchObject({ contract_status: 'Executed' });
    await record.getByRole('tab', { name: 'Workflows' }).click();
    await record.getByRole('row', { name: /Wait for.*Succeeded/ }).waitFor();

    const held = world.spotdraft.control
      .truth()
      .contracts.filter(({ externalMetadata }) => externalMetadata?.['id'] === `hubspot-deal-${dealId}`);
    expect(held).toHaveLength(2);
    expect((await world.db.contract.findUniqueOrThrow({ where: { id: second.id } })).status).toBe('DRAFT');
  });

  it('is moved by the keyboard with the same effect, and dragging it again makes no second contract', async () => {
    const { world } = stage;
    const dealId = world.dealId('Harbor & Pine – two sites');
    world.hubspot.control.editDeal(dealId, { dealstage: 'qualifiedtobuy' });
    const board = await openBoard(stage, 'Harbor & Pine');
    const moveByKeys = async (to: string) => {
      await board.locator(`[data-deal="${dealId}"]`).getByRole('button', { name: 'Move to' }).focus();
      await board.keyboard.press('ArrowDown');
      await board.getByRole('menuitem', { name: to, exact: true }).focus();
      await board.keyboard.press('Enter');
      await board.getByRole('region', { name: to, exact: true }).locator(`[data-deal="${dealId}"]`).waitFor();
    };
    await moveByKeys('Proposal');
    await contractIn(world, dealId, 'DRAFT');
    const seenIn = (stageId: string) =>
      until(`the deal was looked at in ${stageId}`, () =>
        world.db.dealStage.findFirst({ where: { portalId, dealId, stageId } }),
      );
    await moveByKeys('Qualified');
    await seenIn('qualifiedtobuy');
    await dragDeal(board, dealId, 'Proposal');
    await seenIn('presentationscheduled');
    // Judged in the transaction that noted the stage: nothing more will come of it.
    expect(await world.db.ruleFiring.count({ where: { portalId, dealId } })).toBe(1);
    expect(await world.db.request.count({ where: { portalId, dealId } })).toBe(1);
  });
});
