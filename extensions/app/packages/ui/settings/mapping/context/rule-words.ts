import type { Association, Condition, Source, Transform, ValueRule } from '@dealdraft/wire/mapping.ts';
import { count } from '../../../format/plural.ts';
import { cut } from '@dealdraft/wire/cut.ts';

export const objectNames: Record<string, string> = {
  deal: 'Deal',
  company: 'Company',
  contact: 'Contact',
  owner: 'Deal owner',
  quote: 'Quote',
  lineItem: 'Line item',
  line_item: 'Line item',
};

/** Finds what people call a property; its internal name where it is not known. */
export type PropertyLabel = (object: string, property: string) => string;
const internalNames: PropertyLabel = (_object, property) => property;

const shorten = (text: string): string => cut(text, 58, '…');

const withLabel = (object: string, association: Association | undefined): string =>
  `${objectNames[object] ?? object}${association?.label === undefined ? '' : ` labeled “${association.label}”`}`;

/** Where a value comes from, in one line. */
export const sourceWords = (source: Source, labelOf: PropertyLabel = internalNames): string => {
  switch (source.kind) {
    case 'property':
      return `${withLabel(source.object, source.association)} · ${labelOf(source.object, source.property)}`;
    case 'lineItems':
      return `Rows from ${source.of === 'quote' ? 'the quote’s' : 'the deal’s'} line items, ${count(source.columns.length, 'column')}`;
    case 'lineItemsSum':
      return `Sum of ${labelOf('line_item', source.property)} over ${source.of === 'quote' ? 'the quote’s' : 'the deal’s'} line items`;
    case 'constant':
      return `Always ${Array.isArray(source.value) ? source.value.join(', ') : `“${shorten(String(source.value))}”`}`;
    case 'text':
      return `Text: ${shorten(source.template)}`;
    case 'formula':
      return `Formula: ${shorten(source.expression)}`;
  }
};

export const transformNames: Record<Transform['kind'], string> = {
  trim: 'Remove spaces around it',
  case: 'Change capitals',
  date: 'As a date',
  datetime: 'As date and time',
  dateAdd: 'Move a date',
  number: 'As a number',
  integer: 'As a whole number',
  currency: 'As money',
  duration: 'As a length of time',
  boolean: 'As yes or no',
  lookup: 'Look up in a table',
  optionLabel: 'Use the option’s label',
  country: 'As a country',
  fullName: 'Part of a full name',
  split: 'Split into a list',
  join: 'Join a list',
  plainText: 'Remove formatting',
  yesNo: 'Choose words for yes and no',
  numberInWords: 'Write a number in words',
  moneyInWords: 'Write money in words',
  withTitle: 'Add the title to a name',
  addressLine: 'Whole address on one line',
};

/** What a rule does when there is no value. */
export const missingWords = (rule: Pick<ValueRule, 'whenMissing' | 'default'>): string => {
  if (rule.whenMissing === 'stop') return 'If missing: stop and ask';
  if (rule.whenMissing === 'blank') return 'If missing: leave blank';
  return `If missing: use ${Array.isArray(rule.default) ? rule.default.join(', ') : `“${String(rule.default ?? '')}”`}`;
};

const opWords: Record<string, string> = {
  eq: 'is',
  neq: 'is not',
  in: 'is one of',
  notIn: 'is none of',
  empty: 'is empty',
  notEmpty: 'is not empty',
  gt: 'is more than',
  gte: 'is at least',
  lt: 'is less than',
  lte: 'is at most',
};

export const operators = Object.entries(opWords).map(([value, label]) => ({ value, label }));

/** A condition in one line. */
export const conditionWords = (condition: Condition, labelOf: PropertyLabel = internalNames): string => {
  if ('all' in condition) return condition.all.map((each) => conditionWords(each, labelOf)).join(' and ');
  if ('any' in condition) return condition.any.map((each) => conditionWords(each, labelOf)).join(' or ');
  if ('not' in condition) return `not (${conditionWords(condition.not, labelOf)})`;
  const { object, association, property, op, value, values } = condition;
  const operand =
    op === 'empty' || op === 'notEmpty'
      ? ''
      : ` ${op === 'in' || op === 'notIn' ? (values ?? []).join(', ') : String(value ?? '…')}`;
  const label = labelOf(object === 'lineItem' ? 'line_item' : object, property);
  return `${withLabel(object, association)} · ${label} ${opWords[op] ?? op}${operand}`;
};
