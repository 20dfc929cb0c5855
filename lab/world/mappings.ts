import type { MappingInput } from '@dealdraft/wire/mapping.ts';

type RuleInput = NonNullable<MappingInput['contractData']>[number];
type Value = Omit<RuleInput, 'target'>;
type Transforms = NonNullable<Value['transforms']>;

const from = (
  object: 'deal' | 'company' | 'contact' | 'owner',
  property: string,
  transforms: Transforms = [],
): Value => ({
  source: { kind: 'property', object, property },
  transforms,
});
const fixed = (value: string | number | boolean): Value => ({ source: { kind: 'constant', value } });
const optional = (value: Value): Value => ({ ...value, whenMissing: 'blank' });
const rule = (target: string, value: Value): RuleInput => ({ target, ...value });

const date: Transforms = [{ kind: 'date' }];
const money: Transforms = [{ kind: 'currency' }];
const months: Transforms = [{ kind: 'duration', unit: 'MONTHS' }];
const yes: Transforms = [{ kind: 'boolean', emptyIs: false }];

/** Signatories are told by their label; without one the only contact signs. */
const signer = {
  contact: { label: 'Signatory' },
  name: { source: { kind: 'text' as const, template: '{{contact.firstname}} {{contact.lastname}}' } },
  email: from('contact', 'email'),
};

const company: MappingInput['counterparty'] = {
  kind: 'organisation',
  organizationName: from('company', 'legal_name'),
  organizationType: fixed('Company'),
  pointOfContact: {
    contact: { label: 'Signatory' },
    firstName: from('contact', 'firstname'),
    lastName: optional(from('contact', 'lastname')),
    email: from('contact', 'email'),
  },
  address: {
    lineOne: from('company', 'address'),
    lineTwo: optional(from('company', 'address2')),
    city: from('company', 'city'),
    state: optional(from('company', 'state')),
    zipcode: optional(from('company', 'zip')),
    country: from('company', 'country'),
  },
  jurisdiction: from('company', 'country'),
};

const signatories: MappingInput['signatories'] = [
  { role: 'counterparty', ...signer, title: optional(from('contact', 'jobtitle')), signOrder: 1 },
  {
    role: 'creator',
    name: fixed('Ines Admin'),
    email: fixed('ines.admin@northwind.example'),
    title: fixed('Head of Contracts'),
    signOrder: 2,
  },
];

const governingLaw = from('deal', 'governing_law', [
  {
    kind: 'lookup',
    otherwise: 'stop',
    table: [
      { from: 'england_wales', to: 'england_wales' },
      { from: 'germany', to: 'germany' },
      { from: 'switzerland', to: 'germany' },
      { from: 'poland', to: 'germany' },
      { from: 'new_york', to: 'delaware' },
      { from: 'japan', to: 'england_wales' },
    ],
  },
]);

const recordData: MappingInput['recordData'] = [
  rule('deal_name', from('deal', 'dealname')),
  rule('deal_amount', optional(from('deal', 'amount'))),
  rule('deal_currency', optional(from('deal', 'deal_currency_code'))),
  rule('deal_stage', optional(from('deal', 'dealstage'))),
];

const orderForm: MappingInput = {
  formatVersion: 1,
  contractData: [
    rule('customer_name', from('company', 'legal_name')),
    rule('order_start_date', from('deal', 'contract_start_date', date)),
    rule('subscription_term', from('deal', 'contract_term_months', months)),
    rule(
      'billing_frequency',
      from('deal', 'billing_frequency', [
        {
          kind: 'lookup',
          otherwise: 'stop',
          table: [
            { from: 'monthly', to: 'monthly' },
            { from: 'quarterly', to: 'quarterly' },
            { from: 'annually', to: 'annual' },
            { from: 'upfront', to: 'one_time' },
          ],
        },
      ]),
    ),
    rule('payment_terms_days', {
      ...from('deal', 'payment_terms_days', [{ kind: 'integer' }]),
      whenMissing: 'default',
      default: 30,
    }),
    rule('products', {
      source: {
        kind: 'lineItems',
        columns: [
          { key: 'product_name', source: { kind: 'property', property: 'name' } },
          {
            key: 'quantity',
            source: { kind: 'property', property: 'quantity' },
            transforms: [{ kind: 'number' }],
          },
          { key: 'unit_price', source: { kind: 'property', property: 'price' }, transforms: money },
          {
            key: 'discount_percent',
            source: { kind: 'property', property: 'hs_discount_percentage' },
            transforms: [{ kind: 'number' }],
            whenMissing: 'blank',
          },
          { key: 'line_total', source: { kind: 'property', property: 'amount' }, transforms: money },
        ],
      },
    }),
    rule('order_total', { source: { kind: 'lineItemsSum', property: 'amount' }, transforms: money }),
    rule('auto_renewal', from('deal', 'auto_renewal', yes)),
    rule('renewal_notice_days', {
      ...fixed(60),
      condition: { object: 'deal', property: 'auto_renewal', op: 'eq', value: 'true' },
    }),
    rule('purchase_order_number', optional(from('deal', 'po_number'))),
    rule('special_terms', optional(from('deal', 'special_terms'))),
  ],
  counterparty: company,
  signatories,
  contractName: {
    source: { kind: 'text', template: 'Order form – {{company.legal_name}} – {{deal.dealname}}' },
  },
  entity: fixed('NW-US'),
  recordData,
};

const masterAgreement: MappingInput = {
  formatVersion: 1,
  contractData: [
    rule('effective_date', from('deal', 'contract_start_date', date)),
    rule('customer_name', from('company', 'legal_name')),
    rule('governing_law', governingLaw),
    rule('liability_cap', from('deal', 'liability_cap', money)),
    rule('initial_term', from('deal', 'contract_term_months', months)),
    rule('payment_terms_days', {
      ...from('deal', 'payment_terms_days', [{ kind: 'integer' }]),
      whenMissing: 'default',
      default: 30,
    }),
    rule('auto_renewal', from('deal', 'auto_renewal', yes)),
    rule('notice_period_days', {
      ...fixed(90),
      condition: { object: 'deal', property: 'auto_renewal', op: 'eq', value: 'true' },
    }),
    rule('special_terms', optional(from('deal', 'special_terms'))),
  ],
  counterparty: company,
  signatories,
  contractName: { source: { kind: 'text', template: 'Master services agreement – {{company.legal_name}}' } },
  recordData,
};

const nda: MappingInput = {
  formatVersion: 1,
  contractData: [
    rule('effective_date', { source: { kind: 'constant', value: '2026-12-01' } }),
    rule('counterparty_full_name', {
      source: { kind: 'text', template: '{{contact[Signatory].firstname}} {{contact[Signatory].lastname}}' },
    }),
    rule('purpose', { source: { kind: 'text', template: 'Talks about: {{deal.dealname}}' } }),
    rule('confidentiality_period', {
      source: { kind: 'constant', value: 'P3Y' },
      transforms: [{ kind: 'duration', unit: 'YEARS' }],
    }),
    rule('governing_law', governingLaw),
  ],
  counterparty: {
    kind: 'individual',
    pointOfContact: {
      contact: { label: 'Signatory' },
      firstName: from('contact', 'firstname'),
      lastName: optional(from('contact', 'lastname')),
      email: from('contact', 'email'),
    },
  },
  signatories: [
    { role: 'counterparty', ...signer },
    { role: 'creator', name: fixed('Ines Admin'), email: fixed('ines.admin@northwind.example') },
  ],
  contractName: {
    source: {
      kind: 'text',
      template: 'NDA – {{contact[Signatory].firstname}} {{contact[Signatory].lastname}}',
    },
  },
  recordData: [rule('deal_name', from('deal', 'dealname'))],
};

/** Mappings for the sandbox's seeded deals and templates, by template name: what an admin of that account would have made. */
export const demoMappings: Readonly<Record<string, MappingInput>> = {
  'Order Form': orderForm,
  'Master Services Agreement': masterAgreement,
  'Mutual NDA (Individual)': nda,
};
