import { attribute, constant, from, money, nested, party } from '../fixtures.ts';
import { billing, lint, optional, rows, rules, signer, table } from './lint-kit.ts';
import type { Broken } from './lint-kit.ts';

const duration = (parent: string) =>
  nested(parent, 'duration', [
    ['type', 'string'],
    ['value', 'int'],
  ]);

/** Targets, types, options and fixed values. */
export const brokenValues: Broken[] = [
  [
    'unknown_target',
    'x',
    'error',
    'The template has no variable “x”. It was renamed or removed in SpotDraft, or the mapping is from another template. Map the new variable and remove this rule.',
    lint(rules(constant('a'))),
  ],
  [
    'unknown_target',
    'contract.recordData.deal_id',
    'error',
    'The key “deal_id” cannot be set. It joins the contract to its deal. Use another key.',
    lint({ recordData: [{ target: 'deal_id', ...constant('a') }] }),
  ],
  [
    'duplicate_rule',
    'x',
    'error',
    'There is a second rule for “x” that is never used. An earlier rule for the same target always applies. Remove one of them, or give the first a condition.',
    lint(rules(constant('a'), constant('b')), [optional]),
  ],
  [
    'required_without_rule',
    'x',
    'error',
    'x is required. The template has no default for it. Map a source, or use a fixed value.',
    lint({}, [attribute('x', 'string')]),
  ],
  [
    'required_without_rule',
    'x.n',
    'error',
    'x: n is required. The template has no default for it. Map a source, or use a fixed value.',
    lint(rules(rows({ key: 'product', property: 'name' })), [table]),
  ],
  [
    'required_without_rule',
    'counterparty.organizationName',
    'error',
    'The name of the organization is required. SpotDraft refuses an organization without a name. Map it, usually to the company’s name.',
    lint({ counterparty: { kind: 'organisation', pointOfContact: party.pointOfContact } }),
  ],
  [
    'required_may_be_blank',
    'x',
    'warning',
    'x is required, but its rule says to leave it blank. The template requires it, so a deal without the value is stopped anyway. Choose to stop, or write a default.',
    lint(rules({ ...from('deal', 'dealname'), whenMissing: 'blank' }), [attribute('x', 'string')]),
  ],
  [
    'required_may_be_blank',
    'x',
    'warning',
    'x is required, but every rule for it has a condition. When none is met the value is not sent, and SpotDraft may refuse the contract. Add a last rule without a condition, unless the template hides this question in that case.',
    lint(rules({ ...constant('a'), condition: { object: 'deal', property: 'amount', op: 'empty' } }), [
      attribute('x', 'string'),
    ]),
  ],
  [
    'type_mismatch',
    'x',
    'error',
    'x takes an amount with its currency. The rule makes a number for it. Add the step “as money”.',
    lint(rules(from('deal', 'amount')), money('x')),
  ],
  [
    'type_mismatch',
    'x',
    'error',
    'x takes a whole number. The rule makes a date for it. Choose another source, or add a step that turns it into the right kind.',
    lint(rules(from('deal', 'closedate')), [attribute('x', 'int')]),
  ],
  [
    'type_mismatch',
    'x',
    'error',
    'x takes text. The rule makes rows for it. Choose another source, or add a step that turns it into the right kind.',
    lint(rules(rows({ key: 'a', property: 'name' })), [optional]),
  ],
  [
    'not_an_option',
    'x',
    'error',
    'x: the fixed value cannot be used. “weekly” is not one of “Monthly”, “Annual”. Correct it.',
    lint(rules(constant('weekly')), [billing]),
  ],
  [
    'not_an_option',
    'x',
    'error',
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
    'x',
    'warning',
    'x: one option of Billing cannot be sent: “Yearly”. The template’s options are “Monthly”, “Annual”. Add them to a lookup table; until then deals with these options cannot be generated.',
    lint(rules(from('deal', 'billing')), [billing]),
  ],
  [
    'invalid_constant',
    'x',
    'error',
    'x: the fixed value cannot be used. “abc” is not a number. Correct it.',
    lint(rules(constant('abc')), [attribute('x', 'float')]),
  ],
  [
    'invalid_constant',
    'x',
    'error',
    'x: the fixed value is empty. An empty value is never sent. Write a value, or remove the rule.',
    lint(rules(constant('')), [optional]),
  ],
  [
    'invalid_constant',
    'signatories.0.email',
    'error',
    '“not mail” is not an email address. SpotDraft would refuse it. Correct it.',
    lint({ signatories: [signer('not mail')] }),
  ],
  [
    'required_without_rule',
    'x',
    'error',
    'x is required, and it is a file. Files cannot be filled from HubSpot. Make this question optional in the template.',
    lint({}, [attribute('x', 'array of files')]),
  ],
  [
    'required_without_rule',
    'x.value',
    'error',
    'x value is required. The template has no default for it. Map a source, or use a fixed value.',
    lint(rules({ target: 'x.type', ...constant('EUR') }), money('x')),
  ],
  [
    'required_may_be_blank',
    'x.n',
    'warning',
    'x: n is required, but its rule says to leave it blank. The template requires it, so a deal without the value is stopped anyway. Choose to stop, or write a default.',
    lint(
      rules(
        rows({ key: 'product', property: 'name' }, { key: 'n', property: 'quantity', whenMissing: 'blank' }),
      ),
      [table],
    ),
  ],
  [
    'duplicate_rule',
    'x.n',
    'error',
    'There is a second rule for “x.n” that is never used. This column is mapped twice. Remove one of them, or give the first a condition.',
    lint(
      rules(
        rows(
          { key: 'product', property: 'name' },
          { key: 'n', property: 'quantity' },
          { key: 'n', property: 'quantity' },
        ),
      ),
      [table],
    ),
  ],
  [
    'duplicate_rule',
    'x.value',
    'error',
    'There is a second rule for “x.value” that is never used. The rule for the whole “x” always applies. Remove one of them, or give the first a condition.',
    lint(
      rules(
        { ...from('deal', 'amount'), transforms: [{ kind: 'currency' }] },
        { target: 'x.value', ...from('deal', 'amount') },
      ),
      money('x'),
    ),
  ],
  [
    'duplicate_rule',
    'contract.recordData.erp',
    'error',
    'There is a second rule for “contract.recordData.erp” that is never used. An earlier rule for the same key always applies. Remove one of them, or give the first a condition.',
    lint({
      recordData: [
        { target: 'erp', ...constant('a') },
        { target: 'erp', ...constant('b') },
      ],
    }),
  ],
  [
    'type_mismatch',
    'x',
    'error',
    'x takes a length of time. The rule makes a number for it. Add the step “as a length of time”.',
    lint(rules(from('deal', 'amount')), duration('x')),
  ],
  [
    'type_mismatch',
    'x',
    'error',
    'x takes rows. The rule makes text for it. Use line items as the source.',
    lint(rules(from('deal', 'dealname')), [table]),
  ],
  [
    'type_mismatch',
    'x',
    'error',
    'x takes several parts. The rule makes text for it. Map its parts one by one.',
    lint(
      rules(from('deal', 'dealname')),
      nested('x', 'address', [
        ['line_one', 'string'],
        ['city', 'string'],
      ]),
    ),
  ],
  [
    'type_mismatch',
    'x',
    'error',
    'x takes files, which cannot be filled from HubSpot. The rule makes text for it. Make this question optional in the template.',
    lint(rules(from('deal', 'dealname')), [attribute('x', 'array of files')]),
  ],
  [
    'not_a_number',
    'x',
    'error',
    'x: the line item property “Starts” is not a number. It is of the type date, which cannot be added up or compared by size. Choose a number property.',
    lint(rules({ source: { kind: 'lineItemsSum', property: 'starts' } }), [attribute('x', 'float')]),
  ],
  [
    'not_a_number',
    'x.n',
    'warning',
    'n: the line item property “Name” is not a number. It is text in HubSpot: a line item with anything but digits in it stops the contract. Choose a number property.',
    lint(
      rules(rows({ key: 'product', property: 'name' }, { key: 'n', property: 'name', aggregate: 'sum' })),
      [table],
    ),
  ],
  [
    'not_an_option',
    'x',
    'error',
    'x: money in “GBP” cannot be sent. The template’s currencies are “EUR”, “USD”, “JPY”. Choose one of them in the step “as money”.',
    lint(
      rules({ ...from('deal', 'amount'), transforms: [{ kind: 'currency', currency: 'GBP' }] }),
      money('x'),
    ),
  ],
  [
    'not_an_option',
    'x',
    'warning',
    'x: the lookup table expects “weekly”, which Billing never has. Its options in HubSpot are “m”, “y”. Correct the left-hand side of the table, or remove the row.',
    lint(
      rules({
        ...from('deal', 'billing'),
        transforms: [
          {
            kind: 'lookup',
            table: [
              { from: 'm', to: 'monthly' },
              { from: 'y', to: 'annual' },
              { from: 'weekly', to: 'monthly' },
            ],
          },
        ],
      }),
      [billing],
    ),
  ],
];
