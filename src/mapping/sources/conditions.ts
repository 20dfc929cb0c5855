import type { Comparison, Condition } from '@dealdraft/wire/mapping.ts';
import type { CrmRecord } from '@dealdraft/wire/records.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { comparing, meets, order } from '../records/compare.ts';
import type { Comparing } from '../records/compare.ts';
import { readProperty } from '../records/read-property.ts';
import { findProperty, kindOfProperty, propertyText } from '../records/scope.ts';
import type { Scope } from '../records/scope.ts';
import { fault } from '../values/value.ts';
import type { Fault } from '../values/value.ts';

export { order };

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
  const found = compared(condition, view);
  return found.ok ? ok(meets(condition, found.value.text, found.value.about)) : found;
}

function every(conditions: Condition[], view: ConditionView, depth: number): Truth {
  for (const condition of conditions) {
    const truth = holds(condition, view, depth + 1);
    if (!truth.ok || !truth.value) return truth;
  }
  return ok(true);
}

type Compared = { text: string | null; about: Comparing };

/** The value that is looked at, and what it is by its property. */
function compared(
  { object, association, property }: Comparison,
  { scope, item }: ConditionView,
): Result<Compared, Fault> {
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
    const kind = kindOfProperty(scope, 'line_item', property);
    return ok({ text: propertyText(item, property), about: comparing(scope, kind) });
  }
  const kind = kindOfProperty(scope, object, property);
  const about = comparing(scope, kind);
  const read = readProperty(scope, { object, association, property });
  if (read.ok) return ok({ text: read.value.text, about });
  return read.failure.code === 'no_record' ? ok({ text: null, about }) : read;
}
