import { ok } from '@dealdraft/wire/result.ts';
import { readable } from './kinds/readable.ts';
import type { Outcome } from './transform-text.ts';
import type { TransformContext } from './transform-context.ts';
import { collect } from './value.ts';
import type { Value } from './value.ts';

/** A value that is still as HubSpot stores it, or pieces of one, as a person reads it. */
export function inWords(value: Value, context: TransformContext): Outcome {
  if (typeof value === 'string') return readable(value, context);
  if (!Array.isArray(value)) return ok(value);
  const items = collect(value.map((item) => inWords(item, context)));
  return items.ok ? ok(items.value.flat()) : items;
}
