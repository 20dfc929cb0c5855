import type { Finding } from '@dealdraft/wire/mapping-lint.ts';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { PropertiesByObject, PropertyDefinition, RecordObject } from '@dealdraft/wire/records.ts';
import type { Target, Template } from '@dealdraft/wire/template.ts';
import { createFormulaRunner } from '../formulas/formula-runner.ts';
import type { Scope } from '../records/scope.ts';

/** What the last test on recent deals showed: the mapping that was tested, and for each deal the targets that stayed empty. */
export type RecentDeals = { mapping: Mapping; empty: readonly (readonly string[])[] };

export type LintInput = {
  mapping: Mapping;
  template: Template;
  properties: PropertiesByObject;
  /** The last test on recent deals, where there was one. */
  recentDeals?: RecentDeals | undefined;
};

/** What every rule of the lint looks at. */
export type LintContext = LintInput & { targets: readonly Target[]; scope: Scope };

/** The names that HubSpot's owners API gives; owners have no property definitions. */
export const ownerProperties: readonly string[] = ['id', 'email', 'firstName', 'lastName', 'userId'];

/** A deal without anything, for steps that need no deal: constants and defaults. */
export function emptyScope(properties: PropertiesByObject): Scope {
  const now = new Date(0);
  const deal = { id: '0', properties: {} };
  return {
    records: { deal, companies: [], contacts: [], owner: null, quotes: [], lineItems: [], properties },
    choices: {},
    portal: { id: 0, timeZone: 'UTC', defaultCurrency: 'USD' },
    now,
    formulas: createFormulaRunner(now),
    associations: {},
    data: new Map(),
  };
}

export function definitionOf(
  { properties }: Pick<LintInput, 'properties'>,
  object: RecordObject,
  name: string,
): PropertyDefinition | null {
  return properties[object]?.find((each) => each.name === name) ?? null;
}

type Words = { message: string; reason: string; fix: string };
type Place = Pick<Finding, 'code' | 'target'>;

export const error = ({ code, target }: Place, words: Words): Finding => ({
  code,
  severity: 'error',
  target,
  ...words,
});
export const warning = ({ code, target }: Place, words: Words): Finding => ({
  code,
  severity: 'warning',
  target,
  ...words,
});

export const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
