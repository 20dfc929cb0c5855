import { describe, expect, it } from 'vitest';
import type { ActInput } from '../../../sandbox/spotdraft/control/act.ts';
import type { SpotDraftSandbox } from '../../../sandbox/spotdraft/start.ts';
import {
  call,
  create,
  createSigned,
  masterAgreement,
  orderForm,
  startReceiver,
  startSandbox,
  subscribe,
} from './fixture.ts';
import type { Created } from './fixture.ts';

const statusOf = async (sandbox: SpotDraftSandbox, { id }: Created) =>
  ((await call(sandbox, `GET contracts/${id}/status`)).body as { contract_status: string }).contract_status;

/** How to bring a fresh order form into each state. */
const roads = {
  DRAFT: [],
  REDLINING: ['send'],
  SIGN: ['mark'],
  EXECUTED: ['mark', 'sign-all'],
  ON_HOLD: ['hold'],
  VOIDED: ['void'],
} as const;
type State = keyof typeof roads;

async function inState(state: State) {
  const sandbox = await startSandbox();
  const contract = await create(sandbox);
  for (const action of roads[state])
    expect(sandbox.control.act({ contractId: contract.contract_id, action })).toMatchObject({ ok: true });
  return { sandbox, contract };
}

const calls: Record<
  string,
  {
    path: string;
    body?: unknown;
    ok: Partial<Record<State, [status: number, after: State]>>;
    refused: number;
  }
> = {
  send: {
    path: 'send_to_counterparties',
    body: { attachment_formats: ['PDF'] },
    ok: { DRAFT: [200, 'REDLINING'], REDLINING: [200, 'REDLINING'] },
    refused: 402,
  },
  mark: { path: 'mark_for_execution/', ok: { DRAFT: [200, 'SIGN'], REDLINING: [200, 'SIGN'] }, refused: 402 },
  unmark: { path: 'unmark_for_execution', ok: { SIGN: [200, 'DRAFT'] }, refused: 400 },
  void: {
    path: 'status/void',
    body: { note: 'x' },
    ok: {
      DRAFT: [204, 'VOIDED'],
      REDLINING: [204, 'VOIDED'],
      SIGN: [204, 'VOIDED'],
      ON_HOLD: [204, 'VOIDED'],
    },
    refused: 400,
  },
};
const legality = Object.entries(calls).flatMap(([name, one]) =>
  (Object.keys(roads) as State[]).map((state) => ({ name, state, ...one })),
);

describe('what the API may do in which state', () => {
  it.each(legality)('$name in $state', async ({ state, path, body, ok, refused }) => {
    const { sandbox, contract } = await inState(state);
    const answer = await call(sandbox, `POST contracts/${contract.id}/${path}`, body);
    const [status, after] = ok[state] ?? [refused, state];
    expect(answer.status).toBe(status);
    expect(await statusOf(sandbox, contract)).toBe(after);
    if (!(state in ok)) expect(answer.body).toMatchObject({ detail: expect.any(String) });
    else expect(answer.text).toBe('');
  });

  it('says why in the documented words', async () => {
    const { sandbox, contract } = await inState('EXECUTED');
    const post = (path: string, body: unknown) =>
      call(sandbox, `POST contracts/${contract.id}/${path}`, body);
    expect((await post('status/void', { note: 'x' })).body).toEqual({
      detail: 'Cannot void an executed contract.',
    });
    expect((await post('unmark_for_execution', {})).body).toEqual({
      detail: 'Unable to unmark the contract for execution.',
    });
    expect(await call(sandbox, `PATCH contracts/${contract.id}/contract_data`, { data: {} })).toMatchObject({
      status: 400,
      body: { code: 'SD_PUBLIC_00009', detail: 'Contract cannot be updated because it has been executed.' },
    });
  });

  it.each([
    ['send_to_counterparties', {}, { attachment_formats: ['This field is required.'] }],
    [
      'send_to_counterparties',
      { attachment_formats: ['pdf'] },
      { attachment_formats: { 0: ['"pdf" is not a valid choice.'] } },
    ],
    [
      'send_to_counterparties',
      { attachment_formats: [] },
      { attachment_formats: ['This list may not be empty.'] },
    ],
    ['status/void', {}, { note: [expect.any(String)] }],
    ['status/void', { note: ' ' }, { note: ['This field may not be blank.'] }],
  ])('%s refuses %j', async (path, body, error) => {
    const { sandbox, contract } = await inState('DRAFT');
    expect(await call(sandbox, `POST contracts/${contract.id}/${path}`, body)).toMatchObject({
      status: 400,
      body: error,
    });
  });
});

describe('what people do', () => {
  it('holds from any open state and resumes to it, without a webhook', async () => {
    for (const state of ['DRAFT', 'REDLINING', 'SIGN'] as const) {
      const { sandbox, contract } = await inState(state);
      const receiver = await startReceiver();
      await subscribe(sandbox, receiver);
      const before = sandbox.state.contracts.get(contract.contract_id)?.updatedAt ?? '';
      sandbox.control.act({ contractId: contract.contract_id, action: 'hold' });
      expect(await statusOf(sandbox, contract)).toBe('ON_HOLD');
      sandbox.control.act({ contractId: contract.contract_id, action: 'resume' });
      expect(await statusOf(sandbox, contract)).toBe(state);
      await sandbox.control.idle();
      expect(receiver.calls).toEqual([]);
      expect((sandbox.state.contracts.get(contract.contract_id)?.updatedAt ?? '') > before).toBe(true);
    }
  });

  it('goes to signature when the review is complete, but waits for an approval that is out', async () => {
    const { sandbox, contract } = await inState('REDLINING');
    sandbox.control.act({ contractId: contract.contract_id, action: 'review-complete' });
    expect(await statusOf(sandbox, contract)).toBe('SIGN');

    const agreement = await create(sandbox, masterAgreement());
    const act = (action: 'send' | 'review-complete' | 'approve' | 'reject') =>
      sandbox.control.act({ contractId: agreement.contract_id, action });
    act('send');
    act('review-complete');
    expect(await statusOf(sandbox, agreement)).toBe('REDLINING');
    expect(await call(sandbox, `POST contracts/${agreement.id}/mark_for_execution/`)).toMatchObject({
      status: 402,
      body: { detail: 'Approvals are pending for this contract.' },
    });
    act('reject');
    expect((await call(sandbox, `POST contracts/${agreement.id}/mark_for_execution/`)).status).toBe(402);
    act('approve');
    expect(await statusOf(sandbox, agreement)).toBe('SIGN');
    expect((await call(sandbox, `GET contracts/approvals/${agreement.id}/`)).body).toMatchObject({
      results: [
        {
          approval: { status: 'APPROVED', approval_type: 'PRE_SIGN' },
          approval_actions: [
            { status: 'REJECTED', latest: false },
            { status: 'APPROVED', latest: true },
          ],
        },
      ],
    });
  });

  it('wants approval before sending where the template says so', async () => {
    const sandbox = await startSandbox();
    const contract = await create(sandbox, {
      ...orderForm(),
      contract_template_id: 1208,
      contract_data: {
        original_agreement_reference: 'SD-1',
        amendment_effective_date: '2027-01-01',
        renewal_term: { type: 'YEARS', value: 1 },
        renewal_value: { type: 'USD', value: 1 },
        price_change: false,
      },
    });
    const send = () =>
      call(sandbox, `POST contracts/${contract.id}/send_to_counterparties`, { attachment_formats: ['PDF'] });
    expect((await send()).status).toBe(402);
    sandbox.control.act({ contractId: contract.contract_id, action: 'approve' });
    expect((await send()).status).toBe(200);
  });

  it('signs in order, stops at a refusal, and starts afresh after being taken back', async () => {
    const sandbox = await startSandbox();
    const [jurgen, maya] = ['j.mueller@kunde.example', 'maya@northwind.example'];
    const contract = await create(
      sandbox,
      orderForm({
        signatories: [
          {
            name: 'Jürgen',
            email: jurgen,
            is_counterparty_signatory: true,
            counterparty_name: 'Müller & Söhne GmbH',
            sign_order: 1,
          },
          { name: 'Maya', email: maya, is_counterparty_signatory: false, sign_order: 2 },
        ],
      }),
    );
    const act = (input: Pick<ActInput, 'action'> & Record<string, unknown>) =>
      sandbox.control.act({ contractId: contract.contract_id, ...input } as ActInput);
    expect(act({ action: 'sign', email: jurgen })).toMatchObject({ ok: false, httpStatus: 402 });
    act({ action: 'mark' });
    expect(act({ action: 'sign', email: maya })).toMatchObject({ ok: false, httpStatus: 402 });
    expect(act({ action: 'sign', email: 'stranger@x.example' })).toMatchObject({
      ok: false,
      httpStatus: 404,
    });
    expect(act({ action: 'decline', email: jurgen, notes: 'Too dear' })).toMatchObject({
      ok: true,
      status: 'SIGN',
    });
    expect((await call(sandbox, `GET contracts/${contract.id}/recipients/`)).body).toMatchObject({
      items: [
        { status: 'COMPLETED', recipient_action: { is_success: false, action_notes: 'Too dear' } },
        { status: 'PENDING', recipient_action: null },
      ],
    });
    act({ action: 'unmark' });
    act({ action: 'mark' });
    expect(act({ action: 'sign', email: jurgen.toUpperCase() })).toMatchObject({ ok: true, status: 'SIGN' });
    expect(act({ action: 'sign', email: maya })).toMatchObject({ ok: true, status: 'EXECUTED' });
  });

  it('edits data, wiping answers to questions that are not asked', async () => {
    const sandbox = await startSandbox();
    const contract = await create(sandbox, orderForm({}, { auto_renewal: false, renewal_notice_days: 90 }));
    const data = () => sandbox.state.contracts.get(contract.contract_id)?.data;
    expect(data()).toMatchObject({ renewal_notice_days: 90 });
    expect(
      sandbox.control.act({
        contractId: contract.contract_id,
        action: 'edit-data',
        data: { payment_terms_days: 'soon' },
      }),
    ).toMatchObject({ ok: false, httpStatus: 400 });
    expect(
      sandbox.control.act({ contractId: contract.contract_id, action: 'edit-data', data: { nonsense: 1 } }),
    ).toMatchObject({ ok: false, httpStatus: 400 });
    sandbox.control.act({
      contractId: contract.contract_id,
      action: 'edit-data',
      data: { payment_terms_days: 45 },
    });
    expect(data()).toMatchObject({ payment_terms_days: 45 });
    expect(data()).not.toHaveProperty('renewal_notice_days');
    const patched = await call(sandbox, `PATCH contracts/${contract.id}/contract_data`, {
      data: { auto_renewal: true, renewal_notice_days: 30 },
    });
    expect(patched).toMatchObject({ status: 200, body: { data: { renewal_notice_days: 30 } } });
  });

  it('leaves api-only contracts to the API', async () => {
    const sandbox = await startSandbox();
    const contract = await create(sandbox, orderForm({ workflow_config: { api_only_contract_edits: true } }));
    const data = { payment_terms_days: 45 };
    expect(
      sandbox.control.act({ contractId: contract.contract_id, action: 'edit-data', data }),
    ).toMatchObject({ ok: false, httpStatus: 402 });
    expect((await call(sandbox, `PATCH contracts/${contract.id}/contract_data`, { data })).status).toBe(200);
  });
});

describe('what a signed contract leaves behind', () => {
  it('has metrics and key pointers, which can be changed', async () => {
    const sandbox = await startSandbox();
    const contract = await createSigned(sandbox);
    const metrics = (await call(sandbox, `GET contracts/${contract.contract_id}/process_metrics/`))
      .body as Record<string, unknown>;
    expect(metrics).toMatchObject({
      contract_sent_to_cp_datetime: null,
      marked_for_signature_datetime: expect.any(String),
      contract_executed_datetime: expect.any(String),
      contract_signed_by_signatory_list: [
        { is_creator_party: false, signatory_email: 'j.mueller@kunde.example' },
        { is_creator_party: true },
      ],
      contract_status: 'COMPLETED',
      type_of_workflow: 'TEMPLATE',
      pending_with: null,
    });
    const pointers = (await call(sandbox, `GET contracts/${contract.id}/key_pointers`)).body as {
      id: number;
      field_name: string;
      value: unknown;
    }[];
    expect(Object.fromEntries(pointers.map((one) => [one.field_name, one.value]))).toEqual({
      slug_effective_date: '2026-12-01',
      slug_contract_value: { type: 'EUR', value: 495 },
      slug_term: { type: 'MONTHS', value: 24, days: 730 },
      slug_auto_renewal: false,
      slug_expiry_date: '2028-12-01',
    });
    const first = pointers[0];
    expect(
      (
        await call(sandbox, `PATCH contracts/${contract.id}/key_pointers/${first?.id}`, {
          value: '2027-01-01',
        })
      ).body,
    ).toMatchObject({ value: '2027-01-01' });
    const bulk = (name: string) =>
      call(sandbox, `POST contracts/${contract.id}/key_pointers/bulk`, {
        key_pointers: [{ key_pointer_field_name: name, value: true }],
      });
    expect((await bulk('slug_auto_renewal')).status).toBe(200);
    expect((await bulk('slug_unknown')).status).toBe(400);
    expect((await call(sandbox, `PATCH contracts/${contract.id}/key_pointers/1`, { value: 1 })).status).toBe(
      404,
    );
  });

  it('reminds only those who have not acted', async () => {
    const { sandbox, contract } = await inState('SIGN');
    const remind = (email: string) =>
      call(sandbox, `POST contracts/${contract.id}/signatories/resend_email/`, { email_id: email });
    expect((await remind('j.mueller@kunde.example')).status).toBe(200);
    expect((await remind('stranger@x.example')).status).toBe(404);
    sandbox.control.act({
      contractId: contract.contract_id,
      action: 'sign',
      email: 'j.mueller@kunde.example',
    });
    expect((await remind('j.mueller@kunde.example')).status).toBe(402);
    const link = await call(
      sandbox,
      `GET contracts/${contract.contract_id}/recipients/recipient_link/?recipient_email=j.mueller@kunde.example`,
    );
    expect(link.body).toMatchObject({
      link: expect.stringContaining(`/contracts/v2/${contract.contract_id}`),
    });
  });

  it('keeps comments and ad-hoc approvals', async () => {
    const { sandbox, contract } = await inState('DRAFT');
    const comments = `contracts/${contract.contract_id}/comments/`;
    expect((await call(sandbox, `POST ${comments}`, { comment: ' ' })).status).toBe(400);
    await call(sandbox, `POST ${comments}`, { comment: 'first' });
    await call(sandbox, `POST ${comments}`, { comment: 'second' });
    expect((await call(sandbox, `GET ${comments}`)).body).toMatchObject({
      total_results: 2,
      results: [{ comment: 'second' }, { comment: 'first' }],
    });
    const approve = (approval: Record<string, unknown>) =>
      call(sandbox, `POST contracts/approvals/${contract.id}/`, {
        approvals: [{ name: 'Discount', notes: 'x', ...approval }],
      });
    expect(await approve({})).toMatchObject({
      status: 400,
      body: { status_code: 400, code: expect.any(String) },
    });
    expect((await approve({ approver_user_id: 12003 })).status).toBe(201);
    expect((await call(sandbox, `POST contracts/${contract.id}/mark_for_execution/`)).status).toBe(402);
  });

  it('replaces external metadata as a whole', async () => {
    const { sandbox, contract } = await inState('DRAFT');
    const path = `contracts/${contract.id}/external_metadata`;
    await call(sandbox, `POST ${path}`, { external_metadata: { id: 'other' } });
    expect((await call(sandbox, `GET ${path}`)).body).toEqual({ external_metadata: { id: 'other' } });
    expect((await call(sandbox, `POST ${path}`, {})).status).toBe(400);
  });
});
