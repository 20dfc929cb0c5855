import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { AutomationView, FiringsView, QueueView, RuleContentInput, Saved, SimulationView } from '../../../src/wire/automation.ts';
import type { DealView } from '../../../src/wire/card.ts';
import { portalId, startWorld, until, type World } from '../../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), environment: { AUTOMATION_TICK_MS: '300' } });
  const me = world.hubspot.control.portal(portalId).users.find(({ id }) => id === 77002);
  await world.db.portal.update({ where: { portalId }, data: { settings: { admins: [me?.email ?? ''] } } });
});
afterAll(() => world.stop());

const at = '/api/settings/automation';
const templateId = async (name: string): Promise<number> =>
  (await world.db.template.findFirstOrThrow({ where: { portalId, name } })).templateId;
const rule = async (content: RuleContentInput): Promise<string> =>
  (await world.cardOk<Saved>('POST', `${at}/rules`, { content })).id;
const dealView = (dealId: string) => world.cardOk<DealView>('GET', `/api/card/deals/${dealId}`);

it('makes a contract when the deal enters the stage, and moves the deal when it is executed', async () => {
  const order = await templateId('Order Form');
  const set = await world.cardOk<Saved>('POST', `${at}/sets`, { content: { name: 'Order', members: [{ templateId: order }] } });
  const generate = await rule({ kind: 'generate', name: 'Make the order form', pipelineId: 'default', stageId: 'contractsent', templateId: order, send: 'signature' });
  const move = await rule({ kind: 'move', name: 'Close', pipelineId: 'default', setId: set.id, when: 'executed', toStageId: 'closedwon' });
  const dealId = world.dealId('Alpenglühen – fleet platform');
  world.hubspot.control.editDeal(dealId, { dealstage: 'contractsent' });
  const contract = await until('it is out for signature', async () => {
    const { contracts } = await dealView(dealId);
    return contracts.find(({ status }) => status === 'SIGN');
  });
  expect(world.spotdraft.control.act({ workspace: 'production', contractId: Number(contract.spotdraftId.slice(2)), action: 'sign-all' })).toMatchObject({ ok: true });
  await until('the deal is won', () => world.hubspot.control.record('deals', dealId, portalId).properties['dealstage'] === 'closedwon');
  const firings = await world.cardOk<FiringsView>('GET', `${at}/rules/${generate}/firings`);
  console.log(firings, await world.cardOk<FiringsView>('GET', `${at}/rules/${move}/firings`));
  console.log(JSON.stringify(await world.cardOk<SimulationView>('POST', `${at}/simulate`, { dealId: world.dealId('Copperleaf') }), null, 1));
  console.log(JSON.stringify(await world.cardOk<QueueView>('GET', `${at}/queue`)), (await world.cardOk<AutomationView>('GET', at)).rules);
});
