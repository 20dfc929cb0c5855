import type { FieldErrors } from '../state/reply.ts';
import { requiredField } from '../state/reply.ts';
import type { Json, JsonObject } from '../state/json.ts';
import type { AttributeOption } from '../state/attribute.ts';
import { dataFields } from './data-fields.ts';
import type { DataField } from './data-fields.ts';

type Complaint = string[] | FieldErrors | (string[] | FieldErrors)[];

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWhole = (value: Json): value is number => typeof value === 'number' && Number.isInteger(value);
const isFinite = (value: Json): value is number => typeof value === 'number' && Number.isFinite(value);
const notAChoice = (value: Json): string[] => [`"${String(value)}" is not a valid choice.`];
const notAnObject = (value: Json): string[] => [
  `Invalid data. Expected a dictionary, but got ${typeof value}.`,
];

/** A real calendar date in the form `YYYY-MM-DD`. */
function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** What is wrong with the values of one row, by their keys. */
export function checkRow(fields: DataField[], row: JsonObject): FieldErrors {
  const errors: FieldErrors = {};
  const known = new Set(fields.map((field) => field.key));
  for (const key of Object.keys(row)) if (!known.has(key)) errors[key] = ['Unexpected field.'];
  for (const field of fields) {
    const value = row[field.key];
    if (value === undefined || value === null) {
      if (field.required)
        errors[field.key] = [value === null ? 'This field may not be null.' : requiredField];
      continue;
    }
    const complaint = checkValue(field, value);
    if (complaint) errors[field.key] = complaint;
  }
  return errors;
}

/** What is wrong with one value of `contract_data`, in the words of Django REST framework; undefined when nothing is. */
function checkValue(field: DataField, value: Json): Complaint | undefined {
  const check = checks[field.kind];
  return check ? check(field, value) : checkObject(field, value);
}

const checks: Record<string, (field: DataField, value: Json) => Complaint | undefined> = {
  string: ({ required }, value) => {
    if (typeof value !== 'string') return ['Not a valid string.'];
    return required && value.trim() === '' ? ['This field may not be blank.'] : undefined;
  },
  boolean: (_field, value) => (typeof value === 'boolean' ? undefined : ['Must be a valid boolean.']),
  int: (_field, value) => (isWhole(value) ? undefined : ['A valid integer is required.']),
  float: (_field, value) => (isFinite(value) ? undefined : ['A valid number is required.']),
  date: (_field, value) =>
    typeof value === 'string' && isCalendarDate(value)
      ? undefined
      : ['Date has wrong format. Use one of these formats instead: YYYY-MM-DD.'],
  enum: ({ attribute }, value) => (isOption(attribute.options, value) ? undefined : notAChoice(value)),
  'array of strings': (_field, value) => {
    if (!Array.isArray(value)) return ['Expected a list of items.'];
    return value.every((item) => typeof item === 'string') ? undefined : ['Not a valid string.'];
  },
  'array of options': ({ attribute, required }, value) => {
    if (!Array.isArray(value)) return ['Expected a list of items.'];
    if (required && value.length === 0) return ['This list may not be empty.'];
    const wrong = value.find((item) => !isOption(attribute.options, item));
    return wrong === undefined ? undefined : notAChoice(wrong);
  },
  'array of files': (_field, value) => {
    if (!Array.isArray(value)) return ['Expected a list of items.'];
    const fits = value.every(
      (item) =>
        isObject(item) && typeof item['file_name'] === 'string' && typeof item['content_type'] === 'string',
    );
    return fits ? undefined : ['Each file needs file_name and content_type.'];
  },
  repeating: checkRows,
  currency: (field, value) =>
    checkParts(field, value, { type: isPartOption, value: (_field, part) => isFinite(part) }),
  duration: (field, value) =>
    checkParts(field, value, {
      type: isPartOption,
      value: (_field, part) => isWhole(part) && part > 0,
      days: (_field, part) => isWhole(part) && part >= 0,
    }),
};

const isOption = (options: AttributeOption[] | undefined, value: Json): boolean =>
  options === undefined || options.some((option) => option.value === value);

const isPartOption = (field: DataField, value: Json): boolean => {
  const typePart = field.parts.find((part) => part.variable.endsWith('.type'));
  return typeof value === 'string' && isOption(typePart?.options, value);
};

function checkRows({ attribute, required }: DataField, value: Json): Complaint | undefined {
  if (!Array.isArray(value)) return [`Expected a list of items but got type "${typeof value}".`];
  if (required && value.length === 0) return ['This list may not be empty.'];
  const columns = dataFields(attribute.attributes ?? []);
  const rows = value.map((row) =>
    isObject(row) ? checkRow(columns, row) : { non_field_errors: notAnObject(row) },
  );
  return rows.some((row) => Object.keys(row).length > 0) ? rows : undefined;
}

type PartCheck = (field: DataField, value: Json) => boolean;

/** Money and durations: an object whose parts are all known, all there (but `days`) and all of the right kind. */
function checkParts(field: DataField, value: Json, parts: Record<string, PartCheck>): Complaint | undefined {
  if (!isObject(value)) return notAnObject(value);
  const errors: FieldErrors = {};
  for (const key of Object.keys(value)) if (!(key in parts)) errors[key] = ['Unexpected field.'];
  for (const [key, fits] of Object.entries(parts)) {
    const part = value[key];
    if (part === undefined || part === null) {
      if (key !== 'days') errors[key] = ['This field is required.'];
    } else if (!fits(field, part)) {
      errors[key] = key === 'type' ? notAChoice(part) : ['A valid number is required.'];
    }
  }
  return Object.keys(errors).length === 0 ? undefined : errors;
}

/** Any other nested object (an address): its parts are the nested attributes, by the last word of their names. */
function checkObject(field: DataField, value: Json): Complaint | undefined {
  if (!isObject(value)) return notAnObject(value);
  const parts = field.parts.map((part) => ({ ...part, variable: part.variable.slice(field.key.length + 1) }));
  const plain = parts.map(({ parent_variable: _parent, ...part }) => part);
  const errors = checkRow(dataFields(plain), value);
  return Object.keys(errors).length === 0 ? undefined : errors;
}
