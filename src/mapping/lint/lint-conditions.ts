import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { Comparison, Condition, Mapping } from '@dealdraft/wire/mapping.ts';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import { comparable } from '../records/compare.ts';
import type { Operand } from '../records/compare.ts';
import { isNumeric, kindOf } from '../records/property-kind.ts';
import type { PropertyKind } from '../records/property-kind.ts';
import { placedRules } from '../sources/required-properties.ts';
import { listed } from '../targets/match-option.ts';
import { definitionOf, error, warning } from './context.ts';
import type { LintContext } from './context.ts';
import { fold } from '@dealdraft/wire/text-form.ts';

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
const sized: readonly PropertyKind[] = ['date', 'datetime', 'text', 'phone', 'richText', 'unknown'];
const hasOrder = (kind: PropertyKind): boolean => isNumeric(kind) || sized.includes(kind);

/** Whether what is compared with can be met: HubSpot's internal values, its types, and an order only where there is one. */
function lintOperands(context: LintContext, target: string, comparison: Comparison): Finding[] {
  const { object, op, property } = comparison;
  const name = object === 'lineItem' ? 'line_item' : object;
  const definition = definitionOf(context, name, property);
  if (definition === null) return [];
  const about: About = { target, comparison, definition, kind: kindOf(definition, name) };
  if (ordered.includes(op) && !hasOrder(about.kind))
    return [
      doubtful(target, {
        message: `A condition asks whether “${definition.label}” is more or less than something.`,
        reason: `It is of the type ${definition.type}, which has no order.`,
        fix: 'Compare it with “is” or “is not”.',
      }),
    ];
  if ((op === 'eq' || op === 'neq') && about.kind === 'choices') return [oneOfSeveral(about)];
  return [...lintTyped(about), ...lintChoices(about)];
}

type About = {
  target: string;
  comparison: Comparison;
  definition: PropertyDefinition;
  kind: PropertyKind;
};
type Words = { message: string; reason: string; fix: string };
const doubtful = (target: string, words: Words): Finding => warning({ code: 'bad_condition', target }, words);

/** `a;b` is not `a`: who asks for one of several choices means “among them”. */
const oneOfSeveral = ({ target, definition: { label } }: About): Finding =>
  error(
    { code: 'bad_condition', target },
    {
      message: `A condition asks whether “${label}” is one value.`,
      reason: 'Several of its options can be chosen, and then it is not just that one.',
      fix: 'Compare it with “is one of”: it holds when any of the values is chosen.',
    },
  );

const operandsOf = ({ op, value, values }: Comparison): Operand[] => {
  if (op === 'in' || op === 'notIn') return values ?? [];
  return value === undefined || op === 'empty' || op === 'notEmpty' ? [] : [value];
};

/** Numbers with numbers, and days with days; a day beside a moment is the account's. */
function lintTyped({ target, comparison, definition, kind }: About): Finding[] {
  const operands = operandsOf(comparison)
    .map((each) => String(each).trim())
    .filter((each) => each !== '');
  const [type, words] = isNumeric(kind)
    ? (['number', 'a number'] as const)
    : kind === 'date' || kind === 'datetime'
      ? (['day', 'a date'] as const)
      : [null, ''];
  if (type === null) return [];
  const found = operands.map((each) => ({ each, is: comparable(each, { kind }).type }));
  const strange = found.filter(({ is }) => is !== type && !(type === 'day' && is === 'moment'));
  if (strange.length > 0)
    return [
      doubtful(target, {
        message: `A condition compares “${definition.label}” with ${listed(strange.map(({ each }) => each))}, which it never is.`,
        reason: `It is ${words}, and this isn’t.`,
        fix:
          type === 'day' ? 'Write dates as YYYY-MM-DD.' : 'Write a plain number, with a point for decimals.',
      }),
    ];
  if (kind !== 'datetime' || !found.some(({ is }) => is === 'day')) return [];
  return [
    doubtful(target, {
      message: `A condition compares “${definition.label}”, a date and time, with a day.`,
      reason: 'The day it counts as is the day in the account’s time zone.',
      fix: 'Write a date and time, such as 2026-03-31T18:00:00Z, if a moment is meant.',
    }),
  ];
}

function lintChoices({ target, comparison, definition, kind }: About): Finding[] {
  if (!equal.includes(comparison.op) || definition.externalOptions) return [];
  const offered = kind === 'checkbox' ? ['true', 'false'] : definition.options.map((option) => option.value);
  if (offered.length === 0) return [];
  const known = new Set(offered.map(fold));
  const isKnown = (each: string): boolean =>
    kind === 'checkbox' ? comparable(each, { kind }).type === 'boolean' : known.has(fold(each));
  const strange = operandsOf(comparison)
    .map((each) => String(each).trim())
    .filter((each) => each !== '' && !isKnown(each));
  if (strange.length === 0) return [];
  return [
    doubtful(target, {
      message: `A condition compares “${definition.label}” with ${listed(strange)}, which it never is.`,
      reason: `Its values in HubSpot are ${listed(offered)}.`,
      fix: 'Write the internal value of an option.',
    }),
  ];
}
