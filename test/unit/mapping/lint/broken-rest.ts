import { attribute, constant, formula, from, party, text } from '../fixtures.ts';
import { lint, optional, rows, rules, signer, table } from './lint-kit.ts';
import type { Broken } from './lint-kit.ts';

/** Properties, formulas, conditions, steps, parties and the way back. */
export const brokenRest: Broken[] = [
  [
    'property_missing',
    'x',
    'error',
    'The deal property “po” does not exist. It was renamed or deleted in HubSpot. Map another property.',
    lint(rules(text('PO {{deal.po}}')), [optional]),
  ],
  [
    'property_missing',
    'x',
    'error',
    'The deal property “old” does not exist. It was archived in HubSpot. Map another property.',
    lint(rules(formula('deal.old & "x"')), [optional]),
  ],
  [
    'property_missing',
    'x',
    'error',
    'The deal owner property “phone” does not exist. Owners have id, email, firstName, lastName, userId. Map another property.',
    lint(rules(from('owner', 'phone')), [optional]),
  ],
  [
    'property_hidden',
    'x',
    'warning',
    'The deal property “Secret” is hidden in HubSpot. Sellers cannot see or fill it on the record. Show it in HubSpot, or map another property.',
    lint(rules(from('deal', 'secret')), [optional]),
  ],
  [
    'bad_formula',
    'x',
    'error',
    'The formula cannot be read at character 13. Unexpected end of expression. Correct the formula.',
    lint(rules(formula('deal.amount +')), [optional]),
  ],
  [
    'bad_formula',
    'x',
    'error',
    'The formula reads a line item where there is none. “item” and “items” exist in the columns of rows only; elsewhere there is “lineItems”. Correct the formula.',
    lint(rules(formula('item.name')), [optional]),
  ],
  [
    'circular',
    'x',
    'error',
    '“x” is made from itself. These read each other: x, y. Take the value from its source in one of them.',
    lint(rules(text('{{data.y}}'), { target: 'y', ...formula('data.x') }), [
      optional,
      { ...optional, variable: 'y' },
    ]),
  ],
  [
    'bad_placeholder',
    'x',
    'error',
    '{{dael.name}} is not a placeholder. A placeholder names an object and a property, such as {{deal.dealname}} or {{company[Billing].name}}. Correct it.',
    lint(rules(text('{{dael.name}}')), [optional]),
  ],
  [
    'bad_placeholder',
    'x',
    'error',
    '“data.z” is read, but the template has no variable “z”. It was renamed or removed in SpotDraft. Name a variable of the template.',
    lint(rules(formula('data.z')), [optional]),
  ],
  [
    'bad_condition',
    'x',
    'error',
    'A condition compares “amount” with nothing. It can never be met as it is meant. Correct the condition.',
    lint(
      rules({ ...constant('a'), condition: { any: [{ object: 'deal', property: 'amount', op: 'gt' }] } }),
      [optional],
    ),
  ],
  [
    'bad_condition',
    'x',
    'error',
    'A condition looks at “name” of a line item. Only the filter of line items can do that. Correct the condition.',
    lint(rules({ ...constant('a'), condition: { object: 'lineItem', property: 'name', op: 'empty' } }), [
      optional,
    ]),
  ],
  [
    'transform_cannot_apply',
    'x',
    'error',
    'x: the step “as a date” cannot work here. It would be given yes or no. Remove the step, or put the right one before it.',
    lint(rules({ ...from('deal', 'renews'), transforms: [{ kind: 'date' }] }), [optional]),
  ],
  [
    'unknown_column',
    'x.color',
    'error',
    'x has no column “color”. It was renamed or removed in SpotDraft. Map the new column and remove this one.',
    lint(
      rules(
        rows(
          { key: 'product', property: 'name' },
          { key: 'n', property: 'quantity' },
          { key: 'color', property: 'name' },
        ),
      ),
      [table],
    ),
  ],
  [
    'default_missing',
    'x',
    'error',
    'x: a default is to be used when there is no value, but there is none. Neither the rule nor the template has a default. Write a default, or choose to stop or to leave it blank.',
    lint(rules({ ...from('deal', 'dealname'), whenMissing: 'default' }), [optional]),
  ],
  [
    'invalid_default',
    'x',
    'error',
    'x: the default cannot be used. “soon” is not a date. Correct it.',
    lint(rules({ ...from('deal', 'closedate'), whenMissing: 'default', default: 'soon' }), [
      attribute('x', 'date'),
    ]),
  ],
  [
    'signatory_rule',
    'signatories',
    'error',
    'Some signatories have a place in the signing order and others have none. SpotDraft takes an order for all of them or for none. Number all of them, or none.',
    lint({
      signatories: [signer('a@b.example', { signOrder: 1, role: 'counterparty' }), signer('c@d.example')],
    }),
  ],
  [
    'signatory_rule',
    'signatories',
    'error',
    'Nobody of the counterparty signs. With a signing order SpotDraft wants at least one signatory of the counterparty. Add one, or remove the order.',
    lint({ signatories: [signer('a@b.example', { signOrder: 1 })] }),
  ],
  [
    'signatory_rule',
    'signatories.1',
    'warning',
    'Two signatories have the same email address. Their rules for it are the same. Take another contact, or remove one.',
    lint({ signatories: [signer('a@b.example'), signer('a@b.example')] }),
  ],
  [
    'counterparty_kind',
    'counterparty.kind',
    'error',
    'The counterparty is an organization. The template is for individuals only. Set it to individuals.',
    lint({}, [], { counterpartyKind: 'Individual' }),
  ],
  [
    'counterparty_kind',
    'counterparty.kind',
    'warning',
    'The counterparty may be an organization or an individual. The template is for organizations only. Set it to organizations.',
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
    'counterparty.jurisdiction',
    'error',
    '“Atlantis” is not a country. SpotDraft takes countries by their two-letter code, and this is no name or code of one. Write a country’s name or two-letter code.',
    lint({ counterparty: { ...party, jurisdiction: constant('Atlantis') } }),
  ],
  [
    'way_back_read_only',
    'writeBack.0',
    'error',
    'The deal property “Hs calc” cannot be written. HubSpot calculates or sets its value itself. Choose another property.',
    lint({ writeBack: [{ keyPointer: { label: 'Value' }, property: 'hs_calc' }] }),
  ],
  [
    'way_back_type',
    'writeBack.0',
    'error',
    'The deal property “Closedate” cannot take this. It is of the type date, and the rule writes amount. Choose “auto”, or another property.',
    lint({ writeBack: [{ keyPointer: { label: 'Value' }, property: 'closedate', as: 'amount' }] }),
  ],
  [
    'required_without_rule',
    'counterparty.organizationType',
    'warning',
    'The organization type is required. SpotDraft refuses organizations without a type from the workspace’s own list. Choose the type under Counterparty.',
    lint({ counterparty: { ...party, organizationType: undefined } }),
  ],
  [
    'property_missing',
    'writeBack.0',
    'error',
    'The deal property “nope” does not exist. It was renamed or deleted in HubSpot. Choose another property.',
    lint({ writeBack: [{ keyPointer: { label: 'Value' }, property: 'nope' }] }),
  ],
  [
    'not_an_option',
    'writeBack.0',
    'error',
    '“weekly” cannot be written to “Billing”. Its options are “m”, “y”. Correct the right-hand side of the table.',
    lint({
      writeBack: [
        { keyPointer: { label: 'Cycle' }, property: 'billing', lookup: [{ from: 'W', to: 'weekly' }] },
      ],
    }),
  ],
  [
    'duplicate_rule',
    'writeBack.1',
    'error',
    'Two contract values go to the deal property “dealname”. Another rule writes to “dealname”. Remove one of them, or give the first a condition.',
    lint({
      writeBack: [
        { keyPointer: { label: 'A' }, property: 'dealname' },
        { keyPointer: { label: 'B' }, property: 'dealname' },
      ],
    }),
  ],
  [
    'transform_cannot_apply',
    'x',
    'error',
    'x: the lookup table is empty. No value would get through it. Fill in the table, or remove the step.',
    lint(rules({ ...from('deal', 'dealname'), transforms: [{ kind: 'lookup', table: [] }] }), [optional]),
  ],
  [
    'invalid_default',
    'signatories.0.email',
    'error',
    '“nobody” is not an email address. SpotDraft would refuse it. Correct it.',
    lint({
      signatories: [
        signer('a@b.example', {
          email: { ...from('contact', 'email'), whenMissing: 'default', default: 'nobody' },
        }),
      ],
    }),
  ],
  [
    'bad_condition',
    'x',
    'warning',
    'A condition compares “Billing” with “Monthly”, which it never is. Its values in HubSpot are “m”, “y”. Write the internal value of an option.',
    lint(
      rules({
        ...constant('a'),
        condition: { object: 'deal', property: 'billing', op: 'in', values: ['m', 'Monthly'] },
      }),
      [optional],
    ),
  ],
  [
    'bad_condition',
    'x',
    'warning',
    'A condition asks whether “Renews” is more or less than something. It is of the type bool, which has no order. Compare it with “is” or “is not”.',
    lint(
      rules({
        ...constant('a'),
        condition: { object: 'deal', property: 'renews', op: 'gt', value: 'false' },
      }),
      [optional],
    ),
  ],
  [
    'counterparty_kind',
    'counterparty.kind',
    'error',
    'The counterparty is an individual. The template is for organizations only. Set it to organizations.',
    lint({ counterparty: { ...party, kind: 'individual' } }, [], { counterpartyKind: 'Organisation' }),
  ],
  [
    'property_missing',
    'writeBack.0',
    'error',
    'The deal property “old” does not exist. It was archived in HubSpot. Choose another property.',
    lint({ writeBack: [{ keyPointer: { label: 'Value' }, property: 'old' }] }),
  ],
  [
    'way_back_type',
    'writeBack.0',
    'error',
    'The deal property “Scan” cannot take this. It holds files, and the rule writes a value. Choose another property.',
    lint({ writeBack: [{ keyPointer: { label: 'Value' }, property: 'scan' }] }),
  ],
  [
    'way_back_reserved',
    'writeBack.0',
    'error',
    'A contract value cannot go to the deal property “dealdraft_status”. DealDraft writes the contract’s status and dates to it. Choose another property.',
    lint({ writeBack: [{ keyPointer: { label: 'Status' }, property: 'dealdraft_status' }] }),
  ],
  [
    'way_back_reserved',
    'writeBack.0',
    'error',
    'A contract value cannot go to the deal property “dealstage”. A deal moves by the stage rules, which know of its other contracts and never move it back. Make a stage rule instead.',
    lint({ writeBack: [{ keyPointer: { label: 'Status' }, property: 'dealstage' }] }),
  ],
];
