import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasErrors, lintMapping } from '../../../../src/mapping/lint/lint-mapping.ts';
import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import { anyMapping, anyTemplate } from '../arbitraries.ts';
import { constant, from, mapping, money, template, text } from '../fixtures.ts';
import { billing, lint, optional, properties, rows, rules, table } from './lint-kit.ts';

describe('the lint', () => {
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
