import type { Attribute } from '../state/attribute.ts';

/** One key of `contract_data`: either one attribute, or a parent with its nested parts (money, duration, address). */
export interface DataField {
  key: string;
  label: string;
  kind: string;
  required: boolean;
  attribute: Attribute;
  parts: Attribute[];
}

/** The keys that `contract_data` may have, as the template's attributes imply them. */
export function dataFields(attributes: Attribute[]): DataField[] {
  const fields = new Map<string, DataField>();
  for (const attribute of attributes) {
    const parent = attribute.parent_variable;
    if (parent === undefined) {
      const { variable, display_label, type, required } = attribute;
      fields.set(variable, {
        key: variable,
        label: display_label,
        kind: type,
        required,
        attribute,
        parts: [],
      });
      continue;
    }
    const known = fields.get(parent);
    if (known) known.parts.push(attribute);
    else {
      fields.set(parent, {
        key: parent,
        label: attribute.display_label.replace(/ (currency|unit|line one)$/, ''),
        kind: attribute.parent_type ?? 'object',
        required: attribute.parent_required ?? attribute.required,
        attribute,
        parts: [attribute],
      });
    }
  }
  return [...fields.values()];
}
