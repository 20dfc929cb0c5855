import type { Comparison, Condition } from '@dealdraft/wire/mapping.ts';

/** A condition as a person reads it: all, any or none of a few tests, each of which may be such a group again. */
export type Group = { mode: 'all' | 'any' | 'none'; items: Condition[] };

export const isComparison = (condition: Condition): condition is Comparison => 'op' in condition;

export const asGroup = (condition: Condition): Group => {
  if ('all' in condition) return { mode: 'all', items: condition.all };
  if ('any' in condition) return { mode: 'any', items: condition.any };
  if ('not' in condition) {
    const { not } = condition;
    return { mode: 'none', items: 'any' in not ? not.any : [not] };
  }
  return { mode: 'all', items: [condition] };
};

/** The shortest condition that means the group; a group without tests is no condition at all. */
export const fromGroup = ({ mode, items }: Group): Condition | undefined => {
  const [first, second] = items;
  if (first === undefined) return undefined;
  if (mode === 'none') return { not: second === undefined ? first : { any: items } };
  if (second === undefined)
    return mode === 'any' || !isComparison(first) ? ({ [mode]: items } as Condition) : first;
  return mode === 'all' ? { all: items } : { any: items };
};

export const needsNoValue = (op: Comparison['op']): boolean => op === 'empty' || op === 'notEmpty';
export const needsList = (op: Comparison['op']): boolean => op === 'in' || op === 'notIn';

/** The same test with another operator: what was written stays as far as it still means something. */
export const withOperator = (test: Comparison, op: Comparison['op']): Comparison => {
  const { value, values, ...rest } = test;
  if (needsNoValue(op)) return { ...rest, op };
  if (needsList(op)) return { ...rest, op, values: values ?? (value === undefined ? [] : [value]) };
  const one = value ?? values?.[0];
  return { ...rest, op, ...(one === undefined ? {} : { value: one }) };
};
