import type { CrmRecord, ObjectName, Portal, PropertyRules, Source } from '../state/model.ts';
import { invalid, notFound } from '../state/reply.ts';
import type { ErrorDetail, Refusal } from '../state/reply.ts';
import { findProperty } from '../schema/portal-schema.ts';

const noRules: PropertyRules = { enforced: false, onCreate: [], conditional: [] };

export const rulesOf = (portal: Portal): PropertyRules => portal.propertyRules ?? noRules;

interface Write {
  portal: Portal;
  type: ObjectName;
  values: Record<string, string>;
  /** None when it is to be made. */
  record?: CrmRecord | undefined;
}

/** A value that a rule asks for; `because` is the property that makes it required, null for the form that makes a record. */
interface MissingValue {
  name: string;
  because: string | null;
}

/**
 * What a write lacks by the account's rules. A value that the record already has counts. An update is judged by the
 * rules that it touches: HubSpot does not say that it looks at the others.
 */
function missingValues({ portal, type, values, record }: Write): MissingValue[] {
  const { enforced, onCreate, conditional } = rulesOf(portal);
  if (!enforced) return [];
  const after = (name: string): string => values[name] ?? record?.properties[name] ?? '';
  const created = record === undefined ? onCreate.filter(({ objectType }) => objectType === type) : [];
  const ruled = conditional.filter(
    ({ objectType, property, values: when, required }) =>
      objectType === type &&
      when.includes(after(property)) &&
      (record === undefined || [property, ...required].some((name) => name in values)),
  );
  const wanted = [
    ...created.flatMap(({ required }) => required.map((name) => ({ name, because: null }))),
    ...ruled.flatMap(({ property, required }) => required.map((name) => ({ name, because: property }))),
  ];
  return wanted.filter(
    ({ name }, index) => after(name) === '' && wanted.findIndex((one) => one.name === name) === index,
  );
}

/** HubSpot's answer to a write that lacks required values (changelog of 2026-08-11, "CRM API write validation enforcement"). */
function missingRefusal(missing: MissingValue[]): Refusal {
  const errors = missing.map(({ name, because }): ErrorDetail => ({
    code: because === null ? 'MISSING_REQUIRED_PROPERTY' : 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
    message:
      because === null
        ? `A value for ${name} must be provided`
        : `${name} is required because of a conditional property rule based on [${because}]`,
    context: { propertyName: [name] },
  }));
  return invalid('The property values provided are invalid', { errors });
}

/** Refuses what the rules do not allow. They are for the API and for people's forms; imports have rules of their own. */
export function refuseMissing(write: Write, source: Source): void {
  if (source.type !== 'INTEGRATION' && source.type !== 'CRM_UI') return;
  const missing = missingValues(write);
  if (missing.length > 0) throw missingRefusal(missing);
}

/** Replaces an account's rules. A rule about a property that does not exist is refused. */
export function setRules(portal: Portal, rules: PropertyRules): void {
  const named = [
    ...rules.onCreate.flatMap(({ objectType, required }) =>
      required.map((name) => [objectType, name] as const),
    ),
    ...rules.conditional.flatMap(({ objectType, property, required }) =>
      [property, ...required].map((name) => [objectType, name] as const),
    ),
  ];
  for (const [type, name] of named)
    if (!findProperty(portal, type, name)) throw notFound(`Property '${name}' does not exist for ${type}`);
  portal.propertyRules = rules;
}
