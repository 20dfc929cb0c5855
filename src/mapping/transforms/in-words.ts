import { ok } from '@dealdraft/wire/result.ts';
import { plainText } from '../records/plain-text.ts';
import { readable } from '../records/readable.ts';
import { kindIn } from '../records/transform-context.ts';
import type { Outcome } from './transform-text.ts';
import type { TransformContext } from '../records/transform-context.ts';
import { collect } from '../values/value.ts';
import type { Value } from '../values/value.ts';

/** A value that is still as HubSpot stores it, or pieces of one, as a person reads it. */
export function inWords(value: Value, context: TransformContext): Outcome {
  if (typeof value === 'string') return readable(value, context);
  if (!Array.isArray(value)) return ok(value);
  const items = collect(value.map((item) => inWords(item, context)));
  return items.ok ? ok(items.value.flat()) : items;
}

/** Rich text is text before anything else is done with it: its tags are HubSpot's, and no step can use them. */
export function withoutTags(value: Value, context: TransformContext): [Value, TransformContext] {
  const isRich = typeof value === 'string' && context.reader !== 'systems' && kindIn(context) === 'richText';
  return isRich ? [plainText(value), { ...context, isPlain: true }] : [value, context];
}
