import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConditionalRule } from '../../../sandbox/hubspot/state/model.ts';
import type { ProblemsView } from '@dealdraft/wire/settings.ts';
import { portalId, until } from '../../../lab/world/world.ts';
import { at, startAutomationWorld, type AutomationWorld } from './kit.ts';

let world: AutomationWorld;
beforeAll(async () => {
  // The clock does not tick by itself: each test says whether news or the clock is to go on with it.
  world = await startAutomationWorld({ environment: { AUTOMATION_TICK_MS: '3600000' } });
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.hubspot.control.clearFaults();
  world.hubspot.control.setPropertyRules({ enforced: false, onCreate: [], conditional: [] });
  await world.quiet();
  await world.db.stageRule.updateMany({ where: { portalId }, data: { state: 'deleted' } });
  await world.db.contractSet.updateMany({ where: { portalId }, data: { state: 'deleted' } });
});

const require = (property: string, value: string, ...required: string[]): void => {
  const rule: ConditionalRule = { objectType: 'deals', property, values: [value], required };
  world.hubspot.control.setPropertyRules({ enforced: true, conditional: [rule] });
};
let seed = 700;
const spare = (dealstage = 'contractsent'): string =>
  world.hubspot.control.seedDeals(1, { seed: (seed += 1), properties: { dealstage } })[0] ?? '';
const card = async (dealId: string, kind: string) =>
  (await world.dealView(dealId)).problems.find(({ key }) => key.startsWith(kind));
const inHealth = async (kind: string, deal?: string) =>
  (await world.cardOk<ProblemsView>('GET', `/api/settings/problems?state=open&kind=${kind}`)).problems.filter(
    ({ deal: of }) => deal === undefined || of?.id === deal,
  );
const valuesOf = (dealId: string) => world.hubspot.control.record('deals', dealId).properties;
/** Writes that reached HubSpot: of one deal, or of many at once. */
const writes = (what: string): number =>
  world.hubspot.control
    .calls()
    .filter(({ method, path }) => path.endsWith(what) && (method === 'PATCH' || what === 'batch/update'))
    .length;
const fill = (dealId: string, properties: Record<string, string>) =>
  world.hubspot.control.editDeal(dealId, properties);

/** A rule that wins a deal when its order form is signed, and a deal whose order form is signed. */
const signedDeal = async (): Promise<{ dealId: string; rule: string }> => {
  const set = await world.saveSet(`Order ${String(seed)}`, ['Order Form']);
  const rule = await world.saveRule({
    kind: 'move',
    name: 'Win the deal',
    pipelineId: 'default',
    setId: set,
    when: 'executed',
    toStageId: 'closedwon',
  });
  const maker = await world.saveRule({
    kind: 'generate',
    name: 'Make the order form',
    pipelineId: 'default',
    stageId: 'contractsent',
    templateId: await world.templateId('Order Form'),
    send: 'signature',
  });
  const dealId = spare('qualifiedtobuy');
  world.move(dealId, 'contractsent');
  const contract = await world.contractOf(dealId, 'Order Form', ['SIGN']);
  await world.db.stageRule.updateMany({ where: { id: maker }, data: { state: 'deleted' } });
  world.act(contract, 'sign-all');
  return { dealId, rule };
};
const tick = () =>
  world.db.$transaction((tx) =>
    world.app.deps.enqueue(tx, 'automation.tick', { payload: { portalId }, hurry: true }),
  );
/** The signed document is on the deal: from then on nothing of the contract's wakes the deal's rules. */
const attached = async (dealId: string): Promise<void> => {
  await until('the document is on the deal', async () =>
    (await world.dealView(dealId)).contracts.some(
      ({ signedDocument }) => signedDocument.state === 'attached',
    ),
  );
  await world.quiet();
};
const blocked = (rule: string) =>
  until('the rule is blocked', async () => {
    const [firing] = await world.firings(rule);
    return firing?.state === 'blocked' ? firing : null;
  });
const done = (rule: string) =>
  until('the rule is done', async () => (await world.firings(rule)).some(({ state }) => state === 'done'));

describe('a stage move that HubSpot refuses for want of values', () => {
  it('names each on the card, in Health and in the log, and goes on by itself, once, when they are there', async () => {
    require('dealstage', 'closedwon', 'po_number', 'closed_lost_reason');
    const { dealId, rule } = await signedDeal();
    const firing = await blocked(rule);
    const fields = ['po_number', 'closed_lost_reason'].map((property, index) => ({
      label: ['Purchase order number', 'Closed lost reason'][index],
      link: { object: 'deal', recordId: dealId, property },
    }));
    const sentence =
      'HubSpot requires Purchase order number and Closed lost reason before the deal can move to Closed won.';
    expect(firing).toMatchObject({ dealId, text: sentence, missing: fields, endedAt: null });
    expect(await card(dealId, 'rule_blocked')).toMatchObject({
      title: 'A stage rule needs values on this deal',
      message: `The rule “Win the deal” is waiting. ${sentence}`,
      fields,
    });
    expect(await inHealth('rule_blocked', dealId)).toMatchObject([{ deal: { id: dealId }, fields }]);
    expect(world.stageOf(dealId)).toBe('contractsent');

    // Looked at again and again, it asks HubSpot for nothing that was refused already; one of two values is not enough.
    await attached(dealId);
    expect(writes(dealId)).toBe(1);
    fill(dealId, { po_number: 'PO-7', amount: '4242' });
    await until('the edit was taken in', () =>
      world.db.delivery.findFirst({
        where: { portalId, dealId, outcome: 'ignored', processedAt: { not: null } },
      }),
    );
    await world.quiet();
    expect(writes(dealId)).toBe(1);
    expect((await blocked(rule)).id).toBe(firing.id);

    fill(dealId, { closed_lost_reason: 'none', amount: '4343' });
    await until('the deal is won', () => world.stageOf(dealId) === 'closedwon');
    await done(rule);
    await world.quiet();
    expect(await world.firings(rule)).toMatchObject([{ id: firing.id, state: 'done', missing: [] }]);
    expect(await card(dealId, 'rule_blocked')).toBeUndefined();
    const moves = world.hubspot.control.record('deals', dealId).history['dealstage'] ?? [];
    expect(moves.filter(({ value }) => value === 'closedwon')).toHaveLength(1);
  });

  it('goes on after a value that no webhook tells of, and without any webhook', async () => {
    require('dealstage', 'closedwon', 'po_number');
    const { dealId, rule } = await signedDeal();
    await blocked(rule);
    await attached(dealId);
    world.hubspot.control.addFault({ kind: 'webhook-drop' });
    fill(dealId, { po_number: 'PO-8' });
    await tick();
    await until('the deal is won', () => world.stageOf(dealId) === 'closedwon');
    await done(rule);
  });

  it('goes on when DealDraft itself writes the value, though its own writes are no news', async () => {
    require('dealstage', 'closedwon', 'dealdraft_signed_document');
    world.hubspot.control.addFault({ kind: 'error-before', path: 'deals/batch/update' });
    const { dealId, rule } = await signedDeal();
    await blocked(rule);
    await attached(dealId);
    expect(world.stageOf(dealId)).toBe('contractsent');
    world.hubspot.control.clearFaults();
    await world.db.$transaction((tx) =>
      world.app.deps.enqueue(tx, 'deal.write', { payload: { portalId }, hurry: true }),
    );
    await until('the deal is won', () => world.stageOf(dealId) === 'closedwon');
    await done(rule);
    expect(valuesOf(dealId)['dealdraft_signed_document']).toBeTruthy();
  });

  it('is tried again when an admin asks, for the requirement may be gone', async () => {
    require('dealstage', 'closedwon', 'po_number');
    const { dealId, rule } = await signedDeal();
    const firing = await blocked(rule);
    world.hubspot.control.setPropertyRules({ enforced: false });
    await world.cardOk('POST', `${at}/firings/${firing.id}/answer`, { answer: 'retry' });
    await until('the deal is won', () => world.stageOf(dealId) === 'closedwon');
    await done(rule);
  });

  it('gives way to a person who moves the deal elsewhere', async () => {
    require('dealstage', 'closedwon', 'po_number');
    const { dealId, rule } = await signedDeal();
    await blocked(rule);
    world.move(dealId, 'presentationscheduled');
    await until('the rule was overtaken', async () => (await world.firings(rule))[0]?.state === 'overtaken');
    fill(dealId, { po_number: 'PO-9' });
    await world.quiet();
    expect(world.stageOf(dealId)).toBe('presentationscheduled');
    expect(await card(dealId, 'rule_blocked')).toBeUndefined();
  });
});

describe('a write-back that HubSpot refuses for want of values', () => {
  it('holds up no other deal, names each value, and goes on by itself when they are there', async () => {
    const maker = await world.saveRule({
      kind: 'generate',
      name: 'Make the order form',
      pipelineId: 'default',
      stageId: 'contractsent',
      templateId: await world.templateId('Order Form'),
    });
    require('dealdraft_status', 'draft', 'po_number');
    const deals = Array.from({ length: 8 }, () => spare('qualifiedtobuy'));
    const [poor = '', ...rich] = deals;
    for (const dealId of rich) fill(dealId, { po_number: `PO-${dealId}` });
    for (const dealId of deals) world.move(dealId, 'contractsent');
    for (const dealId of rich)
      await until(
        'the deal says draft',
        () => valuesOf(dealId)['dealdraft_status'] === 'draft',
        // Its contract is made first, in a row with the others.
        60_000,
      );
    const problem = await until('the card names the value', () => card(poor, 'deal_write_refused'));
    const fields = [
      {
        label: 'Purchase order number',
        link: { object: 'deal', recordId: poor, property: 'po_number' },
      },
    ];
    expect(problem).toMatchObject({
      title: "HubSpot requires values that this deal doesn't have",
      message:
        'This HubSpot account requires Purchase order number before DealDraft can update the contract status on the deal.',
      fields,
    });
    expect(await inHealth('deal_write_refused', poor)).toMatchObject([{ deal: { id: poor }, fields }]);
    expect(valuesOf(poor)['dealdraft_status']).toBeUndefined();
    const parked = { where: { portalId, parked: { not: null } } };
    expect(await world.db.dealProjection.findMany(parked)).toMatchObject([{ dealId: poor }]);

    // Nobody asks HubSpot the same again while the value is missing, whatever else is edited.
    const { refusedAt } = await world.db.dealProjection.findFirstOrThrow(parked);
    const looks = (): number =>
      world.hubspot.control
        .calls()
        .filter(({ method, path }) => method === 'GET' && path.includes(`/deals/${poor}`)).length;
    const [before, looked] = [writes('batch/update'), looks()];
    fill(poor, { amount: '77' });
    await until('the edit was looked at', () => looks() > looked);
    await world.quiet();
    expect(writes('batch/update')).toBe(before);
    expect((await world.db.dealProjection.findFirstOrThrow(parked)).refusedAt).toEqual(refusedAt);
    fill(poor, { po_number: 'PO-1', amount: '78' });
    await until('the deal says draft', () => valuesOf(poor)['dealdraft_status'] === 'draft');
    await until('the problem is over', async () => (await card(poor, 'deal_write_refused')) === undefined);
    expect(await world.db.dealProjection.count(parked)).toBe(0);
    await world.db.stageRule.updateMany({ where: { id: maker }, data: { state: 'deleted' } });
  });
});

describe('a note that HubSpot refuses for want of values', () => {
  it('says which, keeps the document, and is added when the requirement is gone', async () => {
    world.hubspot.control.setPropertyRules({
      enforced: true,
      onCreate: [{ objectType: 'notes', required: ['hubspot_owner_id'] }],
      conditional: [],
    });
    const { dealId, rule } = await signedDeal();
    await done(rule);
    const problem = await until('the missing document is told', async () => {
      const { contracts } = await world.dealView(dealId);
      return contracts.flatMap(({ problems }) => problems).find(({ key }) => key.startsWith('document_not'));
    });
    expect(problem.message).toContain('requires hubspot_owner_id on notes');
    expect(await world.db.problem.count({ where: { portalId, kind: 'job_given_up', clearedAt: null } })).toBe(
      0,
    );
    world.hubspot.control.setPropertyRules({ enforced: false });
    const [row] = await inHealth('document_not_attached', dealId);
    await world.cardOk('POST', `/api/settings/problems/${row?.id ?? ''}/retry`);
    await attached(dealId);
  });
});
