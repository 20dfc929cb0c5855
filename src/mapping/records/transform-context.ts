import type { CrmRecord, PropertyDefinition, RecordObject } from '@dealdraft/wire/records.ts';
import { kindByName, kindOf } from './property-kind.ts';
import type { PropertyKind } from './property-kind.ts';
import type { Scope } from './scope.ts';

/** What a transform may know beside the value: the property it came from, when it came from one. */
export type TransformContext = {
  scope: Scope;
  definition: PropertyDefinition | null;
  object?: RecordObject | undefined;
  property?: string | undefined;
  /** The record that the property was read from. */
  record?: CrmRecord | undefined;
  /** Who reads the text that it ends as. For people, names take the place of internal values. */
  reader?: 'people' | 'systems' | undefined;
  /** The value is as HubSpot stores it: no step has changed it yet. */
  isStored?: boolean | undefined;
  /** Rich text whose tags are gone already: what looks like one now is text. */
  isPlain?: boolean | undefined;
};

/** What kind of property the value came from. */
export function kindIn({ definition, object, property }: TransformContext): PropertyKind {
  if (definition !== null) return kindOf(definition, object);
  return property === undefined ? 'unknown' : kindByName(property);
}

/** The label of one of a property's options. Null when the property has no such option, or none that we can see. */
export function optionLabel(definition: PropertyDefinition | null, value: string): string | null {
  return definition?.options.find((option) => option.value === value)?.label ?? null;
}
