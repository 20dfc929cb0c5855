import { afterAll, beforeAll, expect, it } from 'vitest';
import { accessTokens } from '../../../sandbox/hubspot/state/accounts.ts';
import { Secret } from '../../../src/platform/secrets/secret.ts';
import { portalId, until } from '../../../lab/world/world.ts';
import { startAutomationWorld, type AutomationWorld } from './kit.ts';

let world: AutomationWorld;
beforeAll(async () => {
  world = await startAutomationWorld();
});
afterAll(() => world.stop());

const disconnect = () => world.db.portal.update({ where: { portalId }, data: { state: 'disconnected' } });
/** As an admin who installs the app again: that, and not a row, starts its clocks. */
const connectAgain = async (): Promise<void> => {
  const accessToken = new Secret(accessTokens[portalId] ?? '');
  expect(await world.app.connectPortal({ portalId, accessToken })).toMatchObject({ ok: true });
};

it('keeps results and missed changes while the account is disconnected, and makes up for them', async () => {
  const [waiting, moved] = world.hubspot.control.seedDeals(2, {
    properties: { dealstage: 'qualifiedtobuy' },
  });
  if (waiting === undefined || moved === undefined) throw new Error('no deals');
  const order = String(await world.templateId('Order Form'));
  await world.ended(world.enrol(waiting, 'generate-contract', { template_id: order, if_open: 'skip' }));
  const wait = world.enrol(waiting, 'wait-for-status', { status: 'VOIDED', wait_days: 3 });
  await until('it waits', () => wait.state === 'WAITING');
  const rule = await world.saveRule({
    kind: 'generate',
    name: 'Make it',
    pipelineId: 'default',
    stageId: 'contractsent',
    templateId: Number(order),
  });
  await world.quiet();

  await disconnect();
  world.act(await world.contractOf(waiting, 'Order Form'), 'void');
  world.move(moved, 'contractsent');
  await until('the wait is over on our side', () =>
    world.db.workflowExecution.findFirst({
      where: { portalId, callbackId: wait.callbackId, state: 'finished' },
    }),
  );
  const refused = world.enrol(waiting, 'void-contract', { reason: 'While it is away' });
  expect(await world.ended(refused)).toMatchObject({
    outcome: 'failed',
    hs_execution_state: 'FAIL_CONTINUE',
  });
  expect(refused.outputFields['message']).toMatch(/not connected/);
  expect(wait.state).toBe('WAITING');
  expect(await world.firings(rule)).toEqual([]);

  await connectAgain();
  expect(await world.ended(wait)).toMatchObject({ outcome: 'reached' });
  await world.contractOf(moved, 'Order Form');
  expect(await world.firings(rule)).toHaveLength(1);
});

it('goes on after a stop in the middle: nothing is done twice', async () => {
  const rule = await world.saveRule({
    kind: 'generate',
    name: 'Again',
    pipelineId: '740021',
    stageId: '1080102',
    templateId: await world.templateId('Order Form'),
    send: 'signature',
  });
  const deals = world.hubspot.control.seedDeals(6, {
    properties: { pipeline: '740021', dealstage: '1080101' },
  });
  for (const dealId of deals) world.move(dealId, '1080102');
  await until('some are under way', async () => (await world.firings(rule)).length > 1);
  await world.restart();
  for (const dealId of deals) await world.contractOf(dealId, 'Order Form', ['SIGN']);
  await until('every firing is done', async () => {
    const firings = await world.firings(rule);
    return firings.length === deals.length && firings.every(({ state }) => state === 'done');
  });
  for (const dealId of deals) expect((await world.dealView(dealId)).contracts).toHaveLength(1);
});
