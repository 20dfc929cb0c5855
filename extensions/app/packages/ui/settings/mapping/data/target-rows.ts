import type { Finding, Suggestion } from '@dealdraft/wire/mapping-lint.ts';
import type { Mapping, Rule } from '@dealdraft/wire/mapping.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { missingWords, sourceWords } from '../context/rule-words.ts';
import type { PropertyLabel } from '../context/rule-words.ts';

/** One value of the document, with the rules that make it. */
export type TargetRow = {
  /** What a rule names: a key, or `key.part`. */
  path: string;
  label: string;
  target: Target | null;
  required: boolean;
  /** Places of its rules in `contractData`, in the order in which they are tried. */
  rules: number[];
  /** Source, in words; null when nothing fills it. */
  source: string | null;
  missing: string | null;
  findings: Finding[];
  suggestion: Suggestion<Rule> | null;
};

type Input = {
  mapping: Pick<Mapping, 'contractData'>;
  targets: readonly Target[];
  findings: readonly Finding[];
  suggestions: readonly Suggestion<Rule>[];
  labelOf: PropertyLabel;
};

const isUnder = (path: string, key: string): boolean => path === key || path.startsWith(`${key}.`);

/**
 * Every value of the document as a row, in the template's order; an address by its parts, money as a whole unless a rule
 * names a part of it. Rules for what the template does not have (any more) come last.
 */
export const targetRows = ({ mapping, targets, findings, suggestions, labelOf }: Input): TargetRow[] => {
  const named = new Set(mapping.contractData.map(({ target }) => target));
  const row = (path: string, label: string, target: Target | null, required: boolean): TargetRow => {
    const rules = mapping.contractData.flatMap((rule, index) => (rule.target === path ? [index] : []));
    const [first] = mapping.contractData.filter((rule) => rule.target === path);
    return {
      path,
      label,
      target,
      required,
      rules,
      source:
        first === undefined
          ? null
          : `${sourceWords(first.source, labelOf)}${rules.length > 1 ? `, and ${String(rules.length - 1)} more by condition` : ''}`,
      missing: first === undefined ? null : missingWords(first),
      // The columns of a table are edited with the table, so what is wrong with them is shown there.
      findings: findings.filter((finding) =>
        target?.kind === 'rows' ? isUnder(finding.target, path) : finding.target === path,
      ),
      suggestion:
        rules.length > 0 ? null : (suggestions.find((suggestion) => suggestion.target === path) ?? null),
    };
  };
  const known = targets.flatMap((target): TargetRow[] => {
    const parts = (target.parts ?? []).map((part) =>
      row(
        `${target.key}.${part.key}`,
        part.label.startsWith(target.label) ? part.label : `${target.label}: ${part.label}`,
        part,
        target.required && part.required,
      ),
    );
    const whole = row(target.key, target.label, target, target.required);
    if (target.kind === 'address') return whole.rules.length > 0 ? [whole, ...parts] : [...parts];
    return [whole, ...parts.filter(({ path }) => named.has(path))];
  });
  const listed = new Set(known.map(({ path }) => path));
  const unknown = [...named].filter((path) => !listed.has(path));
  return [...known, ...unknown.map((path) => row(path, path, null, false))];
};

export type RowFilter = 'all' | 'attention' | 'unmapped' | 'suggested' | 'required';

export const isFilled = ({ rules, target }: TargetRow): boolean =>
  rules.length > 0 || target?.defaultValue !== undefined;

export const needsAttention = (row: TargetRow): boolean =>
  row.findings.length > 0 || row.target === null || (row.required && !isFilled(row));

const keeps: Record<RowFilter, (row: TargetRow) => boolean> = {
  all: () => true,
  attention: needsAttention,
  unmapped: (row) => row.rules.length === 0,
  suggested: (row) => row.suggestion !== null,
  required: (row) => row.required,
};

export const filterRows = (rows: readonly TargetRow[], filter: RowFilter, search: string): TargetRow[] => {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return rows.filter((row) => {
    const text = `${row.label} ${row.path} ${row.source ?? ''}`.toLowerCase();
    return keeps[filter](row) && words.every((word) => text.includes(word));
  });
};
