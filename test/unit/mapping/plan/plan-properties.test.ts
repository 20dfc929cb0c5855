import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decimal } from 'decimal.js';
import { planNow } from '../../../../src/mapping/plan/build-plan.ts';
import type { PlanInput } from '../../../../src/mapping/plan/build-plan.ts';
import { blocks } from '../../../../src/mapping/plan/evaluate-rule.ts';
import { requiredProperties } from '../../../../src/mapping/sources/required-properties.ts';
import { readiness } from '../../../../src/mapping/plan/readiness.ts';
import { compareWithDeal } from '../../../../src/mapping/afterwards/drift.ts';
import { compareEcho } from '../../../../src/mapping/afterwards/echo.ts';
import { templateTargets } from '../../../../src/mapping/targets/targets.ts';
import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import type { Json } from '@dealdraft/wire/plan.ts';
import { anyChoices, anyMapping, anyPortal, anyRecords, anyTemplate } from '../arbitraries.ts';
import { attribute, crmRecord, dealRecords, from, money, now, planOne } from '../fixtures.ts';

const anyInput: fc.Arbitrary<PlanInput> = fc.record({
  mapping: anyMapping.map((input) => mappingSchema.parse(input)),
  mappingVersionId: fc.constant('v'),
  template: anyTemplate,
  records: anyRecords,
  choices: anyChoices,
  portal: anyPortal,
  now: fc.constantFrom(now, new Date(Number.NaN)),
});

const isBlank = (value: Json | undefined): boolean =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' && value.trim() === '') ||
  (Array.isArray(value) && value.every(isBlank));
/** Everything in it is JSON as it stands: nothing that `JSON.stringify` would drop or change. */
const survivesJson = (value: unknown): boolean => {
  expect(JSON.parse(JSON.stringify(value))).toEqual(value);
  return true;
};

describe('any mapping over any records', () => {
  it('makes a plan, sends nothing blank, and says what it does not send', () => {
    const checked = fc.property(anyInput, (input) => {
      const made = planNow(input);
      survivesJson(made);
      expect(made.blockers).toBe(made.lines.filter(blocks).length);
      const { contractData } = made.contract;
      expect(Object.values(contractData).filter(isBlank)).toEqual([]);
      for (const target of templateTargets(input.template)) {
        const about = made.lines.filter(
          ({ section, target: path }) =>
            section === 'data' && (path === target.key || path.startsWith(`${target.key}.`)),
        );
        expect(about.length).toBeGreaterThan(0);
        if (!target.required || Object.hasOwn(contractData, target.key)) continue;
        // A required target without a value: it blocks, or its conditions say that it is not asked for.
        expect(about.some(blocks) || about.every(({ status }) => status === 'skipped')).toBe(true);
      }
      for (const line of made.lines) {
        expect(blocks(line)).toBe(line.problem !== undefined);
        if (blocks(line)) expect(line.value).toBeNull();
      }
      if (made.blockers === 0) {
        const [party] = made.contract.counterparties;
        expect(party?.pointOfContact.email).toMatch(/@/);
        expect(party?.isIndividual === true || !isBlank(party?.organizationName)).toBe(true);
      }
    });
    fc.assert(checked, { numRuns: 700 });
  });

  it('makes the same plan twice', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        expect(JSON.stringify(planNow(input))).toBe(JSON.stringify(planNow(structuredClone(input))));
      }),
      { numRuns: 200 },
    );
  });

  it('can be asked about in every other way', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const made = planNow(input);
        expect(compareWithDeal(made, made)).toEqual([]);
        expect(compareEcho(made.contract.contractData, made.contract.contractData, input.template)).toEqual(
          [],
        );
        expect(readiness(made).state === 'ready').toBe(made.blockers === 0);
        expect(requiredProperties(input.mapping).deal).toContain('dealname');
      }),
      { numRuns: 200 },
    );
  });
});

const amountText = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.integer({ min: 0, max: 3 }))
  .map(([digits, places]) => {
    const value = new Decimal(digits.toString()).div(new Decimal(10).pow(places));
    return value.toFixed(places);
  });

describe('money', () => {
  it('arrives as it stands in HubSpot, to the last digit', () => {
    fc.assert(
      fc.property(amountText, (amount) => {
        const records = dealRecords({ deal: crmRecord('1', { amount, deal_currency_code: 'EUR' }) });
        const line = planOne({ ...from('deal', 'amount'), transforms: [{ kind: 'currency' }] }, money('x'), {
          records,
        });
        const sent = /"value":([^}]+)\}/.exec(JSON.stringify(line.value))?.[1] ?? '';
        expect(new Decimal(sent).eq(amount)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('adds up exactly, however many line items there are', () => {
    const cents = fc.array(fc.integer({ min: -100_000, max: 100_000 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(cents, (amounts) => {
        const lineItems = amounts.map((amount, index) =>
          crmRecord(String(index), { amount: new Decimal(amount).div(100).toFixed(2) }),
        );
        const total = new Decimal(amounts.reduce((sum, amount) => sum + amount, 0)).div(100);
        const sum = planOne(
          { source: { kind: 'lineItemsSum', property: 'amount' } },
          attribute('x', 'float'),
          { records: dealRecords({ lineItems }) },
        );
        expect(sum.value).toBe(total.toNumber());
        const formula = planOne(
          {
            source: {
              kind: 'formula',
              expression: '$reduce(lineItems, function($sum, $item) { $sum + $item.amount }, 0)',
            },
          },
          attribute('x', 'float'),
          { records: dealRecords({ lineItems }) },
        );
        expect(formula.value).toBe(total.toNumber());
      }),
      { numRuns: 100 },
    );
  });

  it.each(['9007199254740993', '12345678901234567.89', '0.12345678901234567891'])(
    'that cannot be sent exactly is a problem: %s',
    (amount) => {
      const records = dealRecords({ deal: crmRecord('1', { amount, deal_currency_code: 'EUR' }) });
      const line = planOne({ ...from('deal', 'amount'), transforms: [{ kind: 'currency' }] }, money('x'), {
        records,
      });
      expect(line).toMatchObject({
        status: 'invalid',
        value: null,
        problem: {
          code: 'not_exact',
          message: `x: ${amount} has more digits than can be sent without change. Round it.`,
        },
      });
    },
  );
});
