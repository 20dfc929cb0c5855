import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ExecutionsView, QueueView, Saved } from '@dealdraft/wire/automation.ts';
import { portalId, until } from '../../../lab/world/world.ts';
import { at, startAutomationWorld, type AutomationWorld } from './kit.ts';

let world: AutomationWorld;
beforeAll(async () => {
  world = await startAutomationWorld();
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.spotdraft.control.clearFaults();
  await world.db.stageRule.updateMany({ where: { portalId }, data: { state: 'deleted' } });
});

let seed = 7_000;
const spare = (dealstage = 'qualifiedtobuy'): string =>
  world.hubspot.control.seedDeals(1, { seed: (seed += 1), properties: { dealstage } })[0] ?? '';
const order = async () => world.templateId('Order Form');
const makeContract = async (dealId: string) => {
  const inputs = { template_id: String(await order()), if_open: 'skip' };
  expect(await world.ended(world.enrol(dealId, 'generate-contract', inputs))).toMatchObject({
    outcome: 'generated',
  });
};
const answer = (firingId: string, word: string) =>
  world.card<Saved>('POST', `${at}/firings/${firingId}/answer`, { answer: word });
const audit = async (contractId: string): Promise<string> => {
  const { events } = await world.cardOk<{ events: { title: string; detail: string | null }[] }>(
    'GET',
    `/api/card/contracts/${contractId}/timeline`,
  );
  return events.map(({ title, detail }) => `${title}: ${detail ?? ''}`).join('\n');
};

describe('a rule that fires once and was refused', () => {
  it('that was held back set out to do nothing: there is nothing to answer, and the card still shows the deal', async () => {
    const [dealId = ''] = world.hubspot.control.seedDeals(1);
    const ruleId = await world.saveRule({
      kind: 'send',
      name: 'Held back',
      pipelineId: 'default',
      stageId: 'appointmentscheduled',
      templateId: await world.templateId('Order Form'),
      sendFor: 'review',
    });
    const firing = { portalId, ruleId, ruleVersion: 1, dealId, cause: 'person', why: 'x', effect: {} };
    const [held, asking] = await Promise.all(
      ['held', 'asking'].map((state) =>
        world.db.ruleFiring.create({ data: { ...firing, state, round: state } }),
      ),
    );
    for (const word of ['confirm', 'decline', 'retry'])
      expect(await answer(held?.id ?? '', word)).toMatchObject({
        ok: false,
        error: { code: 'not_possible' },
      });
    expect(await world.dealView(dealId)).toMatchObject({ contracts: [] });
    await world.db.ruleFiring.delete({ where: { id: asking?.id ?? '' } });
  });
  it('is tried again by a person: beside what ended, once for each refusal, and then it does its work', async () => {
    const ruleId = await world.saveRule({
      kind: 'send',
      name: 'Send it',
      pipelineId: 'default',
      stageId: 'contractsent',
      templateId: await order(),
      sendFor: 'signature',
    });
    const dealId = spare();
    world.move(dealId, 'contractsent');
    const refusal = await until('there is nothing to send', async () =>
      (await world.firings(ruleId)).find(({ state }) => state === 'refused'),
    );
    expect(refusal.text).toBe('The deal has no contract of this template to send.');
    await until('the card tells of it', async () =>
      (await world.dealView(dealId)).problems.some(({ key }) => key === `rule_refused:${refusal.id}`),
    );

    // Still nothing to send: refused once more, as a firing of its own.
    const first = await answer(refusal.id, 'retry');
    expect(first).toMatchObject({ ok: true });
    const second = await until('it was refused again', async () =>
      (await world.firings(ruleId)).find(({ id, state }) => id !== refusal.id && state === 'refused'),
    );
    await makeContract(dealId);
    // Twice at once, but not in the same millisecond: HubSpot would sign both alike, and the second would be a replay.
    const one = answer(second.id, 'retry');
    const now = Date.now();
    await until('another millisecond', () => Date.now() > now);
    expect(await answer(second.id, 'retry')).toEqual(await one);
    await world.contractOf(dealId, 'Order Form', ['SIGN']);
    await until('it is done', async () => (await world.firings(ruleId))[0]?.state === 'done');
    expect((await world.firings(ruleId)).map(({ state, cause }) => [state, cause])).toEqual([
      ['done', 'person'],
      ['refused', 'person'],
      ['refused', 'person'],
    ]);
    await until('no problem is left', async () => (await world.dealView(dealId)).problems.length === 0);

    // Entering the stage again does not fire it: it fires once for a deal.
    world.move(dealId, 'qualifiedtobuy');
    await until('it was seen there', () =>
      world.db.dealStage.findFirst({ where: { portalId, dealId, stageId: 'qualifiedtobuy' } }),
    );
    world.move(dealId, 'contractsent');
    await until('it was seen back', () =>
      world.db.dealStage.findFirst({ where: { portalId, dealId, stageId: 'contractsent' } }),
    );
    expect(await world.firings(ruleId)).toHaveLength(3);
  });

  it('stops being a problem when a person leaves it', async () => {
    const ruleId = await world.saveRule({
      kind: 'send',
      name: 'Send it',
      pipelineId: 'default',
      stageId: 'contractsent',
      templateId: await order(),
      sendFor: 'review',
    });
    const dealId = spare();
    world.move(dealId, 'contractsent');
    const refusal = await until('there is nothing to send', async () =>
      (await world.firings(ruleId)).find(({ state }) => state === 'refused'),
    );
    await until('the card tells of it', async () => (await world.dealView(dealId)).problems.length === 1);
    expect(await answer(refusal.id, 'decline')).toMatchObject({ ok: true });
    expect((await world.dealView(dealId)).problems).toEqual([]);
    expect((await world.firings(ruleId)).map(({ state }) => state)).toEqual(['refused']);
  });

  it('cannot be tried again when it is done', async () => {
    const ruleId = await world.saveRule({
      kind: 'generate',
      name: 'Make it',
      pipelineId: 'default',
      stageId: 'contractsent',
      templateId: await order(),
    });
    const dealId = spare();
    world.move(dealId, 'contractsent');
    const firing = await until('it is done', async () =>
      (await world.firings(ruleId)).find(({ state }) => state === 'done'),
    );
    expect(await answer(firing.id, 'retry')).toMatchObject({ ok: false, error: { code: 'not_possible' } });
    expect(await answer(firing.id, 'decline')).toMatchObject({ ok: false });
  });
});

describe('a choice about open contracts', () => {
  it('is written into the timeline when a person says no', async () => {
    const ruleId = await world.saveRule({
      kind: 'keep',
      name: 'Lost deals',
      pipelineId: 'default',
      when: 'lost',
      then: 'ask_to_void',
    });
    const dealId = spare('contractsent');
    await makeContract(dealId);
    const contract = await world.contractOf(dealId, 'Order Form');
    world.move(dealId, 'closedlost');
    const asking = await until('it is asked', async () =>
      (await world.firings(ruleId)).find(({ state }) => state === 'asking'),
    );
    expect(asking.asks).toBe('void');
    expect(await answer(asking.id, 'decline')).toMatchObject({ ok: true });
    expect((await world.firings(ruleId))[0]).toMatchObject({ state: 'declined', asks: null });
    expect(await audit(contract.id)).toMatch(/left this contract as it is/);
    expect((await world.contractOf(dealId, 'Order Form')).status).toBe('DRAFT');
    expect((await world.dealView(dealId)).problems).toEqual([]);
    expect(await answer(asking.id, 'confirm')).toMatchObject({ ok: false });
  });

  it('to hold is written into the timeline too', async () => {
    const ruleId = await world.saveRule({
      kind: 'keep',
      name: 'Moved back',
      pipelineId: 'default',
      when: 'moved_back',
      then: 'ask_to_hold',
    });
    const dealId = spare('contractsent');
    await makeContract(dealId);
    const contract = await world.contractOf(dealId, 'Order Form');
    world.move(dealId, 'qualifiedtobuy');
    await until('it is asked', async () => (await world.firings(ruleId)).find(({ asks }) => asks === 'hold'));
    expect(await audit(contract.id)).toMatch(/The deal was moved back.*to be put on hold in SpotDraft/);
  });
});

describe('a workflow run', () => {
  it('gives up after its three days when SpotDraft stays away, and HubSpot is told in words', async () => {
    world.spotdraft.control.addFault({ kind: 'down', ms: 600_000 });
    const dealId = spare();
    const run = world.enrol(dealId, 'generate-contract', {
      template_id: String(await order()),
      if_open: 'skip',
    });
    await until('HubSpot waits', () => run.state === 'WAITING');
    const days = Date.parse(run.expiresAt ?? '') - Date.parse(run.startedAt);
    // A little longer than the three days in which the service tries.
    expect(days).toBeGreaterThan(3 * 86_400_000);
    expect(days).toBeLessThan(4 * 86_400_000);
    await world.db.workflowExecution.update({
      where: { portalId_callbackId: { portalId, callbackId: run.callbackId } },
      data: { expiresAt: new Date() },
    });
    const outputs = await world.ended(run);
    expect(outputs).toMatchObject({ outcome: 'failed', hs_execution_state: 'FAIL_CONTINUE' });
    expect(outputs['message']).toBe('It could not be done within three days; see the contract on the deal.');
  });

  it('that HubSpot repeats while the service is away is done once when it is back', async () => {
    const dealId = spare();
    const inputs = { template_id: String(await order()), if_open: 'skip' };
    await world.app.stop();
    const run = world.enrol(dealId, 'generate-contract', inputs);
    await until('HubSpot got no answer twice', () => run.attempts.length >= 2);
    expect(run.attempts.map(({ status }) => status)).toEqual(run.attempts.map(() => null));
    await world.restart();
    expect(await world.ended(run)).toMatchObject({ outcome: 'generated' });
    expect((await world.dealView(dealId)).contracts).toHaveLength(1);
    expect(await world.db.workflowExecution.count({ where: { portalId, callbackId: run.callbackId } })).toBe(
      1,
    );
  });

  it('ends at HubSpot first: the late result is written down as not taken', async () => {
    const dealId = spare();
    await makeContract(dealId);
    const run = world.enrol(dealId, 'wait-for-status', { status: 'VOIDED', wait_days: 1 });
    await until('it waits for this contract', () =>
      world.db.workflowExecution.findFirst({
        where: { portalId, callbackId: run.callbackId, contractId: { not: null } },
      }),
    );
    await until('HubSpot waits', () => run.state === 'WAITING');
    // HubSpot's own clock ran out, or the record was taken out of the workflow.
    run.expiresAt = new Date(Date.now() - 1_000).toISOString();
    await world.db.$transaction(async (tx) => {
      await tx.$executeRaw`ALTER TABLE "workflow_execution" DISABLE TRIGGER "workflow_execution_is_kept"`;
      await tx.workflowExecution.updateMany({
        where: { portalId, callbackId: run.callbackId },
        data: { acceptedAt: new Date(Date.now() - 3600_000) },
      });
      await tx.$executeRaw`ALTER TABLE "workflow_execution" ENABLE TRIGGER "workflow_execution_is_kept"`;
    });
    world.act(await world.contractOf(dealId, 'Order Form'), 'void');
    const row = await until('it is written down', async () =>
      (await world.cardOk<ExecutionsView>('GET', `${at}/executions`)).executions.find(
        ({ dealId: of, reported }) => of === dealId && reported === 'unknown',
      ),
    );
    expect(row).toMatchObject({ action: 'wait-for-status', outcome: 'reached', state: 'finished' });
    expect(run.state).toBe('EXPIRED');
  });
});

describe('the queue', () => {
  it('tells where one deal stands', async () => {
    const waiting = await world.cardOk<QueueView>('GET', `${at}/queue`);
    expect(waiting.deal).toBeNull();
    const idle = spare();
    expect((await world.cardOk<QueueView>('GET', `${at}/queue?dealId=${idle}`)).deal).toEqual({
      dealId: idle,
      state: 'none',
      position: null,
      expectedAt: null,
    });
    // Slow until the queue was seen: it must not be worked off between two looks.
    const slow = world.spotdraft.control.addFault({ kind: 'slow', ms: 6_000, method: 'POST' });
    await world.saveRule({
      kind: 'generate',
      name: 'Make it',
      pipelineId: 'default',
      stageId: 'contractsent',
      templateId: await order(),
    });
    // More than the workers take up at once.
    const deals = Array.from({ length: 16 }, () => spare());
    for (const dealId of deals) world.move(dealId, 'contractsent');
    const seen = new Set<string>();
    await until('one of them waits in the queue, with its place and time', async () => {
      for (const dealId of deals) {
        const { deal } = await world.cardOk<QueueView>('GET', `${at}/queue?dealId=${dealId}`);
        if (deal === null) continue;
        seen.add(deal.state);
        if (deal.state === 'queued')
          return (deal.position ?? 0) >= 1 && Date.parse(deal.expectedAt ?? '') > Date.now() - 60_000;
      }
      return false;
    });
    world.spotdraft.control.clearFaults(slow.id);
    expect(seen.has('queued')).toBe(true);
  });
});
