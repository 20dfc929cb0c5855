import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { Json, PlanLink } from '@dealdraft/wire/plan.ts';
import { sourceObjects } from '@dealdraft/wire/records.ts';
import type { SourceObject } from '@dealdraft/wire/records.ts';
import { display } from '../values/display.ts';
import { fromJson, fault } from '../values/value.ts';
import type { Fault } from '../values/value.ts';
import { readable } from '../records/readable.ts';
import type { TransformContext } from '../records/transform-context.ts';
import { asWords, joinList } from '../transforms/transform-text.ts';
import { readProperty } from '../records/read-property.ts';
import type { Scope } from '../records/scope.ts';

export type Placeholder = {
  text: string;
  object: SourceObject | 'data';
  label?: string | undefined;
  name: string;
  /** What to write when there is no value; undefined: then there is no text at all. */
  otherwise?: string | undefined;
};

/** `| label` may be written, and is what happens anyway: placeholders are for people. After it, `| …` says what to write for nothing. */
const braces = /\{\{([^{}]*)\}\}/g;
const inner =
  /^\s*([a-z]+)(?:\[([^\]]{1,200})\])?\.([^|{}]{1,300}?)\s*(?:\|\s*label\s*(?=\||$))?(?:\|([^{}]*))?$/;

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

export type FilledText = {
  /** Null when a placeholder that names no alternative has no value. */
  text: string | null;
  /** Which those are, and where the first of them is kept. */
  empty?: Fault;
};

export function fillText(scope: Scope, template: string): Result<FilledText, Fault> {
  const values = new Map<string, string>();
  const empty = new Map<string, Absent>();
  for (const placeholder of placeholders(template)) {
    if (placeholder.object === null)
      return fault(
        'bad_formula',
        `${placeholder.text} is not a placeholder that we know`,
        'Ask an admin to correct the text.',
      );
    const found = valueOf(scope, placeholder);
    if (!found.ok) return found;
    const { text, absent } = found.value;
    if (text !== null) values.set(placeholder.text, text);
    else if (placeholder.otherwise !== undefined) values.set(placeholder.text, placeholder.otherwise);
    else empty.set(absent.why, absent);
  }
  if (empty.size > 0) return ok({ text: null, empty: emptyFault([...empty.values()]) });
  return ok({ text: template.replace(braces, (text) => values.get(text) ?? '') });
}

/** A value that is not there: in words without a full stop, what to do, and where it is kept. */
type Absent = { why: string; fix?: string | undefined; link?: PlanLink | undefined };
type Found = { text: string | null; absent: Absent };

/** All that is empty in one sentence; the link leads to the first. */
function emptyFault(absent: readonly Absent[]): Fault {
  const [first] = absent;
  const link = absent.find((each) => each.link !== undefined)?.link;
  return {
    code: 'no_value',
    why: absent.map(({ why }) => why).join(', and '),
    fix: absent.length === 1 ? (first?.fix ?? 'Fill it in.') : 'Fill them in.',
    ...(link === undefined ? {} : { link }),
  };
}

function valueOf(scope: Scope, placeholder: Placeholder): Result<Found, Fault> {
  const { object, label, name } = placeholder;
  if (object === 'data') return dataText(scope, name);
  const association = label === undefined ? undefined : { label, orElse: 'pick' as const };
  const read = readProperty(scope, { object, association, property: name });
  if (!read.ok) {
    const { code, why, fix, link } = read.failure;
    return code === 'no_record' ? ok({ text: null, absent: { why, fix, link } }) : read;
  }
  const { text, definition, record, source } = read.value;
  const link = { object, recordId: record.id, property: name };
  const absent = { why: `${source.text} is empty`, link };
  if (text === null) return ok({ text: null, absent });
  const said = wordsOf(text, { scope, definition, object, property: name });
  if (!said.ok) {
    const why = `${source.text}: ${said.failure.why}`;
    return { ok: false, failure: { link, ...said.failure, why } };
  }
  return ok({ text: said.value === '' ? null : said.value, absent });
}

function wordsOf(stored: string, context: TransformContext): Result<string, Fault> {
  const said = readable(stored.trim(), context);
  if (!said.ok) return said;
  const text = Array.isArray(said.value) ? joinList({ kind: 'join', with: ', ' }, said.value) : said;
  return text.ok ? asWords(text.value) : text;
}

/** `order_total.value` reaches into money, durations and addresses. */
function dataText({ data, targets = [] }: Scope, name: string): Result<Found, Fault> {
  const [whole, ...rest] = data.has(name) ? [name] : name.split('.');
  let value: Json = data.get(whole ?? '') ?? null;
  for (const part of rest) {
    value =
      typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, part)
        ? (value[part] ?? null)
        : null;
  }
  const absent = { why: `the variable “${name}” has no value`, fix: 'Fill in what it is made from.' };
  if (value === null) return ok({ text: null, absent });
  const target = targets.find(({ key, kind }) => key === name && (kind === 'option' || kind === 'options'));
  const said = fromJson(target === undefined ? value : display(value, target));
  const joined = joinList({ kind: 'join', with: ', ' }, said);
  const text = joined.ok ? asWords(joined.value) : joined;
  return text.ok ? ok({ text: text.value, absent }) : text;
}
