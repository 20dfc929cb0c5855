import type { WriteBackRule } from '@dealdraft/wire/mapping.ts';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import { dayIn, parseStored, startOfDay, utcMoment } from '../values/dates.ts';
import type { parseMoment } from '../values/dates.ts';
import { Decimal, isDecimal } from '../values/decimal.ts';
import { display } from '../values/display.ts';
import { isUnit } from '../values/period.ts';
import { asNumber } from '../transforms/transform-number.ts';
import { fromJson, isMissing, isObject, quoted } from '../values/value.ts';
import type { Value } from '../values/value.ts';
import { asBoolean } from '../values/yes-no.ts';
import { cut } from '@dealdraft/wire/cut.ts';
import { fold, trimmed } from '@dealdraft/wire/text-form.ts';
import { findOption } from '../targets/match-option.ts';

/** A value that SpotDraft keeps about a contract (a "key pointer"). */
type KeyPointer = { fieldName: string; label: string; value: unknown };
type MetadataProblem = { property: string; keyPointer: string; message: string };
export type MetadataWrites = { properties: Record<string, string>; problems: MetadataProblem[] };
export type MetadataInput = {
  keyPointers: readonly KeyPointer[];
  rules: readonly WriteBackRule[];
  /** The deal's. */
  properties: readonly PropertyDefinition[];
  /** The account's: a day is that day there. */
  timeZone?: string;
};

/**
 * The way back: what the deal's properties should hold, given a contract's key pointers. Values are text as HubSpot takes them; an empty
 * text clears. Nothing is written that the property could not hold: that is a problem instead.
 */
export function contractMetadata({
  keyPointers,
  rules,
  properties,
  timeZone = 'UTC',
}: MetadataInput): MetadataWrites {
  const values = new Map<string, string>();
  const problems: MetadataProblem[] = [];
  for (const rule of rules) {
    const { property } = rule;
    const name = 'fieldName' in rule.keyPointer ? rule.keyPointer.fieldName : rule.keyPointer.label;
    const report = (why: string): number =>
      problems.push({
        property,
        keyPointer: name,
        message: `Contract value “${name}” was not written to the deal property “${property}”: ${why}.`,
      });
    const definition = properties.find((each) => each.name === property);
    if (definition === undefined || definition.archived) {
      report('the property does not exist');
      continue;
    }
    if (definition.readOnly) {
      report('HubSpot does not allow writing to it');
      continue;
    }
    const pointer = findPointer(keyPointers, rule);
    const value = pointer === undefined ? null : fromJson(pointer.value);
    if (isMissing(value)) {
      if (rule.whenEmpty === 'clear') values.set(property, '');
      continue;
    }
    const written = write(value, rule, { definition, timeZone });
    if (written.ok) values.set(property, written.value);
    else report(written.failure);
  }
  return { properties: Object.fromEntries(values), problems };
}

function findPointer(pointers: readonly KeyPointer[], { keyPointer }: WriteBackRule): KeyPointer | undefined {
  if ('fieldName' in keyPointer) return pointers.find(({ fieldName }) => fieldName === keyPointer.fieldName);
  const wanted = fold(keyPointer.label);
  return pointers.find(({ label }) => fold(label) === wanted);
}

type Written = Result<string, string>;

/** Where a value goes: the property, in an account with its time zone. */
type Place = { definition: PropertyDefinition; timeZone: string };

function write(value: Value, rule: WriteBackRule, place: Place): Written {
  const part = partOf(value, rule.as);
  if (!part.ok) return part;
  const text = typeof part.value === 'string' ? fold(part.value) : null;
  const looked = text === null ? undefined : rule.lookup?.find(({ from }) => fold(from) === text)?.to;
  if (looked !== undefined) return fitProperty(looked, 'text', place);
  return fitProperty(part.value, rule.as, place);
}

/** Money and durations have parts; `auto` takes the amount of one and leaves the other whole. */
function partOf(value: Value, as: WriteBackRule['as']): Result<Value, string> {
  if (as === 'auto' && isObject(value) && 'type' in value && isUnit(value['type'])) return ok(value);
  const wanted = { amount: 'value', currencyCode: 'type', months: 'months', days: 'days' } as const;
  const part =
    as === 'amount' || as === 'currencyCode' || as === 'months' || as === 'days' ? wanted[as] : undefined;
  if (part === undefined) return ok(value);
  if (!isObject(value)) return part === 'value' ? ok(value) : fail(`${quoted(value)} has no such part`);
  const { type, value: count, days } = value;
  if (part === 'months') {
    if (isDecimal(count) && type === 'MONTHS') return ok(count);
    return isDecimal(count) && type === 'YEARS'
      ? ok(count.mul(12))
      : fail('the length of time is not in months or years');
  }
  if (part === 'days' && isDecimal(count) && type === 'DAYS') return ok(count);
  const found = { value: count, type, days }[part];
  return found === undefined || isMissing(found) ? fail('it has no such part') : ok(found);
}

function fitProperty(value: Value, as: WriteBackRule['as'], { definition, timeZone }: Place): Written {
  const plain =
    isObject(value) && isDecimal(value['value']) && definition.type === 'number' ? value['value'] : value;
  switch (
    as === 'text' || as === 'auto'
      ? definition.type
      : {
          number: 'number',
          date: 'date',
          boolean: 'bool',
          amount: definition.type,
          currencyCode: definition.type,
          months: definition.type,
          days: definition.type,
        }[as]
  ) {
    case 'number':
      return orWords(asNumber(plain), (number) => number.toFixed());
    case 'bool':
      return orWords(asBoolean(plain), String);
    case 'date':
      return date(plain, (at) => dayOf(at, timeZone));
    case 'datetime':
      return date(plain, (at) =>
        at.kind === 'day' ? utcMoment(startOfDay(at.day, timeZone)) : at.at.toISOString(),
      );
    case 'enumeration':
      return option(plain, definition);
    default:
      return ok(cut(words(datedText(plain, timeZone)), 65_536));
  }
}

const orWords = <Item>(result: Result<Item, { why: string }>, say: (item: Item) => string): Written =>
  result.ok ? ok(say(result.value)) : fail(result.failure.why);

type Moment = NonNullable<ReturnType<typeof parseMoment>>;

function date(value: Value, say: (at: Moment) => string): Written {
  const found = readDate(value);
  return found === null ? fail(`${quoted(value)} is not a date`) : ok(say(found));
}

/** SpotDraft writes a day as midnight UTC, as it stores the ones that it is sent: in America that would be the day before. */
function readDate(value: Value): Moment | null {
  const text = isDecimal(value) ? value.toFixed() : value;
  return typeof text === 'string' ? parseStored(text, /T00:00:00(\.0+)?(Z|[+-]00:?00)$/.test(text)) : null;
}

const dayOf = (at: Moment, timeZone: string): string => (at.kind === 'day' ? at.day : dayIn(at.at, timeZone));

/** A point in time that people read in a text is the day it was in the account. */
function datedText(value: Value, timeZone: string): Value {
  const found = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T/.test(value) ? readDate(value) : null;
  return found === null ? value : dayOf(found, timeZone);
}

/** HubSpot refuses the whole update when one option does not exist. Several go as `a;b`. */
function option(value: Value, { options, externalOptions }: PropertyDefinition): Written {
  const found: string[] = [];
  for (const item of Array.isArray(value) ? value : [value]) {
    const text = trimmed(words(item));
    const match = findOption({ options }, text);
    if (match === undefined && !externalOptions) return fail(`${quoted(text)} is not one of its options`);
    found.push(match?.value ?? text);
  }
  return ok(found.join(';'));
}

/** As a person would write it. */
function words(value: Value): string {
  if (typeof value === 'string') return value;
  if (isDecimal(value)) return value.toFixed();
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (value === null) return '';
  if (Array.isArray(value))
    return value
      .map(words)
      .filter((item) => item !== '')
      .join(', ');
  const { type, value: count } = value;
  if (typeof type === 'string' && isDecimal(count)) {
    const number = count.toNumber();
    return new Decimal(number).eq(count)
      ? display({ type, value: number }, { kind: isUnit(type) ? 'duration' : 'currency', options: [] })
      : `${type} ${count.toFixed()}`;
  }
  return Object.values(value)
    .map(words)
    .filter((item) => item !== '')
    .join(', ');
}
