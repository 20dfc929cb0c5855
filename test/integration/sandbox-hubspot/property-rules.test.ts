import { describe, expect, it } from 'vitest';
import { secondPortalId } from '../../../sandbox/hubspot/state/accounts.ts';
import type { HubSpotSandbox } from '../../../sandbox/hubspot/start.ts';
import { call, dealId, startSandbox } from './kit.ts';

const closedWon = {
  enforced: true,
  conditional: [
    {
      objectType: 'deals',
      property: 'dealstage',
      values: ['closedwon'],
      required: ['po_number', 'closed_lost_reason'],
    },
  ],
} as const;

const strict = async (): Promise<{ sandbox: HubSpotSandbox; id: string }> => {
  const sandbox = await startSandbox();
  sandbox.control.setPropertyRules({
    enforced: true,
    conditional: [
      { ...closedWon.conditional[0], values: ['closedwon'], required: ['po_number', 'description'] },
    ],
  });
  return { sandbox, id: dealId(sandbox, 'Copperleaf') };
};

const errors = [
  {
    code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
    message: 'po_number is required because of a conditional property rule based on [dealstage]',
    context: { propertyName: ['po_number'] },
  },
  {
    code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
    message: 'description is required because of a conditional property rule based on [dealstage]',
    context: { propertyName: ['description'] },
  },
];

describe('properties that an account requires', () => {
  it('are no concern of the API until the account is held to its rules', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Copperleaf');
    const properties = { dealstage: 'closedwon' };
    expect((await call(sandbox, `PATCH /crm/v3/objects/deals/${id}`, { properties })).status).toBe(200);
  });

  it('refuse an update in HubSpot’s form, and take it with the values, or when the record has them', async () => {
    const { sandbox, id } = await strict();
    const patch = (properties: Record<string, string>) =>
      call(sandbox, `PATCH /crm/v3/objects/deals/${id}`, { properties });
    expect(await patch({ dealstage: 'closedwon' })).toMatchObject({
      status: 400,
      body: { status: 'error', category: 'VALIDATION_ERROR', errors },
    });
    expect(sandbox.control.record('deals', id).properties['dealstage']).not.toBe('closedwon');
    sandbox.control.editDeal(id, { po_number: 'PO-1' });
    expect(await patch({ dealstage: 'closedwon' })).toMatchObject({
      status: 400,
      body: { errors: [errors[1]] },
    });
    expect((await patch({ dealstage: 'closedwon', description: 'x' })).status).toBe(200);
    // What a rule demands cannot be cleared while it holds; what it does not touch is nobody's concern.
    expect((await patch({ po_number: '' })).status).toBe(400);
    expect((await patch({ amount: '5' })).status).toBe(200);
    expect(() => sandbox.control.editDeal(id, { description: '' })).toThrow('provided are invalid');
  });

  it('refuse a creation, for the form and for the conditions', async () => {
    const { sandbox } = await strict();
    sandbox.control.setPropertyRules({
      onCreate: [{ objectType: 'deals', required: ['dealname', 'amount'] }],
    });
    const make = (properties: Record<string, string>) =>
      call(sandbox, 'POST /crm/v3/objects/deals', { properties });
    expect(await make({ dealname: 'a' })).toMatchObject({
      status: 400,
      body: {
        message: 'The property values provided are invalid',
        errors: [
          {
            code: 'MISSING_REQUIRED_PROPERTY',
            message: 'A value for amount must be provided',
            context: { propertyName: ['amount'] },
          },
        ],
      },
    });
    expect((await make({ dealname: 'a', amount: '1' })).status).toBe(201);
    expect((await make({ dealname: 'a', amount: '1', dealstage: 'closedwon' })).status).toBe(400);
    const batch = await call(sandbox, 'POST /crm/v3/objects/deals/batch/create', {
      inputs: [{ properties: { dealname: 'b', amount: '1' } }, { properties: { dealname: 'c' } }],
    });
    expect(batch.status).toBe(400);
    expect(
      [...sandbox.control.portal().records.values()].some((one) => one.properties['dealname'] === 'b'),
    ).toBe(false);
  });

  it('refuse a whole batch without trace ids; with them the one input', async () => {
    const { sandbox, id } = await strict();
    const other = dealId(sandbox, 'Domtoren');
    const inputs = [
      { id, properties: { dealstage: 'closedwon' } },
      { id: other, properties: { amount: '9' } },
    ];
    const whole = await call(sandbox, 'POST /crm/v3/objects/deals/batch/update', { inputs });
    expect(whole).toMatchObject({ status: 400, body: { errors } });
    expect(sandbox.control.record('deals', other).properties['amount']).not.toBe('9');
    const traced = await call(sandbox, 'POST /crm/v3/objects/deals/batch/update', {
      inputs: inputs.map((one) => ({ ...one, objectWriteTraceId: one.id })),
    });
    expect(traced).toMatchObject({
      status: 207,
      body: {
        numErrors: 1,
        results: [{ id: other }],
        errors: [{ category: 'VALIDATION_ERROR', context: { objectWriteTraceId: [id] }, errors }],
      },
    });
    expect(sandbox.control.record('deals', other).properties['amount']).toBe('9');
  });

  it('hold for people too, are set on the pages and at the control API, and stand in the seed', async () => {
    const sandbox = await startSandbox();
    const id = dealId(sandbox, 'Copperleaf');
    const put = (path: string, body: object) =>
      fetch(sandbox.origin + path, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await put('/__sandbox/property-rules', closedWon)).status).toBe(204);
    expect(() => sandbox.control.editDeal(id, { dealstage: 'closedwon' })).toThrow();
    const pages = `/__crm/api/portals/${String(sandbox.control.portal().portalId)}/property-rules`;
    expect(await (await fetch(sandbox.origin + pages)).json()).toMatchObject(closedWon);
    expect((await put(pages, { enforced: false, conditional: closedWon.conditional })).status).toBe(200);
    sandbox.control.editDeal(id, { dealstage: 'closedwon' });
    const unknown = { conditional: [{ ...closedWon.conditional[0], required: ['nothing_like_it'] }] };
    expect((await put(pages, unknown)).status).toBe(404);
    expect(sandbox.control.portal(secondPortalId).propertyRules).toMatchObject({ enforced: true });
    sandbox.control.reset();
    expect(sandbox.control.portal().propertyRules).toMatchObject({ enforced: false });
  });
});
