import type { Target } from '@dealdraft/wire/template.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { asText } from '../transforms/transform-text.ts';
import { nameOf } from '../records/readable.ts';
import type { TransformContext } from '../records/transform-context.ts';
import type { Fitted } from './fitted.ts';
import { fault, quoted } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { fold } from '@dealdraft/wire/text-form.ts';

/** Finds the option that a value means: by its value, then by its label, then by the label that HubSpot shows for it. */
export function matchOption(value: Value, target: Target, context: TransformContext): Fitted {
  const text = asText(value);
  if (!text.ok) return text;
  const { options } = target;
  if (options.length === 0) return ok(text.value);
  const label = nameOf(text.value, context);
  const found = findOption(target, text.value) ?? (label === null ? undefined : findOption(target, label));
  if (found) return ok(found.value);
  return fault(
    'not_allowed',
    `${quoted(label ?? text.value)} is not one of ${listed(options.map((option) => option.label || option.value))}`,
    'Correct it, or let an admin add it to the mapping’s lookup table.',
  );
}

export function findOption(
  { options }: Pick<Target, 'options'>,
  text: string,
): { value: string; label: string } | undefined {
  const wanted = fold(text);
  return (
    options.find(({ value }) => value === text) ??
    options.find(({ value }) => fold(value) === wanted) ??
    options.find(({ label }) => fold(label) === wanted)
  );
}

export function listed(items: string[]): string {
  const shown = items.slice(0, 6).map((item) => `“${item}”`);
  return items.length > shown.length
    ? `${shown.join(', ')} and ${items.length - shown.length} more`
    : shown.join(', ');
}
