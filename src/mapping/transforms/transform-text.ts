import type { Transform } from '@dealdraft/wire/mapping.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { countryCode, countryName, notACountry } from '../values/country.ts';
import { isDecimal } from '../values/decimal.ts';
import { hasNames } from '../records/property-kind.ts';
import { nameOf, readable, yesOrNo } from '../records/readable.ts';
import { storedChoices } from '../records/stored-choices.ts';
import { kindIn, optionLabel } from '../records/transform-context.ts';
import type { TransformContext } from '../records/transform-context.ts';
import { collect, fault, quoted } from '../values/value.ts';
import type { Fault, Value } from '../values/value.ts';
import { fold, trimmed } from '@dealdraft/wire/text-form.ts';
import { splitWhole } from '@dealdraft/wire/cut.ts';
import { personName } from '../values/person-name.ts';

type Of<Kind extends Transform['kind']> = Extract<Transform, { kind: Kind }>;
export type Outcome = Result<Value, Fault>;

/** The text of a single value; a fault for lists and objects. */
export function asText(value: Value): Result<string, Fault> {
  if (typeof value === 'string') return ok(value);
  if (isDecimal(value)) return ok(value.toFixed());
  if (typeof value === 'boolean') return ok(value ? 'true' : 'false');
  return fault('bad_transform', `${quoted(value)} is not a single text`, 'Join or pick a part first.');
}

/** The text that a person reads: as above, but yes and no in words. */
export const asWords = (value: Value): Result<string, Fault> =>
  typeof value === 'boolean' ? ok(yesOrNo(value)) : asText(value);

/** Text steps work on each item of a list. */
export function eachText(value: Value, change: (text: string) => Outcome): Outcome {
  if (Array.isArray(value)) return collect(value.map((item) => eachText(item, change)));
  const text = asText(value);
  return text.ok ? change(text.value) : text;
}

export function changeCase({ to }: Of<'case'>, text: string): string {
  if (to === 'upper') return text.toUpperCase();
  if (to === 'lower') return text.toLowerCase();
  return text.toLowerCase().replace(/[\p{L}\p{M}\p{N}'’]+/gu, titled);
}

/** "o'hara" is O'Hara, and "children's" Children's. */
const titled = (word: string): string =>
  word.replace(/^['’]?\p{L}|(?<=^[odl]['’])\p{L}(?=\p{L})/gu, (letter) => letter.toUpperCase());

export function lookUp({ table, otherwise }: Of<'lookup'>, text: string, context: TransformContext): Outcome {
  const label = nameOf(text, context);
  const row =
    table.find(({ from }) => from === text) ??
    table.find(({ from }) => fold(from) === fold(text)) ??
    table.find(({ from }) => label !== null && fold(from) === fold(label));
  if (row) return ok(row.to);
  if (otherwise === 'keep') return context.reader === 'people' ? readable(text, context) : ok(text);
  if (otherwise === 'missing') return ok(null);
  return fault(
    'bad_transform',
    `${quoted(text)} is not in the lookup table`,
    'Add it to the table, or correct the value.',
  );
}

/** Names instead of internal values; several choices, stored as `a;b`, make a list. An option without a name stays as it is. */
export function toOptionLabel(text: string, context: TransformContext): Outcome {
  const { definition } = context;
  const whole = optionLabel(definition, text);
  if (whole !== null) return ok(whole);
  if (kindIn(context) === 'checkbox') return readable(text, context);
  if (hasNames(kindIn(context))) {
    const named = readable(text, context);
    return named.ok && Array.isArray(named.value) && named.value.length === 1
      ? ok(named.value[0] ?? null)
      : named;
  }
  if (!text.includes(';')) return ok(text);
  return ok(storedChoices(text).map((part) => optionLabel(definition, part) ?? part));
}

/** By the internal value first, since that may be a code, and then by its label. */
export function toCountry({ to }: Of<'country'>, text: string, context: TransformContext): Outcome {
  const label = optionLabel(context.definition, text);
  const code = countryCode(text) ?? (label === null ? null : countryCode(label));
  if (code === null) return fault('wrong_type', notACountry(text), 'Write its name or two-letter code.');
  return ok(to === 'code' ? code : countryName(code));
}

/** Null for a part that the name does not have. */
export function splitName({ part }: Of<'fullName'>, text: string): string | null {
  const name = personName(text);
  return name[part] === '' ? null : name[part];
}

export function splitList({ by }: Of<'split'>, value: Value): Outcome {
  if (Array.isArray(value)) return ok(value);
  const text = asText(value);
  if (!text.ok) return text;
  return ok(
    splitWhole(text.value, by)
      .map(trimmed)
      .filter((item) => item !== ''),
  );
}

export function joinList(step: Of<'join'>, value: Value): Outcome {
  if (!Array.isArray(value)) return ok(value);
  const texts = collect(value.filter((item) => item !== null).map(asWords));
  if (!texts.ok) return texts;
  const { last = step.with } = step;
  const [end = '', ...before] = texts.value.toReversed();
  return ok(before.length === 0 ? end : `${before.toReversed().join(step.with)}${last}${end}`);
}
