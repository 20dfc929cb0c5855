import type { Target } from '@dealdraft/wire/template.ts';
import type { Json } from '@dealdraft/wire/plan.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { isDay } from '../values/dates.ts';
import { isDecimal } from '../values/decimal.ts';
import { fitObject } from './fit-object.ts';
import type { Fitted } from './fitted.ts';
import { matchOption } from './match-option.ts';
import { parsePeriod } from '../values/period.ts';
import { toDay, toMoment } from '../transforms/transform-date.ts';
import { asNumber, toInteger } from '../transforms/transform-number.ts';
import { asText, asWords } from '../transforms/transform-text.ts';
import { kindIn } from '../records/transform-context.ts';
import type { TransformContext } from '../records/transform-context.ts';
import { storedChoices } from '../records/stored-choices.ts';
import { inWords } from '../transforms/in-words.ts';
import { collect, fault, fromJson, isMissing, isObject, quoted, toJson } from '../values/value.ts';
import type { Fault, Value } from '../values/value.ts';
import { asBoolean } from '../values/yes-no.ts';

/**
 * The JSON that a target takes, made from a value; or why it cannot be. Only steps that cannot change the meaning are taken
 * without being asked for: a number in text, a point in time to its day, an option's label to its value, P12M to a duration.
 */
export function fitTarget(value: Value, target: Target, context: TransformContext): Fitted {
  switch (target.kind) {
    case 'text':
      return fitText(value, context);
    case 'boolean':
      return asBoolean(value);
    case 'integer':
      return thenJson(toInteger({ kind: 'integer' }, value));
    case 'decimal':
      return thenJson(asNumber(value));
    case 'date':
      return fitDay(value, context);
    case 'datetime':
      return thenJson(toMoment({ kind: 'datetime', zone: 'utc' }, value, context));
    case 'option':
      return matchOption(value, target, context);
    case 'options':
      return fitList(value, (text) => matchOption(text, target, context), context);
    case 'strings':
      return fitTexts(value, context);
    case 'currency':
    case 'address':
      return fitParts(value, target, context);
    case 'duration':
      return fitParts((typeof value === 'string' ? parsePeriod(value) : null) ?? value, target, context);
    case 'rows':
      return fitRows(value, target, context);
    case 'files':
      return fault(
        'wrong_type',
        'files cannot be filled from HubSpot',
        'Ask an admin to make this question optional in the template.',
      );
  }
}

const thenJson = (result: Result<Value, Fault>): Fitted => (result.ok ? toJson(result.value) : result);

function fitText(value: Value, context: TransformContext): Fitted {
  const said = forReader(value, context);
  if (!said.ok) return said;
  const write = context.reader === 'systems' ? asText : asWords;
  if (!Array.isArray(said.value)) return write(said.value);
  const texts = collect(said.value.filter((item) => !isMissing(item)).map(write));
  return texts.ok ? ok(texts.value.join(', ')) : texts;
}

function fitTexts(value: Value, context: TransformContext): Fitted {
  const said = forReader(value, context);
  const asItIs = { ...context, isStored: false };
  return said.ok ? fitList(said.value, (item) => fitText(item, asItIs), context) : said;
}

/** People read names, other systems what HubSpot stores. */
const forReader = (value: Value, context: TransformContext): Result<Value, Fault> =>
  context.isStored === true && context.reader !== 'systems' ? inWords(value, context) : ok(value);

function fitDay(value: Value, context: TransformContext): Fitted {
  const day = thenJson(toDay(value, context));
  if (!day.ok || (typeof day.value === 'string' && isDay(day.value))) return day;
  return fault('wrong_type', `${quoted(value)} is not a date`, 'Write it as YYYY-MM-DD.');
}

/** A multi-select property is stored as `a;b`. */
function fitList(value: Value, fitOne: (item: Value) => Fitted, context: TransformContext): Fitted {
  const several = typeof value === 'string' && kindIn(context) === 'choices';
  const items = Array.isArray(value) ? value : several ? storedChoices(value) : [value];
  const whole = Array.isArray(value) || items.length > 1 ? null : fitOne(value);
  if (whole?.ok) return ok([whole.value]);
  const found = collect(items.filter((item) => !isMissing(item)).map(fitOne));
  return found.ok ? ok([...new Set(found.value)]) : found;
}

function fitParts(value: Value, target: Target, context: TransformContext): Fitted {
  if (!isObject(value) || isDecimal(value)) return fitObject.refuse(value, target);
  return fitObject.parts(value, target, (part, partTarget) => fitTarget(part, partTarget, context));
}

function fitRows(value: Value, target: Target, context: TransformContext): Fitted {
  const rows = Array.isArray(value) ? value : isObject(value) ? [value] : null;
  if (rows === null)
    return fault('wrong_type', `${quoted(value)} is not a list of rows`, 'Map line items to it.');
  const fitted = rows.map((row, index): Fitted => {
    const done = fitRow(row, target, context);
    return done.ok
      ? done
      : { ok: false, failure: { ...done.failure, why: `row ${index + 1}: ${done.failure.why}` } };
  });
  return collect(fitted);
}

function fitRow(row: Value, target: Target, context: TransformContext): Fitted {
  if (!isObject(row)) return fault('wrong_type', `${quoted(row)} is not a row`, 'Map line items to it.');
  const columns = target.columns ?? [];
  const stray = Object.keys(row).find((key) => !columns.some((column) => column.key === key));
  if (stray !== undefined)
    return fault(
      'unknown_target',
      `the template has no column “${stray}”`,
      'Ask an admin to correct the mapping.',
    );
  const cells: [string, Json][] = [];
  for (const column of columns) {
    const given = Object.hasOwn(row, column.key) ? (row[column.key] ?? null) : null;
    const value = isMissing(given) ? fromJson(column.defaultValue) : given;
    if (isMissing(value)) {
      if (column.required) return fault('no_value', `${column.label} is empty`, 'Fill it in.');
      continue;
    }
    const cell = fitTarget(value, column, context);
    if (!cell.ok) return cell;
    cells.push([column.key, cell.value]);
  }
  return ok(Object.fromEntries(cells));
}
