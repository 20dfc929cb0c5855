import type { FieldErrors } from '../state/reply.ts';
import { requiredField } from '../state/reply.ts';
import type { JsonObject } from '../state/json.ts';
import type { Condition, TemplateDefinition } from '../state/attribute.ts';
import { checkRow } from './attribute-value.ts';
import { dataFields } from './data-fields.ts';

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
