import type { Json } from './json.ts';

export type AttributeType =
  | 'string'
  | 'boolean'
  | 'int'
  | 'float'
  | 'array of strings'
  | 'array of options'
  | 'enum'
  | 'date'
  | 'repeating'
  | 'array of files';

export interface AttributeOption {
  label: string;
  value: string;
}

/** One question of a template, with the field names of the published `TemplateAttribute`. */
export interface Attribute {
  display_label: string;
  variable: string;
  type: AttributeType;
  required: boolean;
  help_text?: string;
  question?: string;
  parent_variable?: string;
  parent_type?: string;
  parent_required?: boolean;
  options?: AttributeOption[];
  default_value?: Json;
  attributes?: Attribute[];
}

/**
 * A question that is asked only after a certain answer. The published metadata has no field for this, so callers see
 * such questions as optional; the template itself knows better and refuses when the condition holds and no answer came.
 */
export interface Condition {
  variable: string;
  when: string;
  equals: Json;
}

interface KeyPointerRule {
  label: string;
  fieldName: string;
  dataType: string;
  from: string;
}

export interface TemplateDefinition {
  id: number;
  name: string;
  contractTypeId: number;
  tags: string[];
  archived: boolean;
  counterPartyKind: 'Individual' | 'Organisation' | 'Both';
  attributes: Attribute[];
  conditions: Condition[];
  keyPointers: KeyPointerRule[];
  /** Approvals that every contract of this template starts with. */
  approvals: { name: string; type: 'PRE_SEND' | 'PRE_SIGN' }[];
}

/** A template without the numbers that differ between workspaces. */
export type TemplateBlueprint = Omit<TemplateDefinition, 'id' | 'contractTypeId' | 'archived'> & {
  contractType: string;
};

type Extra = Partial<Omit<Attribute, 'variable' | 'type' | 'display_label'>>;

export const ask = (variable: string, type: AttributeType, label: string, extra: Extra = {}): Attribute => ({
  display_label: label,
  variable,
  type,
  required: true,
  question: `${label}?`,
  ...extra,
});

export const options = (...pairs: [value: string, label: string][]): AttributeOption[] =>
  pairs.map(([value, label]) => ({ value, label }));

const currencies = options(
  ['USD', 'US Dollar'],
  ['EUR', 'Euro'],
  ['GBP', 'Pound Sterling'],
  ['INR', 'Indian Rupee'],
  ['JPY', 'Yen'],
  ['CHF', 'Swiss Franc'],
);

const nested = (parent: string, parentType: string, required: boolean) => ({
  parent_variable: parent,
  parent_type: parentType,
  parent_required: required,
  required,
});

/** Money arrives in the metadata as two nested attributes and is sent as one object under the parent's name. */
export const askMoney = (variable: string, label: string, required = true): Attribute[] => [
  ask(`${variable}.type`, 'enum', `${label} currency`, {
    ...nested(variable, 'currency', required),
    options: currencies,
  }),
  ask(`${variable}.value`, 'float', `${label} amount`, nested(variable, 'currency', required)),
];

/** A length of time, nested the same way. */
export const askDuration = (variable: string, label: string, required = true): Attribute[] => [
  ask(`${variable}.type`, 'enum', `${label} unit`, {
    ...nested(variable, 'duration', required),
    options: options(['DAYS', 'Days'], ['MONTHS', 'Months'], ['YEARS', 'Years']),
  }),
  ask(`${variable}.value`, 'int', `${label} length`, nested(variable, 'duration', required)),
  ask(`${variable}.days`, 'int', `${label} in days`, {
    ...nested(variable, 'duration', required),
    required: false,
  }),
];

/** A postal address, nested the same way. */
export const askAddress = (variable: string, label: string, required = true): Attribute[] =>
  (['line_one', 'line_two', 'city', 'state', 'zipcode', 'country'] as const).map((part) =>
    ask(`${variable}.${part}`, 'string', `${label} ${part.replace('_', ' ')}`, {
      ...nested(variable, 'address', required),
      required: required && (part === 'line_one' || part === 'city' || part === 'country'),
    }),
  );
