import type { Association } from '@dealdraft/wire/mapping.ts';
import type { Json } from '@dealdraft/wire/plan.ts';
import type {
  CrmRecord,
  DealRecords,
  PortalFacts,
  PropertyDefinition,
  RecordObject,
} from '@dealdraft/wire/records.ts';
import type { Target } from '@dealdraft/wire/template.ts';
import type { FormulaRunner } from '../formulas/formula-runner.ts';
import { kindByName, kindOf } from './property-kind.ts';
import type { PropertyKind } from './property-kind.ts';
import { own } from '../values/value.ts';
import { isBlank } from '@dealdraft/wire/text-form.ts';

/** Everything that one rule may look at. */
export type Scope = {
  records: DealRecords;
  /** Answers to "which of these records?", by choice key. */
  choices: Readonly<Record<string, string>>;
  portal: PortalFacts;
  now: Date;
  formulas: FormulaRunner;
  /** What sources of this section mean by "company" and "contact" when they do not say it themselves. */
  associations: { company?: Association | undefined; contact?: Association | undefined };
  /** Targets already made, for `data.…` in texts and formulas. */
  data: ReadonlyMap<string, Json>;
  /** What those targets are, for the labels of their options. */
  targets?: readonly Target[];
};

const definitions = new WeakMap<PropertyDefinition[], Map<string, PropertyDefinition>>();

/** What HubSpot says of a property. `gone` only when that object's properties were read and this one is not among them. */
export function findProperty(
  scope: Scope,
  object: RecordObject,
  name: string,
): PropertyDefinition | 'unknown' | 'gone' {
  const list = own(scope.records.properties, object);
  if (list === undefined || list.length === 0 || object === 'owner') return 'unknown';
  let byName = definitions.get(list);
  if (byName === undefined) {
    byName = new Map(list.map((each) => [each.name, each]));
    definitions.set(list, byName);
  }
  const found = byName.get(name);
  // Every record has its id, whether or not the list of properties mentions it.
  if (found === undefined) return name === 'hs_object_id' ? 'unknown' : 'gone';
  return found.archived ? 'gone' : found;
}

/** What a property is: by HubSpot's definition of it, or by its name where that wasn't read. */
export function kindOfProperty(scope: Scope, object: RecordObject, name: string): PropertyKind {
  const definition = findProperty(scope, object, name);
  if (object === 'owner') return 'text';
  return typeof definition === 'string' ? kindByName(name) : kindOf(definition, object);
}

/** A property's text, or null when it is empty. */
export function propertyText(record: CrmRecord, name: string): string | null {
  const text = own(record.properties, name);
  if (typeof text === 'string' && !isBlank(text)) return text;
  return name === 'hs_object_id' || (name === 'id' && text === undefined) ? record.id : null;
}

export const accountCurrency = ({ portal }: Pick<Scope, 'portal'>): string =>
  portal.defaultCurrency.trim().toUpperCase();

/** The deal's currency, or the portal's for deals without one. */
export const dealCurrency = (scope: Scope): string =>
  propertyText(scope.records.deal, 'deal_currency_code')?.trim().toUpperCase() ?? accountCurrency(scope);
