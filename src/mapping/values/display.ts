import type { Json } from '@dealdraft/wire/plan.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import { minorDigits } from './currency-digits.ts';
import { Decimal, grouped } from './decimal.ts';
import { durationInWords, isUnit } from './period.ts';

/** A value as a person reads it, without a locale: the same text everywhere, so that it can be compared. */
export function display(value: Json, target: Pick<Target, 'kind' | 'options'>): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return displayList(value, target);
  if (typeof value === 'object') return displayObject(value, target);
  if (target.kind === 'option') return optionWord(value, target);
  return typeof value === 'number' ? number(value) : value;
}

const number = (value: number): string => grouped(new Decimal(String(value)));

const optionWord = (value: string | number, { options }: Pick<Target, 'options'>): string =>
  options.find((option) => option.value === String(value))?.label || String(value);

function displayList(value: Json[], target: Pick<Target, 'kind' | 'options'>): string {
  if (target.kind === 'rows') return value.length === 1 ? '1 row' : `${value.length} rows`;
  const kind = target.kind === 'options' ? 'option' : 'text';
  return value.map((item) => display(item, { kind, options: target.options })).join(', ');
}

function displayObject(value: { [key: string]: Json }, target: Pick<Target, 'kind' | 'options'>): string {
  const { type, value: amount } = value;
  if (typeof amount === 'number' && typeof type === 'string') {
    if (target.kind === 'currency')
      return `${type} ${grouped(new Decimal(String(amount)), minorDigits(type))}`;
    if (isUnit(type)) return durationInWords(type, number(amount));
  }
  return Object.values(value)
    .map((part) => display(part, { kind: 'text', options: [] }))
    .filter((part) => part !== '')
    .join(', ');
}
