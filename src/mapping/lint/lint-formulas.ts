import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { Source } from '@dealdraft/wire/mapping.ts';
import { parseFormula } from '../formulas/formula-syntax.ts';
import { placedRules } from '../sources/required-properties.ts';
import { dataReadBy, orderByReads } from '../plan/rule-order.ts';
import { findRuleTarget } from '../targets/targets.ts';
import { placeholders } from '../sources/text-template.ts';
import { error } from './context.ts';
import type { LintContext } from './context.ts';

/** Formulas and texts: they can be read, they name what exists, and no target is made from itself. */
export function lintFormulas(context: LintContext): Finding[] {
  const findings = placedRules(context.mapping).flatMap(({ path, rule }) => [
    ...lintSource(path, rule.source),
    ...lintReads(context, path, rule.source),
  ]);
  return [...findings, ...lintCircles(context)];
}

function lintSource(path: string, source: Source): Finding[] {
  if (source.kind === 'formula') return lintFormula(path, source.expression, false);
  if (source.kind === 'lineItems') {
    return source.columns.flatMap(({ key, source: column }) =>
      column.kind === 'formula' ? lintFormula(`${path}.${key}`, column.expression, true) : [],
    );
  }
  if (source.kind !== 'text') return [];
  return placeholders(source.template).flatMap((each): Finding[] =>
    each.object !== null
      ? []
      : [
          error(
            { code: 'bad_placeholder', target: path },
            {
              message: `${each.text} is not a placeholder.`,
              reason:
                'A placeholder names an object and a property, such as {{deal.dealname}} or {{company[Billing].name}}.',
              fix: 'Correct it.',
            },
          ),
        ],
  );
}

function lintFormula(target: string, expression: string, inRow: boolean): Finding[] {
  const parsed = parseFormula(expression);
  const wrong = (message: string, reason: string): Finding[] => [
    error({ code: 'bad_formula', target }, { message, reason, fix: 'Correct the formula.' }),
  ];
  if (!parsed.ok) {
    const { message, position } = parsed.failure;
    return wrong(
      `The formula cannot be read${position === null ? '' : ` at character ${position}`}.`,
      `${message}.`,
    );
  }
  const strays = parsed.value.paths.filter(({ root }) => root === 'item' || root === 'items');
  if (inRow || strays.length === 0) return [];
  return wrong(
    'The formula reads a line item where there is none.',
    '“item” and “items” exist in the columns of rows only; elsewhere there is “lineItems”.',
  );
}

function lintReads({ targets, scope }: LintContext, path: string, source: Source): Finding[] {
  return dataReadBy(source, scope.formulas).flatMap((name): Finding[] => {
    if (findRuleTarget(targets, name) ?? targets.find(({ key }) => name.startsWith(`${key}.`))) return [];
    return [
      error(
        { code: 'bad_placeholder', target: path },
        {
          message: `“data.${name}” is read, but the template has no variable “${name}”.`,
          reason: 'It was renamed or removed in SpotDraft.',
          fix: 'Name a variable of the template.',
        },
      ),
    ];
  });
}

function lintCircles({ mapping, targets, scope }: LintContext): Finding[] {
  const keyOf = (name: string): string =>
    findRuleTarget(targets, name)?.target.key ?? name.split('.')[0] ?? name;
  const reads = new Map<string, Set<string>>();
  for (const rule of mapping.contractData) {
    const known = reads.get(keyOf(rule.target)) ?? new Set<string>();
    for (const name of dataReadBy(rule.source, scope.formulas)) known.add(keyOf(name));
    reads.set(keyOf(rule.target), known);
  }
  const circular = [...orderByReads(reads).circular];
  return circular.map((target) =>
    error(
      { code: 'circular', target },
      {
        message: `“${target}” is made from itself.`,
        reason: `These read each other: ${circular.join(', ')}.`,
        fix: 'Take the value from its source in one of them.',
      },
    ),
  );
}
