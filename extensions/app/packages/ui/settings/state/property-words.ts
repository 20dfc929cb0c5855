import type { PropertyDefinition } from '@dealdraft/wire/records.ts';

const types: Record<string, string> = {
  string: 'text',
  number: 'number',
  bool: 'yes/no',
  enumeration: 'choice',
  date: 'date',
  datetime: 'date and time',
  phone_number: 'phone number',
};

export const typeWord = ({ type, fieldType, currency }: PropertyDefinition): string =>
  currency ? 'money' : fieldType === 'checkbox' ? 'several choices' : (types[type] ?? type);

/** "Amount · money (amount)": what tells two properties with the same label apart. */
export const propertyOption = (property: PropertyDefinition): { label: string; value: string } => ({
  label: `${property.label} · ${typeWord(property)} (${property.name})${property.archived ? ', deleted' : ''}`,
  value: property.name,
});
