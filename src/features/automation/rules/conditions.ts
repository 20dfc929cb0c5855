import type { DealCondition } from '@dealdraft/wire/automation.ts';
import { isBlank } from '@dealdraft/wire/text-form.ts';
import { meets, untyped } from '../../../mapping/records/compare.ts';
import type { DealFacts } from './facts.ts';

const holds = (condition: DealCondition, { properties, comparing = {} }: Conditioned): boolean => {
  const stored = properties[condition.property] ?? null;
  return meets(
    condition,
    stored === null || isBlank(stored) ? null : stored,
    comparing[condition.property] ?? untyped,
  );
};

type Conditioned = Pick<DealFacts, 'properties' | 'comparing'>;

/**
 * The first condition that the deal doesn't meet, or null when it meets all. Values are compared as in a mapping: by what
 * their property is, days as the account's.
 */
export const unmetCondition = (
  conditions: readonly DealCondition[],
  deal: Conditioned,
): DealCondition | null => conditions.find((condition) => !holds(condition, deal)) ?? null;

const words: Record<DealCondition['op'], string> = {
  eq: 'is',
  neq: 'is not',
  in: 'is one of',
  notIn: 'is none of',
  empty: 'is empty',
  notEmpty: 'is not empty',
  gt: 'is more than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
};

/** "amount is at least 1000" */
export const conditionText = ({ property, op, value, values }: DealCondition): string => {
  const operand = op === 'in' || op === 'notIn' ? (values ?? []).join(', ') : String(value ?? '');
  return `${property} ${words[op]}${op === 'empty' || op === 'notEmpty' ? '' : ` ${operand}`}`;
};
