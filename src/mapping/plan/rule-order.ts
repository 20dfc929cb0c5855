import type { Source } from '@dealdraft/wire/mapping.ts';
import type { FormulaRunner } from '../formulas/formula-runner.ts';
import { placeholders } from '../sources/text-template.ts';

/** The other targets that a source reads: `data.…` in a text, a formula, or a column's formula. */
export function dataReadBy(source: Source, formulas: Pick<FormulaRunner, 'parse'>): string[] {
  if (source.kind === 'text')
    return placeholders(source.template).flatMap((each) => (each.object === 'data' ? [each.name] : []));
  if (source.kind === 'formula') return inFormula(source.expression, formulas);
  if (source.kind !== 'lineItems') return [];
  return source.columns.flatMap(({ source: column }) =>
    column.kind === 'formula' ? inFormula(column.expression, formulas) : [],
  );
}

function inFormula(expression: string, formulas: Pick<FormulaRunner, 'parse'>): string[] {
  const parsed = formulas.parse(expression);
  return parsed.ok ? parsed.value.paths.filter(({ root }) => root === 'data').map(({ name }) => name) : [];
}

/**
 * An order in which every key comes after the keys it reads, and the keys for which there is none because they read
 * each other. Keys keep their given order wherever they can.
 */
export function orderByReads(reads: ReadonlyMap<string, ReadonlySet<string>>): {
  ordered: string[];
  circular: Set<string>;
} {
  const ordered: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const circular = new Set<string>();
  for (const start of reads.keys()) {
    // Own stack: a chain of several hundred keys must not exhaust the machine's.
    const path: { key: string; rest: string[] }[] = [];
    const enter = (key: string): void => {
      state.set(key, 'open');
      path.push({ key, rest: [...(reads.get(key) ?? [])].filter((each) => reads.has(each)) });
    };
    if (!state.has(start)) enter(start);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.shift();
      if (next === undefined) {
        state.set(top.key, 'done');
        ordered.push(top.key);
        path.pop();
      } else if (state.get(next) === 'open') {
        for (const { key } of path.slice(path.findIndex(({ key: each }) => each === next))) circular.add(key);
      } else if (!state.has(next)) enter(next);
    }
  }
  return { ordered, circular };
}
