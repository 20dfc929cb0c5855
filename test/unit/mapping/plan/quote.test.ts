import { describe, expect, it } from 'vitest';
import type { AssociatedQuote } from '@dealdraft/wire/records.ts';
import { requiredProperties } from '../../../../src/mapping/sources/required-properties.ts';
import {
  associated,
  crmRecord,
  dealRecords,
  from,
  lineOf,
  mapping,
  money,
  plan,
  template,
} from '../fixtures.ts';

const quote = (id: string, properties: Record<string, string>, ...amounts: string[]): AssociatedQuote => ({
  ...associated(crmRecord(id, { hs_title: `Quote ${id}`, ...properties })),
  lineItems: amounts.map((amount, index) => crmRecord(`${id}${String(index)}`, { name: 'Seats', amount })),
});
const rules = mapping({
  contractData: [
    {
      target: 'total',
      source: { kind: 'lineItemsSum', of: 'quote', property: 'amount' },
      transforms: [{ kind: 'currency', currency: { object: 'quote', property: 'hs_currency' } }],
    },
  ],
  recordData: [{ target: 'quote_id', ...from('quote', 'hs_object_id') }],
});
const made = (quotes: AssociatedQuote[], choices: Record<string, string> = {}) =>
  plan({ mapping: rules, template: template(money('total')), records: dealRecords({ quotes }), choices });
const total = (quotes: AssociatedQuote[], choices?: Record<string, string>) =>
  lineOf(made(quotes, choices), 'total');

describe('a quote as the source', () => {
  it('gives its sum, in its own currency, and its id', () => {
    const one = made([quote('7', { hs_currency: 'usd' }, '600.10', '600.20')]);
    expect(one.contract.contractData).toEqual({ total: { type: 'USD', value: 1200.3 } });
    expect(one.contract.recordData).toEqual({ quote_id: '7' });
    expect(one.warnings).toEqual([]);
  });

  it('asks the account for what is needed, and for nothing of quotes when there is no need', () => {
    expect(requiredProperties(rules).quote).toEqual(
      expect.arrayContaining(['hs_currency', 'hs_object_id', 'hs_title']),
    );
    expect(requiredProperties(mapping()).quote).toBeUndefined();
  });

  it('warns when it does not add up to the deal', () => {
    const other = quote('7', { hs_currency: 'EUR' }, '10');
    other.lineItems = [crmRecord('70', { amount: '10', hs_line_item_currency_code: 'USD' })];
    expect(made([other]).warnings.map(({ message }) => message)).toEqual([
      'Line items of the quote are in USD but the deal is in EUR: correct the deal’s currency or the line items.',
      'The line items of the quote add up to EUR 10.00 but the deal amount is EUR 1,200.30: check which one the contract should say.',
    ]);
  });

  it.each<[string, AssociatedQuote[], string, string]>([
    ['none', [], 'missing', 'the deal has no quote. Associate a quote with the deal.'],
    [
      'two',
      [quote('7', {}), quote('8', {})],
      'choose',
      'the deal has 2 quotes and none is the primary one. Choose which one this contract is about.',
    ],
    [
      'one without a currency',
      [quote('7', {}, '5')],
      'missing',
      'the quote has no currency to pay in. Set the currency of the quote.',
    ],
    [
      'one without line items',
      [quote('7', { hs_currency: 'EUR' })],
      'missing',
      'no line item has a value to add up. Add line items to the quote.',
    ],
  ])('%s: never a guess', (_what, quotes, status, words) => {
    const line = total(quotes);
    expect(line.problem?.message).toContain(words);
    expect(line.status).toBe(status);
  });

  it('of two takes the one that was chosen', () => {
    const two = [quote('7', { hs_currency: 'EUR' }, '5'), quote('8', { hs_currency: 'JPY' }, '9')];
    expect(total(two, { quote: '8' }).value).toEqual({ type: 'JPY', value: 9 });
  });
});
