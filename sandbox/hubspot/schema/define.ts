import type { PropertyDefinition } from '../state/model.ts';

const seededAt = '2024-01-15T09:00:00.000Z';

export type PropertyInput = Pick<PropertyDefinition, 'name' | 'label' | 'type' | 'fieldType' | 'groupName'> &
  Partial<Omit<PropertyDefinition, 'options'>> & {
    options?: {
      value: string;
      label: string;
      hidden?: boolean | undefined;
      description?: string | undefined;
      displayOrder?: number | undefined;
    }[];
  };

/** A whole definition from what matters about it. */
export function define(input: PropertyInput, at = seededAt): PropertyDefinition {
  const { options = [], ...rest } = input;
  return {
    description: '',
    displayOrder: -1,
    hidden: false,
    formField: false,
    hasUniqueValue: false,
    calculated: false,
    externalOptions: false,
    referencedObjectType: null,
    showCurrencySymbol: false,
    hubspotDefined: false,
    archived: false,
    readOnly: false,
    createdAt: at,
    updatedAt: at,
    ...rest,
    options: options.map(({ value, label, hidden = false, description = '', displayOrder }, index) => ({
      value,
      label,
      hidden,
      description,
      displayOrder: displayOrder ?? index,
    })),
  };
}

type Extra = Partial<PropertyInput>;

/** Short forms for lists of definitions of one group. */
export const inGroup = (groupName: string, common: Extra = {}) => {
  const of =
    (type: string, fieldType: string) =>
    (name: string, label: string, extra: Extra = {}): PropertyDefinition =>
      define({ name, label, type, fieldType, groupName, ...common, ...extra });
  return {
    text: of('string', 'text'),
    textarea: of('string', 'textarea'),
    html: of('string', 'html'),
    file: of('string', 'file'),
    phone: of('string', 'phonenumber'),
    number: of('number', 'number'),
    money: (name: string, label: string, extra: Extra = {}) =>
      of('number', 'number')(name, label, { showCurrencySymbol: true, ...extra }),
    date: of('date', 'date'),
    datetime: of('datetime', 'date'),
    bool: (name: string, label: string, extra: Extra = {}) =>
      of('bool', 'booleancheckbox')(name, label, {
        options: [
          { value: 'true', label: 'Yes' },
          { value: 'false', label: 'No' },
        ],
        ...extra,
      }),
    /** The single checkbox that HubSpot's own page makes; `bool` comes only through its API. */
    checkbox: (name: string, label: string) =>
      of('enumeration', 'booleancheckbox')(name, label, {
        options: [
          { value: 'true', label: 'Yes' },
          { value: 'false', label: 'No' },
        ],
      }),
    percent: (name: string, label: string) =>
      of('number', 'number')(name, label, { numberDisplayHint: 'percentage' }),
    score: (name: string, label: string) =>
      of('number', 'calculation_score')(name, label, { calculated: true, readOnly: true }),
    select: (name: string, label: string, options: Record<string, string>, extra: Extra = {}) =>
      of('enumeration', 'select')(name, label, {
        options: Object.entries(options).map(([value, text]) => ({ value, label: text })),
        ...extra,
      }),
    checkboxes: (name: string, label: string, options: Record<string, string>, extra: Extra = {}) =>
      of('enumeration', 'checkbox')(name, label, {
        options: Object.entries(options).map(([value, text]) => ({ value, label: text })),
        ...extra,
      }),
    owner: (name: string, label: string) =>
      of('enumeration', 'select')(name, label, { externalOptions: true, referencedObjectType: 'OWNER' }),
  };
};

/** Set by HubSpot, never by a caller. */
export const system = { readOnly: true, hubspotDefined: true } as const;
