import type { Portal, PropertyDefinition } from '../state/model.ts';

interface ValueProblem {
  error: string;
  message: string;
}

export type CheckedValue = { ok: true; value: string } | { ok: false; problem: ValueProblem };

const longestText = 65_536;
const dayMs = 86_400_000;

const fine = (value: string): CheckedValue => ({ ok: true, value });
const bad = (error: string, message: string): CheckedValue => ({ ok: false, problem: { error, message } });

/** Checks a text against a property's type and gives the form in which HubSpot keeps it. */
export function checkValue(portal: Portal, definition: PropertyDefinition, value: string): CheckedValue {
  if (value === '') return fine('');
  switch (definition.type) {
    case 'number':
      return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)
        ? fine(value)
        : bad('INVALID_DOUBLE', `${value} was not a valid double.`);
    case 'bool':
      return value === 'true' || value === 'false'
        ? fine(value)
        : bad('INVALID_BOOLEAN', `${value} was not a valid boolean.`);
    case 'date':
      return checkDate(value);
    case 'datetime':
      return checkDateTime(value);
    case 'enumeration':
      return checkOption(portal, definition, value);
    default:
      return value.length > longestText
        ? bad(
            'INVALID_STRING_LENGTH',
            `Property value is too long: ${value.length} characters, at most ${longestText}.`,
          )
        : fine(value);
  }
}

const timeOf = (value: string): number => (/^-?\d+$/.test(value) ? Number(value) : Date.parse(value));

function checkDate(value: string): CheckedValue {
  const plain = /^\d{4}-\d{2}-\d{2}$/.test(value);
  const time = timeOf(value);
  if (Number.isNaN(time) || (plain && new Date(time).toISOString().slice(0, 10) !== value))
    return bad('INVALID_LONG', `${value} was not a valid long.`);
  if (time % dayMs !== 0)
    return bad(
      'INVALID_DATE',
      `${value} is at ${new Date(time).toISOString().slice(11, 23)} UTC, not midnight!`,
    );
  return fine(new Date(time).toISOString().slice(0, 10));
}

function checkDateTime(value: string): CheckedValue {
  const time = timeOf(value);
  return Number.isNaN(time) || Math.abs(time) > 8.64e15
    ? bad('INVALID_LONG', `${value} was not a valid long.`)
    : fine(new Date(time).toISOString());
}

function checkOption(portal: Portal, definition: PropertyDefinition, value: string): CheckedValue {
  if (definition.referencedObjectType === 'OWNER') {
    const known = portal.owners.some((one) => one.id === value && !one.archived);
    return known ? fine(value) : bad('INVALID_OWNER_ID', `${value} is not a valid owner.`);
  }
  if (definition.externalOptions) return fine(value);
  const allowed = definition.options.map((one) => one.value);
  const given = definition.fieldType === 'checkbox' ? value.split(';').filter(Boolean) : [value];
  const wrong = given.find((one) => !allowed.includes(one));
  return wrong === undefined
    ? fine(given.join(';'))
    : bad('INVALID_OPTION', `${wrong} was not one of the allowed options: [${allowed.join(', ')}]`);
}
