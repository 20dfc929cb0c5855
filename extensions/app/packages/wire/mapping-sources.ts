import { z } from 'zod';
import { association, condition } from './mapping-conditions.ts';
import { transform } from './mapping-transforms.ts';
import { sourceObjects } from './records.ts';

const property = z.string().min(1).max(200);
const formulaText = z.string().trim().min(1).max(5_000);
const scalar = z.union([z.string().max(20_000), z.number(), z.boolean()]);

/** A fixed value. Money is written as text ("1200.50") so that it stays exact. */
export const constantValue = z.union([scalar, z.array(z.string().max(2_000)).max(200)]);
export type ConstantValue = z.output<typeof constantValue>;

/** One column of the rows made from line items. With `groupBy`, `aggregate` says how a group becomes one value (default: first). */
export const lineItemColumn = z.object({
  key: z.string().min(1).max(200),
  source: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('property'),
      property,
      aggregate: z.enum(['first', 'sum', 'min', 'max', 'average', 'count', 'join']).optional(),
    }),
    /** JSONata over `item` (the row's line item), `items` (its group) and the whole document. */
    z.object({ kind: z.literal('formula'), expression: formulaText }),
    z.object({ kind: z.literal('constant'), value: scalar }),
    z.object({ kind: z.literal('rowNumber') }),
  ]),
  transforms: z.array(transform).max(10).default([]),
  default: constantValue.optional(),
  whenMissing: z.enum(['stop', 'blank', 'default']).default('stop'),
});
export type LineItemColumn = z.output<typeof lineItemColumn>;

const lineItemsOf = z.enum(['deal', 'quote']).default('deal');

/** Where a value comes from. */
export const source = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('property'),
    object: z.enum(sourceObjects),
    association: association.optional(),
    property,
  }),
  z.object({
    kind: z.literal('lineItems'),
    of: lineItemsOf,
    columns: z.array(lineItemColumn).min(1).max(100),
    filter: condition.optional(),
    groupBy: property.optional(),
    sort: z.object({ property, descending: z.boolean().default(false) }).optional(),
  }),
  z.object({ kind: z.literal('lineItemsSum'), of: lineItemsOf, property, filter: condition.optional() }),
  z.object({ kind: z.literal('constant'), value: constantValue }),
  /**
   * Text with `{{deal.dealname}}`, `{{company[Billing].name}}`, `{{data.order_total}}` (another target of this mapping). A
   * placeholder without a value makes the whole text missing, unless it names what to write instead: `{{deal.po_number|none}}`.
   */
  z.object({ kind: z.literal('text'), template: z.string().min(1).max(20_000) }),
  /** JSONata; see `src/mapping/sources/formula-document.ts` for what it reads. */
  z.object({ kind: z.literal('formula'), expression: formulaText }),
]);
export type Source = z.output<typeof source>;
export type PropertySource = Extract<Source, { kind: 'property' }>;
export type LineItemsSource = Extract<Source, { kind: 'lineItems' }>;
export type LineItemsSumSource = Extract<Source, { kind: 'lineItemsSum' }>;
