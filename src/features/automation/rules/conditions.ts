import { Decimal } from 'decimal.js';
import type { DealCondition } from '@dealdraft/wire/automation.ts';
import { fold, isBlank } from '@dealdraft/wire/text-form.ts';

const numberOf = (text: string): Decimal | null =>
  /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? new Decimal(text) : null;

/** Negative, 0 or positive; null when one of the two is empty. Numbers by value, all else as text without regard to case. */
const order = (text: string | null, value: string | number | boolean | undefined): number | null => {
  const left = (text ?? '').trim();
  const right = value === undefined ? '' : String(value).trim();
  if (left === '' || right === '') return null;
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== null && b !== null) return a.comparedTo(b);
  const [c, d] = [fold(left), fold(right)];
  return c === d ? 0 : c < d ? -1 : 1;
};

const holds = ({ op, value, values = [] }: DealCondition, text: string | null): boolean => {
  const sign = order(text, value);
  switch (op) {
    case 'empty':
      return isBlank(text ?? '');
    case 'notEmpty':
      return !isBlank(text ?? '');
    case 'eq':
      return sign === 0;
    case 'neq':
      return sign !== 0;
    case 'in':
      return values.some((each) => order(text, each) === 0);
    case 'notIn':
      return !values.some((each) => order(text, each) === 0);
    case 'gt':
      return sign !== null && sign > 0;
    case 'gte':
      return sign !== null && sign >= 0;
    case 'lt':
      return sign !== null && sign < 0;
    case 'lte':
      return sign !== null && sign <= 0;
  }
};

/** The first condition that the deal does not meet, or null when it meets all. An empty property is neither greater nor less. */
export const unmetCondition = (
  conditions: readonly DealCondition[],
  properties: Readonly<Record<string, string | null>>,
): DealCondition | null =>
  conditions.find((condition) => !holds(condition, properties[condition.property] ?? null)) ?? null;

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
