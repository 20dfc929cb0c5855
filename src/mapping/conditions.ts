import type { Comparison, Condition } from '@dealdraft/wire/mapping.ts';
import type { CrmRecord } from '@dealdraft/wire/records.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { parseDecimal } from './decimal.ts';
import { readProperty } from './read-property.ts';
import { findProperty, propertyText } from './scope.ts';
import type { Scope } from './scope.ts';
import { fault } from './value.ts';
import type { Fault } from './value.ts';

type Truth = Result<boolean, Fault>;
/** What a condition looks at: the deal and what hangs on it, and one line item where a filter asks. */
export type ConditionView = { scope: Scope; item?: CrmRecord };

const deepest = 20;

/** An empty property, or a record that is not there, is empty: not equal to anything, not greater, not less. */
export function holds(condition: Condition, view: ConditionView, depth = 0): Truth {
  if (depth > deepest)
    return fault('bad_formula', 'a condition is nested too deeply', 'Ask an admin to simplify it.');
  if ('all' in condition) return every(condition.all, view, depth);
  if ('any' in condition) {
    const none = every(
      condition.any.map((not): Condition => ({ not })),
      view,
      depth,
    );
    return none.ok ? ok(!none.value) : none;
  }
  if ('not' in condition) {
    const inner = holds(condition.not, view, depth + 1);
    return inner.ok ? ok(!inner.value) : inner;
  }
  const text = operandText(condition, view);
  return text.ok ? ok(compare(condition, text.value)) : text;
}

function every(conditions: Condition[], view: ConditionView, depth: number): Truth {
  for (const condition of conditions) {
    const truth = holds(condition, view, depth + 1);
    if (!truth.ok || !truth.value) return truth;
  }
  return ok(true);
}

function operandText(
  { object, association, property }: Comparison,
  { scope, item }: ConditionView,
): Result<string | null, Fault> {
  if (object === 'lineItem') {
    if (item === undefined)
      return fault(
        'bad_formula',
        'a condition on a line item stands where there is none',
        'Ask an admin to correct it.',
      );
    if (findProperty(scope, 'line_item', property) === 'gone')
      return fault(
        'property_gone',
        `the line item property “${property}” does not exist any more`,
        'Ask an admin to map another property.',
      );
    return ok(propertyText(item, property));
  }
  const read = readProperty(scope, { object, association, property });
  if (read.ok) return ok(read.value.text);
  return read.failure.code === 'no_record' ? ok(null) : read;
}

function compare({ op, value, values }: Comparison, text: string | null): boolean {
  switch (op) {
    case 'empty':
      return text === null;
    case 'notEmpty':
      return text !== null;
    case 'eq':
      return order(text, value) === 0;
    case 'neq':
      return order(text, value) !== 0;
    case 'in':
      return (values ?? []).some((each) => order(text, each) === 0);
    case 'notIn':
      return !(values ?? []).some((each) => order(text, each) === 0);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte': {
      const sign = order(text, value);
      if (sign === null) return false;
      return { gt: sign > 0, gte: sign >= 0, lt: sign < 0, lte: sign <= 0 }[op];
    }
  }
}

/** Numbers as numbers, dates and all else as text. Null: there is nothing to compare. */
export function order(text: string | null, value: string | number | boolean | undefined): number | null {
  const other = value === undefined ? '' : String(value).trim();
  if (text === null || other === '') return null;
  const left = parseDecimal(text);
  const right = parseDecimal(other);
  if (left && right) return left.cmp(right);
  const [a, b] = [text.trim().toLowerCase(), other.toLowerCase()];
  return a === b ? 0 : a < b ? -1 : 1;
}
