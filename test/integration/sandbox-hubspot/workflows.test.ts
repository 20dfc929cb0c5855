import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { appClientSecret, northwindPortalId } from '../../../sandbox/hubspot/state/accounts.ts';
import { signV2 } from '../../../sandbox/hubspot/state/signatures.ts';
import { workflowExecution } from '../../../src/hubspot/inbound/workflow-action.ts';
import { answerJson, call, clientOf, dealId, publicAppOrigin, startApp, startSandbox, until } from './kit.ts';
import type { Received } from './kit.ts';
import type { ServerResponse } from 'node:http';
import type { HubSpotSandboxOptions } from '../../../sandbox/hubspot/start.ts';

const outputs = (fields: Record<string, string>) => ({ outputFields: fields });

async function running(
  answer: (request: Received, response: ServerResponse) => void,
  options: HubSpotSandboxOptions = {},
) {
  const app = await startApp(answer);
  const sandbox = await startSandbox({ appOrigin: app.origin, workflowRetryDelaysMs: [5, 5], ...options });
  const enrol = () =>
    sandbox.control.enrol({
      portalId: northwindPortalId,
      dealId: dealId(sandbox, 'Copperleaf'),
      actionUrl: '/hubspot/actions/generate-contract',
      inputFields: { template_id: '12' },
    });
  return { app, sandbox, enrol };
}
const answering =
  (state: string, more: Record<string, string> = {}) =>
  (_request: Received, response: ServerResponse) =>
    answerJson(response, 200, outputs({ hs_execution_state: state, ...more }));

describe('a workflow action', () => {
  it('is asked for with a signed request that names run, record and inputs', async () => {
    const extensionsDir = fileURLToPath(new URL('../../../extensions', import.meta.url));
    const { app, sandbox, enrol } = await running(answering('SUCCESS', { contract_id: '42' }), {
      extensionsDir,
    });
    const enrolment = enrol();
    await until('the run ends', () => enrolment.endedAt !== null);
    expect(enrolment).toMatchObject({ state: 'SUCCEEDED', outputFields: { contract_id: '42' } });
    const [request] = app.received;
    expect(request).toMatchObject({ url: '/hubspot/actions/generate-contract', signed: true });
    const signed = {
      clientSecret: appClientSecret,
      method: 'POST',
      url: `${publicAppOrigin}/hubspot/actions/generate-contract`,
      body: request?.body ?? '',
    };
    expect(request?.headers).toMatchObject({
      'x-hubspot-signature-version': 'v2',
      'x-hubspot-signature': signV2(signed),
    });
    const content = JSON.parse(request?.body ?? '{}') as { object: { properties: object } };
    expect(content.object.properties).toMatchObject({
      dealname: 'Copperleaf – lab automation',
      dealstage: 'contractsent',
    });
    expect(workflowExecution.parse(content)).toMatchObject({
      callbackId: enrolment.callbackId,
      portalId: northwindPortalId,
      object: { type: 'deal', id: enrolment.dealId },
      inputs: { template_id: '12' },
    });
    expect(sandbox.control.enrolments()).toEqual([enrolment]);
  });

  it.each([
    ['SUCCESS', 'SUCCEEDED'],
    ['FAIL_CONTINUE', 'FAILED'],
  ])('that answers %s has %s', async (state, expected) => {
    const { enrol } = await running(answering(state));
    const enrolment = enrol();
    await until('the run ends', () => enrolment.endedAt !== null);
    expect(enrolment.state).toBe(expected);
  });

  it.each(['BLOCK', 'ASYNC'])(
    'that answers %s waits for its callback; a second one changes nothing',
    async (state) => {
      const { sandbox, enrol } = await running(answering(state));
      const enrolment = enrol();
      await until('the run waits', () => enrolment.state === 'WAITING');
      const { callbacksApi } = clientOf(sandbox).automation.actions;
      await callbacksApi.complete(enrolment.callbackId, {
        outputFields: { hs_execution_state: 'SUCCESS', contract_id: '7' },
      });
      expect(enrolment).toMatchObject({ state: 'SUCCEEDED', outputFields: { contract_id: '7' } });
      const again = {
        inputs: [{ callbackId: enrolment.callbackId, outputFields: { hs_execution_state: 'FAIL_CONTINUE' } }],
      };
      expect((await call(sandbox, 'POST /automation/v4/actions/callbacks/complete', again)).status).toBe(204);
      expect(enrolment.state).toBe('SUCCEEDED');
    },
  );

  it('may be completed before its answer was read', async () => {
    let finish: () => void = () => undefined;
    const { app, sandbox, enrol } = await running((_request, response) => {
      finish = () => answerJson(response, 200, outputs({ hs_execution_state: 'BLOCK' }));
    });
    const enrolment = enrol();
    await until('the app is asked', () => app.received.length === 1);
    expect(
      (
        await call(
          sandbox,
          `POST /automation/v4/actions/callbacks/${enrolment.callbackId}/complete`,
          outputs({ hs_execution_state: 'SUCCESS', contract_id: '9' }),
        )
      ).status,
    ).toBe(204);
    finish();
    await until('the run ends', () => enrolment.endedAt !== null);
    expect(enrolment).toMatchObject({ state: 'SUCCEEDED', outputFields: { contract_id: '9' } });
  });

  it('that waited too long has expired: its callback is unknown, and in a batch nothing is done', async () => {
    let at = new Date('2026-11-21T10:00:00Z');
    const { sandbox, enrol } = await running(answering('BLOCK', { hs_expiration_duration: 'PT2H' }), {
      now: () => at,
    });
    const late = enrol();
    await until('the first run waits', () => late.state === 'WAITING');
    expect(late.expiresAt).toBe('2026-11-21T12:00:00.000Z');
    at = new Date('2026-11-21T12:00:00Z');
    const open = enrol();
    await until('the second run waits', () => open.state === 'WAITING');
    const inputs = [open, late].map(({ callbackId }) => ({
      callbackId,
      outputFields: { hs_execution_state: 'SUCCESS' },
    }));
    expect((await call(sandbox, 'POST /automation/v4/actions/callbacks/complete', { inputs })).status).toBe(
      404,
    );
    expect([open.state, late.state]).toEqual(['WAITING', 'EXPIRED']);
    expect(
      (await call(sandbox, 'POST /automation/v4/actions/callbacks/nobody/complete', outputs({}))).status,
    ).toBe(404);
  });

  it('waits a week when it does not say how long', async () => {
    const { enrol } = await running(answering('BLOCK'), { now: () => new Date('2026-11-21T10:00:00Z') });
    const enrolment = enrol();
    await until('the run waits', () => enrolment.state === 'WAITING');
    expect(enrolment.expiresAt).toBe('2026-11-28T10:00:00.000Z');
  });

  it.each([
    [[500, 429, 200], 'SUCCEEDED'],
    [[400], 'FAILED'],
    [[500, 503, 502], 'FAILED'],
  ])('that answers %j ends as %s, always with the same callback id', async (statuses, expected) => {
    const left = [...statuses];
    const { app, enrol } = await running((_request, response) =>
      answerJson(response, left.shift() ?? 200, outputs({ hs_execution_state: 'SUCCESS' }), {
        'retry-after': '0',
      }),
    );
    const enrolment = enrol();
    await until('the run ends', () => enrolment.endedAt !== null);
    expect(enrolment.state).toBe(expected);
    expect(enrolment.attempts.map((one) => one.status)).toEqual(statuses);
    expect(
      new Set(app.received.map((one) => (JSON.parse(one.body) as { callbackId: string }).callbackId)),
    ).toEqual(new Set([enrolment.callbackId]));
  });

  it('waits as long as a 429 asks', async () => {
    const left = [429, 200];
    const { enrol } = await running((_request, response) =>
      answerJson(response, left.shift() ?? 200, outputs({}), { 'retry-after': '1' }),
    );
    const start = performance.now();
    const enrolment = enrol();
    await until('the run ends', () => enrolment.endedAt !== null);
    expect(performance.now() - start).toBeGreaterThan(950);
  });

  it('fetches the choices of an input, page by page', async () => {
    const { app, sandbox } = await running((_request, response) =>
      answerJson(response, 200, { options: [{ label: 'NDA', value: '1' }], after: '2=' }),
    );
    const asked = {
      portalId: northwindPortalId,
      optionsUrl: '/hubspot/actions/options/templates',
      inputFieldName: 'template_id',
      inputFields: { if_open: 'skip' },
      q: 'nda',
      after: '1=',
    };
    expect(await sandbox.control.workflowOptions(asked)).toEqual({
      status: 200,
      body: { options: [{ label: 'NDA', value: '1' }], after: '2=' },
    });
    expect(app.received[0]?.signed).toBe(true);
    expect(JSON.parse(app.received[0]?.body ?? '{}')).toMatchObject({
      objectTypeId: '0-3',
      inputFieldName: 'template_id',
      inputFields: { if_open: { type: 'STATIC_VALUE', value: 'skip' } },
      fetchOptions: { q: 'nda', after: '1=' },
    });
  });

  it('names a property that an input comes from in an options request, and reads its value when the action runs', async () => {
    const { app, sandbox } = await running((_request, response) =>
      answerJson(response, 200, { options: [], ...outputs({ hs_execution_state: 'SUCCESS' }) }),
    );
    const note = { type: 'OBJECT_PROPERTY', propertyName: 'dealname' };
    const inputFields = { note, if_open: { type: 'STATIC_VALUE', value: 'skip' }, template_id: '12' };
    await sandbox.control.workflowOptions({
      portalId: northwindPortalId,
      optionsUrl: '/hubspot/actions/options/templates',
      inputFieldName: 'template_id',
      inputFields,
    });
    sandbox.control.enrol({
      portalId: northwindPortalId,
      dealId: dealId(sandbox, 'Copperleaf'),
      actionUrl: '/hubspot/actions/generate-contract',
      inputFields,
    });
    await until('the action runs', () => app.received.length === 2);
    const [asked, ran] = app.received.map(
      ({ body }) => (JSON.parse(body) as { inputFields: object }).inputFields,
    );
    expect(asked).toEqual({
      note,
      if_open: { type: 'STATIC_VALUE', value: 'skip' },
      template_id: { type: 'STATIC_VALUE', value: '12' },
    });
    expect(ran).toEqual({ note: 'Copperleaf – lab automation', if_open: 'skip', template_id: '12' });
  });
});
