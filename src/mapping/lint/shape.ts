import type { LineItemColumn, Source, Transform } from '@dealdraft/wire/mapping.ts';
import type { PropertyDefinition, RecordObject } from '@dealdraft/wire/records.ts';
import type { Target, TargetKind } from '@dealdraft/wire/template.ts';
import { kindOf } from '../records/property-kind.ts';
import type { PropertyKind } from '../records/property-kind.ts';
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
  | 'name'
  | 'id'
  | 'file'
  | 'data'
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
  name: 'a name',
  id: 'an internal ID that has no name',
  file: 'a file',
  data: 'structured data',
  currency: 'money',
  duration: 'a length of time',
  rows: 'rows',
  unknown: 'something',
};

const byKind: Readonly<Record<PropertyKind, Shape>> = {
  text: 'text',
  phone: 'text',
  richText: 'text',
  number: 'number',
  money: 'number',
  homeMoney: 'number',
  percent: 'number',
  milliseconds: 'number',
  date: 'date',
  datetime: 'datetime',
  checkbox: 'boolean',
  choice: 'option',
  choices: 'list',
  currencyCode: 'option',
  owner: 'name',
  stage: 'name',
  elsewhere: 'id',
  file: 'file',
  data: 'data',
  unknown: 'unknown',
};

export const kindShape = (kind: PropertyKind): Shape => byKind[kind];

const propertyShape = (definition: PropertyDefinition | null, object?: RecordObject): Shape =>
  definition === null ? 'unknown' : kindShape(kindOf(definition, object));

export function sourceShape(context: LintContext, source: Source | LineItemColumn['source']): Shape {
  switch (source.kind) {
    case 'property': {
      const object = 'object' in source ? source.object : 'line_item';
      if (object === 'owner') return 'text';
      const aggregate = 'aggregate' in source ? source.aggregate : undefined;
      if (aggregate === 'join') return 'text';
      if (aggregate !== undefined && aggregate !== 'first') return 'number';
      return propertyShape(definitionOf(context, object, source.property), object);
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
  'name',
  'id',
  'unknown',
];
/** What people can read without a table: all of these but ids. */
const words = single.filter((shape) => shape !== 'id');
const numeric: readonly Shape[] = ['text', 'number', 'option', 'unknown'];

/** What each step takes, and what it makes of it. */
const steps: Record<Transform['kind'], { takes: readonly Shape[]; makes: Shape | 'same' }> = {
  trim: { takes: single, makes: 'same' },
  case: { takes: words, makes: 'text' },
  date: { takes: ['text', 'date', 'datetime', 'unknown'], makes: 'date' },
  datetime: { takes: ['text', 'date', 'datetime', 'unknown'], makes: 'datetime' },
  dateAdd: { takes: ['text', 'date', 'datetime', 'unknown'], makes: 'date' },
  number: { takes: numeric, makes: 'number' },
  integer: { takes: numeric, makes: 'number' },
  currency: { takes: [...numeric, 'currency'], makes: 'currency' },
  duration: { takes: [...numeric, 'duration'], makes: 'duration' },
  boolean: { takes: ['text', 'boolean', 'number', 'option', 'unknown'], makes: 'boolean' },
  lookup: { takes: single, makes: 'text' },
  optionLabel: { takes: ['option', 'list', 'name', 'unknown', 'boolean'], makes: 'text' },
  country: { takes: ['text', 'option', 'unknown'], makes: 'text' },
  fullName: { takes: ['text', 'name', 'unknown'], makes: 'text' },
  split: { takes: ['text', 'option', 'list', 'name', 'unknown'], makes: 'list' },
  join: { takes: words, makes: 'text' },
  plainText: { takes: words, makes: 'text' },
  yesNo: { takes: ['text', 'boolean', 'number', 'option', 'unknown'], makes: 'text' },
  numberInWords: { takes: numeric, makes: 'text' },
  moneyInWords: { takes: [...numeric, 'currency'], makes: 'text' },
  withTitle: { takes: ['text', 'name', 'unknown'], makes: 'text' },
  addressLine: { takes: ['text', 'unknown'], makes: 'text' },
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
  text: ['text', 'number', 'boolean', 'date', 'datetime', 'option', 'list', 'name', 'unknown'],
  boolean: ['text', 'boolean', 'option', 'unknown'],
  integer: ['text', 'number', 'option', 'unknown'],
  decimal: ['text', 'number', 'option', 'unknown'],
  date: ['text', 'date', 'datetime', 'unknown'],
  datetime: ['text', 'date', 'datetime', 'unknown'],
  option: ['text', 'number', 'boolean', 'option', 'name', 'id', 'unknown'],
  options: ['text', 'number', 'boolean', 'option', 'list', 'name', 'id', 'unknown'],
  strings: ['text', 'number', 'boolean', 'date', 'datetime', 'option', 'list', 'name', 'unknown'],
  currency: ['currency', 'unknown'],
  duration: ['duration', 'unknown'],
  address: ['unknown'],
  rows: ['rows', 'unknown'],
  files: [],
};

/** Other systems get what HubSpot stores, whatever it is, if it is a single value. */
const stored: readonly Shape[] = [...single, 'file', 'data'];

export const canTake = ({ kind, forSystems }: Pick<Target, 'kind' | 'forSystems'>, shape: Shape): boolean =>
  (forSystems === true ? stored : accepts[kind]).includes(shape);
