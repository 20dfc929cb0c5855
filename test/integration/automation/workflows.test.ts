import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { signatureHeaders } from '../../../sandbox/hubspot/state/signatures.ts';
import { appClientSecret } from '../../../sandbox/hubspot/state/accounts.ts';
import type { Deps } from '../../../src/features/deps.ts';
import { advanceExecution } from '../../../src/features/automation/workflow-actions/settle-executions.ts';
import { portalId, until } from '../../../lab/world/world.ts';
import { startAutomationWorld, type AutomationWorld } from './kit.ts';

let world: AutomationWorld;
beforeAll(async () => {
  world = await startAutomationWorld();
});
afterAll(() => world.stop());

const template = async (name: string) => String(await world.templateId(name));
/** Deals that no other test of this file touches. */
const spare = () => world.hubspot.control.seedDeals(1, { seed: Math.floor(Math.random() * 1e6) })[0] ?? '';

const executionBody = (callbackId: string, dealId: string, inputFields: Record<string, unknown>) => ({
  callbackId,
  origin: { portalId, actionDefinitionId: 1, actionDefinitionVersion: 1 },
  context: { source: 'WORKFLOWS', workflowId: 7 },
  object: { objectId: Number(dealId), objectType: 'DEAL' },
  inputFields,
});

const post = async (action: string, content: object, version: 'v2' | 'v3-only' | 'none' = 'v2') => {
  const url = `${world.config.PUBLIC_ORIGIN}/hubspot/actions/${action}`;
  const body = JSON.stringify(content);
  const signed = signatureHeaders(
    { clientSecret: appClientSecret, method: 'POST', url, body },
    Date.now(),
    'v2',
  );
  const headers: Record<string, string> = version === 'none' ? {} : { ...signed };
  for (const name of Object.keys(headers)) {
    const isV3 = /v3|timestamp/i.test(name);
    if (version === 'v2' ? isV3 : !isV3) delete headers[name];
  }
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: answer.status, body: (await answer.json()) as { outputFields?: Record<string, string> } };
};

describe('a workflow', () => {
  it('makes, sends and waits for a contract; a second contract on the deal does not end the wait', async () => {
    const dealId = spare();
    const order = await template('Order Form');
    const run = world.hubspot.control.runWorkflow({
      portalId,
      dealId,
      workflow: {
        name: 'Paper the deal',
        steps: [
          {
            id: 'make',
            actionUrl: '/hubspot/actions/generate-contract',
            inputFields: { template_id: order, if_open: 'skip', note: 'For the board' },
            branches: [{ output: 'outcome', equals: 'blocked', goTo: 'end' }],
          },
          {
            id: 'send',
            actionUrl: '/hubspot/actions/send-contract',
            inputFields: { template_id: order, send_for: 'signature' },
          },
          {
            id: 'wait',
            actionUrl: '/hubspot/actions/wait-for-status',
            inputFields: { template_id: order, status: 'EXECUTED', wait_days: 30 },
            branches: [{ output: 'outcome', equals: 'reached', goTo: 'read' }],
            next: 'end',
          },
          { id: 'read', actionUrl: '/hubspot/actions/get-contract', inputFields: { template_id: order } },
        ],
      },
    });
    const waiting = await until('the workflow waits for the signature', () =>
      run.steps.find(({ stepId, enrolment }) => stepId === 'wait' && enrolment.state === 'WAITING'),
    );
    // HubSpot waits a little longer than the service does.
    const waits = Date.parse(waiting.enrolment.expiresAt ?? '') - Date.parse(waiting.enrolment.startedAt);
    expect(waits).toBeGreaterThan(30 * 86_400_000);
    expect(run.steps.map(({ enrolment }) => enrolment.outputFields['outcome']).slice(0, 2)).toEqual([
      'generated',
      'sent',
    ]);
    const contract = await world.contractOf(dealId, 'Order Form', ['SIGN']);

    const second = world.enrol(dealId, 'generate-contract', {
      template_id: order,
      if_open: 'another',
      note: 'A renewal',
    });
    expect(await world.ended(second)).toMatchObject({ outcome: 'generated' });
    expect(waiting.enrolment.state).toBe('WAITING');

    expect(world.act(contract, 'sign-all')).toMatchObject({ ok: true });
    await until('the workflow goes on', () => run.state === 'ENDED');
    const [make, send, wait, read] = run.steps.map(({ enrolment }) => enrolment);
    expect(make?.outputFields).toMatchObject({
      outcome: 'generated',
      contract_id: contract.spotdraftId,
      contract_link: contract.link,
      hs_execution_state: 'SUCCESS',
    });
    expect(send?.outputFields).toMatchObject({ outcome: 'sent', contract_status: 'Out for signature' });
    expect(wait?.outputFields).toMatchObject({
      outcome: 'reached',
      contract_id: contract.spotdraftId,
      contract_status: 'Executed',
    });
    expect(read?.state).toBe('SUCCEEDED');
  });

  it.each([
    ['skip', 'skipped'],
    ['reuse', 'reused'],
    ['another', 'generated'],
  ])('with an open contract and "%s" ends as %s', async (ifOpen, outcome) => {
    const dealId = spare();
    const order = await template('Order Form');
    expect(
      await world.ended(world.enrol(dealId, 'generate-contract', { template_id: order, if_open: 'skip' })),
    ).toMatchObject({ outcome: 'generated' });
    const outputs = await world.ended(
      world.enrol(dealId, 'generate-contract', { template_id: order, if_open: ifOpen }),
    );
    expect(outputs).toMatchObject({ outcome, hs_execution_state: 'SUCCESS' });
    expect((await world.dealView(dealId)).contracts).toHaveLength(ifOpen === 'another' ? 2 : 1);
  });

  it('goes the failure branch with a sentence that names what is missing on the deal', async () => {
    const outputs = await world.ended(
      world.enrol(world.dealId('Copperleaf'), 'generate-contract', {
        template_id: await template('Order Form'),
        if_open: 'skip',
      }),
    );
    expect(outputs).toMatchObject({ outcome: 'blocked', hs_execution_state: 'FAIL_CONTINUE' });
    expect(outputs['message']).toMatch(/needed before the contract can be made.*Country/i);
  });

  it('voids a contract, and says so when it was void before', async () => {
    const dealId = spare();
    const order = await template('Order Form');
    await world.ended(world.enrol(dealId, 'generate-contract', { template_id: order, if_open: 'skip' }));
    const inputs = { template_id: order, reason: 'The customer withdrew' };
    expect(await world.ended(world.enrol(dealId, 'void-contract', inputs))).toMatchObject({
      outcome: 'voided',
      contract_status: 'Voided',
    });
    expect(await world.ended(world.enrol(dealId, 'void-contract', inputs))).toMatchObject({
      outcome: 'already',
    });
    expect(await world.ended(world.enrol(dealId, 'send-contract', { send_for: 'signature' }))).toMatchObject({
      outcome: 'blocked',
      message: 'The contract is void.',
    });
    expect(
      await world.ended(world.enrol(dealId, 'wait-for-status', { status: 'EXECUTED', wait_days: 3 })),
    ).toMatchObject({ outcome: 'unreachable' });
  });

  it.each([
    ['send-contract', { send_for: 'review' }, 'no_contract', 'FAIL_CONTINUE'],
    ['void-contract', { reason: 'No longer wanted' }, 'no_contract', 'FAIL_CONTINUE'],
    ['wait-for-status', { status: 'SIGN', wait_days: 2 }, 'no_contract', 'FAIL_CONTINUE'],
    ['get-contract', {}, 'no_contract', 'SUCCESS'],
    ['wait-for-status', { status: 'SIGN', wait_days: 0 }, 'failed', 'FAIL_CONTINUE'],
    ['generate-contract', { if_open: 'skip' }, 'failed', 'FAIL_CONTINUE'],
  ])('%s %j on a deal without contracts ends as %s', async (action, inputs, outcome, state) => {
    expect(await world.ended(world.enrol(spare(), action, inputs))).toMatchObject({
      outcome,
      hs_execution_state: state,
    });
  });

  it('ends a wait whose time is over, with its own outcome', async () => {
    const dealId = spare();
    await world.ended(
      world.enrol(dealId, 'generate-contract', {
        template_id: await template('Order Form'),
        if_open: 'skip',
      }),
    );
    const enrolment = world.enrol(dealId, 'wait-for-status', { status: 'EXECUTED', wait_days: 1 });
    await until('it waits', () => enrolment.state === 'WAITING');
    await world.quiet();
    await world.db.workflowExecution.update({
      where: { portalId_callbackId: { portalId, callbackId: enrolment.callbackId } },
      data: { expiresAt: new Date() },
    });
    expect(await world.ended(enrolment)).toMatchObject({
      outcome: 'expired',
      hs_execution_state: 'FAIL_CONTINUE',
    });
  });

  it('tells the status that ended a wait, though it came while the wait was looked at', async () => {
    const dealId = spare();
    const order = await template('Order Form');
    await world.ended(world.enrol(dealId, 'generate-contract', { template_id: order, if_open: 'skip' }));
    const contract = await world.contractOf(dealId, 'Order Form');
    const enrolment = world.enrol(dealId, 'wait-for-status', { status: 'VOIDED', wait_days: 1 });
    await until('it waits', () => enrolment.state === 'WAITING');
    await world.quiet();
    const execution = await world.db.workflowExecution.findUniqueOrThrow({
      where: { portalId_callbackId: { portalId, callbackId: enrolment.callbackId } },
    });
    const { db } = world.app.deps;
    const voidedMeanwhile = db.$extends({
      query: {
        contractEvent: {
          findMany: async ({ args, query }) => {
            expect(world.act(contract, 'void')).toMatchObject({ ok: true });
            await until('it is void', () =>
              db.contract.findFirst({ where: { id: contract.id, status: 'VOIDED' } }),
            );
            return query(args);
          },
        },
      },
    });
    const settlement = await advanceExecution(
      { ...world.app.deps, db: voidedMeanwhile } as unknown as Deps,
      execution,
    );
    expect(settlement).toMatchObject({ outcome: 'reached', contract: { status: 'VOIDED' } });
  });

  it('forgets the result of a workflow that was deleted, and reports the others of its batch', async () => {
    const [dealId, other] = [spare(), spare()];
    const order = await template('Order Form');
    for (const id of [dealId, other])
      await world.ended(world.enrol(id, 'generate-contract', { template_id: order, if_open: 'skip' }));
    const run = world.hubspot.control.runWorkflow({
      portalId,
      dealId,
      workflow: {
        name: 'Wait',
        steps: [
          {
            id: 'wait',
            actionUrl: '/hubspot/actions/wait-for-status',
            inputFields: { status: 'VOIDED', wait_days: 9 },
          },
        ],
      },
    });
    const gone = run.steps[0]?.enrolment;
    const kept = world.enrol(other, 'wait-for-status', { status: 'VOIDED', wait_days: 9 });
    await until('both wait', () => gone?.state === 'WAITING' && kept.state === 'WAITING');
    await world.quiet();
    world.hubspot.control.deleteWorkflow(run.id);
    await world.db.$executeRaw`ALTER TABLE "workflow_execution" DISABLE TRIGGER "workflow_execution_is_kept"`;
    await world.db.workflowExecution.updateMany({
      where: { portalId },
      data: { acceptedAt: new Date(Date.now() - 3600_000) },
    });
    await world.db.$executeRaw`ALTER TABLE "workflow_execution" ENABLE TRIGGER "workflow_execution_is_kept"`;
    for (const id of [dealId, other]) world.act(await world.contractOf(id, 'Order Form'), 'void');
    expect(await world.ended(kept)).toMatchObject({ outcome: 'reached' });
    const row = await until('the deleted one is written down', () =>
      world.db.workflowExecution.findFirst({
        where: { portalId, callbackId: gone?.callbackId ?? '', report: 'unknown' },
      }),
    );
    expect(row).toMatchObject({ state: 'finished', outcome: 'reached' });
  });
});

describe('the doors of workflow actions', () => {
  // No workflow of the account began these runs, so HubSpot takes no result of them. The service offers a young one for
  // half a minute, which other tests would wait for.
  afterEach(() =>
    world.db.workflowExecution.updateMany({
      where: { portalId, callbackId: { startsWith: 'cb-' } },
      data: { report: 'unknown' },
    }),
  );

  it('store a run once, however often HubSpot repeats it, and repeat its result word for word', async () => {
    const dealId = spare();
    const content = executionBody('cb-repeated', dealId, {
      template_id: await template('Order Form'),
      if_open: 'skip',
    });
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('generate-contract', content)));
    expect(answers.map(({ body }) => body.outputFields?.['hs_execution_state'])).toEqual(
      Array.from({ length: 8 }, () => 'BLOCK'),
    );
    await world.contractOf(dealId, 'Order Form');
    const row = await until('it has ended', () =>
      world.db.workflowExecution.findFirst({
        where: { portalId, callbackId: 'cb-repeated', state: 'finished' },
      }),
    );
    const again = await post('generate-contract', content);
    expect(again.body.outputFields).toEqual(row.outputs);
    expect((await world.dealView(dealId)).contracts).toHaveLength(1);
    expect(await world.db.workflowExecution.count({ where: { portalId, callbackId: 'cb-repeated' } })).toBe(
      1,
    );
    await expect(
      world.db.workflowExecution.update({ where: { id: row.id }, data: { outcome: 'failed' } }),
    ).rejects.toThrow();
  });

  it.each([
    ['v2', 200],
    ['v3-only', 200],
    ['none', 401],
  ] as const)('with signature %s answer %i', async (version, status) => {
    expect((await post('get-contract', executionBody(`cb-${version}`, spare(), {}), version)).status).toBe(
      status,
    );
  });

  it('refuse a signed body that is none of HubSpot’s, so that it is not repeated for days', async () => {
    expect((await post('generate-contract', { hello: 'world' })).status).toBe(400);
    expect((await post('options/templates', [])).status).toBe(400);
  });

  it('answer at once where the account is not connected or the record is no deal', async () => {
    const foreign = { ...executionBody('cb-foreign', '1', {}), origin: { portalId: 999_999 } };
    expect((await post('get-contract', foreign)).body.outputFields).toMatchObject({
      outcome: 'failed',
      hs_execution_state: 'FAIL_CONTINUE',
    });
    const contact = {
      ...executionBody('cb-contact', '1', {}),
      object: { objectId: 5, objectType: 'CONTACT' },
    };
    expect((await post('get-contract', contact)).body.outputFields?.['message']).toMatch(/deals only/);
  });

  it('list the templates, searched and in pages', async () => {
    const ask = async (q?: string, after?: string) => {
      const answer = await world.hubspot.control.workflowOptions({
        portalId,
        optionsUrl: '/hubspot/actions/options/templates',
        inputFieldName: 'template_id',
        ...(q === undefined ? {} : { q }),
        ...(after === undefined ? {} : { after }),
      });
      return answer.body as {
        options: { label: string; value: string }[];
        after?: string;
        searchable: boolean;
      };
    };
    const all = await ask();
    expect(all.options.map(({ label }) => label)).toContain('Order Form');
    expect(all.options.map(({ label }) => label)).toEqual(
      all.options.map(({ label }) => label).toSorted((a, b) => a.localeCompare(b)),
    );
    expect((await ask('order FORM')).options.map(({ value }) => value)).toEqual([
      await template('Order Form'),
    ]);
    expect((await ask('nothing like this')).options).toEqual([]);
    expect((await ask(undefined, String(all.options.length))).options).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['comes from a property', { note: { type: 'OBJECT_PROPERTY', propertyName: 'dealname' } }],
    ['has no value', { note: { type: 'STATIC_VALUE' }, if_open: null }],
    ['is a number or a list', { note: 7, if_open: { type: 'STATIC_VALUE', value: ['skip'] } }],
    ['does not exist, since none were sent', null],
  ])('list the templates when another input %s', async (_what, inputFields) => {
    const asked = {
      origin: { portalId, actionDefinitionId: 1, actionDefinitionVersion: 1 },
      objectTypeId: '0-3',
      inputFieldName: 'template_id',
      inputFields,
      fetchOptions: { q: 'order form' },
    };
    const answer = await post('options/templates', asked);
    expect(answer).toMatchObject({ status: 200, body: { options: [{ label: 'Order Form' }] } });
  });

  it('refuse at once what they could not report, in an account without access to workflows', async () => {
    const grant = (grantedScopes: string[]) =>
      world.db.portal.update({ where: { portalId }, data: { grantedScopes } });
    await grant(['oauth', 'crm.objects.deals.read']);
    try {
      const inputs = { template_id: await template('Order Form'), if_open: 'skip' };
      const answer = await post('generate-contract', executionBody('cb-no-automation', spare(), inputs));
      expect(answer.body.outputFields).toMatchObject({
        outcome: 'failed',
        message: expect.stringContaining('no access to workflows') as string,
        hs_execution_state: 'FAIL_CONTINUE',
      });
      // This one is answered at once, and reports nothing.
      const read = await post('get-contract', executionBody('cb-no-automation-read', spare(), {}));
      expect(read.body.outputFields).toMatchObject({ outcome: 'no_contract' });
    } finally {
      await grant([]);
    }
  });
});
