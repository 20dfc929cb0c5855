import { describe, expect, it } from 'vitest';
import { lintMapping } from '../../../../src/mapping/lint/lint-mapping.ts';
import { suggestRules } from '../../../../src/mapping/suggestions/suggest.ts';
import { suggestMapping } from '../../../../src/mapping/suggestions/suggest-mapping.ts';
import type { PropertiesByObject } from '@dealdraft/wire/records.ts';
import { attribute, money, nested, property, template } from '../fixtures.ts';
import { cpuMs } from '../cpu-time.ts';

const labeled = (name: string, label: string, type = 'string', more = {}) =>
  property(name, type, { label, ...more });
const properties: PropertiesByObject = {
  deal: [
    labeled('dealname', 'Deal Name'),
    labeled('amount', 'Amount', 'number'),
    labeled('closedate', 'Close Date', 'datetime'),
    labeled('contract_start_date', 'Contract Start Date', 'date'),
    labeled('contract_term', 'Contract term (months)', 'number'),
    labeled('payment_terms', 'Payment terms (days)', 'number'),
    labeled('auto_renewal', 'Auto renewal', 'bool'),
    labeled('po_number', 'PO number'),
    labeled('old_po', 'Purchase order', 'string', { archived: true }),
    labeled('dealstage', 'Deal Stage', 'enumeration', { externalOptions: true }),
  ],
  company: [
    labeled('name', 'Company name'),
    labeled('address', 'Street Address'),
    labeled('address2', 'Street Address 2'),
    labeled('city', 'City'),
    labeled('state', 'State/Region'),
    labeled('zip', 'Postal Code'),
    labeled('country', 'Country/Region'),
  ],
  contact: [labeled('firstname', 'First Name'), labeled('lastname', 'Last Name'), labeled('email', 'Email')],
  line_item: [
    labeled('name', 'Name'),
    labeled('quantity', 'Quantity', 'number'),
    labeled('price', 'Unit price', 'number'),
    labeled('amount', 'Net price', 'number'),
    labeled('hs_discount_percentage', 'Discount Percentage', 'number'),
  ],
};
const columns = [
  attribute('product_name', 'string', { label: 'Product' }),
  attribute('quantity', 'float'),
  ...money('unit_price'),
  attribute('discount_percent', 'float', { label: 'Discount (%)', required: false }),
  ...money('line_total'),
];
const order = template([
  attribute('customer_name', 'string', { label: 'Customer legal name' }),
  ...nested('billing_address', 'address', [
    ['line_one', 'string'],
    ['line_two', 'string'],
    ['city', 'string'],
    ['zipcode', 'string'],
    ['country', 'string'],
  ]),
  attribute('order_start_date', 'date', { label: 'Subscription start date' }),
  ...nested('subscription_term', 'duration', [
    ['type', 'enum'],
    ['value', 'int'],
  ]),
  attribute('payment_terms_days', 'int', { label: 'Payment terms (days)' }),
  attribute('products', 'repeating', { attributes: columns }),
  ...money('order_total'),
  attribute('auto_renewal', 'boolean', { label: 'Renews automatically' }),
  attribute('purchase_order_number', 'string', { label: 'Purchase order number', required: false }),
  attribute('governing_law', 'string', { required: false }),
  attribute('deal_stage', 'string', { required: false }),
]);

describe('suggestions', () => {
  const found = suggestRules({ template: order, properties });
  const sourceOf = (target: string): unknown => {
    const source = found.find((each) => each.target === target)?.rule.source;
    return source?.kind === 'property' ? `${source.object}.${source.property}` : source?.kind;
  };
  it.each([
    ['customer_name', 'company.name'],
    ['billing_address.line_one', 'company.address'],
    ['billing_address.line_two', 'company.address2'],
    ['billing_address.city', 'company.city'],
    ['billing_address.zipcode', 'company.zip'],
    ['billing_address.country', 'company.country'],
    ['order_start_date', 'deal.contract_start_date'],
    ['subscription_term', 'deal.contract_term'],
    ['payment_terms_days', 'deal.payment_terms'],
    ['products', 'lineItems'],
    ['order_total', 'deal.amount'],
    ['auto_renewal', 'deal.auto_renewal'],
    ['purchase_order_number', 'deal.po_number'],
    ['governing_law', undefined],
    ['deal_stage', undefined], // the stage's id says nothing on paper
  ])('for %s: %s', (target, expected) => {
    expect(sourceOf(target)).toBe(expected);
  });

  it('come with steps, a score and a reason', () => {
    expect(found.find(({ target }) => target === 'order_total')).toEqual({
      target: 'order_total',
      score: 1,
      reason: '“order_total” sounds like the deal property “Amount”.',
      rule: {
        target: 'order_total',
        source: { kind: 'property', object: 'deal', property: 'amount' },
        transforms: [{ kind: 'currency', currency: 'deal', rounding: 'half_up' }],
        whenMissing: 'stop',
      },
    });
    const table = found.find(({ target }) => target === 'products')?.rule.source;
    expect(
      table?.kind === 'lineItems' &&
        table.columns.map(({ key, source }) => [key, source.kind === 'property' && source.property]),
    ).toEqual([
      ['product_name', 'name'],
      ['quantity', 'quantity'],
      ['unit_price', 'price'],
      ['discount_percent', 'hs_discount_percentage'],
      ['line_total', 'amount'],
    ]);
  });

  it('never take what DealDraft itself writes to the deal', () => {
    const number = template([attribute('contract_id', 'string', { label: 'Contract ID' })]);
    const ours = labeled('dealdraft_contract_id', 'Contract ID');
    expect(suggestRules({ template: number, properties: { deal: [ours] } })).toEqual([]);
    expect(
      suggestRules({ template: number, properties: { deal: [labeled('crm_id', 'Contract ID')] } }),
    ).toHaveLength(1);
  });

  it('join options that are worded differently, where only one can be meant', () => {
    const frequency = template([
      attribute('billing_frequency', 'enum', {
        options: [
          'Monthly',
          'Quarterly',
          'Annually in advance',
          'Annually in arrears',
          'Once, on signature',
        ].map((label) => ({ label, value: label })),
      }),
    ]);
    const options = (labels: string[]) =>
      labels.map((label) => ({ value: label.toLowerCase(), label, hidden: false }));
    const transformsFor = (labels: string[]) =>
      suggestRules({
        template: frequency,
        properties: {
          deal: [
            labeled('billing_frequency', 'Billing frequency', 'enumeration', { options: options(labels) }),
          ],
        },
      })[0]?.rule.transforms;
    // "Annually" could be either of two, "Up front" is like none, "Monthly" is the same.
    expect(transformsFor(['Monthly', 'Annually', 'Up front'])).toEqual([]);
    expect(transformsFor(['Monthly', 'In arrears', 'Once'])).toEqual([
      {
        kind: 'lookup',
        table: [
          { from: 'in arrears', to: 'Annually in arrears' },
          { from: 'once', to: 'Once, on signature' },
        ],
        otherwise: 'keep',
      },
    ]);
  });

  it('make a first draft that the lint has nothing against but what only a person can know', () => {
    expect(
      lintMapping({
        mapping: suggestMapping({ template: order, properties }),
        template: order,
        properties,
      }).map(({ target }) => target),
    ).toEqual(['counterparty.organizationType']);
    const individual = suggestMapping({
      template: template([], { counterpartyKind: 'Individual' }),
      properties,
    });
    expect(individual.counterparty).toMatchObject({ kind: 'individual' });
    expect(individual.counterparty).not.toHaveProperty('organizationName');
  });

  it('for 200 variables and 1,500 properties are found at once', () => {
    const many = Array.from({ length: 1_500 }, (_unused, index) =>
      labeled(`custom_${index}`, `Custom field ${index} of the deal`),
    );
    const variables = Array.from({ length: 200 }, (_unused, index) =>
      attribute(`variable_${index}`, 'string', { label: `Some question ${index}` }),
    );
    const spent = cpuMs(() => {
      suggestRules({ template: template(variables), properties: { ...properties, deal: many } });
    });
    expect(spent).toBeLessThan(2_500);
  });
});
