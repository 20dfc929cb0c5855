import type { Finding } from '../../wire/mapping-lint.ts';
import type { Comparison, Condition, Mapping } from '../../wire/mapping.ts';
import { placedRules } from '../required-properties.ts';
import { error } from './context.ts';
import type { LintContext } from './context.ts';

type Placed = { path: string; condition: Condition; onLineItem: boolean };

/** Conditions compare with something, and look at a line item only where there is one. */
export function lintConditions({ mapping }: LintContext): Finding[] {
  return conditionsOf(mapping).flatMap(({ path, condition, onLineItem }) =>
    comparisons(condition).flatMap((one) => lintComparison(path, one, onLineItem)),
  );
}

function conditionsOf(mapping: Mapping): Placed[] {
  const ofRules = placedRules(mapping).flatMap(({ path, rule: { condition, source } }): Placed[] => {
    const filter = 'filter' in source ? source.filter : undefined;
    return [
      ...(condition ? [{ path, condition, onLineItem: false }] : []),
      ...(filter ? [{ path, condition: filter, onLineItem: true }] : []),
    ];
  });
  const { kind } = mapping.counterparty;
  const ofKind =
    typeof kind === 'string'
      ? []
      : [{ path: 'counterparty.kind', condition: kind.individualWhen, onLineItem: false }];
  const ofSignatories = mapping.signatories.flatMap(({ condition }, index) =>
    condition ? [{ path: `signatories.${index}`, condition, onLineItem: false }] : [],
  );
  return [...ofRules, ...ofKind, ...ofSignatories];
}

function comparisons(condition: Condition, depth = 0): Comparison[] {
  if (depth > 30) return [];
  if ('all' in condition) return condition.all.flatMap((each) => comparisons(each, depth + 1));
  if ('any' in condition) return condition.any.flatMap((each) => comparisons(each, depth + 1));
  return 'not' in condition ? comparisons(condition.not, depth + 1) : [condition];
}

function lintComparison(
  target: string,
  { object, op, value, values, property }: Comparison,
  onLineItem: boolean,
): Finding[] {
  const wrong = (message: string, reason: string): Finding[] => [
    error({ code: 'bad_condition', target }, { message, reason, fix: 'Correct the condition.' }),
  ];
  if (object === 'lineItem' && !onLineItem)
    return wrong(
      `A condition looks at “${property}” of a line item.`,
      'Only the filter of line items can do that.',
    );
  if (op === 'empty' || op === 'notEmpty') return [];
  const list = op === 'in' || op === 'notIn';
  if (list ? (values ?? []).length > 0 : value !== undefined && value !== '') return [];
  return wrong(`A condition compares “${property}” with nothing.`, 'It can never be met as it is meant.');
}
