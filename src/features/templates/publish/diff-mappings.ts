import { humanized } from '../../../mapping/values/humanized.ts';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { DiffView } from '@dealdraft/wire/settings.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { describeMapping } from './describe-rules.ts';

/** What differs between two mappings: one line for each variable or path, in words. */
export const diffMappings = (
  before: Mapping | null,
  after: Mapping,
  targets: readonly Target[],
): DiffView['changes'] => {
  const was = before === null ? new Map<string, string>() : describeMapping(before);
  const is = describeMapping(after);
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((target) => {
    const pair = { before: was.get(target) ?? null, after: is.get(target) ?? null };
    if (pair.before === pair.after) return [];
    const kind = pair.before === null ? 'added' : pair.after === null ? 'removed' : 'changed';
    const label = targets.find(({ key }) => key === target)?.label ?? humanized(target.replaceAll('.', ' '));
    return [{ target, label, kind: kind as DiffView['changes'][number]['kind'], ...pair }];
  });
};
