import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { Comparison, Condition, Mapping } from '@dealdraft/wire/mapping.ts';
import { placedRules } from '../required-properties.ts';
import { listed } from '../match-option.ts';
import { definitionOf, error, warning } from './context.ts';
import type { LintContext } from './context.ts';

type Placed = { path: string; condition: Condition; onLineItem: boolean };

/** Conditions compare with something, and look at a line item only where there is one. */
export function lintConditions(context: LintContext): Finding[] {
  return conditionsOf(context.mapping).flatMap(({ path, condition, onLineItem }) =>
    comparisons(condition).flatMap((one) => [
      ...lintComparison(path, one, onLineItem),
      ...lintOperands(context, path, one),
    ]),
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

const ordered = ['gt', 'gte', 'lt', 'lte'];
const equal = ['eq', 'neq', 'in', 'notIn'];
const sized = ['number', 'date', 'datetime', 'string', 'phone_number'];

/** Whether what is compared with can be met: HubSpot's internal values, and an order only where there is one. */
function lintOperands(
  context: LintContext,
  target: string,
  { object, op, value, values, property }: Comparison,
): Finding[] {
  const definition = definitionOf(context, object === 'lineItem' ? 'line_item' : object, property);
  if (definition === null) return [];
  const doubtful = (message: string, reason: string, fix: string): Finding[] => [
    warning({ code: 'bad_condition', target }, { message, reason, fix }),
  ];
  if (ordered.includes(op) && !sized.includes(definition.type))
    return doubtful(
      `A condition asks whether “${definition.label}” is more or less than something.`,
      `It is of the type ${definition.type}, which has no order.`,
      'Compare it with “is” or “is not”.',
    );
  if (!equal.includes(op) || definition.externalOptions || definition.fieldType === 'checkbox') return [];
  const offered =
    definition.type === 'bool' ? ['true', 'false'] : definition.options.map((option) => option.value);
  if (offered.length === 0) return [];
  const known = new Set(offered.map((each) => each.trim().toLowerCase()));
  const strange = (op === 'in' || op === 'notIn' ? (values ?? []) : value === undefined ? [] : [value])
    .map((each) => String(each).trim())
    .filter((each) => each !== '' && !known.has(each.toLowerCase()));
  if (strange.length === 0) return [];
  return doubtful(
    `A condition compares “${definition.label}” with ${listed(strange)}, which it never is.`,
    `Its values in HubSpot are ${listed(offered)}.`,
    'Write the internal value of an option.',
  );
}
