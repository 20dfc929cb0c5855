import type { FieldErrors } from '../state/reply.ts';
import { requiredField } from '../state/reply.ts';
import type { JsonObject } from '../state/model.ts';
import type { Attribute, Condition, TemplateDefinition } from '../state/attribute.ts';
import { checkValue } from './attribute-value.ts';

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

/** Whether the template asks this question, given the other answers. */
export const isAsked = (conditions: Condition[], variable: string, data: JsonObject): boolean =>
  conditions.every((one) => one.variable !== variable || data[one.when] === one.equals);

/** Every complaint about `contract_data`, keyed by variable; undefined when it fits the template. */
export function checkContractData(template: TemplateDefinition, data: JsonObject): FieldErrors | undefined {
  const fields = dataFields(template.attributes);
  const errors = checkRow(fields, data);
  for (const condition of template.conditions) {
    const answered = data[condition.variable] !== undefined && data[condition.variable] !== null;
    if (!answered && isAsked(template.conditions, condition.variable, data))
      errors[condition.variable] = [requiredField];
  }
  return Object.keys(errors).length === 0 ? undefined : errors;
}

/** Only the given keys: an edit of some values leaves the rest as it was. */
export function checkChangedData(template: TemplateDefinition, changes: JsonObject): FieldErrors | undefined {
  const known = dataFields(template.attributes).filter((field) => field.key in changes);
  const errors = checkRow(known, changes);
  return Object.keys(errors).length === 0 ? undefined : errors;
}

export function checkRow(fields: DataField[], row: JsonObject): FieldErrors {
  const errors: FieldErrors = {};
  const known = new Set(fields.map((field) => field.key));
  for (const key of Object.keys(row)) if (!known.has(key)) errors[key] = ['Unexpected field.'];
  for (const field of fields) {
    const value = row[field.key];
    if (value === undefined || value === null) {
      if (field.required)
        errors[field.key] = [value === null ? 'This field may not be null.' : requiredField];
      continue;
    }
    const complaint = checkValue(field, value);
    if (complaint) errors[field.key] = complaint;
  }
  return errors;
}
