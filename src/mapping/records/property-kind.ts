import type { PropertyDefinition, RecordObject } from '@dealdraft/wire/records.ts';

/** What a HubSpot property is, as far as that decides how its value is read, compared, and written into a contract. */
export const propertyKinds = [
  'text',
  'phone',
  'richText',
  'number',
  'money',
  'homeMoney',
  'percent',
  'milliseconds',
  'date',
  'datetime',
  'checkbox',
  'choice',
  'choices',
  'currencyCode',
  'owner',
  'stage',
  'elsewhere',
  'file',
  'data',
  'unknown',
] as const;
export type PropertyKind = (typeof propertyKinds)[number];

const isIn = (kinds: readonly PropertyKind[], kind: PropertyKind): boolean => kinds.includes(kind);

/** Stored as a plain number. */
export const isNumeric = (kind: PropertyKind): boolean =>
  isIn(['number', 'money', 'homeMoney', 'percent', 'milliseconds'], kind);

/** Stored as an internal value that stands for something with a name. */
export const hasNames = (kind: PropertyKind): boolean =>
  isIn(['choice', 'choices', 'owner', 'stage', 'elsewhere'], kind);

/** Companies and contacts have no currency of their own: HubSpot shows their money in the account's. */
const withoutCurrency: readonly (RecordObject | undefined)[] = ['company', 'contact'];

/**
 * The kind comes from `type` and `fieldType` together, and from the options and display hints: a checkbox is an
 * `enumeration` when it was made in HubSpot's settings and a `bool` when it was made through the API, rich text is a
 * `string`, and an owner is an `enumeration` whose options live elsewhere.
 *
 * https://developers.hubspot.com/docs/api-reference/crm-properties-v3/guide ("Property type and fieldType values")
 */
export function kindOf(definition: PropertyDefinition, object?: RecordObject): PropertyKind {
  const { type, fieldType, name } = definition;
  switch (type) {
    case 'bool':
      return 'checkbox';
    case 'enumeration':
      return enumerated(definition);
    case 'number':
      return numeric(definition, object);
    case 'date':
    case 'datetime':
      return type;
    case 'phone_number':
      return 'phone';
    case 'string':
      if (isOwner(definition)) return 'owner';
      return byField[fieldType] ?? (isCurrencyName(name) ? 'currencyCode' : 'text');
    case 'json':
    case 'object_coordinates':
      return 'data';
    default:
      return 'unknown';
  }
}

const byField: Readonly<Partial<Record<string, PropertyKind>>> = {
  html: 'richText',
  file: 'file',
  phonenumber: 'phone',
};

function enumerated(definition: PropertyDefinition): PropertyKind {
  const { name, fieldType, options, externalOptions } = definition;
  if (isOwner(definition)) return 'owner';
  if (isStage(name)) return 'stage';
  if (fieldType === 'booleancheckbox' || areYesAndNo(options)) return 'checkbox';
  if (isCurrencyName(name) && options.every(({ value }) => /^[A-Z]{3}$/.test(value))) return 'currencyCode';
  if (externalOptions && options.length === 0) return 'elsewhere';
  return fieldType === 'checkbox' ? 'choices' : 'choice';
}

function numeric(definition: PropertyDefinition, object: RecordObject | undefined): PropertyKind {
  const { name, currency, numberDisplayHint } = definition;
  if (isHomeMoney(name) || (currency && withoutCurrency.includes(object))) return 'homeMoney';
  if (currency) return 'money';
  if (numberDisplayHint === 'percentage') return 'percent';
  return numberDisplayHint === 'duration' ? 'milliseconds' : 'number';
}

/** What a property is by its name alone, for objects whose definitions were not read. */
export function kindByName(name: string): PropertyKind {
  if (isOwnerName(name)) return 'owner';
  if (isStage(name)) return 'stage';
  return isHomeMoney(name) ? 'homeMoney' : 'unknown';
}

const isOwnerName = (name: string): boolean => name === 'hubspot_owner_id';
const isOwner = ({ name, referencedObjectType }: PropertyDefinition): boolean =>
  isOwnerName(name) || referencedObjectType === 'OWNER';
const isStage = (name: string): boolean =>
  ['dealstage', 'pipeline', 'hs_pipeline', 'hs_pipeline_stage'].includes(name);
/** `amount_in_home_currency`, `hs_forecast_amount_in_home_currency` and their like: HubSpot converts them itself. */
const isHomeMoney = (name: string): boolean => /(^|_)in_home_currency$/.test(name);
const isCurrencyName = (name: string): boolean => /(^|_)currency(_code)?$/.test(name);

const areYesAndNo = (options: PropertyDefinition['options']): boolean =>
  options.length === 2 &&
  ['false', 'true'].every((each) => options.some(({ value }) => value.toLowerCase() === each));

/** For findings and the documentation. */
export const kindWords: Readonly<Record<PropertyKind, string>> = {
  text: 'text',
  phone: 'phone number',
  richText: 'rich text',
  number: 'number',
  money: 'currency amount',
  homeMoney: 'amount in the account’s currency',
  percent: 'percentage',
  milliseconds: 'duration',
  date: 'date',
  datetime: 'date and time',
  checkbox: 'single checkbox',
  choice: 'dropdown or radio select',
  choices: 'multiple checkboxes',
  currencyCode: 'currency code',
  owner: 'HubSpot user (owner)',
  stage: 'pipeline or stage',
  elsewhere: 'choice whose options aren’t listed',
  file: 'file',
  data: 'structured data',
  unknown: 'property of an unknown type',
};
