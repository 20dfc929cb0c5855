import type { Transform } from '@dealdraft/wire/mapping.ts';
import { targetKinds } from '@dealdraft/wire/template.ts';
import type { TargetKind } from '@dealdraft/wire/template.ts';
import { canTake, kindShape, throughSteps } from '../lint/shape.ts';
import { isNumeric, kindWords, propertyKinds } from '../records/property-kind.ts';
import type { PropertyKind } from '../records/property-kind.ts';
import { usualSteps } from '../suggestions/usual-steps.ts';

/** What becomes of a property of a kind in a target of a kind: taken as it is, by a step, or refused by the lint. */
export type Outcome =
  | { taken: 'as it is'; words: string }
  | { taken: 'by a step'; steps: Transform[]; words: string }
  | { taken: 'not at all' };

export function outcomeOf(kind: PropertyKind, target: TargetKind): Outcome {
  // What HubSpot adds tomorrow is text until somebody says otherwise.
  const shape = kindShape(kind === 'unknown' ? 'text' : kind);
  const said = words(kind, target);
  if (canTake({ kind: target }, shape)) return { taken: 'as it is', words: said };
  const steps = usualSteps(target, kind);
  const { shape: made, stuck } = throughSteps(shape, steps);
  const fits = steps.length > 0 && stuck === null && canTake({ kind: target }, made);
  return fits ? { taken: 'by a step', steps, words: said } : { taken: 'not at all' };
}

/** In text, a value is what people see in HubSpot. */
const inText: Readonly<Record<PropertyKind, string>> = {
  text: 'the text',
  phone: 'the number',
  richText: 'the text without tags',
  number: 'its digits',
  money: 'its digits',
  homeMoney: 'its digits',
  percent: '15% for 0.15',
  milliseconds: 'the milliseconds; the lint warns',
  date: 'YYYY-MM-DD',
  datetime: 'the day in the account’s time zone',
  checkbox: 'Yes or No',
  choice: 'the label',
  choices: 'the labels, with commas',
  currencyCode: 'the code',
  owner: 'the name',
  stage: 'the name',
  elsewhere: '',
  file: '',
  data: '',
  unknown: 'as stored',
};

function words(kind: PropertyKind, target: TargetKind): string {
  switch (target) {
    case 'text':
      return inText[kind];
    case 'strings':
      return kind === 'choices' ? 'a text for each label' : 'one text';
    case 'boolean':
      return kind === 'checkbox'
        ? 'yes or no'
        : isNumeric(kind)
          ? 'yes for 1, no for 0'
          : 'yes or no, if it says so';
    case 'integer':
      return isNumeric(kind) ? 'the number; a fraction stops' : 'the number, if it is a whole one';
    case 'decimal':
      if (kind === 'percent') return '0.15 for 15%';
      return isNumeric(kind) ? 'the number' : 'the number, if it is one';
    case 'date':
      if (kind === 'date') return 'the day';
      return kind === 'datetime' ? 'the day in the account’s time zone' : 'the day, if it is a date';
    case 'datetime':
      if (kind === 'date') return 'its midnight, in UTC';
      return kind === 'datetime' ? 'the moment, in UTC' : 'the moment, if it is one';
    case 'options':
    case 'option':
      return kind === 'choices'
        ? 'the options of those values or labels'
        : 'the option of that value or label';
    case 'currency':
      return kind === 'homeMoney' ? 'in the account’s currency' : 'in the deal’s currency';
    case 'duration':
      return kind === 'milliseconds' ? 'months; the lint warns' : 'months, or a period such as P12M';
    default:
      return '';
  }
}

const stepWords: Partial<Record<TargetKind, string>> = {
  currency: 'as money',
  duration: 'as a length of time',
};

const targetWords: Readonly<Record<TargetKind, string>> = {
  text: 'Text',
  boolean: 'Yes or no',
  integer: 'Whole number',
  decimal: 'Number',
  date: 'Date',
  datetime: 'Date and time',
  option: 'One option',
  options: 'Several options',
  strings: 'List of texts',
  currency: 'Money',
  duration: 'Length of time',
  address: 'Address',
  rows: 'Rows',
  files: 'Files',
};

/** The table of the documentation: a section for each kind of target that a property can fill, a line for each kind of property. */
export function kindTable(): string {
  const filled = targetKinds.filter((target) =>
    propertyKinds.some((kind) => outcomeOf(kind, target).taken !== 'not at all'),
  );
  const head = ['HubSpot property', ...filled.map((target) => targetWords[target])];
  const rows = propertyKinds.map((kind) => [
    capitalized(kindWords[kind]),
    ...filled.map((target) => cell(kind, target)),
  ]);
  const never = targetKinds
    .filter((target) => !filled.includes(target))
    .map((target) => targetWords[target].toLowerCase());
  return [
    ...[head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`),
    '',
    `No single property fills ${never.slice(0, -1).join(', ')}, or ${never.at(-1) ?? ''}.`,
  ].join('\n');
}

function cell(kind: PropertyKind, target: TargetKind): string {
  const outcome = outcomeOf(kind, target);
  if (outcome.taken === 'not at all') return '–';
  const step = outcome.taken === 'by a step' ? stepWords[target] : undefined;
  return step === undefined ? outcome.words : `“${step}”: ${outcome.words}`;
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
