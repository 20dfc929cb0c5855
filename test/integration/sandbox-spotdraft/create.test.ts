import { expect, it, describe } from 'vitest';
import { call, create, credentials, orderForm, startSandbox } from './fixture.ts';

const party = (changes: Record<string, unknown>) => ({
  counter_party_details: [{ ...orderForm().counter_party_details[0], ...changes }],
});
const signatory = (changes: Record<string, unknown>) => ({
  name: 'Jürgen Müller',
  email: 'j.mueller@kunde.example',
  is_counterparty_signatory: true,
  counterparty_name: 'Müller & Söhne GmbH',
  ...changes,
});
const address = (code: string) =>
  party({ organization_details: { address: { line_one: 'x', city: 'y', country_iso_code: code } } });

const refusals: [what: string, body: unknown, error: unknown][] = [
  [
    'unknown template',
    orderForm({ contract_template_id: 9 }),
    { contract_template_id: ['Invalid pk "9" - object does not exist.'] },
  ],
  [
    'template of the other workspace',
    orderForm({ contract_template_id: 7404 }),
    { contract_template_id: [expect.stringContaining('does not exist')] },
  ],
  [
    'no contract_data',
    orderForm({ contract_data: undefined }),
    { contract_data: ['This field is required.'] },
  ],
  ['unknown key', orderForm({}, { color: 'red' }), { contract_data: { color: ['Unexpected field.'] } }],
  [
    'missing required answer',
    orderForm({}, { customer_name: undefined }),
    { contract_data: { customer_name: ['This field is required.'] } },
  ],
  [
    'blank required answer',
    orderForm({}, { customer_name: ' ' }),
    { contract_data: { customer_name: ['This field may not be blank.'] } },
  ],
  [
    'date that does not exist',
    orderForm({}, { order_start_date: '2026-02-30' }),
    { contract_data: { order_start_date: [expect.stringContaining('YYYY-MM-DD')] } },
  ],
  [
    'option that does not exist',
    orderForm({}, { billing_frequency: 'Monthly' }),
    { contract_data: { billing_frequency: ['"Monthly" is not a valid choice.'] } },
  ],
  [
    'money as a number',
    orderForm({}, { order_total: 495 }),
    { contract_data: { order_total: [expect.stringContaining('Expected a dictionary')] } },
  ],
  [
    'money without currency',
    orderForm({}, { order_total: { value: 1 } }),
    { contract_data: { order_total: { type: ['This field is required.'] } } },
  ],
  [
    'term of no length',
    orderForm({}, { subscription_term: { type: 'MONTHS', value: 0 } }),
    { contract_data: { subscription_term: { value: [expect.any(String)] } } },
  ],
  [
    'condition met and no answer',
    orderForm({}, { auto_renewal: true }),
    { contract_data: { renewal_notice_days: ['This field is required.'] } },
  ],
  [
    'no products',
    orderForm({}, { products: [] }),
    { contract_data: { products: ['This list may not be empty.'] } },
  ],
  [
    'wrong product row',
    orderForm({}, { products: [{ product_name: 'x', quantity: 'ten' }] }),
    { contract_data: { products: [expect.objectContaining({ quantity: ['A valid number is required.'] })] } },
  ],
  [
    'no counterparty',
    orderForm({ counter_party_details: [] }),
    { counter_party_details: ['This list may not be empty.'] },
  ],
  [
    'no email',
    orderForm(party({ poc_details: { first_name: 'J' } })),
    { counter_party_details: [{ poc_details: { email: ['This field is required.'] } }] },
  ],
  [
    'no organization name',
    orderForm(party({ organization_name: '' })),
    { counter_party_details: [{ organization_name: ['This field is required.'] }] },
  ],
  [
    'unknown organization type',
    orderForm(party({ organization_type: 'company' })),
    { counter_party_details: [{ organization_type: ['"company" is not a valid choice.'] }] },
  ],
  [
    'individual on an organization template',
    orderForm(party({ is_individual: true })),
    { counter_party_details: [{ is_individual: [expect.any(String)] }] },
  ],
  [
    'country name for a code',
    orderForm(address('Germany')),
    {
      counter_party_details: [
        { organization_details: { address: { country_iso_code: [expect.stringContaining('ISO')] } } },
      ],
    },
  ],
  ['country code in lower case', orderForm(address('de')), { counter_party_details: [expect.anything()] }],
  [
    'unknown entity',
    orderForm({ entity_reference_id: 'NW-XX' }),
    { entity_reference_id: [expect.any(String)] },
  ],
  [
    'signatory of nobody',
    orderForm({ signatories: [signatory({ counterparty_name: 'Else' })] }),
    { signatories: [{ counterparty_name: [expect.any(String)] }] },
  ],
  [
    'order for some',
    orderForm({ signatories: [signatory({ sign_order: 1 }), signatory({ email: 'b@kunde.example' })] }),
    { signatories: [expect.stringContaining('sign_order')] },
  ],
  [
    'order without counterparty',
    orderForm({
      signatories: [{ name: 'M', email: 'm@nw.example', is_counterparty_signatory: false, sign_order: 1 }],
    }),
    { signatories: [expect.stringContaining('counterparty')] },
  ],
  [
    'auto send in a wrong format',
    orderForm({ send_to_counterparty_config: { attachment_formats: ['pdf'] } }),
    { send_to_counterparty_config: { attachment_formats: { 0: ['"pdf" is not a valid choice.'] } } },
  ],
  ['a list', [], { non_field_errors: ['Invalid data. Expected a dictionary, but got list.'] }],
];

describe('POST contracts/', () => {
  it.each(refusals)('refuses: %s', async (_what, body, error) => {
    const sandbox = await startSandbox();
    const answer = await call(sandbox, 'POST contracts/', body);
    expect(answer).toMatchObject({ status: 400, body: error });
    expect(sandbox.state.contracts.size).toBe(0);
  });

  it('answers both ids, a link to the page, and keeps the body as it came', async () => {
    const sandbox = await startSandbox();
    const text = JSON.stringify(orderForm(), undefined, 3);
    const answer = await call(sandbox, 'POST contracts/', text);
    expect(answer.status).toBe(201);
    const body = answer.body as Record<string, unknown>;
    const id = Number(body['contract_id']);
    expect(body).toMatchObject({
      id: `T-${id}`,
      contract_status: 'DRAFT',
      contract_link: `${sandbox.origin}/contracts/v2/${id}`,
      reference_id: expect.stringMatching(/^SD-\d+$/),
      counter_party_name: 'Müller & Söhne GmbH',
      external_metadata: { id: 'hubspot-deal-1', record_data: { request_id: 'r1' } },
    });
    expect(sandbox.state.contracts.get(id)?.receivedBody).toBe(text);
  });

  it('makes two contracts when called twice', async () => {
    const sandbox = await startSandbox();
    const [first, second] = [await create(sandbox), await create(sandbox)];
    expect(second.contract_id).toBe(first.contract_id + 1);
    expect((await call(sandbox, 'GET contracts/by_external_metadata/hubspot-deal-1')).body).toHaveLength(2);
  });

  it('acts as the user named by user-email, and refuses one who is not active', async () => {
    const sandbox = await startSandbox();
    const as = (email: string) =>
      call(sandbox, 'POST contracts/', orderForm(), { ...credentials(), 'user-email': email });
    expect((await as('sofia.rossi@northwind.example')).body).toMatchObject({ created_by: 'Sofia Rossi' });
    expect(await as('piet.devries@northwind.example')).toMatchObject({
      status: 403,
      body: { status_code: 403, code: expect.any(String) },
    });
    expect((await as('nobody@else.example')).status).toBe(403);
  });

  it('sends to the counterparty at once when asked to', async () => {
    const sandbox = await startSandbox();
    const contract = await create(
      sandbox,
      orderForm({ workflow_config: { auto_send_to_counterparty: true } }),
    );
    expect((await call(sandbox, `GET contracts/${contract.id}/status`)).body).toMatchObject({
      contract_status: 'REDLINING',
    });
  });

  it('takes an NDA with an individual', async () => {
    const sandbox = await startSandbox();
    const answer = await call(sandbox, 'POST contracts/', {
      contract_template_id: 1207,
      contract_data: {
        effective_date: '2026-12-01',
        counterparty_full_name: 'Zoë Żak',
        purpose: 'Advisory work',
        confidentiality_period: { type: 'YEARS', value: 3 },
        governing_law: 'germany',
      },
      counter_party_details: [
        {
          is_individual: true,
          poc_details: { first_name: 'Zoë', last_name: 'Żak', email: 'zoe@zak.example' },
        },
      ],
      signatories: [signatory({ counterparty_name: 'Zoë Żak' })],
    });
    expect(answer).toMatchObject({ status: 201, body: { counter_party_name: 'Zoë Żak' } });
  });

  it.each([
    ['{"contract_template_id":', 400, { detail: expect.stringContaining('JSON parse error') }],
    [JSON.stringify({ pad: 'x'.repeat(26 * 1024 * 1024) }), 413, { detail: expect.any(String) }],
  ])('refuses a body it cannot read', async (body, status, error) => {
    expect(await call(await startSandbox(), 'POST contracts/', body)).toMatchObject({ status, body: error });
  });

  it('refuses another media type', async () => {
    const answer = await call(await startSandbox(), 'POST contracts/', 'a=1', {
      ...credentials(),
      'content-type': 'text/plain',
    });
    expect(answer).toMatchObject({ status: 415, body: { detail: expect.stringContaining('text/plain') } });
  });
});
