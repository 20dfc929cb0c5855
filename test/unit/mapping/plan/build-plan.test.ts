import { describe, expect, it } from 'vitest';
import { buildPlan } from '../../../../src/mapping/plan/build-plan.ts';
import {
  associated,
  attribute,
  constant,
  crmRecord,
  dealRecords,
  formula,
  from,
  lineOf,
  mapping,
  money,
  nested,
  now,
  party,
  plan,
  portal,
  template,
  text,
} from '../fixtures.ts';

const columns = [
  attribute('product', 'string'),
  attribute('quantity', 'float'),
  ...money('price'),
  attribute('note', 'string', { required: false }),
];
const orderForm = template([
  attribute('customer', 'string'),
  attribute('start', 'date'),
  ...nested('term', 'duration', [
    ['type', 'enum'],
    ['value', 'int'],
    ['days', 'int', { required: false }],
  ]),
  attribute('billing', 'enum', { options: [{ value: 'annual', label: 'Annually' }] }),
  attribute('terms', 'int', { defaultValue: 30 }),
  attribute('products', 'repeating', { attributes: columns }),
  ...money('total'),
  attribute('renews', 'boolean'),
  attribute('special', 'string', { required: false }),
]);
const orderRules = mapping({
  contractData: [
    { target: 'customer', ...from('company', 'name') },
    { target: 'start', ...from('deal', 'closedate'), transforms: [{ kind: 'date' }] },
    { target: 'term', ...from('deal', 'term'), transforms: [{ kind: 'duration' }] },
    {
      target: 'billing',
      ...from('deal', 'billing'),
      transforms: [{ kind: 'lookup', table: [{ from: 'ANN', to: 'annual' }] }],
    },
    {
      target: 'products',
      source: {
        kind: 'lineItems',
        columns: [
          { key: 'product', source: { kind: 'property', property: 'name' } },
          { key: 'quantity', source: { kind: 'property', property: 'quantity' } },
          {
            key: 'price',
            source: { kind: 'property', property: 'price' },
            transforms: [{ kind: 'currency' }],
          },
        ],
      },
    },
    {
      target: 'total',
      source: { kind: 'lineItemsSum', property: 'amount' },
      transforms: [{ kind: 'currency' }],
    },
    { target: 'renews', ...from('deal', 'auto_renew'), transforms: [{ kind: 'boolean' }] },
  ],
  counterparty: {
    ...party,
    address: {
      lineOne: from('company', 'address'),
      city: from('company', 'city'),
      zipcode: from('company', 'zip'),
      country: from('company', 'country'),
    },
    jurisdiction: from('company', 'country'),
  },
  signatories: [
    {
      role: 'counterparty',
      name: text('{{contact.firstname}} {{contact.lastname}}'),
      email: from('contact', 'email'),
      title: from('contact', 'jobtitle'),
      signOrder: 2,
    },
    {
      role: 'creator',
      name: text('{{owner.firstName}} {{owner.lastName}}'),
      email: from('owner', 'email'),
      signOrder: 1,
    },
  ],
  contractName: text('Order form – {{deal.dealname}} ({{data.total.value}})'),
  entity: constant('ENT-1'),
  workflowConfig: { skipCounterpartyInfoCollection: true },
  recordData: [{ target: 'quote_id', ...from('quote', 'hs_quote_number'), whenMissing: 'blank' }],
});

describe('an order form', () => {
  it('is made whole', async () => {
    const made = await buildPlan({
      mapping: orderRules,
      mappingVersionId: 'v3',
      template: orderForm,
      records: dealRecords(),
      choices: {},
      portal,
      now,
    });
    expect(made.lines.filter(({ problem }) => problem)).toEqual([]);
    expect(made).toMatchObject({
      dealId: '1001',
      templateId: 77,
      mappingVersion: 'v3',
      blockers: 0,
      warnings: [],
    });
    expect(made.contract).toEqual({
      contractData: {
        customer: 'Müller & Söhne GmbH',
        start: '2026-04-01', // 22:30 UTC is the next day in Berlin
        term: { type: 'MONTHS', value: 12, days: 365 },
        billing: 'annual',
        terms: 30,
        products: [
          { product: 'Seats', quantity: 10, price: { type: 'EUR', value: 100.1 } },
          { product: 'Support', quantity: 1, price: { type: 'EUR', value: 199.3 } },
        ],
        total: { type: 'EUR', value: 1200.3 },
        renews: true,
      },
      counterparties: [
        {
          isIndividual: false,
          organizationName: 'Müller & Söhne GmbH',
          organizationType: 'Company',
          pointOfContact: { firstName: 'Ana', lastName: 'de la Cruz', email: 'ana@mueller.example' },
          jurisdiction: 'Germany',
          jurisdictionIsoCode: 'DE',
          address: {
            lineOne: 'Hauptstraße 5',
            city: 'München',
            zipcode: '80331',
            country: 'Germany',
            countryIsoCode: 'DE',
          },
        },
      ],
      signatories: [
        {
          isCounterparty: true,
          name: 'Ana de la Cruz',
          email: 'ana@mueller.example',
          title: 'CFO',
          counterpartyName: 'Müller & Söhne GmbH',
          signOrder: 2,
        },
        { isCounterparty: false, name: 'Sam Lee', email: 'sam@seller.example', signOrder: 1 },
      ],
      contractName: 'Order form – Müller renewal (1200.3)',
      entityReferenceId: 'ENT-1',
      workflowConfig: { skipCounterpartyInfoCollection: true },
      recordData: {},
    });
  });

  it('says where each value is from', () => {
    const made = plan({ mapping: orderRules, template: orderForm });
    expect(lineOf(made, 'customer')).toMatchObject({
      section: 'data',
      source: {
        kind: 'property',
        object: 'company',
        recordId: '201',
        recordLabel: 'Müller & Söhne GmbH',
        property: 'name',
        text: 'Name of company Müller & Söhne GmbH (the only company)',
      },
      raw: 'Müller & Söhne GmbH',
      status: 'ok',
    });
    expect(lineOf(made, 'total')).toMatchObject({
      raw: '1200.3',
      display: 'EUR 1,200.30',
      transforms: ['as money, in the deal’s currency'],
    });
    expect(lineOf(made, 'terms')).toMatchObject({ status: 'defaulted', source: { kind: 'templateDefault' } });
    expect(lineOf(made, 'special')).toMatchObject({ status: 'blank', display: 'Not mapped' });
    expect(lineOf(made, 'products')).toMatchObject({
      display: '2 rows',
      source: { text: '2 line items of the deal' },
    });
    expect(lineOf(made, 'contract.recordData.quote_id')).toMatchObject({ status: 'blank' });
  });

  it('has its lines in the template’s order', () => {
    const shuffled = { ...orderRules, contractData: [...orderRules.contractData].reverse() };
    const keys = (made: ReturnType<typeof plan>): string[] => Object.keys(made.contract.contractData);
    expect(keys(plan({ mapping: shuffled, template: orderForm }))).toEqual(
      keys(plan({ mapping: orderRules, template: orderForm })),
    );
  });
});

describe('what the template asks', () => {
  it('stops at a required variable without a rule, and at one the template does not have', () => {
    const made = plan({
      template: template([attribute('must', 'string')]),
      mapping: mapping({ contractData: [{ target: 'gone', ...constant('a') }] }),
    });
    expect(lineOf(made, 'must')).toMatchObject({
      status: 'missing',
      problem: {
        code: 'no_rule',
        message: 'must: the template requires it and the mapping does not fill it. Ask an admin to map it.',
      },
    });
    expect(lineOf(made, 'gone')).toMatchObject({ status: 'invalid', problem: { code: 'unknown_target' } });
    expect(made).toMatchObject({ blockers: 2, contract: { contractData: {} } });
  });

  it('refuses the wrong kind of counterparty', () => {
    const made = plan({ template: template([], { counterpartyKind: 'Individual' }) });
    expect(lineOf(made, 'counterparty.kind').problem).toMatchObject({
      code: 'wrong_kind',
      message:
        'Counterparty: this template is for individuals only. Choose another template, or ask an admin.',
    });
  });

  it('makes an object of parts that are mapped one by one', () => {
    const address = nested('site', 'address', [
      ['line_one', 'string'],
      ['city', 'string'],
      ['state', 'string', { required: false }],
    ]);
    const rules = (city: string) =>
      mapping({
        contractData: [
          { target: 'site.line_one', ...from('company', 'address') },
          { target: 'site.city', ...from('company', city), whenMissing: 'blank' },
        ],
      });
    const whole = plan({ template: template(address), mapping: rules('city') });
    expect(whole.contract.contractData).toEqual({ site: { line_one: 'Hauptstraße 5', city: 'München' } });
    const partial = plan({ template: template(address), mapping: rules('nothing') });
    expect(partial).toMatchObject({ blockers: 1, contract: { contractData: {} } });
    expect(lineOf(partial, 'site.city')).toMatchObject({ status: 'missing', problem: { code: 'no_value' } });
  });

  it('takes the first of several rules whose condition holds', () => {
    const when = (value: string) => ({
      object: 'deal' as const,
      property: 'deal_currency_code',
      op: 'eq' as const,
      value,
    });
    const rules = mapping({
      contractData: [
        { target: 'x', ...constant('dollars'), condition: when('USD') },
        { target: 'x', ...constant('euros'), condition: when('eur') },
        { target: 'x', ...constant('other') },
      ],
    });
    expect(
      plan({ template: template([attribute('x', 'string')]), mapping: rules }).contract.contractData,
    ).toEqual({ x: 'euros' });
  });

  it('does not send a target whose condition is false, even a required one', () => {
    const rules = mapping({
      contractData: [
        { target: 'x', ...constant('a'), condition: { object: 'deal', property: 'nope', op: 'notEmpty' } },
      ],
    });
    const made = plan({ template: template([attribute('x', 'string')]), mapping: rules });
    expect(made).toMatchObject({ blockers: 0, contract: { contractData: {} } });
    expect(lineOf(made, 'x').status).toBe('skipped');
  });
});

describe('targets made from other targets', () => {
  const two = template([attribute('a', 'float'), attribute('b', 'float')]);
  it('are made in the order they need', () => {
    const rules = mapping({
      contractData: [
        { target: 'a', ...formula('data.b * 2') },
        { target: 'b', ...constant('1.05') },
      ],
    });
    expect(plan({ template: two, mapping: rules }).contract.contractData).toEqual({ a: 2.1, b: 1.05 });
  });
  it('stop when they read each other', () => {
    const rules = mapping({
      contractData: [
        { target: 'a', ...formula('data.b') },
        { target: 'b', ...formula('data.a') },
      ],
    });
    const made = plan({ template: two, mapping: rules });
    expect(
      made.lines.filter(({ problem }) => problem?.code === 'circular').map(({ target }) => target),
    ).toEqual(['a', 'b']);
  });
});

describe('money that does not add up', () => {
  it('is warned about', () => {
    const lineItems = [
      crmRecord('501', { name: 'Seats', amount: '1000', hs_line_item_currency_code: 'USD' }),
    ];
    const made = plan({ mapping: orderRules, template: orderForm, records: dealRecords({ lineItems }) });
    expect(made.warnings.map(({ message }) => message)).toEqual([
      'Line items are in USD but the deal is in EUR: correct the deal’s currency or the line items.',
      'The line items add up to EUR 1,000.00 but the deal amount is EUR 1,200.30: check which one the contract should say.',
    ]);
  });
  it('is no matter for a paper without money', () => {
    expect(plan({ records: dealRecords({ lineItems: [crmRecord('1', { amount: '5' })] }) }).warnings).toEqual(
      [],
    );
  });
});

describe('an individual', () => {
  it('signs under first and last name', () => {
    const rules = mapping({
      counterparty: {
        ...party,
        kind: { individualWhen: { object: 'deal', property: 'pipeline', op: 'empty' } },
      },
      signatories: [
        {
          role: 'counterparty',
          name: text('{{contact.firstname}} {{contact.lastname}}'),
          email: from('contact', 'email'),
        },
      ],
    });
    const made = plan({ mapping: rules, records: dealRecords({ companies: [] }) });
    expect(made).toMatchObject({ blockers: 0 });
    expect(made.contract.counterparties).toEqual([
      {
        isIndividual: true,
        pointOfContact: { firstName: 'Ana', lastName: 'de la Cruz', email: 'ana@mueller.example' },
      },
    ]);
    expect(made.contract.signatories[0]?.counterpartyName).toBe('Ana de la Cruz');
  });
});

describe('counterparty and signatories', () => {
  const bad = dealRecords({ contacts: [associated(crmRecord('9', { firstname: 'No', email: 'no mail' }))] });
  it('need a real email address and lead to it', () => {
    expect(lineOf(plan({ records: bad }), 'counterparty.pointOfContact.email').problem).toMatchObject({
      code: 'wrong_type',
      link: { object: 'contact', recordId: '9', property: 'email' },
    });
  });

  const address = {
    lineOne: from('company', 'nothing'),
    city: from('company', 'city'),
    country: from('company', 'country'),
  };
  it.each([
    ['stop', 1, 'missing'],
    ['leave_out', 0, 'blank'],
  ] as const)('an incomplete address: %s', (whenIncomplete, blockers, status) => {
    const made = plan({
      mapping: mapping({ counterparty: { ...party, address: { ...address, whenIncomplete } } }),
    });
    expect(made.blockers).toBe(blockers);
    expect(lineOf(made, 'counterparty.address.lineOne').status).toBe(status);
    expect(made.contract.counterparties[0]?.address).toBeUndefined();
  });

  it('an optional signatory without an address for mail is left out; one that must sign stops', () => {
    const signatory = (optional: boolean) =>
      mapping({
        signatories: [{ role: 'creator', name: constant('Jo'), email: from('owner', 'email'), optional }],
      });
    const records = dealRecords({ owner: null });
    expect(plan({ mapping: signatory(true), records })).toMatchObject({
      blockers: 0,
      contract: { signatories: [] },
    });
    expect(plan({ mapping: signatory(false), records })).toMatchObject({ blockers: 1 });
  });

  it('sign in an order that is given for all or for none', () => {
    const rules = mapping({
      signatories: [
        { role: 'creator', name: constant('A'), email: constant('a@b.example'), signOrder: 1 },
        { role: 'counterparty', name: constant('C'), email: constant('c@d.example') },
      ],
    });
    expect(lineOf(plan({ mapping: rules }), 'signatories.order').problem?.message).toContain(
      'some signatories have a place in the order and others have none',
    );
  });
});
