import type { LineItemColumn, Source, Transform } from '@dealdraft/wire/mapping.ts';
import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import type { TargetKind } from '@dealdraft/wire/template.ts';
import { definitionOf } from './context.ts';
import type { LintContext } from './context.ts';

/** What a value will look like, as far as that can be known before there is a deal. */
export type Shape =
  | 'text'
  | 'number'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'option'
  | 'list'
  | 'currency'
  | 'duration'
  | 'rows'
  | 'unknown';

export const shapeWords: Record<Shape, string> = {
  text: 'text',
  number: 'a number',
  boolean: 'yes or no',
  date: 'a date',
  datetime: 'a date and time',
  option: 'an option',
  list: 'a list',
  currency: 'money',
  duration: 'a length of time',
  rows: 'rows',
  unknown: 'something',
};

const byType: Readonly<Record<string, Shape>> = {
  string: 'text',
  phone_number: 'text',
  number: 'number',
  bool: 'boolean',
  date: 'date',
  datetime: 'datetime',
  enumeration: 'option',
};

export function propertyShape(definition: PropertyDefinition | null): Shape {
  if (definition === null) return 'unknown';
  if (definition.fieldType === 'checkbox') return 'list';
  return Object.hasOwn(byType, definition.type) ? (byType[definition.type] ?? 'unknown') : 'unknown';
}

export function sourceShape(context: LintContext, source: Source | LineItemColumn['source']): Shape {
  switch (source.kind) {
    case 'property': {
      const object = 'object' in source ? source.object : 'line_item';
      if (object === 'owner') return 'text';
      const aggregate = 'aggregate' in source ? source.aggregate : undefined;
      if (aggregate === 'join') return 'text';
      if (aggregate !== undefined && aggregate !== 'first') return 'number';
      return propertyShape(definitionOf(context, object, source.property));
    }
    case 'lineItems':
      return 'rows';
    case 'lineItemsSum':
    case 'rowNumber':
      return 'number';
    case 'text':
      return 'text';
    case 'constant':
    case 'formula':
      return 'unknown';
  }
}

const single: readonly Shape[] = [
  'text',
  'number',
  'boolean',
  'date',
  'datetime',
  'option',
  'list',
  'unknown',
];
const numeric: readonly Shape[] = ['text', 'number', 'option', 'unknown'];

/** What each step takes, and what it makes of it. */
const steps: Record<Transform['kind'], { takes: readonly Shape[]; makes: Shape | 'same' }> = {
  trim: { takes: single, makes: 'same' },
  case: { takes: single, makes: 'text' },
  date: { takes: ['text', 'date', 'datetime', 'unknown'], makes: 'date' },
  datetime: { takes: ['text', 'date', 'datetime', 'unknown'], makes: 'datetime' },
  dateAdd: { takes: ['text', 'date', 'datetime', 'unknown'], makes: 'date' },
  number: { takes: numeric, makes: 'number' },
  integer: { takes: numeric, makes: 'number' },
  currency: { takes: [...numeric, 'currency'], makes: 'currency' },
  duration: { takes: [...numeric, 'duration'], makes: 'duration' },
  boolean: { takes: ['text', 'boolean', 'number', 'option', 'unknown'], makes: 'boolean' },
  lookup: { takes: single, makes: 'text' },
  optionLabel: { takes: ['option', 'list', 'unknown', 'boolean'], makes: 'text' },
  country: { takes: ['text', 'option', 'unknown'], makes: 'text' },
  fullName: { takes: ['text', 'unknown'], makes: 'text' },
  split: { takes: ['text', 'option', 'list', 'unknown'], makes: 'list' },
  join: { takes: single, makes: 'text' },
};

/** Follows a shape through the steps; `stuck` is the first step that cannot take what it gets. */
export function throughSteps(
  start: Shape,
  transforms: readonly Transform[],
): { shape: Shape; stuck: { step: Transform; got: Shape } | null } {
  let shape = start;
  for (const step of transforms) {
    const { takes, makes } = steps[step.kind];
    if (!takes.includes(shape)) return { shape: 'unknown', stuck: { step, got: shape } };
    shape = makes === 'same' ? shape : makes;
  }
  return { shape, stuck: null };
}

/** What a target can take. Text may turn out to be anything, so it is refused only where a step must come first. */
const accepts: Record<TargetKind, readonly Shape[]> = {
  text: ['text', 'number', 'boolean', 'date', 'datetime', 'option', 'list', 'unknown'],
  boolean: ['text', 'boolean', 'option', 'unknown'],
  integer: ['text', 'number', 'option', 'unknown'],
  decimal: ['text', 'number', 'option', 'unknown'],
  date: ['text', 'date', 'datetime', 'unknown'],
  datetime: ['text', 'date', 'datetime', 'unknown'],
  option: ['text', 'number', 'boolean', 'option', 'unknown'],
  options: ['text', 'number', 'boolean', 'option', 'list', 'unknown'],
  strings: ['text', 'number', 'boolean', 'date', 'datetime', 'option', 'list', 'unknown'],
  currency: ['currency', 'unknown'],
  duration: ['duration', 'unknown'],
  address: ['unknown'],
  rows: ['rows', 'unknown'],
  files: [],
};

export const canTake = (kind: TargetKind, shape: Shape): boolean => accepts[kind].includes(shape);
