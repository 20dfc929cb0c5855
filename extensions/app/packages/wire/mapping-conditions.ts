import { z } from 'zod';

/**
 * Which of several associated records is meant: the one with the label, else the primary one, else the only one, else a
 * person is asked. `orElse: 'missing'` stops at the label: a record without it is never taken instead.
 */
export const association = z.object({
  label: z.string().trim().min(1).max(200).optional(),
  orElse: z.enum(['pick', 'missing']).default('pick'),
});
export type Association = z.output<typeof association>;

const operand = z.union([z.string().max(2_000), z.number(), z.boolean()]);

/** A test of one property. `lineItem` may be used in the filter of line items only. */
export const comparison = z.object({
  object: z.enum(['deal', 'company', 'contact', 'owner', 'quote', 'lineItem']),
  association: association.optional(),
  property: z.string().min(1).max(200),
  op: z.enum(['eq', 'neq', 'in', 'notIn', 'empty', 'notEmpty', 'gt', 'gte', 'lt', 'lte']),
  /** For eq, neq and the orders. Numbers compare as numbers, all else as text without regard to case. */
  value: operand.optional(),
  values: z.array(operand).max(200).optional(),
});
export type Comparison = z.output<typeof comparison>;

export type Condition = Comparison | { all: Condition[] } | { any: Condition[] } | { not: Condition };
type ConditionInput =
  | z.input<typeof comparison>
  | { all: ConditionInput[] }
  | { any: ConditionInput[] }
  | { not: ConditionInput };

export const condition: z.ZodType<Condition, ConditionInput> = z.lazy(() =>
  z.union([
    comparison,
    z.object({ all: z.array(condition).max(50) }),
    z.object({ any: z.array(condition).max(50) }),
    z.object({ not: condition }),
  ]),
);
