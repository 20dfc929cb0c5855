import { attribute, constant, formula, from, money, text } from '../fixtures.ts';
import { lint, lintTested, optional, rules } from './lint-kit.ts';
import type { Broken } from './lint-kit.ts';

const when = (property: string, op: 'eq' | 'in' | 'lte', value: string) =>
  lint(
    rules({
      ...constant('a'),
      condition: { object: 'deal', property, op, ...(op === 'in' ? { values: [value] } : { value }) },
    }),
    [optional],
  );
const asMoney = (currency: 'deal' | 'EUR' | 'JPY' | { property: string }, decimals?: number) => ({
  transforms: [{ kind: 'currency' as const, currency, ...(decimals === undefined ? {} : { decimals }) }],
});
const free = money('x', { options: [] });

/** What a property is: internal values in text, currencies, decimals, and comparisons of unlike things. */
export const brokenKinds: Broken[] = [
  [
    'raw_value',
    'x',
    'warning',
    'x: the formula writes the internal value of “Billing”. Formulas read what HubSpot stores, not what people see. Use text with placeholders, which writes labels, names, and days.',
    lint(rules(formula('"Billed: " & deal.billing')), [optional]),
  ],
  [
    'raw_value',
    'x',
    'warning',
    'x: the formula writes a date and time in ISO form of “Signed at”. Formulas read what HubSpot stores, not what people see. Use text with placeholders, which writes labels, names, and days.',
    lint(rules(formula('deal.renews ? deal.signed_at : "never"')), [optional]),
  ],
  [
    'raw_value',
    'x',
    'error',
    '{{deal.team}} has no words for people. “Team” is a choice whose options aren’t listed, and DealDraft can’t put it into words. Use another property.',
    lint(rules(text('For {{deal.team}}')), [optional]),
  ],
  [
    'raw_value',
    'x',
    'warning',
    'x: “Time in stage” is a number of milliseconds. HubSpot stores durations in milliseconds, whatever unit it shows. Add the step “as a number” with a factor, or map another property.',
    lint(rules(from('deal', 'time_in_stage')), [optional]),
  ],
  [
    'type_mismatch',
    'x',
    'error',
    'x takes text. The rule makes an internal ID that has no name for it. Choose another source, or add a step that turns it into the right kind.',
    lint(rules(from('deal', 'team')), [optional]),
  ],
  [
    'type_mismatch',
    'x',
    'error',
    'x takes text. The rule makes a file for it. Choose another source, or add a step that turns it into the right kind.',
    lint(rules(from('deal', 'scan')), [optional]),
  ],
  [
    'transform_cannot_apply',
    'x',
    'error',
    'x: the step “label instead of internal value” cannot work here. It would be given an internal ID that has no name. Remove the step, or put the right one before it.',
    lint(rules({ ...from('deal', 'team'), transforms: [{ kind: 'optionLabel' }] }), [optional]),
  ],
  [
    'home_currency',
    'x',
    'warning',
    'x: “Amount in company currency” is in the account’s currency. The step calls it EUR, which is wrong wherever the account’s currency is another. Choose the deal’s currency in the step “as money”: DealDraft then takes the account’s for this property.',
    lint(rules({ ...from('deal', 'amount_in_home_currency'), ...asMoney('EUR') }), free),
  ],
  [
    'home_currency',
    'x',
    'error',
    'x: “Amount in company currency” is in the account’s currency. The step takes the currency from “deal_currency_code”, which may be another. Choose the deal’s currency in the step “as money”: DealDraft then takes the account’s for this property.',
    lint(
      rules({ ...from('deal', 'amount_in_home_currency'), ...asMoney({ property: 'deal_currency_code' }) }),
      free,
    ),
  ],
  [
    'home_currency',
    'x.type',
    'error',
    'x: “Amount in company currency” is in the account’s currency. The currency is taken from “deal_currency_code”, which may be another. Map the whole variable with the step “as money”, or write the account’s currency as a fixed value.',
    lint(
      rules(
        { target: 'x.value', ...from('deal', 'amount_in_home_currency') },
        { target: 'x.type', ...from('deal', 'deal_currency_code') },
      ),
      free,
    ),
  ],
  [
    'more_decimals',
    'x',
    'warning',
    'x: the amount may have 2 decimals. JPY has none, so nobody could pay it exactly. Round it in the step “as money”.',
    lint(rules({ ...from('deal', 'amount'), ...asMoney('JPY', 2) }), free),
  ],
  [
    'more_decimals',
    'x',
    'warning',
    'x: the amount may have 6 decimals. EUR has 2, so nobody could pay it exactly. Round it in the step “as money”.',
    lint(rules({ ...constant('66.666667'), ...asMoney('EUR') }), free),
  ],
  [
    'more_decimals',
    'x',
    'warning',
    'x: the amount may have 6 decimals. No currency has more than 4, so nobody could pay it exactly. Round it in the step “as money”.',
    lint(rules({ ...from('deal', 'amount'), ...asMoney('deal', 6) }), free),
  ],
  [
    'never_filled',
    'x',
    'warning',
    'x: none of the 50 newest deals has a value for it. The test on recent deals found the property empty, or the condition not met, on every deal. Map a property that your team fills in, or check the condition.',
    lintTested(rules({ ...from('deal', 'dealname'), whenMissing: 'blank' }), [optional], 50),
  ],
  [
    'bad_condition',
    'x',
    'error',
    'A condition asks whether “Modules” is one value. Several of its options can be chosen, and then it is not just that one. Compare it with “is one of”: it holds when any of the values is chosen.',
    when('modules', 'eq', 'a'),
  ],
  [
    'bad_condition',
    'x',
    'warning',
    'A condition compares “Modules” with “Analytics”, which it never is. Its values in HubSpot are “a”, “b”. Write the internal value of an option.',
    when('modules', 'in', 'Analytics'),
  ],
  [
    'bad_condition',
    'x',
    'warning',
    'A condition compares “Signed at”, a date and time, with a day. The day it counts as is the day in the account’s time zone. Write a date and time, such as 2026-03-31T18:00:00Z, if a moment is meant.',
    when('signed_at', 'lte', '2026-03-31'),
  ],
  [
    'bad_condition',
    'x',
    'warning',
    'A condition compares “Closedate” with “31.03.2026”, which it never is. It is a date, and this isn’t. Write dates as YYYY-MM-DD.',
    when('closedate', 'lte', '31.03.2026'),
  ],
  [
    'bad_condition',
    'x',
    'warning',
    'A condition compares “Amount” with “many”, which it never is. It is a number, and this isn’t. Write a plain number, with a point for decimals.',
    when('amount', 'eq', 'many'),
  ],
  [
    'bad_condition',
    'x',
    'warning',
    'A condition compares “Renews” with “maybe”, which it never is. Its values in HubSpot are “true”, “false”. Write the internal value of an option.',
    when('renews', 'eq', 'maybe'),
  ],
];

/** The same account, asked things that are right. */
export const soundKinds: [string, ReturnType<typeof lint>][] = [
  [
    'a formula that compares internal values',
    lint(rules(formula('deal.billing = "m" ? "a" : "b"')), [optional]),
  ],
  ['a formula of a checkbox', lint(rules(formula('deal.renews')), [optional])],
  ['a dropdown in text', lint(rules(from('deal', 'billing')), [optional])],
  ['several choices in text', lint(rules(from('deal', 'modules')), [optional])],
  ['a moment in text', lint(rules(from('deal', 'signed_at')), [optional])],
  ['a checkbox in text', lint(rules(text('{{deal.renews}} {{deal.billing}} {{deal.modules}}')), [optional])],
  [
    'an ID that a table turns into words',
    lint(
      rules({
        ...from('deal', 'team'),
        transforms: [{ kind: 'lookup', table: [{ from: '5', to: 'Sales' }] }],
      }),
      [optional],
    ),
  ],
  [
    'milliseconds for another system',
    lint({ recordData: [{ target: 'k', ...from('deal', 'time_in_stage') }] }),
  ],
  ['an ID for another system', lint({ recordData: [{ target: 'k', ...from('deal', 'team') }] })],
  [
    'a converted amount',
    lint(rules({ ...from('deal', 'amount_in_home_currency'), ...asMoney('deal') }), free),
  ],
  ['rounded money', lint(rules({ ...constant('66.666667'), ...asMoney('EUR', 2) }), free)],
  ['one of several choices', when('modules', 'in', 'a')],
  ['a moment', when('signed_at', 'lte', '2026-03-31T18:00:00Z')],
  ['yes', when('renews', 'eq', 'yes')],
  [
    'few recent deals',
    lintTested(rules({ ...from('deal', 'dealname'), whenMissing: 'blank' }), [optional], 9),
  ],
  ['a date', lint(rules(from('deal', 'closedate')), [attribute('x', 'date')])],
];
