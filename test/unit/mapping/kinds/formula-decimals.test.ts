import { describe, expect, it } from 'vitest';
import { attribute, crmRecord, dealRecords, formula, planOne, property } from '../fixtures.ts';
import { newYork } from './kit.ts';

const records = dealRecords({
  deal: crmRecord('1', { amount: '12345678901234567.89', seats: '3' }),
  lineItems: ['0.1', '0.2', '1.005'].map((price, index) => crmRecord(String(index), { price })),
  properties: {
    deal: [property('amount', 'number'), property('seats', 'number')],
    line_item: [property('price', 'number')],
  },
});
const inText = (expression: string) =>
  planOne(formula(expression), attribute('x', 'string'), { records, portal: newYork }).value;
const inNumber = (expression: string) =>
  planOne(formula(expression), attribute('x', 'float'), { records, portal: newYork }).value;

describe('A6: what a formula calls on numbers keeps to decimals', () => {
  it.each<[string, number]>([
    ['1.1 % 1', 0.1],
    ['-1.1 % 1', -0.1],
    ['10 % 3', 1],
    ['0.1 + 0.2', 0.3],
    ['1 / 3 * 3', 1],
    ['10 / 3 * 3', 10],
    ['$sum([1 / 3, 1 / 3, 1 / 3])', 1],
    ['$floor(1 / 3 * 3)', 1],
    ['$power(1.1, 2)', 1.21],
    ['$power(1.005, 2)', 1.010025],
    ['$round($power(1.1, 20) * 100, 2)', 672.75],
    ['$sqrt(0.01)', 0.1],
    ['$abs(-0.3)', 0.3],
    ['$floor(-1.5)', -2],
    ['$ceil(1.000000000000001)', 2],
    ['$floor($round(0.1 + 0.7, 1) * 10)', 8],
    ['$round(12.345, 2)', 12.35],
    ['$round(-2.5)', -3],
    ['$round(1.005, 2)', 1.01],
    ['$round(12345, -2)', 12300],
    ['$sum(lineItems.price)', 1.305],
    ['$average([0.1, 0.2])', 0.15],
    ['$max([0.1, "0.30"])', 0.3],
    ['$min(lineItems.price)', 0.1],
    ['$number("1.10")', 1.1],
    ['lineItems[0].price * 3', 0.3],
    ['$reduce(lineItems.price, function($a, $b) { $a + $b })', 1.305],
    ['$sum($map(lineItems, function($i) { $i.price * 10 }))', 13.05],
    ['deal.seats.$round()', 3],
  ])('%s is %d', (expression, expected) => {
    expect(inNumber(expression)).toBe(expected);
  });

  it.each<[string, string]>([
    ["$formatNumber(12.345, '#,##0.00')", '12.35'],
    ["$formatNumber(1.005, '0.00')", '1.01'],
    ["$formatNumber(-1.005, '0.00')", '-1.01'],
    ["$formatNumber(-1.005, '0.00;(0.00)')", '(1.01)'],
    ["$formatNumber(2.5, '0')", '3'],
    ["$formatNumber(0.12345, '0.0%')", '12.3%'],
    ["$formatNumber(0.1285, '0.0%')", '12.9%'],
    ["$formatNumber(0.0005, '0‰')", '1‰'],
    ["$formatNumber(1234567.895, '#,##0.00')", '1,234,567.90'],
    ["$formatNumber(1.005, '0,00', {'decimal-separator': ',', 'grouping-separator': '.'})", '1,01'],
    ["$formatNumber(0.1 * 3, '0.####')", '0.3'],
    ["$formatNumber(-0.001, '0.00')", '0.00'],
    ["$formatNumber(0.00015, '0.0e0')", '1.5e-4'],
    ['$formatBase(2.5, 2)', '11'],
    ["$formatInteger(2.9, 'w')", 'two'],
    ['$string(0.1 + 0.2)', '0.3'],
    ['"" & 1.1 * 1.1', '1.21'],
    ['"" & 1e21', '1000000000000000000000'],
    ['"" & (0.1 + 0.2 = 0.3)', 'true'],
    ['deal.amount + 0.01', '12345678901234567.9'],
    ['deal.amount > 12345678901234567.88 ? "more" : "less"', 'more'],
    ['deal.amount = 12345678901234567.89 ? "same" : "other"', 'same'],
    ['12345678901234567.89 & ""', '12345678901234567.89'],
    ['10 > "9" ? "by size" : "by text"', 'by size'],
    ['$now("[Y0001]-[M01]-[D01]")', '2026-03-28'],
    ['$fromMillis(1775005784000, "[Y0001]-[M01]-[D01]")', '2026-03-31'],
    ['$fromMillis(1775005784000)', '2026-04-01T01:09:44.000Z'],
  ])('%s is %s', (expression, expected) => {
    expect(inText(expression)).toBe(expected);
  });

  it('says so where digits would be lost', () => {
    const line = planOne(formula("$formatNumber(deal.amount, '0.00')"), attribute('x', 'string'), {
      records,
    });
    expect(line.problem?.message).toContain('has more digits than can be written by a picture');
    const sent = planOne(formula('deal.amount * 2'), attribute('x', 'float'), { records });
    expect(sent.problem).toMatchObject({ code: 'not_exact' });
  });
});
