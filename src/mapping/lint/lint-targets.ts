import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { LineItemsSource, Rule } from '@dealdraft/wire/mapping.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { findRuleTarget } from '../targets/targets.ts';
import { error, warning } from './context.ts';
import type { LintContext } from './context.ts';
import { lintValue } from './lint-value.ts';

/** The rules for `contract_data` against the template: everything required is filled, nothing unknown is, each value fits. */
export function lintTargets(context: LintContext): Finding[] {
  const { mapping, targets } = context;
  const findings = mapping.contractData.flatMap((rule) => lintRule(context, rule));
  return [
    ...findings,
    ...unreachable(mapping.contractData),
    ...targets.flatMap((target) => lintRequired(context, target)),
  ];
}

function lintRule(context: LintContext, rule: Rule): Finding[] {
  const found = findRuleTarget(context.targets, rule.target);
  if (found === null) {
    return [
      error(
        { code: 'unknown_target', target: rule.target },
        {
          message: `The template has no variable “${rule.target}”.`,
          reason: 'It was renamed or removed in SpotDraft, or the mapping is from another template.',
          fix: 'Map the new variable and remove this rule.',
        },
      ),
    ];
  }
  const target = found.part ?? found.target;
  const values = lintValue(context, rule, { path: rule.target, target });
  if (rule.source.kind !== 'lineItems' || target.kind !== 'rows') return values;
  return [...values, ...lintColumns(context, rule.source, target)];
}

function lintColumns(context: LintContext, source: LineItemsSource, target: Target): Finding[] {
  const columns = target.columns ?? [];
  const seen = new Set<string>();
  const findings = source.columns.flatMap((column): Finding[] => {
    const path = `${target.key}.${column.key}`;
    const known = columns.find(({ key }) => key === column.key);
    if (known === undefined) {
      return [
        error(
          { code: 'unknown_column', target: path },
          {
            message: `${target.label} has no column “${column.key}”.`,
            reason: 'It was renamed or removed in SpotDraft.',
            fix: 'Map the new column and remove this one.',
          },
        ),
      ];
    }
    const again = seen.has(column.key) ? [duplicate(path, 'This column is mapped twice.')] : [];
    seen.add(column.key);
    const blank =
      known.required && column.whenMissing === 'blank'
        ? [leftBlank(path, `${target.label}: ${known.label}`)]
        : [];
    return [...again, ...blank, ...lintValue(context, column, { path, target: known })];
  });
  const absent = columns.filter(
    ({ key, required, defaultValue }) => required && defaultValue === undefined && !seen.has(key),
  );
  return [
    ...findings,
    ...absent.map((column) => withoutRule(`${target.key}.${column.key}`, `${target.label}: ${column.label}`)),
  ];
}

/** A rule after one that always applies never gets its turn. */
function unreachable(rules: readonly Rule[]): Finding[] {
  const settled = new Set<string>();
  const wholes = new Set(
    rules.filter(({ condition }) => condition === undefined).map(({ target }) => target),
  );
  return rules.flatMap(({ target, condition }): Finding[] => {
    const whole = target.slice(0, target.lastIndexOf('.'));
    const again = settled.has(target)
      ? [duplicate(target, 'An earlier rule for the same target always applies.')]
      : wholes.has(whole)
        ? [duplicate(target, `The rule for the whole “${whole}” always applies.`)]
        : [];
    if (condition === undefined) settled.add(target);
    return again;
  });
}

export const duplicate = (target: string, reason: string): Finding =>
  error(
    { code: 'duplicate_rule', target },
    {
      message: `There is a second rule for “${target}” that is never used.`,
      reason,
      fix: 'Remove one of them, or give the first a condition.',
    },
  );

const unfilled = ({ key, label, kind }: Target): Finding =>
  kind === 'files' ? fileWanted(key, label) : withoutRule(key, label);

function lintRequired({ mapping }: LintContext, target: Target): Finding[] {
  if (!target.required) return [];
  const whole = mapping.contractData.filter((rule) => rule.target === target.key);
  const parts = mapping.contractData.filter((rule) => rule.target.startsWith(`${target.key}.`));
  if (whole.length + parts.length === 0) return target.defaultValue === undefined ? [unfilled(target)] : [];
  if (whole.length === 0) {
    const absent = (target.parts ?? []).filter(
      (part) => part.required && !parts.some((rule) => rule.target === `${target.key}.${part.key}`),
    );
    return absent.map((part) => withoutRule(`${target.key}.${part.key}`, part.label));
  }
  const findings: Finding[] = [];
  if (whole.every(({ condition }) => condition !== undefined)) {
    findings.push(
      warning(
        { code: 'required_may_be_blank', target: target.key },
        {
          message: `${target.label} is required, but every rule for it has a condition.`,
          reason: 'When none is met the value is not sent, and SpotDraft may refuse the contract.',
          fix: 'Add a last rule without a condition, unless the template hides this question in that case.',
        },
      ),
    );
  }
  if (whole.some(({ whenMissing }) => whenMissing === 'blank'))
    findings.push(leftBlank(target.key, target.label));
  return findings;
}

const leftBlank = (target: string, label: string): Finding =>
  warning(
    { code: 'required_may_be_blank', target },
    {
      message: `${label} is required, but its rule says to leave it blank.`,
      reason: 'The template requires it, so a deal without the value is stopped anyway.',
      fix: 'Choose to stop, or write a default.',
    },
  );

const fileWanted = (target: string, label: string): Finding =>
  error(
    { code: 'required_without_rule', target },
    {
      message: `${label} is required, and it is a file.`,
      reason: 'Files cannot be filled from HubSpot.',
      fix: 'Make this question optional in the template.',
    },
  );

const withoutRule = (target: string, label: string): Finding =>
  error(
    { code: 'required_without_rule', target },
    {
      message: `${label} is required.`,
      reason: 'The template has no default for it.',
      fix: 'Map a source, or use a fixed value.',
    },
  );
