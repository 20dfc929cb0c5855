import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AutomationView, QueueView, Saved, SimulationView } from '@dealdraft/wire/automation.ts';
import { portalId, until } from '../../../lab/world/world.ts';
import { at, startAutomationWorld, type AutomationWorld } from './kit.ts';

let world: AutomationWorld;
beforeAll(async () => {
  world = await startAutomationWorld();
});
afterAll(() => world.stop());
/** Each test has the rules to itself. */
beforeEach(async () => {
  world.hubspot.control.clearFaults();
  await world.quiet();
  await world.db.stageRule.updateMany({ where: { portalId }, data: { state: 'deleted' } });
  await world.db.contractSet.updateMany({ where: { portalId }, data: { state: 'deleted' } });
});

let seed = 100;
const spare = (dealstage = 'appointmentscheduled'): string =>
  world.hubspot.control.seedDeals(1, { seed: (seed += 1), properties: { dealstage } })[0] ?? '';

/** Type of association of a contact that signs, as seeded. */
const signatoryTypeId = 1101;

const companyOf = (name: string): string =>
  [...world.hubspot.control.portal(portalId).records.values()].find(
    ({ type, properties }) => type === 'companies' && properties['name']?.startsWith(name),
  )?.id ?? '';

const generateAt = async (stageId: string, more: object = {}) =>
  world.saveRule({
    kind: 'generate',
    name: 'Make the order form',
    pipelineId: 'default',
    stageId,
    templateId: await world.templateId('Order Form'),
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

describe('a deal that enters a stage', () => {
  it('gets its contract, and is moved on when the set is executed; our own move is recognized', async () => {
    const rule = await generateAt('contractsent', { send: 'signature' });
    const mover = await moveTo(await world.saveSet('Order', ['Order Form']), 'closedwon');
    const dealId = spare();
    world.move(dealId, 'contractsent');
    const contract = await world.contractOf(dealId, 'Order Form', ['SIGN']);
    expect(world.act(contract, 'sign-all')).toMatchObject({ ok: true });
    await until('the deal is won', () => world.stageOf(dealId) === 'closedwon');
    await world.quiet();
    expect(await world.firings(rule)).toMatchObject([{ dealId, state: 'done', cause: 'person' }]);
    expect(await world.firings(mover)).toMatchObject([
      { dealId, state: 'done', text: 'Moved to Closed won. “Order” is executed.' },
    ]);
    const echo = await until('our own write came back', () =>
      world.db.delivery.findFirst({
        where: { portalId, dealId, outcome: 'ignored', outcomeText: { contains: 'our own write' } },
      }),
    );
    expect(echo).not.toBeNull();
  });

  it('gets one contract, however often and in which order HubSpot tells of it', async () => {
    const rule = await generateAt('contractsent');
    world.hubspot.control.addFault({ kind: 'webhook-duplicate' });
    world.hubspot.control.addFault({ kind: 'webhook-reorder', probability: 0.5 });
    const deals = Array.from({ length: 5 }, () => spare());
    for (const stage of ['qualifiedtobuy', 'contractsent', 'qualifiedtobuy', 'contractsent'])
      for (const dealId of deals) world.move(dealId, stage);
    for (const dealId of deals) await world.contractOf(dealId, 'Order Form');
    await world.hubspot.control.idle();
    await world.quiet();
    for (const dealId of deals) expect((await world.dealView(dealId)).contracts).toHaveLength(1);
    expect(await world.firings(rule)).toHaveLength(5);
  });

  it('is found without a webhook', async () => {
    const rule = await generateAt('contractsent');
    world.hubspot.control.addFault({ kind: 'webhook-drop' });
    const [moved, still] = [spare(), spare('contractsent')];
    world.move(moved, 'contractsent');
    world.hubspot.control.editDeal(still, { amount: '4711' });
    await world.contractOf(moved, 'Order Form');
    await world.quiet();
    expect((await world.firings(rule)).map(({ dealId }) => dealId)).toEqual([moved]);
    expect((await world.dealView(still)).contracts).toEqual([]);
  });

  it('is left alone when it does not meet the conditions', async () => {
    const rule = await generateAt('contractsent', {
      conditions: [{ property: 'amount', op: 'gte', value: 1_000_000 }],
    });
    const [small, large] = [spare(), spare()];
    world.hubspot.control.editDeal(small, { amount: '999999.99', dealstage: 'contractsent' });
    world.hubspot.control.editDeal(large, { amount: '1000000', dealstage: 'contractsent' });
    await world.contractOf(large, 'Order Form');
    await world.quiet();
    expect((await world.firings(rule)).map(({ dealId }) => dealId)).toEqual([large]);
  });

  it('sees an edit that comes while it reads the deal', async () => {
    await generateAt('contractsent');
    const dealId = spare();
    const other = [...world.hubspot.control.portal(portalId).records.values()].find(
      ({ type, properties }) => type === 'contacts' && properties['firstname'] === 'Dolores',
    );
    world.hubspot.control.associate(dealId, 'contacts', other?.id ?? '', { typeIds: [signatoryTypeId] });
    await world.hubspot.control.idle();
    const reads = () =>
      world.hubspot.control.calls().filter(({ path }) => path.endsWith('/deals/contacts/batch/read')).length;
    const before = reads();
    world.hubspot.control.addFault({
      kind: 'slow',
      ms: 6_000,
      method: 'POST',
      path: '/objects/contacts/batch/read',
      times: 1,
    });
    world.move(dealId, 'contractsent');
    // Both contacts were read as the deal's; one of them goes before the plan says that somebody has to choose.
    await until('the contacts of the deal were read', () => reads() > before);
    const known = (await world.db.delivery.findMany({ where: { dealId }, select: { id: true } })).map(
      ({ id }) => id,
    );
    world.hubspot.control.dissociate(dealId, 'contacts', other?.id ?? '');
    await until('DealDraft knows of the edit', () =>
      world.db.delivery.findFirst({
        where: {
          dealId,
          activity: { contains: 'association' },
          id: { notIn: known },
          outcome: { not: 'pending' },
        },
      }),
    );
    await world.contractOf(dealId, 'Order Form');
  });

  it('waits for what is missing, says so on the card, and goes on when the deal is edited', async () => {
    const rule = await generateAt('closedwon');
    const dealId = world.dealId('Copperleaf');
    world.move(dealId, 'closedwon');
    const problem = await until('the card names what is missing', async () =>
      (await world.dealView(dealId)).problems.find(({ key }) => key.startsWith('rule_blocked')),
    );
    expect(problem).toMatchObject({ title: 'A stage rule waits' });
    expect(problem.message).toMatch(/Country/i);
    world.hubspot.control.edit('companies', companyOf('Copperleaf'), { country: 'Canada' });
    world.hubspot.control.editDeal(dealId, { amount: '88000' });
    await world.contractOf(dealId, 'Order Form');
    await until('the problem is gone', async () =>
      (await world.dealView(dealId)).problems.every(({ key }) => !key.startsWith('rule_blocked')),
    );
    await until('the rule has done its work', async () =>
      (await world.firings(rule)).every(({ state }) => state === 'done'),
    );
  });
});

describe('contract sets', () => {
  it('move the deal when all required members are executed, and not before', async () => {
    const set = await world.saveSet('Order form and MSA', ['Order Form', 'Master Services Agreement']);
    const rule = await moveTo(set, 'closedwon');
    const dealId = spare('contractsent');
    for (const name of ['Order Form', 'Master Services Agreement']) {
      const outputs = await world.ended(
        world.enrol(dealId, 'generate-contract', {
          template_id: String(await world.templateId(name)),
          if_open: 'skip',
        }),
      );
      expect(outputs).toMatchObject({ outcome: 'generated' });
      await world.ended(
        world.enrol(dealId, 'send-contract', {
          template_id: String(await world.templateId(name)),
          send_for: 'review',
        }),
      );
      const contract = await world.contractOf(dealId, name, ['REDLINING']);
      if (world.spotdraft.state.contracts.get(world.numeric(contract))?.approvals.length !== 0)
        world.act(contract, 'approve');
      expect(world.act(contract, 'review-complete')).toMatchObject({ ok: true });
      await world.contractOf(dealId, name, ['SIGN']);
      expect(world.stageOf(dealId)).toBe('contractsent');
      world.act(contract, 'sign-all');
      await world.contractOf(dealId, name, ['EXECUTED']);
      await world.quiet();
    }
    await until('the deal is won', () => world.stageOf(dealId) === 'closedwon');
    expect(await world.firings(rule)).toHaveLength(1);
  });

  it('of nothing but an NDA never close a deal: the rule cannot be saved', async () => {
    const set = await world.saveSet('Secrecy', ['Mutual NDA (Individual)']);
    const answer = await world.card<Saved>('POST', `${at}/rules`, {
      content: {
        kind: 'move',
        name: 'Close',
        pipelineId: 'default',
        setId: set,
        when: 'executed',
        toStageId: 'closedwon',
      },
    });
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'invalid', message: expect.stringMatching(/non-disclosure/) as string },
    });
    await moveTo(set, 'qualifiedtobuy');
    const used = await world.card('POST', `${at}/sets/${set}/delete`);
    expect(used).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/goes by this set/) as string },
    });
    const second = await world.card('POST', `${at}/sets`, {
      content: { name: 'secrecy', members: [{ templateId: 1 }] },
    });
    expect(second).toMatchObject({ ok: false });
  });
});

describe('rules that fight', () => {
  it('are caught within three rounds: one is paused, with a problem that names the other', async () => {
    const dealId = spare('qualifiedtobuy');
    await world.ended(
      world.enrol(dealId, 'generate-contract', {
        template_id: String(await world.templateId('Order Form')),
        if_open: 'skip',
      }),
    );
    await world.ended(world.enrol(dealId, 'send-contract', { send_for: 'signature' }));
    const set = await world.saveSet('Order', ['Order Form']);
    const there = await moveTo(set, 'presentationscheduled', {
      name: 'There',
      repeat: 'always',
      allowBackward: true,
    });
    const back = await moveTo(set, 'appointmentscheduled', {
      name: 'Back',
      repeat: 'always',
      allowBackward: true,
    });
    world.act(await world.contractOf(dealId, 'Order Form', ['SIGN']), 'sign-all');
    const paused = await until('one of the two is paused', async () => {
      const { rules } = await world.cardOk<AutomationView>('GET', at);
      return rules.find(({ id, state }) => (id === there || id === back) && state === 'paused');
    });
    await world.quiet();
    expect((await world.firings(there)).length).toBeLessThanOrEqual(3);
    expect((await world.firings(back)).length).toBeLessThanOrEqual(3);
    const other = paused.id === there ? 'Back' : 'There';
    expect(paused.pausedReason).toContain(other);
    const { problems } = await world.dealView(dealId);
    expect(problems.find(({ key }) => key === `rule_paused:${paused.id}`)?.message).toContain(other);
    await world.cardOk('POST', `${at}/rules/${paused.id}/state`, { state: 'active' });
    await until('the problem is over', async () =>
      (await world.dealView(dealId)).problems.every(({ key }) => key !== `rule_paused:${paused.id}`),
    );
  });
});

describe('a contract with a warning that a person would get', () => {
  const enter = (dealId: string, amount = '4711') => {
    world.hubspot.control.editDeal(dealId, { amount, dealstage: 'contractsent' });
  };
  const question = (dealId: string) =>
    until(
      'the card asks',
      async () => (await world.dealView(dealId)).problems.flatMap((problem) => problem.question ?? [])[0],
    );
  const answer = (firingId: string, text: string) =>
    world.card('POST', `/api/card/firings/${firingId}/answer`, { answer: text });

  it('is made but not sent, until somebody on the card sends it anyway', async () => {
    const rule = await generateAt('contractsent', { send: 'signature' });
    const dealId = spare();
    enter(dealId);
    const contract = await world.contractOf(dealId, 'Order Form', ['DRAFT']);
    const asked = await question(dealId);
    expect(asked).toMatchObject({ asks: 'send', contracts: [{ id: contract.id }] });
    await world.quiet();
    expect((await world.contractOf(dealId, 'Order Form')).status).toBe('DRAFT');
    const [problem] = (await world.dealView(dealId)).problems;
    expect(problem?.message).toMatch(
      /was not sent for signature\. The line items add up to .* but the deal amount is/,
    );
    const { asking } = await world.cardOk<QueueView>('GET', `${at}/queue`);
    expect(asking.find((firing) => firing.dealId === dealId)).toMatchObject({ asks: 'send' });

    const portal = await world.db.portal.findUniqueOrThrow({ where: { portalId } });
    const limited = { ...(portal.settings as object), admins: [], whoMayAct: { who: 'listed', emails: [] } };
    await world.db.portal.update({ where: { portalId }, data: { settings: limited } });
    expect(await answer(asked.firingId, 'confirm')).toMatchObject({ error: { code: 'not_permitted' } });
    await world.db.portal.update({ where: { portalId }, data: { settings: portal.settings ?? {} } });

    expect(await answer(asked.firingId, 'confirm')).toEqual({ ok: true, data: expect.anything() as unknown });
    expect(await answer(asked.firingId, 'confirm')).toMatchObject({ ok: false });
    await world.contractOf(dealId, 'Order Form', ['SIGN']);
    await until('the run is done', async () =>
      (await world.firings(rule)).every(({ state }) => state === 'done'),
    );
    expect((await world.dealView(dealId)).problems).toEqual([]);
  });

  it('is sent by itself once the deal is right', async () => {
    const rule = await generateAt('contractsent', { send: 'signature' });
    const dealId = spare();
    const { amount } = world.hubspot.control.record('deals', dealId, portalId).properties;
    enter(dealId);
    await world.contractOf(dealId, 'Order Form', ['DRAFT']);
    await question(dealId);
    world.hubspot.control.editDeal(dealId, { amount: amount ?? '' });
    await world.contractOf(dealId, 'Order Form', ['SIGN']);
    await until('the run is done', async () =>
      (await world.firings(rule)).every(({ state }) => state === 'done'),
    );
    expect((await world.dealView(dealId)).problems).toEqual([]);
  });

  it('stays a draft when somebody says no, and is sent without a question where the rule says so', async () => {
    const rule = await generateAt('contractsent', { send: 'review' });
    const [kept, sent] = [spare(), spare()];
    enter(kept);
    expect(await answer((await question(kept)).firingId, 'decline')).toMatchObject({ ok: true });
    expect(await world.firings(rule)).toMatchObject([{ dealId: kept, state: 'declined' }]);
    expect((await world.contractOf(kept, 'Order Form')).status).toBe('DRAFT');
    await world.db.stageRule.updateMany({ where: { portalId }, data: { state: 'deleted' } });
    await generateAt('contractsent', { send: 'signature', sendDespiteWarnings: true });
    enter(sent);
    await world.contractOf(sent, 'Order Form', ['SIGN']);
    expect((await world.dealView(sent)).problems).toEqual([]);
  });

  it('is told by the simulator before anything happens', async () => {
    await generateAt('contractsent', { send: 'signature' });
    const dealId = spare();
    world.hubspot.control.editDeal(dealId, { amount: '4711' });
    const { stages } = await world.cardOk<SimulationView>('POST', `${at}/simulate`, {
      dealId,
      stageId: 'contractsent',
    });
    expect(stages[0]?.rules).toMatchObject([
      { verdict: 'fires', waitsFor: [expect.stringMatching(/add up to/)] },
    ]);
  });
});

describe('a deal that goes another way', () => {
  const open = async (dealId: string) => {
    await world.ended(
      world.enrol(dealId, 'generate-contract', {
        template_id: String(await world.templateId('Order Form')),
        if_open: 'skip',
      }),
    );
    return world.contractOf(dealId, 'Order Form');
  };
  const keep = (when: string, then: string) =>
    world.saveRule({ kind: 'keep', name: `On ${when}`, pipelineId: 'default', when, then } as Parameters<
      typeof world.saveRule
    >[0]);
  const audit = async (contractId: string): Promise<string> => {
    const { events } = await world.cardOk<{ events: { title: string; detail: string | null }[] }>(
      'GET',
      `/api/card/contracts/${contractId}/timeline`,
    );
    return events.map(({ title, detail }) => `${title}: ${detail ?? ''}`).join('\n');
  };

  it('lost: its open contracts are voided after somebody confirms', async () => {
    const rule = await keep('lost', 'ask_to_void');
    const dealId = spare('contractsent');
    const contract = await open(dealId);
    world.move(dealId, 'closedlost');
    const asking = await until('it is asked', async () =>
      (await world.cardOk<QueueView>('GET', `${at}/queue`)).asking.find((firing) => firing.dealId === dealId),
    );
    expect((await world.dealView(dealId)).problems.map(({ title }) => title)).toContain(
      'Contracts should be voided',
    );
    expect((await world.contractOf(dealId, 'Order Form')).status).toBe('DRAFT');
    const { problems } = await world.dealView(dealId);
    expect(problems[0]?.question).toMatchObject({
      firingId: asking.id,
      asks: 'void',
      contracts: [{ id: contract.id, spotdraftId: contract.spotdraftId, name: contract.name }],
    });
    const unsaid = await world.card('POST', `/api/card/firings/${asking.id}/answer`, { answer: 'confirm' });
    expect(unsaid).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/reason/) as string },
    });
    await world.cardOk('POST', `/api/card/firings/${asking.id}/answer`, {
      answer: 'confirm',
      reason: 'They chose another',
    });
    await world.contractOf(dealId, 'Order Form', ['VOIDED']);
    await until('the firing is done', async () =>
      (await world.firings(rule)).every(({ state }) => state === 'done'),
    );
    expect(await audit(contract.id)).toMatch(/The deal was lost.*to be voided once somebody confirms/);
    expect(await audit(contract.id)).toContain('They chose another');
    expect((await world.dealView(dealId)).problems).toEqual([]);
  });

  it('moved back: hold cannot be done from outside, is asked for, and ends when SpotDraft tells of it', async () => {
    const rule = await keep('moved_back', 'ask_to_hold');
    const dealId = spare('contractsent');
    const contract = await open(dealId);
    world.move(dealId, 'qualifiedtobuy');
    const asking = await until('it is asked', async () =>
      (await world.firings(rule)).find(({ state }) => state === 'asking'),
    );
    const refused = await world.card('POST', `${at}/firings/${asking.id}/answer`, { answer: 'confirm' });
    expect(refused).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/put it on hold in SpotDraft/) as string },
    });
    expect(world.act(contract, 'hold')).toMatchObject({ ok: true });
    await world.cardOk('POST', `/api/card/contracts/${contract.id}/actions`, {
      action: 'check_now',
      idempotencyKey: `check-${contract.id}`,
    });
    await until('the question is answered', async () =>
      (await world.firings(rule)).every(({ state }) => state === 'done'),
    );
  });

  it('reopened: what is left as it is has its line in the timeline, and an open question is dropped', async () => {
    const lost = await keep('lost', 'ask_to_void');
    const reopened = await keep('reopened', 'leave');
    const dealId = spare('contractsent');
    const contract = await open(dealId);
    world.move(dealId, 'closedlost');
    await until('it is asked', async () =>
      (await world.firings(lost)).find(({ state }) => state === 'asking'),
    );
    world.move(dealId, 'contractsent');
    await until('the question is dropped', async () =>
      (await world.firings(lost)).find(({ state }) => state === 'overtaken'),
    );
    await until('it is written down', async () =>
      (await world.firings(reopened)).find(({ state }) => state === 'done'),
    );
    expect(await audit(contract.id)).toMatch(/The deal was reopened.*left as it is/);
    expect((await world.dealView(dealId)).problems).toEqual([]);
  });
});

describe('a deal that is deleted and comes back', () => {
  const restore = (dealId: string): void => {
    world.hubspot.control.restoreDeal(dealId);
  };

  it('is moved then, though its rule was at it when it went', async () => {
    const mover = await moveTo(await world.saveSet('Order', ['Order Form']), 'closedwon');
    await generateAt('contractsent', { send: 'signature' });
    const dealId = spare();
    world.move(dealId, 'contractsent');
    const contract = await world.contractOf(dealId, 'Order Form', ['SIGN']);
    // HubSpot takes its time with the move, and the deal is gone when it comes to it.
    world.hubspot.control.addFault({
      kind: 'slow',
      ms: 1_500,
      method: 'PATCH',
      path: '/objects/deals/',
      times: 1,
    });
    expect(world.act(contract, 'sign-all')).toMatchObject({ ok: true });
    await until('the rule is at it', async () =>
      (await world.firings(mover)).find(({ state }) => state === 'doing'),
    );
    world.hubspot.control.deleteDeal(dealId);
    await until('the rule gave up', async () =>
      (await world.firings(mover)).find(
        ({ state, text }) => state === 'overtaken' && text.includes('deleted in HubSpot'),
      ),
    );
    restore(dealId);
    await until('the deal is won', () => world.stageOf(dealId) === 'closedwon');
    await until('it is done', async () => (await world.firings(mover)).some(({ state }) => state === 'done'));
    await world.quiet();
    expect((await world.firings(mover)).map(({ state }) => state).sort()).toEqual(['done', 'overtaken']);
    expect((await world.dealView(dealId)).problems).toEqual([]);
    // Told a second time, nothing begins again.
    world.hubspot.control.deleteDeal(dealId);
    restore(dealId);
    await world.hubspot.control.idle();
    await world.quiet();
    expect(await world.firings(mover)).toHaveLength(2);
  });

  it('gets the one contract that its rule was waiting to make; a rule that is off by then stays off', async () => {
    const [dealId, begun] = [world.dealId('Alpenglühen'), new Date()];
    world.move(dealId, 'appointmentscheduled');
    const another = { ifOpen: 'another' };
    const [rule, off] = [
      await generateAt('contractsent', another),
      await generateAt('contractsent', another),
    ];
    const alpengluehen = (country: string): void => {
      world.hubspot.control.edit('companies', companyOf('Alpenglühen'), { country });
    };
    alpengluehen('');
    world.move(dealId, 'contractsent');
    const waiting = await Promise.all(
      [rule, off].map((one) =>
        until('the rule waits', async () =>
          (await world.firings(one)).find(({ state }) => state === 'blocked'),
        ),
      ),
    );
    world.hubspot.control.deleteDeal(dealId);
    for (const { id } of waiting)
      await world.cardOk('POST', `${at}/firings/${id}/answer`, { answer: 'retry' });
    for (const one of [rule, off])
      await until('the rule gave up', async () =>
        (await world.firings(one)).find(({ state }) => state === 'overtaken'),
      );
    await world.db.stageRule.update({ where: { id: off }, data: { state: 'paused' } });
    restore(dealId);
    await until('the rule waits again', async () =>
      (await world.firings(rule)).find(({ state }) => state === 'blocked'),
    );
    alpengluehen('Switzerland');
    world.hubspot.control.editDeal(dealId, { amount: '88001' });
    await until('it is made', async () => (await world.firings(rule)).some(({ state }) => state === 'done'));
    await world.quiet();
    const contracts = await world.db.contract.findMany({ where: { dealId } });
    expect(contracts.filter(({ createdAt }) => createdAt >= begun)).toHaveLength(1);
    expect((await world.firings(rule)).map(({ state }) => state).sort()).toEqual(['done', 'overtaken']);
    expect((await world.firings(off)).map(({ state }) => state)).toEqual(['overtaken']);
  });
});

describe('the automation screen', () => {
  it('simulates every stage of a real deal and does nothing', async () => {
    const set = await world.saveSet('Order', ['Order Form']);
    await generateAt('contractsent', { send: 'review' });
    await moveTo(set, 'closedwon');
    const dealId = spare();
    const before = await world.db.ruleFiring.count({ where: { portalId } });
    const view = await world.cardOk<SimulationView>('POST', `${at}/simulate`, { dealId });
    expect(view.stages).toHaveLength(6);
    const contract = view.stages.find(({ label }) => label === 'Contract');
    expect(contract?.rules[0]).toMatchObject({
      verdict: 'fires',
      would: 'generate “Order Form”, unless one is open, and send it for review',
    });
    expect(contract?.rules[1]).toMatchObject({
      verdict: 'not',
      why: '“Order” is not executed: Order Form is missing.',
    });
    await world.quiet();
    expect(await world.db.ruleFiring.count({ where: { portalId } })).toBe(before);
    expect((await world.dealView(dealId)).contracts).toEqual([]);
  });

  it('is for admins only', async () => {
    const { settings } = await world.db.portal.findUniqueOrThrow({ where: { portalId } });
    await world.db.portal.update({
      where: { portalId },
      data: { settings: { admins: ['somebody@else.example'] } },
    });
    for (const path of ['', '/queue', '/executions'])
      expect(await world.card('GET', `${at}${path}`)).toMatchObject({
        ok: false,
        error: { code: 'not_permitted' },
      });
    await world.db.portal.update({ where: { portalId }, data: { settings: settings ?? {} } });
  });

  it('refuses a rule whose stage or template is gone, and an edit of an old version', async () => {
    const refused = await world.card('POST', `${at}/rules`, {
      content: { kind: 'generate', name: 'x', pipelineId: 'default', stageId: 'nowhere', templateId: 1 },
    });
    expect(refused).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/stage.*Template 1 is not mapped/) as string },
    });
    const id = await generateAt('contractsent');
    const content = {
      kind: 'generate',
      name: 'New name',
      pipelineId: 'default',
      stageId: 'contractsent',
      templateId: await world.templateId('Order Form'),
    };
    expect(await world.cardOk<Saved>('POST', `${at}/rules`, { id, version: 1, content })).toEqual({
      id,
      version: 2,
    });
    expect(await world.card('POST', `${at}/rules`, { id, version: 1, content })).toMatchObject({
      ok: false,
      error: { code: 'not_possible' },
    });
  });

  it('keeps ended firings as they ended', async () => {
    const rule = await generateAt('contractsent');
    const dealId = spare();
    world.move(dealId, 'contractsent');
    await world.contractOf(dealId, 'Order Form');
    const firing = await until('it is done', async () =>
      (await world.firings(rule)).find(({ state }) => state === 'done'),
    );
    await expect(
      world.db.ruleFiring.update({ where: { id: firing.id }, data: { state: 'doing' } }),
    ).rejects.toThrow(/stays so/);
    await expect(
      world.db.ruleFiring.update({ where: { id: firing.id }, data: { round: 'again' } }),
    ).rejects.toThrow(/never changes/);
  });
});
