import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasErrors, lintMapping } from '../../../src/mapping/lint.ts';
import { findingCodes } from '../../../src/wire/mapping-lint.ts';
import type { FindingCode } from '../../../src/wire/mapping-lint.ts';
import type { MappingInput } from '../../../src/wire/mapping.ts';
import { mapping as mappingSchema } from '../../../src/wire/mapping.ts';
import type { PropertiesByObject } from '../../../src/wire/records.ts';
import type { Template, TemplateAttribute } from '../../../src/wire/template.ts';
import { anyMapping, anyTemplate } from './arbitraries.ts';
import {
  attribute,
  constant,
  formula,
  from,
  mapping,
  money,
  party,
  property,
  template,
  text,
} from './fixtures.ts';

const option = (value: string, label: string) => ({ value, label, hidden: false });
const properties: PropertiesByObject = {
  deal: [
    property('dealname'),
    property('amount', 'number'),
    property('closedate', 'date'),
    property('renews', 'bool'),
    property('secret', 'string', { hidden: true }),
    property('old', 'string', { archived: true }),
    property('hs_calc', 'number', { readOnly: true }),
    property('billing', 'enumeration', { options: [option('m', 'Monthly'), option('y', 'Yearly')] }),
  ],
  company: [property('name')],
  contact: [property('firstname'), property('lastname'), property('email')],
  line_item: [property('name'), property('quantity', 'number')],
};
const billing = attribute('x', 'enum', {
  options: [
    { value: 'monthly', label: 'Monthly' },
    { value: 'annual', label: 'Annual' },
  ],
});
const optional = attribute('x', 'string', { required: false });
const table = attribute('x', 'repeating', {
  attributes: [attribute('product', 'string'), attribute('n', 'int')],
});
type RuleInput = Omit<NonNullable<MappingInput['contractData']>[number], 'target'> & { target?: string };

const lint = (
  more: Partial<MappingInput>,
  attributes: TemplateAttribute[] = [],
  kind: Partial<Template> = {},
) => lintMapping({ mapping: mapping(more), template: template(attributes, kind), properties });
const rules = (...all: RuleInput[]): Partial<MappingInput> => ({
  contractData: all.map((rule) => ({ target: 'x', ...rule })),
});
const rows = (...columns: { key: string; property: string }[]): RuleInput => ({
  source: {
    kind: 'lineItems',
    columns: columns.map(({ key, property: name }) => ({
      key,
      source: { kind: 'property', property: name },
    })),
  },
});
const signer = (email: string, more: object = {}) => ({
  role: 'creator' as const,
  name: constant('A'),
  email: constant(email),
  ...more,
});

type Broken = [code: FindingCode, sentence: string, found: ReturnType<typeof lint>];
const broken: Broken[] = [
  [
    'unknown_target',
    'The template has no variable “x”. It was renamed or removed in SpotDraft, or the mapping is from another template. Map the new variable and remove this rule.',
    lint(rules(constant('a'))),
  ],
  [
    'unknown_target',
    'The key “deal_id” cannot be set. It joins the contract to its deal. Use another key.',
    lint({ recordData: [{ target: 'deal_id', ...constant('a') }] }),
  ],
  [
    'duplicate_rule',
    'There is a second rule for “x” that is never used. An earlier rule for the same target always applies. Remove one of them, or give the first a condition.',
    lint(rules(constant('a'), constant('b')), [optional]),
  ],
  [
    'required_without_rule',
    'x is required, but nothing fills it. The template has no default for it either. Map it.',
    lint({}, [attribute('x', 'string')]),
  ],
  [
    'required_without_rule',
    'x: n is required, but nothing fills it. The template has no default for it either. Map it.',
    lint(rules(rows({ key: 'product', property: 'name' })), [table]),
  ],
  [
    'required_without_rule',
    'The name of the organisation is required, but nothing fills it. SpotDraft refuses an organisation without a name. Map it, usually to the company’s name.',
    lint({ counterparty: { kind: 'organisation', pointOfContact: party.pointOfContact } }),
  ],
  [
    'required_may_be_blank',
    'x is required, but its rule says to leave it blank. The template requires it, so a deal without the value is stopped anyway. Choose to stop, or write a default.',
    lint(rules({ ...from('deal', 'dealname'), whenMissing: 'blank' }), [attribute('x', 'string')]),
  ],
  [
    'required_may_be_blank',
    'x is required, but every rule for it has a condition. When none is met the value is not sent, and SpotDraft may refuse the contract. Add a last rule without a condition, unless the template hides this question in that case.',
    lint(rules({ ...constant('a'), condition: { object: 'deal', property: 'amount', op: 'empty' } }), [
      attribute('x', 'string'),
    ]),
  ],
  [
    'type_mismatch',
    'x takes an amount with its currency. The rule makes a number for it. Add the step “as money”.',
    lint(rules(from('deal', 'amount')), money('x')),
  ],
  [
    'type_mismatch',
    'x takes a whole number. The rule makes a date for it. Choose another source, or add a step that turns it into the right kind.',
    lint(rules(from('deal', 'closedate')), [attribute('x', 'int')]),
  ],
  [
    'type_mismatch',
    'x takes text. The rule makes rows for it. Choose another source, or add a step that turns it into the right kind.',
    lint(rules(rows({ key: 'a', property: 'name' })), [optional]),
  ],
  [
    'not_an_option',
    'x: the fixed value cannot be used. “weekly” is not one of “Monthly”, “Annual”. Correct it.',
    lint(rules(constant('weekly')), [billing]),
  ],
  [
    'not_an_option',
    'x: the lookup table gives “yearly”. Its options are “monthly”, “annual”. Correct the right-hand side of the table.',
    lint(
      rules({
        ...from('deal', 'billing'),
        transforms: [
          {
            kind: 'lookup',
            table: [
              { from: 'm', to: 'monthly' },
              { from: 'y', to: 'yearly' },
            ],
          },
        ],
      }),
      [billing],
    ),
  ],
  [
    'not_an_option',
    'x: one option of Billing cannot be sent: “Yearly”. The template’s options are “Monthly”, “Annual”. Add them to a lookup table; until then deals with these options cannot be generated.',
    lint(rules(from('deal', 'billing')), [billing]),
  ],
  [
    'invalid_constant',
    'x: the fixed value cannot be used. “abc” is not a number. Correct it.',
    lint(rules(constant('abc')), [attribute('x', 'float')]),
  ],
  [
    'invalid_constant',
    'x: the fixed value is empty. An empty value is never sent. Write a value, or remove the rule.',
    lint(rules(constant('')), [optional]),
  ],
  [
    'invalid_constant',
    '“not mail” is not an e-mail address. SpotDraft would refuse it. Correct it.',
    lint({ signatories: [signer('not mail')] }),
  ],
  [
    'property_missing',
    'The deal property “po” does not exist. It was renamed or deleted in HubSpot. Map another property.',
    lint(rules(text('PO {{deal.po}}')), [optional]),
  ],
  [
    'property_missing',
    'The deal property “old” does not exist. It was archived in HubSpot. Map another property.',
    lint(rules(formula('deal.old & "x"')), [optional]),
  ],
  [
    'property_missing',
    'The deal owner property “phone” does not exist. Owners have id, email, firstName, lastName, userId. Map another property.',
    lint(rules(from('owner', 'phone')), [optional]),
  ],
  [
    'property_hidden',
    'The deal property “Secret” is hidden in HubSpot. Sellers cannot see or fill it on the record. Show it in HubSpot, or map another property.',
    lint(rules(from('deal', 'secret')), [optional]),
  ],
  [
    'bad_formula',
    'The formula cannot be read at character 13. Unexpected end of expression. Correct the formula.',
    lint(rules(formula('deal.amount +')), [optional]),
  ],
  [
    'bad_formula',
    'The formula reads a line item where there is none. “item” and “items” exist in the columns of rows only; elsewhere there is “lineItems”. Correct the formula.',
    lint(rules(formula('item.name')), [optional]),
  ],
  [
    'circular',
    '“x” is made from itself. These read each other: x, y. Take the value from its source in one of them.',
    lint(rules(text('{{data.y}}'), { target: 'y', ...formula('data.x') }), [
      optional,
      { ...optional, variable: 'y' },
    ]),
  ],
  [
    'bad_placeholder',
    '{{dael.name}} is not a placeholder. A placeholder names an object and a property, such as {{deal.dealname}} or {{company[Billing].name}}. Correct it.',
    lint(rules(text('{{dael.name}}')), [optional]),
  ],
  [
    'bad_placeholder',
    '“data.z” is read, but the template has no variable “z”. It was renamed or removed in SpotDraft. Name a variable of the template.',
    lint(rules(formula('data.z')), [optional]),
  ],
  [
    'bad_condition',
    'A condition compares “amount” with nothing. It can never be met as it is meant. Correct the condition.',
    lint(
      rules({ ...constant('a'), condition: { any: [{ object: 'deal', property: 'amount', op: 'gt' }] } }),
      [optional],
    ),
  ],
  [
    'bad_condition',
    'A condition looks at “name” of a line item. Only the filter of line items can do that. Correct the condition.',
    lint(rules({ ...constant('a'), condition: { object: 'lineItem', property: 'name', op: 'empty' } }), [
      optional,
    ]),
  ],
  [
    'transform_cannot_apply',
    'x: the step “as a date” cannot work here. It would be given yes or no. Remove the step, or put the right one before it.',
    lint(rules({ ...from('deal', 'renews'), transforms: [{ kind: 'date' }] }), [optional]),
  ],
  [
    'unknown_column',
    'x has no column “colour”. It was renamed or removed in SpotDraft. Map the new column and remove this one.',
    lint(
      rules(
        rows(
          { key: 'product', property: 'name' },
          { key: 'n', property: 'quantity' },
          { key: 'colour', property: 'name' },
        ),
      ),
      [table],
    ),
  ],
  [
    'default_missing',
    'x: a default is to be used when there is no value, but there is none. Neither the rule nor the template has a default. Write a default, or choose to stop or to leave it blank.',
    lint(rules({ ...from('deal', 'dealname'), whenMissing: 'default' }), [optional]),
  ],
  [
    'invalid_default',
    'x: the default cannot be used. “soon” is not a date. Correct it.',
    lint(rules({ ...from('deal', 'closedate'), whenMissing: 'default', default: 'soon' }), [
      attribute('x', 'date'),
    ]),
  ],
  [
    'signatory_rule',
    'Some signatories have a place in the signing order and others have none. SpotDraft takes an order for all of them or for none. Number all of them, or none.',
    lint({
      signatories: [signer('a@b.example', { signOrder: 1, role: 'counterparty' }), signer('c@d.example')],
    }),
  ],
  [
    'signatory_rule',
    'Nobody of the counterparty signs. With a signing order SpotDraft wants at least one signatory of the counterparty. Add one, or remove the order.',
    lint({ signatories: [signer('a@b.example', { signOrder: 1 })] }),
  ],
  [
    'signatory_rule',
    'Two signatories have the same e-mail address. Their rules for it are the same. Take another contact, or remove one.',
    lint({ signatories: [signer('a@b.example'), signer('a@b.example')] }),
  ],
  [
    'counterparty_kind',
    'The counterparty is an organisation. The template is for individuals only. Set it to individuals.',
    lint({}, [], { counterpartyKind: 'Individual' }),
  ],
  [
    'counterparty_kind',
    'The counterparty may be an organisation or an individual. The template is for organisations only. Set it to organisations.',
    lint(
      {
        counterparty: {
          ...party,
          kind: { individualWhen: { object: 'deal', property: 'amount', op: 'empty' } },
        },
      },
      [],
      { counterpartyKind: 'Organisation' },
    ),
  ],
  [
    'country_unknown',
    '“Atlantis” is not a country. SpotDraft takes countries by their two-letter code, and this is no name or code of one. Write a country’s name or two-letter code.',
    lint({ counterparty: { ...party, jurisdiction: constant('Atlantis') } }),
  ],
  [
    'way_back_read_only',
    'The deal property “Hs calc” cannot be written. HubSpot calculates or sets its value itself. Choose another property.',
    lint({ writeBack: [{ keyPointer: { label: 'Value' }, property: 'hs_calc' }] }),
  ],
  [
    'way_back_type',
    'The deal property “Closedate” cannot take this. It is of the type date, and the rule writes amount. Choose “auto”, or another property.',
    lint({ writeBack: [{ keyPointer: { label: 'Value' }, property: 'closedate', as: 'amount' }] }),
  ],
  [
    'property_missing',
    'The deal property “nope” does not exist. It was renamed or deleted in HubSpot. Choose another property.',
    lint({ writeBack: [{ keyPointer: { label: 'Value' }, property: 'nope' }] }),
  ],
  [
    'not_an_option',
    '“weekly” cannot be written to “Billing”. Its options are “m”, “y”. Correct the right-hand side of the table.',
    lint({
      writeBack: [
        { keyPointer: { label: 'Cycle' }, property: 'billing', lookup: [{ from: 'W', to: 'weekly' }] },
      ],
    }),
  ],
  [
    'duplicate_rule',
    'Two contract values go to the deal property “dealname”. Another rule writes to “dealname”. Remove one of them, or give the first a condition.',
    lint({
      writeBack: [
        { keyPointer: { label: 'A' }, property: 'dealname' },
        { keyPointer: { label: 'B' }, property: 'dealname' },
      ],
    }),
  ],
];

describe('the lint', () => {
  it.each(broken)('%s: %s', (code, sentence, found) => {
    const said = found
      .filter((finding) => finding.code === code)
      .map(({ message, reason, fix }) => `${message} ${reason} ${fix}`);
    expect(said).toContain(sentence);
  });

  it('has a test for each of its rules', () => {
    expect(findingCodes.filter((code) => !broken.some(([tested]) => tested === code))).toEqual([]);
  });

  it('finds nothing in a mapping that is right, and puts errors first in one that is not', () => {
    const right = lint(
      rules(
        {
          ...from('deal', 'billing'),
          transforms: [
            {
              kind: 'lookup',
              table: [
                { from: 'y', to: 'annual' },
                { from: 'm', to: 'monthly' },
              ],
            },
          ],
        },
        { target: 'total', ...from('deal', 'amount'), transforms: [{ kind: 'currency' }] },
        { target: 'fixed', ...constant('12'), transforms: [{ kind: 'currency' }] },
        { target: 'rows', ...rows({ key: 'product', property: 'name' }, { key: 'n', property: 'quantity' }) },
        { target: 'note', ...text('{{deal.dealname}} {{data.total.value}}') },
      ),
      [
        billing,
        ...money('total'),
        ...money('fixed'),
        { ...table, variable: 'rows' },
        { ...optional, variable: 'note' },
      ],
    );
    expect(right).toEqual([]);
    const wrong = lint(rules(from('deal', 'secret'), { target: 'gone', ...constant('a') }), [optional]);
    expect(wrong.map(({ severity }) => severity)).toEqual(['error', 'warning']);
    expect([hasErrors(right), hasErrors(wrong)]).toEqual([false, true]);
  });

  it('does not judge objects whose properties were not read', () => {
    const found = lintMapping({
      mapping: mapping(rules(from('quote', 'anything'))),
      template: template([optional]),
      properties: {},
    });
    expect(found).toEqual([]);
  });

  it('never throws, and always says what, why and what to do', () => {
    fc.assert(
      fc.property(anyMapping, anyTemplate, (input, made) => {
        for (const { message, reason, fix, target } of lintMapping({
          mapping: mappingSchema.parse(input),
          template: made,
          properties,
        })) {
          expect([message, reason, fix].every((sentence) => sentence.endsWith('.'))).toBe(true);
          expect(typeof target).toBe('string');
        }
      }),
      { numRuns: 200 },
    );
  });
});
