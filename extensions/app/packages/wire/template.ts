/** What SpotDraft says about one question of a template, in our words (its `TemplateAttribute`). */
export const attributeTypes = [
  'string',
  'boolean',
  'int',
  'float',
  'array of strings',
  'array of options',
  'enum',
  'date',
  'repeating',
  'array of files',
] as const;
export type AttributeType = (typeof attributeTypes)[number];

type AttributeOption = { label: string; value: string };

export type TemplateAttribute = {
  /** The key in `contract_data`; nested ones contain a dot and belong to `parentVariable`. */
  variable: string;
  label: string;
  type: AttributeType;
  required: boolean;
  helpText?: string | null;
  question?: string | null;
  options?: AttributeOption[];
  defaultValue?: unknown;
  parentVariable?: string | null;
  /** Such as currency, duration, address, dropdown, date. */
  parentType?: string | null;
  parentRequired?: boolean | null;
  childVariable?: string | null;
  /** The columns of a repeating attribute. */
  attributes?: TemplateAttribute[];
};

export type CounterpartyKind = 'Individual' | 'Organisation' | 'Both';

/** A published SpotDraft template as last read. */
export type Template = {
  id: number;
  name: string;
  contractTypeId: number | null;
  counterpartyKind: CounterpartyKind;
  attributes: TemplateAttribute[];
};

export const targetKinds = [
  'text',
  'boolean',
  'integer',
  'decimal',
  'date',
  'datetime',
  'option',
  'options',
  'strings',
  'currency',
  'duration',
  'address',
  'rows',
  'files',
] as const;
export type TargetKind = (typeof targetKinds)[number];

/**
 * One key of `contract_data`: an attribute, or several nested ones that are sent as one object. `address` is any object
 * that is neither money nor a duration.
 */
export type Target = {
  key: string;
  label: string;
  kind: TargetKind;
  required: boolean;
  /** Allowed values of an option, and the codes or units that a currency or duration may have. Empty: anything goes. */
  options: AttributeOption[];
  helpText: string | null;
  /** The template's own default, as SpotDraft states it. */
  defaultValue?: unknown;
  /** Text for another system: internal values go as HubSpot stores them, not as people read them. */
  forSystems?: boolean;
  /** For rows. */
  columns?: Target[];
  /** For values sent as one object (currency, duration, address): what the object may hold. */
  parts?: Target[];
};
