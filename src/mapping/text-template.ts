import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { Json } from '@dealdraft/wire/plan.ts';
import { sourceObjects } from '@dealdraft/wire/records.ts';
import type { SourceObject } from '@dealdraft/wire/records.ts';
import { fromJson, fault } from './value.ts';
import type { Fault } from './value.ts';
import { asText } from './transform-text.ts';
import { readProperty } from './read-property.ts';
import type { Scope } from './scope.ts';

export type Placeholder = {
  text: string;
  object: SourceObject | 'data';
  label?: string | undefined;
  name: string;
  /** What to write when there is no value; undefined: then there is no text at all. */
  otherwise?: string | undefined;
};

const braces = /\{\{([^{}]*)\}\}/g;
const inner = /^\s*([a-z]+)(?:\[([^\]]{1,200})\])?\.([^|{}]{1,300}?)\s*(?:\|([^{}]*))?$/;

/** The placeholders of a text; null in the place of one that cannot be read. */
export function placeholders(template: string): (Placeholder | { text: string; object: null })[] {
  return [...template.matchAll(braces)].map(([text, content]) => {
    const match = inner.exec(content ?? '');
    const [, object = '', label, name = '', otherwise] = match ?? [];
    if (object !== 'data' && !isSourceObject(object)) return { text, object: null };
    return { text, object, label, name, otherwise };
  });
}

const isSourceObject = (name: string): name is SourceObject =>
  (sourceObjects as readonly string[]).includes(name);

/** Null when a placeholder that names no alternative has no value. */
export function fillText(scope: Scope, template: string): Result<string | null, Fault> {
  const values = new Map<string, string | null>();
  for (const placeholder of placeholders(template)) {
    if (placeholder.object === null)
      return fault(
        'bad_formula',
        `${placeholder.text} is not a placeholder that we know`,
        'Ask an admin to correct the text.',
      );
    const found = valueOf(scope, placeholder);
    if (!found.ok) return found;
    values.set(placeholder.text, found.value ?? placeholder.otherwise ?? null);
  }
  if ([...values.values()].includes(null)) return ok(null);
  return ok(template.replace(braces, (text) => values.get(text) ?? ''));
}

function valueOf(scope: Scope, { object, label, name }: Placeholder): Result<string | null, Fault> {
  if (object === 'data') return dataText(scope.data, name);
  const association = label === undefined ? undefined : { label, orElse: 'pick' as const };
  const read = readProperty(scope, { object, association, property: name });
  if (read.ok) return ok(read.value.text?.trim() ?? null);
  return read.failure.code === 'no_record' ? ok(null) : read;
}

/** `order_total.value` reaches into money, durations and addresses. */
function dataText(data: ReadonlyMap<string, Json>, name: string): Result<string | null, Fault> {
  const [whole, ...rest] = data.has(name) ? [name] : name.split('.');
  let value: Json = data.get(whole ?? '') ?? null;
  for (const part of rest) {
    value =
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, part)
        ? (value[part] ?? null)
        : null;
  }
  return value === null ? ok(null) : asText(fromJson(value));
}
