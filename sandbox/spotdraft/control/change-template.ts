import type { Attribute, TemplateDefinition } from '../state/attribute.ts';

/** An edit that a template's owner publishes while contracts and mappings are out in the world. */
export type TemplateChange =
  | { kind: 'rename'; from: string; to: string }
  | { kind: 'remove'; variable: string }
  | { kind: 'add'; attribute: Attribute }
  | { kind: 'archive'; archived: boolean };

const concerns = (attribute: Attribute, variable: string): boolean =>
  attribute.variable === variable || attribute.parent_variable === variable;

export function changeTemplate(template: TemplateDefinition, change: TemplateChange): void {
  switch (change.kind) {
    case 'rename':
      for (const attribute of template.attributes)
        if (concerns(attribute, change.from)) rename(attribute, change.from, change.to);
      for (const condition of template.conditions) {
        if (condition.variable === change.from) condition.variable = change.to;
        if (condition.when === change.from) condition.when = change.to;
      }
      for (const pointer of template.keyPointers) if (pointer.from === change.from) pointer.from = change.to;
      return;
    case 'remove':
      template.attributes = template.attributes.filter((attribute) => !concerns(attribute, change.variable));
      template.conditions = template.conditions.filter(
        (one) => one.variable !== change.variable && one.when !== change.variable,
      );
      return;
    case 'add':
      template.attributes.push(change.attribute);
      return;
    case 'archive':
      template.archived = change.archived;
  }
}

function rename(attribute: Attribute, from: string, to: string): void {
  attribute.variable = to + attribute.variable.slice(from.length);
  if (attribute.parent_variable !== undefined) attribute.parent_variable = to;
}
