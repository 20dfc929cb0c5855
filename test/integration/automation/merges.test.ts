import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { portalId, until } from '../../../lab/world/world.ts';
import { startAutomationWorld, type AutomationWorld } from './kit.ts';

let world: AutomationWorld;
beforeAll(async () => {
  world = await startAutomationWorld({
    environment: { HUBSPOT_REQUESTS_PER_10_S: '2000' },
    hubspot: { rateLimitPer10s: 2000 },
  });
});
afterAll(() => world.stop());
/** Each test has the rules to itself. */
beforeEach(async () => {
  world.hubspot.control.clearFaults();
  await world.quiet();
  await world.db.stageRule.updateMany({ where: { portalId }, data: { state: 'deleted' } });
  await world.db.contractSet.updateMany({ where: { portalId }, data: { state: 'deleted' } });
});

let seed = 900;
const spare = (dealstage = 'appointmentscheduled'): string =>
  world.hubspot.control.seedDeals(1, { seed: (seed += 1), properties: { dealstage } })[0] ?? '';
const template = 'Order Form';
const generateAt = async (stageId: string, more: object = {}) =>
  world.saveRule({
    kind: 'generate',
    name: 'Make the order form',
    pipelineId: 'default',
    stageId,
    templateId: await world.templateId(template),
    ...more,
  });
const moveTo = (setId: string, toStageId: string, more: object = {}) =>
  world.saveRule({
    kind: 'move',
    name: `Move to ${toStageId}`,
    pipelineId: 'default',
    setId,
    when: 'executed',
    toStageId,
    ...more,
  });
const settled = async (): Promise<void> => {
  await world.hubspot.control.idle();
  await world.quiet();
};
/** The new deal was looked at: where it was seen is written down. */
const lookedAt = (dealId: string) =>
  until(`deal ${dealId} was looked at`, () =>
    world.db.dealStage.findFirst({ where: { portalId, dealId, stageId: { not: null } } }),
  );
const mergeUntold = async (primary: string, merged: string): Promise<string> => {
  const { id } = world.hubspot.control.addFault({ kind: 'webhook-drop' });
  const united = world.hubspot.control.mergeDeals(primary, merged);
  await world.hubspot.control.idle();
  world.hubspot.control.clearFaults(id);
  return united;
};

describe('rules of deals that are merged', () => {
  it.each([{}, { repeat: 'always' }])('fire no second time for the new deal: %j', async (more) => {
    const rule = await generateAt('contractsent', more);
    const [a, b] = [spare(), spare()];
    for (const dealId of [a, b]) {
      world.move(dealId, 'contractsent');
      await world.contractOf(dealId, template);
    }
    await settled();
    const united = world.hubspot.control.mergeDeals(a, b);
    await lookedAt(united);
    await settled();
    expect((await world.dealView(united)).contracts).toHaveLength(2);
    expect(await world.firings(rule)).toMatchObject([
      { dealId: united, state: 'done' },
      { dealId: united, state: 'done' },
    ]);
    expect(await world.db.stageRule.findUnique({ where: { id: rule } })).toMatchObject({ state: 'active' });
  });

  it('that act always, act when the new deal enters the stage itself', async () => {
    const rule = await generateAt('contractsent', {
      repeat: 'always',
      ifOpen: 'another',
      coolDownMinutes: 0,
    });
    const [a, b] = [spare(), spare()];
    world.move(a, 'contractsent');
    await world.contractOf(a, template);
    await settled();
    const united = world.hubspot.control.mergeDeals(a, b);
    await lookedAt(united);
    world.hubspot.control.dissociate(united, 'contacts', contactsOf(united).at(-1) ?? '');
    for (const stage of ['qualifiedtobuy', 'contractsent']) {
      world.move(united, stage);
      await until(`it was seen in ${stage}`, () =>
        world.db.dealStage.findFirst({ where: { portalId, dealId: united, stageId: stage } }),
      );
    }
    await until(
      'two contracts are on the new deal',
      async () => (await world.dealView(united)).contracts.length === 2,
    );
    await settled();
    expect(await world.firings(rule)).toHaveLength(2);
  });

  it('act though the deal was merged before anybody looked at its move', async () => {
    await generateAt('contractsent');
    const [a, b] = [spare(), spare()];
    const late = world.hubspot.control.addFault({ kind: 'webhook-delay', ms: 600 });
    world.move(a, 'contractsent');
    const united = world.hubspot.control.mergeDeals(a, b);
    world.hubspot.control.clearFaults(late.id);
    world.hubspot.control.dissociate(united, 'contacts', contactsOf(united).at(-1) ?? '');
    await world.contractOf(united, template);
    await settled();
    expect((await world.dealView(united)).contracts).toHaveLength(1);
  });

  it('leave a deal alone that was in its stage before there was a rule', async () => {
    const [a, b] = [spare('contractsent'), spare()];
    const rule = await generateAt('contractsent');
    const united = world.hubspot.control.mergeDeals(a, b);
    await lookedAt(united);
    await settled();
    expect(await world.firings(rule)).toEqual([]);
  });

  it('count the contracts of both deals, and move the new one once', async () => {
    const set = await world.saveSet('Both', [template, 'Mutual NDA (Individual)']);
    const rule = await moveTo(set, 'closedwon');
    const order = await generateAt('contractsent', { send: 'signature' });
    const secrecy = await world.saveRule({
      kind: 'generate',
      name: 'Make the NDA',
      pipelineId: 'default',
      stageId: 'qualifiedtobuy',
      templateId: await world.templateId('Mutual NDA (Individual)'),
      send: 'signature',
    });
    const [a, b] = [spare(), spare()];
    world.move(a, 'contractsent');
    world.move(b, 'qualifiedtobuy');
    const contracts = [
      await world.contractOf(a, template, ['SIGN']),
      await world.contractOf(b, 'Mutual NDA (Individual)', ['SIGN']),
    ];
    await settled();
    const united = world.hubspot.control.mergeDeals(a, b);
    for (const contract of contracts) expect(world.act(contract, 'sign-all')).toMatchObject({ ok: true });
    await until('the new deal is won', () => world.stageOf(united) === 'closedwon');
    await settled();
    expect(await world.firings(rule)).toMatchObject([{ dealId: united, state: 'done' }]);
    for (const one of [order, secrecy]) expect(await world.firings(one)).toHaveLength(1);
  });

  it('do not move the new deal for a contract for which they moved the old one', async () => {
    const rule = await moveTo(await world.saveSet('Order', [template]), 'closedwon', {
      repeat: 'always',
      coolDownMinutes: 0,
    });
    await generateAt('contractsent', { send: 'signature' });
    const [a, b] = [spare('qualifiedtobuy'), spare()];
    world.move(b, 'contractsent');
    world.act(await world.contractOf(b, template, ['SIGN']), 'sign-all');
    await until('it is won', () => world.stageOf(b) === 'closedwon');
    await settled();
    const united = world.hubspot.control.mergeDeals(a, b);
    await lookedAt(united);
    await settled();
    expect(world.stageOf(united)).toBe('qualifiedtobuy');
    expect(await world.firings(rule)).toHaveLength(1);
  });

  it('still ask what they asked of the old deal, as long as the new one is in that stage', async () => {
    await generateAt('contractsent');
    const rule = await world.saveRule({
      kind: 'keep',
      name: 'Void what is lost',
      pipelineId: 'default',
      when: 'lost',
      then: 'ask_to_void',
      templateIds: [],
    });
    const [a, b] = [spare(), spare()];
    world.move(a, 'contractsent');
    await world.contractOf(a, template);
    world.move(a, 'closedlost');
    await until('it asks', async () => (await world.firings(rule))[0]?.state === 'asking');
    await settled();
    const united = world.hubspot.control.mergeDeals(a, b);
    await lookedAt(united);
    await settled();
    expect(await world.firings(rule)).toMatchObject([{ dealId: united, state: 'asking' }]);
    const { problems } = await world.dealView(united);
    expect(problems.map(({ key }) => key.split(':')[0])).toContain('rule_asks');
    world.move(united, 'contractsent');
    await until(
      'nobody is asked any more',
      async () => (await world.firings(rule))[0]?.state === 'overtaken',
    );
  });

  it('are looked at on the new deal by a job that names an old one, though nobody told of the merge', async () => {
    const rule = await generateAt('contractsent', { templateId: await world.templateId(template) });
    const a =
      world.hubspot.control.seedDeals(1, {
        seed: (seed += 1),
        properties: { dealstage: 'appointmentscheduled', payment_terms_days: '' },
      })[0] ?? '';
    const b = spare();
    const company = partOf(a, 'companies');
    world.hubspot.control.edit('companies', company, { legal_name: '' });
    world.move(a, 'contractsent');
    await until('it waits for a value', async () => (await world.firings(rule))[0]?.state === 'blocked');
    await settled();
    const united = await mergeUntold(a, b);
    world.hubspot.control.dissociate(united, 'contacts', contactsOf(united).at(-1) ?? '');
    world.hubspot.control.edit('companies', company, { legal_name: 'Found Ltd' });
    await world.db.$transaction((tx) =>
      world.app.deps.enqueue(tx, 'deal.automate', { payload: { portalId, dealId: a } }),
    );
    await world.contractOf(united, template);
    await settled();
    expect(await world.firings(rule)).toMatchObject([{ dealId: united, state: 'done' }]);
  });
});

describe('a workflow action', () => {
  it('that waits on a deal goes on waiting when it is merged, and ends with its contract', async () => {
    const [a, b] = [spare(), spare()];
    const templateId = await world.templateId(template);
    const made = world.enrol(a, 'generate-contract', { template_id: templateId, if_open: 'reuse' });
    expect(await world.ended(made)).toMatchObject({ outcome: 'generated' });
    const waits = world.enrol(a, 'wait-for-status', {
      template_id: templateId,
      status: 'EXECUTED',
      wait_days: 1,
    });
    await until('it waits', () =>
      world.db.workflowExecution.findFirst({ where: { portalId, dealId: a, state: 'waiting' } }),
    );
    const united = world.hubspot.control.mergeDeals(b, a);
    const contract = await world.contractOf(united, template);
    const late = world.enrol(a, 'get-contract', { template_id: templateId });
    expect(await world.ended(late)).toMatchObject({ outcome: 'found' });
    expect(waits.endedAt).toBeNull();
    for (const action of ['mark', 'sign-all'] as const)
      world.spotdraft.control.act({
        workspace: 'production',
        contractId: world.numeric(contract),
        action,
      });
    expect(await world.ended(waits)).toMatchObject({ outcome: 'reached' });
  });
});

const partOf = (dealId: string, type: string): string => {
  const edges = world.hubspot.control.portal(portalId).associations.get(`deals/${dealId}`);
  const key = [...(edges?.keys() ?? [])].find((each) => each.startsWith(`${type}/`));
  return key?.slice(type.length + 1) ?? '';
};
const contactsOf = (dealId: string): string[] =>
  [...(world.hubspot.control.portal(portalId).associations.get(`deals/${dealId}`)?.keys() ?? [])].flatMap(
    (key) => (key.startsWith('contacts/') ? [key.slice('contacts/'.length)] : []),
  );
