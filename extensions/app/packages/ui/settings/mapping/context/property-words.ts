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

const fields: Record<string, string> = {
  checkbox: 'several choices',
  booleancheckbox: 'yes/no',
  html: 'rich text',
  file: 'file',
};

/** By field type first: a checkbox that was made in HubSpot's settings is of the type `enumeration`. */
const typeWord = ({ type, fieldType, currency, referencedObjectType }: PropertyDefinition): string => {
  if (currency) return 'money';
  return referencedObjectType === 'OWNER' ? 'user' : (fields[fieldType] ?? types[type] ?? type);
};

/** "Amount · money (amount)": what tells two properties with the same label apart. */
export const propertyOption = (property: PropertyDefinition): { label: string; value: string } => ({
  label: `${property.label} · ${typeWord(property)} (${property.name})${property.archived ? ', deleted' : ''}`,
  value: property.name,
});
