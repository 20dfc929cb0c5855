import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import type { Scope } from './scope.ts';

/** What a transform may know beside the value: the property it came from, when it came from one. */
export type TransformContext = { scope: Scope; definition: PropertyDefinition | null };

/** The label of one of a property's options. Null when the property has no such option, or none that we can see. */
export function optionLabel(definition: PropertyDefinition | null, value: string): string | null {
  return definition?.options.find((option) => option.value === value)?.label ?? null;
}
