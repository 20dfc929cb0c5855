import type { Transform, TransformKind } from '@dealdraft/wire/mapping.ts';

/** A step of each kind as it begins. */
const beginnings: Record<TransformKind, Transform> = {
  trim: { kind: 'trim' },
  case: { kind: 'case', to: 'upper' },
  date: { kind: 'date' },
  datetime: { kind: 'datetime', zone: 'utc' },
  dateAdd: { kind: 'dateAdd', days: 30 },
  number: { kind: 'number', rounding: 'half_up' },
  integer: { kind: 'integer' },
  currency: { kind: 'currency', currency: 'deal', rounding: 'half_up' },
  duration: { kind: 'duration', unit: 'MONTHS' },
  boolean: { kind: 'boolean' },
  lookup: { kind: 'lookup', table: [], otherwise: 'stop' },
  optionLabel: { kind: 'optionLabel' },
  country: { kind: 'country', to: 'code' },
  fullName: { kind: 'fullName', part: 'first' },
  split: { kind: 'split', by: ';' },
  join: { kind: 'join', with: ', ' },
  plainText: { kind: 'plainText' },
  yesNo: { kind: 'yesNo', yes: 'Yes', no: 'No' },
  numberInWords: { kind: 'numberInWords', language: 'en-US' },
  moneyInWords: { kind: 'moneyInWords', language: 'en-US', currency: 'deal' },
  withTitle: { kind: 'withTitle', property: 'salutation' },
  addressLine: { kind: 'addressLine', with: ', ' },
};

export const transformKinds = Object.keys(beginnings) as TransformKind[];

export const newTransform = (kind: string): Transform | null =>
  Object.hasOwn(beginnings, kind) ? beginnings[kind as TransformKind] : null;
