import { describe, expect, it } from 'vitest';
import { createFormulaRunner } from '../../../../src/mapping/formulas/formula-runner.ts';
import { parseFormula } from '../../../../src/mapping/formulas/formula-syntax.ts';
import { attribute, crmRecord, dealRecords, formula, now, planOne, property } from '../fixtures.ts';
import { cpuMs } from '../cpu-time.ts';

const float = attribute('x', 'float');
const value = (expression: string, kind = float, records = dealRecords()): unknown =>
  planOne(formula(expression), kind, { records }).value;

describe('a formula', () => {
  const numbers = {
    deal: [property('amount', 'number'), property('auto_renew', 'bool')],
    line_item: [property('amount', 'number'), property('quantity', 'number')],
  };
  const records = dealRecords({ properties: {} });
  it.each<[string, unknown]>([
    ['0.1 + 0.2', 0.3],
    ['1.1 * 3', 3.3],
    ['deal.amount * 0.19', 228.057],
    ['-deal.amount', -1200.3],
    ['$sum(lineItems.amount)', 1200.3],
    ['$average(lineItems.amount)', 600.15],
    ['$sum(lineItems.(quantity * price))', 1200.3],
    ['$round(2.345, 2)', 2.35],
    ['$count(lineItems[family = "Licenses"])', 1],
    ['($vat := function($x) { $x * 1.19 }; $vat(100))', 119],
    ['100 / 8', 12.5],
  ])('%s is %j', (expression, expected) => {
    expect(value(expression, float, records)).toBe(expected);
  });

  it('reads typed properties where HubSpot’s types are known', () => {
    const typed = dealRecords({ properties: { deal: [...numbers.deal, property('dealname')] } });
    expect(
      value('deal.amount > 1000 and deal.auto_renew ? "big" : "small"', attribute('x', 'string'), typed),
    ).toBe('big');
  });

  it('makes text, money, tables and dates', () => {
    expect(value('deal.dealname & " / " & 1e3', attribute('x', 'string'))).toBe('Müller renewal / 1000');
    expect(value('today', attribute('x', 'date'))).toBe('2026-03-29');
    expect(value('$now()', attribute('x', 'string'))).toBe(now.toISOString());
    const table = attribute('x', 'repeating', {
      attributes: [attribute('a', 'string'), attribute('n', 'float')],
    });
    expect(value('lineItems.{"a": name, "n": amount}', table)).toEqual([
      { a: 'Seats', n: 1001 },
      { a: 'Support', n: 199.3 },
    ]);
  });

  it('without a result is a missing value, not a zero', () => {
    expect(planOne(formula('deal.nothing * 2'), float)).toMatchObject({
      status: 'missing',
      problem: { code: 'no_value' },
    });
  });

  it('asks which company only if it reads one', () => {
    const company = (id: string) => ({ record: crmRecord(id, { name: id }), labels: [], isPrimary: false });
    const two = dealRecords({ companies: [company('1'), company('2')] });
    expect(planOne(formula('deal.amount'), float, { records: two }).status).toBe('ok');
    expect(planOne(formula('company.name'), attribute('x', 'string'), { records: two }).status).toBe(
      'choose',
    );
  });
});

describe('a formula that cannot be', () => {
  it.each([
    ['deal.amount +', 'Unexpected end of expression'],
    ['$eval("1")', '$eval cannot be used in formulas (at character 5)'],
    ['$random()', '$random cannot be used in formulas'],
    ['($eval := 1; $eval)', '$eval cannot be used'],
    ['$dd_add(1, 2)', '$dd_add cannot be used'],
    ['$toMillis("2026", "[Y][Y]")', '$toMillis cannot be used'],
    ['$nothing(1)', '$nothing cannot be used'],
    ['"a" * 2', '“a” is not a number'],
    ['1 / 0', 'division by zero'],
    ['$error("Ask the desk")', 'Ask the desk'],
    ['item.amount', 'reads a line item where there is none'],
    [`${'('.repeat(2_000)}1${')'.repeat(2_000)}`, 'does not work'],
    ['/(/', 'does not work'],
  ])('%s says why', (expression, why) => {
    const line = planOne(formula(expression), float);
    expect(line).toMatchObject({ status: 'invalid', value: null, problem: { code: 'bad_formula' } });
    expect(line.problem?.message).toContain(why);
  });
});

describe('a formula that would not end', () => {
  const runner = () =>
    createFormulaRunner(now, { perFormulaMs: 60, perPlanMs: 150, documentCharacters: 1_000 });
  it.each([
    ['a loop', '($f := function($n) { $f($n + 1) }; $f(1))'],
    ['recursion', '($f := function($n) { 1 + $f($n + 1) }; $f(1))'],
    ['a pattern that backtracks', '$match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", /^(a+)+$/)'],
    ['text that doubles', '$length($reduce([1..60], function($s) { $s & $s }, "xxxxxxxxxx"))'],
    ['lists that double', '$boolean($reduce([1..60], function($s) { [$s, [$s]] }, 0))'],
    ['nested lists that are compared', '($x := $reduce([1..25], function($s) { [[$s], [$s]] }, 0); $x = $x)'],
    ['a long range', '$count([1..9999999])'],
    ['long padding', '$pad("", 99999999)'],
  ])('is stopped: %s', (_name, expression) => {
    const spent = cpuMs(() => {
      expect(runner().run(expression, {}, [{}]).ok).toBe(false);
    });
    expect(spent).toBeLessThan(1_500);
  });

  it('uses up the time of its plan, and leaves the next plan alone', () => {
    const slow = runner();
    const endless = '($f := function($n) { $f($n + 1) }; $f(1))';
    const said = [1, 2, 3, 4, 5, 6].map(() => slow.run(endless, {}, [{}]));
    expect(said.at(-1)).toMatchObject({
      ok: false,
      failure: { message: 'The formulas of this mapping take too long together' },
    });
    // The limit is of work, so a machine that others fill makes no difference.
    expect(runner().run('1 + 1', {}, [{}])).toEqual({ ok: true, value: [2] });
  });

  it('does not read without end either', () => {
    expect(runner().run('1', { text: 'x'.repeat(2_000) }, [{}])).toMatchObject({
      ok: false,
      failure: { message: 'The deal’s data is too large for a formula' },
    });
  });
});

describe('what formulas can reach', () => {
  it.each([
    '$$.constructor',
    'deal.__proto__',
    '$constructor',
    'deal.constructor.constructor("return process")()',
  ])('%s is nothing, or refused', (expression) => {
    const line = planOne(formula(expression), attribute('x', 'string'));
    expect(['missing', 'invalid']).toContain(line.status);
  });
});

describe('what a formula names', () => {
  it('is known without running it', () => {
    const parsed = parseFormula(
      'deal.amount > 5 ? company.name : data.total & $sum(lineItems.(price * quantity))',
    );
    expect(parsed.ok && parsed.value.paths).toEqual(
      expect.arrayContaining([
        { root: 'deal', name: 'amount' },
        { root: 'company', name: 'name' },
        { root: 'data', name: 'total' },
      ]),
    );
    expect(parsed.ok && [...parsed.value.names]).toEqual(expect.arrayContaining(['price', 'quantity']));
  });
});
