import type { Finding, FindingCode } from '@dealdraft/wire/mapping-lint.ts';
import { lintMapping } from '../../../../src/mapping/lint/lint-mapping.ts';
import type { MappingInput } from '@dealdraft/wire/mapping.ts';
import type { PropertiesByObject } from '@dealdraft/wire/records.ts';
import type { Template, TemplateAttribute } from '@dealdraft/wire/template.ts';
import { attribute, constant, mapping, property, template } from '../fixtures.ts';

type LineItemsSource = Extract<
  NonNullable<MappingInput['contractData']>[number]['source'],
  { kind: 'lineItems' }
>;

/** One account and one template for the lint's tests, and short ways to break a mapping for them. */
const option = (value: string, label: string) => ({ value, label, hidden: false });
export const properties: PropertiesByObject = {
  deal: [
    property('dealname'),
    property('amount', 'number'),
    property('closedate', 'date'),
    property('renews', 'bool'),
    property('secret', 'string', { hidden: true }),
    property('old', 'string', { archived: true }),
    property('hs_calc', 'number', { readOnly: true }),
    property('scan', 'string', { fieldType: 'file' }),
    property('billing', 'enumeration', { options: [option('m', 'Monthly'), option('y', 'Yearly')] }),
    property('amount_in_home_currency', 'number', { currency: true, label: 'Amount in company currency' }),
    property('deal_currency_code', 'enumeration', { label: 'Currency' }),
    property('modules', 'enumeration', {
      fieldType: 'checkbox',
      options: [option('a', 'Analytics'), option('b', 'Billing')],
    }),
    property('team', 'enumeration', { externalOptions: true }),
    property('time_in_stage', 'number', { numberDisplayHint: 'duration' }),
    property('signed_at', 'datetime'),
  ],
  company: [property('name')],
  contact: [property('firstname'), property('lastname'), property('email')],
  line_item: [property('name'), property('quantity', 'number'), property('starts', 'date')],
};
export const billing = attribute('x', 'enum', {
  options: [
    { value: 'monthly', label: 'Monthly' },
    { value: 'annual', label: 'Annual' },
  ],
});
export const optional = attribute('x', 'string', { required: false });
export const table = attribute('x', 'repeating', {
  attributes: [attribute('product', 'string'), attribute('n', 'int')],
});
export type RuleInput = Omit<NonNullable<MappingInput['contractData']>[number], 'target'> & {
  target?: string;
};

export const lint = (
  more: Partial<MappingInput>,
  attributes: TemplateAttribute[] = [],
  kind: Partial<Template> = {},
) => lintMapping({ mapping: mapping(more), template: template(attributes, kind), properties });

/** The same, after a test on recent deals on which `x` stayed empty. */
export const lintTested = (more: Partial<MappingInput>, attributes: TemplateAttribute[], deals: number) =>
  lintMapping({
    mapping: mapping(more),
    template: template(attributes),
    properties,
    recentDeals: { mapping: mapping(more), empty: Array.from({ length: deals }, () => ['x']) },
  });
export const rules = (...all: RuleInput[]): Partial<MappingInput> => ({
  contractData: all.map((rule) => ({ target: 'x', ...rule })),
});
type Column = LineItemsSource['columns'][number];
type Named = { property: string; aggregate?: 'sum' };
export const rows = (...columns: (Omit<Column, 'source'> & Named)[]): RuleInput => ({
  source: {
    kind: 'lineItems',
    columns: columns.map(({ property: name, aggregate, ...column }) => ({
      ...column,
      source: { kind: 'property', property: name, ...(aggregate === undefined ? {} : { aggregate }) },
    })),
  },
});
export const signer = (email: string, more: object = {}) => ({
  role: 'creator' as const,
  name: constant('A'),
  email: constant(email),
  ...more,
});

/** A mapping that breaks a rule: the rule, where, how bad, what it says (message, reason, fix), and what the lint found. */
export type Broken = [
  code: FindingCode,
  target: string,
  severity: Finding['severity'],
  sentence: string,
  found: Finding[],
];
