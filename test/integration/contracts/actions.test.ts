import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { ActionId } from '@dealdraft/wire/card.ts';
import type { Plan } from '@dealdraft/wire/plan.ts';
import { journey, roomyHubSpot, type Journey, type Made } from '../../../lab/world/journey.ts';
import { startWorld, until, type World } from '../../../lab/world/world.ts';

const template = 'Mutual NDA (Individual)';
let world: World;
let go: Journey;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl'), ...roomyHubSpot });
  go = journey(world);
});
afterEach(() => {
  world.spotdraft.control.clearFaults();
});
afterAll(() => world.stop());

const draft = (of: 'Order Form' | typeof template = template): Promise<Made> =>
  go.make(world.hubspot.control.seedDeals(1)[0] ?? '', of);
const inReview = async (): Promise<Made> => {
  const made = await draft();
  go.person(made.numericId, 'send');
  await go.rowWhen('in review', made.row.id, ({ status }) => status === 'REDLINING');
  return made;
};
const inSignature = async (): Promise<Made> => {
  const made = await draft();
  go.person(made.numericId, 'mark');
  await go.rowWhen('out for signature', made.row.id, ({ status }) => status === 'SIGN');
  return made;
};
const truth = (made: Made) => {
  const found = world.spotdraft.state.contracts.get(made.numericId);
  if (found === undefined) throw new Error('not there');
  return found;
};
const happened = (made: Made, activity: string): number =>
  truth(made).timeline.filter((entry) => entry.activity === activity).length;
const doIt = async (made: Made, action: ActionId, more: Record<string, unknown> = {}) => {
  const accepted = await go.act(made.row.id, action, more);
  if (!accepted.ok) throw new Error(accepted.error.message);
  return go.actionEnd(accepted.data.actionId);
};

type Case = {
  action: ActionId;
  more?: Record<string, unknown>;
  from: () => Promise<Made>;
  to: string;
  /** Of what SpotDraft's timeline has one more when it was done once. */
  activity: string;
  path: string;
};
const cases: Case[] = [
  {
    action: 'send_for_review',
    from: draft,
    to: 'REDLINING',
    activity: 'CONTRACT_SENT_TO_COUNTERPARTY',
    path: 'send_to_counterparties$',
  },
  {
    action: 'mark_for_signature',
    from: inReview,
    to: 'SIGN',
    activity: 'CONTRACT_MARK_FOR_EXECUTION',
    path: '/mark_for_execution/$',
  },
  {
    action: 'take_back_from_signature',
    more: { reason: 'A typo in the name' },
    from: inSignature,
    to: 'DRAFT',
    activity: 'CONTRACT_UNMARK_FOR_EXECUTION',
    path: '/unmark_for_execution$',
  },
  {
    action: 'void',
    more: { reason: 'The customer withdrew' },
    from: draft,
    to: 'VOIDED',
    activity: 'CONTRACT_VOIDED',
    path: 'status/void$',
  },
];

describe('an action', () => {
  it.each(cases)(
    '$action is done once and seen on the deal',
    async ({ action, more, from, to, activity }) => {
      const made = await from();
      expect(await doIt(made, action, more)).toMatchObject({ state: 'done', attempts: 1 });
      await go.rowWhen(`it is ${to}`, made.row.id, ({ status }) => status === to);
      expect(truth(made).status).toBe(to);
      expect(happened(made, activity)).toBe(1);
      const { events } = await world.cardOk<{ events: { by: string | null; how: string }[] }>(
        'GET',
        `/api/card/contracts/${made.row.id}/timeline`,
      );
      expect(events.some(({ by, how }) => how === 'card' && by?.includes('ben') === true)).toBe(true);
    },
  );

  it.each(
    cases.map((one, index) => ({
      ...one,
      kind: index % 2 === 0 ? ('error-after' as const) : ('reset' as const),
    })),
  )(
    '$action whose answer is lost ($kind) is not done twice',
    async ({ action, more, from, to, activity, path, kind }) => {
      const made = await from();
      world.spotdraft.control.addFault({ kind, when: 'after', method: 'POST', path, times: 1 });
      expect(await doIt(made, action, more)).toMatchObject({ state: 'done' });
      await go.rowWhen(`it is ${to}`, made.row.id, ({ status }) => status === to);
      expect(happened(made, activity)).toBe(1);
    },
  );

  it.each(cases)(
    '$action that did not reach SpotDraft is tried again',
    async ({ action, more, from, to, activity, path }) => {
      const made = await from();
      world.spotdraft.control.addFault({ kind: 'error-before', method: 'POST', path, times: 1 });
      expect(await doIt(made, action, more)).toMatchObject({ state: 'done', attempts: 2 });
      await go.rowWhen(`it is ${to}`, made.row.id, ({ status }) => status === to);
      expect(happened(made, activity)).toBe(1);
    },
  );

  it('clicked twice, or on two screens, is done once', async () => {
    const made = await draft();
    const key = randomUUID();
    const click = (idempotencyKey: string) => go.act(made.row.id, 'send_for_review', { idempotencyKey });
    const answers = await Promise.all([click(key), click(key), click(randomUUID()), click(randomUUID())]);
    const accepted = new Set(answers.flatMap((answer) => (answer.ok ? [answer.data.actionId] : [])));
    for (const answer of answers)
      if (!answer.ok)
        expect(answer.error).toMatchObject({
          code: 'not_possible',
          message: expect.stringMatching(/in progress|review/) as unknown,
        });
    await go.rowWhen('in review', made.row.id, ({ status }) => status === 'REDLINING');
    for (const id of accepted) await go.actionEnd(id);
    expect(happened(made, 'CONTRACT_SENT_TO_COUNTERPARTY')).toBe(accepted.size);
    expect(await world.db.contractAction.count({ where: { contractId: made.row.id } })).toBe(accepted.size);
  });

  it('that the state does not allow is refused with the reason, and nothing is asked of SpotDraft', async () => {
    const made = await draft();
    const asked = () =>
      world.spotdraft.control.stats().calls['POST contracts/{composite}/unmark_for_execution'] ?? 0;
    const before = asked();
    expect(await go.act(made.row.id, 'take_back_from_signature')).toMatchObject({
      ok: false,
      error: { code: 'not_possible', message: 'It isn’t out for signature.' },
    });
    expect(asked()).toBe(before);
  });

  it('that SpotDraft refuses says so on the card, until it is dismissed', async () => {
    const made = await draft();
    // It moved on at SpotDraft, and no webhook told us.
    world.spotdraft.control.addFault({ kind: 'webhook-drop' });
    go.person(made.numericId, 'mark');
    go.person(made.numericId, 'sign-all');
    const end = await doIt(made, 'void', { reason: 'Too late' });
    expect(end).toMatchObject({ state: 'failed' });
    const shown = await go.contractView(made.dealId, made.row.id);
    expect(shown.pendingAction).toMatchObject({ action: 'void', state: 'failed' });
    expect(shown.pendingAction?.message).toMatch(/executed/i);
    await world.cardOk('POST', `/api/card/actions/${end.id}/dismiss`);
    expect((await go.contractView(made.dealId, made.row.id)).pendingAction).toBeNull();
    // Asking brings the truth.
    await doIt(made, 'check_now');
    await go.rowWhen('executed', made.row.id, ({ status }) => status === 'EXECUTED');
  });
});

describe('reminding', () => {
  const signatory = (made: Made): string => truth(made).signatories[0]?.email ?? '';
  const reminders = () =>
    world.spotdraft.control.stats().calls['POST contracts/{composite}/signatories/resend_email/'] ?? 0;

  it('sends one email', async () => {
    const made = await inSignature();
    const before = reminders();
    expect(await doIt(made, 'remind', { email: signatory(made) })).toMatchObject({ state: 'done' });
    expect(reminders()).toBe(before + 1);
  });
  it('whose answer is lost is not sent again, for nobody can tell whether it went out', async () => {
    const made = await inSignature();
    const before = reminders();
    world.spotdraft.control.addFault({ kind: 'error-after', method: 'POST', path: 'resend_email', times: 1 });
    const end = await doIt(made, 'remind', { email: signatory(made) });
    expect(end).toMatchObject({ state: 'failed' });
    expect((end.failure as { message: string }).message).toMatch(/not sent again/);
    expect(reminders()).toBe(before + 1);
  });
  it('somebody who does not sign is refused by SpotDraft, in words', async () => {
    const made = await inSignature();
    const end = await doIt(made, 'remind', { email: 'stranger@x.example' });
    expect(end).toMatchObject({ state: 'failed' });
    expect((end.failure as { message: string }).message).toMatch(/\.$/);
  });
});

describe('a deal that changes after the contract was made', () => {
  const change = async (made: Made): Promise<void> => {
    world.hubspot.control.editDeal(made.dealId, { payment_terms_days: '75' });
    // What the card does when it is opened; HubSpot tells of chosen properties only.
    expect(await world.cardOk('POST', `/api/card/deals/${made.dealId}/drift`)).toEqual({
      checked: 1,
      changed: 1,
    });
  };

  it('is noticed without a card when HubSpot tells of the change', async () => {
    const made = await draft();
    world.hubspot.control.editDeal(made.dealId, { dealname: 'Another name' });
    await go.rowWhen('the difference is seen', made.row.id, ({ drift }) => drift !== null);
    expect((await go.contractView(made.dealId, made.row.id)).drift?.changes).toMatchObject([
      { target: 'purpose', now: 'Talks about: Another name' },
    ]);
  });

  it('refresh writes the new values into the contract, and both agree again', async () => {
    const made = await draft('Order Form');
    await change(made);
    expect((await go.contractView(made.dealId, made.row.id)).drift?.changes[0]).toMatchObject({
      was: '30',
      now: '75',
    });
    expect(await doIt(made, 'refresh_from_deal')).toMatchObject({ state: 'done' });
    expect(truth(made).data['payment_terms_days']).toBe(75);
    await until(
      'the echo agrees',
      async () => (await go.contractView(made.dealId, made.row.id)).echo.state === 'same',
    );
    expect((await go.contractView(made.dealId, made.row.id)).drift).toBeNull();
    expect(await go.act(made.row.id, 'refresh_from_deal')).toMatchObject({
      ok: false,
      error: { message: 'Already matches the deal.' },
    });
  });

  it('refresh writes our metadata too, and leaves in it what others wrote and what joins it to the deal', async () => {
    const made = await draft();
    const metadata = () =>
      truth(made).externalMetadata as { id: string; record_data: Record<string, string> };
    metadata().record_data['from_finance'] = 'PO 77';
    const { id, record_data: before } = structuredClone(metadata());
    world.hubspot.control.editDeal(made.dealId, { dealname: 'Another name' });
    await go.rowWhen('the difference is seen', made.row.id, ({ drift }) => drift !== null);
    const { drift } = await go.contractView(made.dealId, made.row.id);
    expect(drift?.changes.map(({ target }) => target)).toEqual(['purpose']);
    expect(await doIt(made, 'refresh_from_deal')).toMatchObject({ state: 'done' });
    expect(metadata()).toMatchObject({ id, record_data: { ...before, deal_name: 'Another name' } });
    expect(truth(made).data['purpose']).toBe('Talks about: Another name');
    expect((await go.contractView(made.dealId, made.row.id)).drift).toBeNull();
  });

  it('that only moves to another stage has changed nothing of its contract', async () => {
    const made = await draft('Order Form');
    const metadata = () => truth(made).externalMetadata as { record_data: Record<string, string> };
    metadata().record_data['from_finance'] = 'PO 77';
    const before = structuredClone(metadata().record_data);
    const stage = before['deal_stage'];
    world.hubspot.control.editDeal(made.dealId, { dealstage: 'contractsent' });
    expect(await world.cardOk('POST', `/api/card/deals/${made.dealId}/drift`)).toEqual({
      checked: 1,
      changed: 0,
    });
    expect((await go.contractView(made.dealId, made.row.id)).drift).toBeNull();
    await until('SpotDraft has the new stage', () => metadata().record_data['deal_stage'] !== stage);
    expect(metadata().record_data).toEqual({ ...before, deal_stage: metadata().record_data['deal_stage'] });
  });

  it('refresh leaves told what SpotDraft takes only when a contract is made', async () => {
    const made = await draft('Order Form');
    const { lines } = made.row.sentPlan as unknown as Plan;
    const company = lines.find(({ source }) => source.object === 'company')?.source.recordId ?? '';
    world.hubspot.control.edit('companies', company, { city: 'Uppsala' });
    await change(made);
    const parties = structuredClone(truth(made).parties);
    expect(await doIt(made, 'refresh_from_deal')).toMatchObject({ state: 'done' });
    expect(truth(made).data['payment_terms_days']).toBe(75);
    expect(truth(made).parties).toEqual(parties);
    const left = async () => (await go.contractView(made.dealId, made.row.id)).drift?.changes;
    const city = { target: 'counterparty.address.city', now: 'Uppsala', canUpdate: false };
    expect(await left()).toMatchObject([city]);
    await world.cardOk('POST', `/api/card/deals/${made.dealId}/drift`);
    expect(await left()).toMatchObject([city]);
    expect(await go.act(made.row.id, 'refresh_from_deal')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('Change them in SpotDraft') as unknown },
    });
  });

  it('refresh whose answer is lost sends the same values again, which does no harm', async () => {
    const made = await draft('Order Form');
    await change(made);
    world.spotdraft.control.addFault({
      kind: 'error-after',
      method: 'PATCH',
      path: 'contract_data$',
      times: 1,
    });
    expect(await doIt(made, 'refresh_from_deal')).toMatchObject({ state: 'done' });
    expect(truth(made).data['payment_terms_days']).toBe(75);
  });

  it('keep holds for these changes, with who and why, and ends with the next change', async () => {
    const made = await draft('Order Form');
    await change(made);
    expect(await doIt(made, 'keep_changes', { reason: 'Agreed by phone' })).toMatchObject({ state: 'done' });
    const kept = (await go.contractView(made.dealId, made.row.id)).drift?.kept;
    expect(kept).toMatchObject({ reason: 'Agreed by phone', by: expect.stringContaining('ben') as unknown });
    world.hubspot.control.editDeal(made.dealId, { payment_terms_days: '90' });
    await world.cardOk('POST', `/api/card/deals/${made.dealId}/drift`);
    expect((await go.contractView(made.dealId, made.row.id)).drift?.changes[0]?.now).toBe('90');
    expect((await go.contractView(made.dealId, made.row.id)).drift?.kept).toBeNull();
    expect(truth(made).data['payment_terms_days']).toBe(30);
  });

  it('blocks sending where the admin chose so, until one or the other is done', async () => {
    const made = await draft('Order Form');
    await change(made);
    const { settings } = await world.db.portal.findUniqueOrThrow({ where: { portalId: made.row.portalId } });
    await world.db.portal.update({
      where: { portalId: made.row.portalId },
      data: { settings: { ...(settings as object), blockSendingOnDrift: true } },
    });
    try {
      expect(await go.act(made.row.id, 'send_for_review')).toMatchObject({
        ok: false,
        error: { code: 'not_possible' },
      });
      await doIt(made, 'keep_changes', { reason: 'Agreed by phone' });
      expect(await doIt(made, 'send_for_review')).toMatchObject({ state: 'done' });
    } finally {
      await world.db.portal.update({
        where: { portalId: made.row.portalId },
        data: { settings: settings ?? {} },
      });
    }
  });
});

it('checking reads status and people anew', async () => {
  const made = await inSignature();
  const before = (await go.row(made.row.id)).verifiedAt;
  expect(await doIt(made, 'check_now')).toMatchObject({ state: 'done' });
  await go.rowWhen(
    'it was read',
    made.row.id,
    ({ verifiedAt, peopleAt }) => verifiedAt > before && peopleAt !== null,
  );
});

it('a contract that is gone from SpotDraft is marked as gone, and is back when it is back', async () => {
  const made = await draft();
  go.person(made.numericId, 'delete');
  await go.rowWhen('gone', made.row.id, ({ goneAt }) => goneAt !== null);
  const view = await go.contractView(made.dealId, made.row.id);
  expect(view.problems.map(({ title }) => title)).toEqual(['The contract is no longer in SpotDraft']);
  expect(view.nextAction).toBeNull();
  await until(
    'the deal does not count it',
    () => go.dealProperties(made.dealId)['dealdraft_contract_count'] === '0',
  );
  truth(made).deleted = false;
  await doIt(made, 'check_now');
  await go.rowWhen('back', made.row.id, ({ goneAt }) => goneAt === null);
  expect((await go.contractView(made.dealId, made.row.id)).problems).toEqual([]);
});
