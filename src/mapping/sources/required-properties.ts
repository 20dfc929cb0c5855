import type { Condition, Mapping, Source, SignatoryRules, ValueRule } from '@dealdraft/wire/mapping.ts';
import type { RecordObject } from '@dealdraft/wire/records.ts';
import { parseFormula } from '../formulas/formula-syntax.ts';
import { addressProperties, titleObject } from '../transforms/transform-record.ts';
import { placeholders } from './text-template.ts';
import { recordPath } from '../records/record-path.ts';

/** Without `quote` when the mapping has no use for quotes. */
export type RequiredProperties = Record<Exclude<RecordObject, 'quote'>, string[]> & { quote?: string[] };
export type PropertyUse = { object: RecordObject; property: string };

/** What every plan reads, whatever its mapping: names for the preview, the money check, the order of line items. */
const always: Record<RecordObject, string[]> = {
  deal: ['dealname', 'amount', 'deal_currency_code', 'hubspot_owner_id'],
  company: ['name', 'domain', 'city', 'country'],
  contact: ['firstname', 'lastname', 'email', 'jobtitle'],
  owner: ['email', 'firstName', 'lastName', 'userId'],
  quote: ['hs_title', 'hs_status', 'hs_expiration_date'],
  line_item: ['name', 'hs_sku', 'amount', 'hs_position_on_quote', 'hs_line_item_currency_code'],
};

/** Exactly the properties to ask HubSpot for, per object, sorted. A formula that names a property in a roundabout way gets all it might mean. */
export function requiredProperties(mapping: Mapping): RequiredProperties {
  const found = Object.entries(always).map(([object, names]): [string, Set<string>] => [
    object,
    new Set(names),
  ]);
  const sets = Object.fromEntries(found) as Record<RecordObject, Set<string>>;
  const uses = [...propertyUses(mapping).map(({ use }) => use), ...placedRules(mapping).flatMap(addressUses)];
  for (const use of uses) sets[use.object].add(use.property);
  for (const expression of formulasOf(mapping))
    for (const use of looseUses(expression)) sets[use.object].add(use.property);
  const { quote, ...rest } = Object.fromEntries(
    Object.entries(sets).map(([object, names]) => [object, [...names].sort()]),
  ) as Record<RecordObject, string[]>;
  return readsQuotes(mapping) ? { ...rest, quote } : rest;
}

function readsQuotes(mapping: Mapping): boolean {
  if (propertyUses(mapping).some(({ use }) => use.object === 'quote')) return true;
  const ofQuote = placedRules(mapping).some(
    ({ rule: { source } }) => 'of' in source && source.of === 'quote',
  );
  return (
    ofQuote ||
    formulasOf(mapping).some((expression) => looseUses(expression).some(({ object }) => object === 'quote'))
  );
}

export type PlacedRule = { path: string; rule: ValueRule };

/** Every rule of a mapping that makes a value, with the path its line has. */
export function placedRules(mapping: Mapping): PlacedRule[] {
  const { counterparty: party } = mapping;
  const named = (prefix: string, rules: Record<string, unknown>): PlacedRule[] =>
    Object.entries(rules).flatMap(([name, rule]) =>
      isRule(rule) ? [{ path: `${prefix}.${name}`, rule }] : [],
    );
  const signatory = (rules: SignatoryRules, index: number): PlacedRule[] =>
    named(`signatories.${index}`, rules);
  return [
    ...mapping.contractData.map((rule) => ({ path: rule.target, rule })),
    ...named('counterparty', party),
    ...named('counterparty.pointOfContact', party.pointOfContact),
    ...named('counterparty.address', party.address ?? {}),
    ...mapping.signatories.flatMap(signatory),
    ...named('contract', { name: mapping.contractName, entity: mapping.entity }),
    ...mapping.recordData.map((rule) => ({ path: `${recordPath}${rule.target}`, rule })),
  ];
}

const isRule = (value: unknown): value is ValueRule =>
  typeof value === 'object' && value !== null && 'source' in value && 'transforms' in value;

/** Each property that a mapping names outright, and where. */
export function propertyUses(mapping: Mapping): { path: string; use: PropertyUse }[] {
  const uses = placedRules(mapping).flatMap(({ path, rule }) => ruleUses(rule).map((use) => ({ path, use })));
  const { kind } = mapping.counterparty;
  const ofKind = typeof kind === 'string' ? [] : conditionUses(kind.individualWhen);
  const ofSignatories = mapping.signatories.flatMap(({ condition }, index) =>
    condition === undefined
      ? []
      : conditionUses(condition).map((use) => ({ path: `signatories.${index}`, use })),
  );
  return [...uses, ...ofKind.map((use) => ({ path: 'counterparty.kind', use })), ...ofSignatories];
}

function ruleUses({ source, condition, transforms }: ValueRule): PropertyUse[] {
  return [
    ...sourceUses(source),
    ...(condition === undefined ? [] : conditionUses(condition)),
    ...transforms.flatMap((step) => transformUses(step, source)),
  ];
}

function transformUses(step: ValueRule['transforms'][number], source: Source): PropertyUse[] {
  if (step.kind === 'withTitle')
    return [{ object: source.kind === 'property' ? source.object : titleObject, property: step.property }];
  const currency = step.kind === 'currency' || step.kind === 'moneyInWords' ? step.currency : null;
  return currency === null || typeof currency === 'string'
    ? []
    : [{ object: currency.object ?? 'deal', property: currency.property }];
}

/** What an address is put together from: properties that need not be there. */
const addressUses = ({ rule: { source, transforms } }: PlacedRule): PropertyUse[] =>
  source.kind === 'property' && transforms.some(({ kind }) => kind === 'addressLine')
    ? addressProperties.map((property) => ({ object: source.object, property }))
    : [];

function sourceUses(source: Source): PropertyUse[] {
  switch (source.kind) {
    case 'constant':
      return [];
    case 'property':
      return [{ object: source.object, property: source.property }];
    case 'text':
      return placeholders(source.template).flatMap((each) =>
        each.object === null || each.object === 'data' ? [] : [{ object: each.object, property: each.name }],
      );
    case 'formula':
      return formulaUses(source.expression);
    case 'lineItemsSum':
      return [{ object: 'line_item', property: source.property }, ...optional(source.filter)];
    case 'lineItems': {
      const columns = source.columns.flatMap(({ source: column, transforms }) => [
        ...(column.kind === 'property' ? [{ object: 'line_item' as const, property: column.property }] : []),
        ...(column.kind === 'formula' ? formulaUses(column.expression) : []),
        ...transforms.flatMap((step) => transformUses(step, source)),
      ]);
      const named = [source.groupBy, source.sort?.property].filter((name) => name !== undefined);
      return [
        ...columns,
        ...named.map((property) => ({ object: 'line_item' as const, property })),
        ...optional(source.filter),
      ];
    }
  }
}

const optional = (condition: Condition | undefined): PropertyUse[] =>
  condition === undefined ? [] : conditionUses(condition);

function conditionUses(condition: Condition, depth = 0): PropertyUse[] {
  if (depth > 30) return [];
  if ('all' in condition) return condition.all.flatMap((each) => conditionUses(each, depth + 1));
  if ('any' in condition) return condition.any.flatMap((each) => conditionUses(each, depth + 1));
  if ('not' in condition) return conditionUses(condition.not, depth + 1);
  return [
    {
      object: condition.object === 'lineItem' ? 'line_item' : condition.object,
      property: condition.property,
    },
  ];
}

const rootObjects: Readonly<Record<string, RecordObject>> = {
  deal: 'deal',
  company: 'company',
  contact: 'contact',
  owner: 'owner',
  quote: 'quote',
  lineItems: 'line_item',
  item: 'line_item',
  items: 'line_item',
};

function formulaUses(expression: string): PropertyUse[] {
  const parsed = parseFormula(expression);
  if (!parsed.ok) return [];
  return parsed.value.paths.flatMap(({ root, name }) => {
    const object = Object.hasOwn(rootObjects, root) ? rootObjects[root] : undefined;
    return object === undefined || name === 'id' || name === 'row' ? [] : [{ object, property: name }];
  });
}

/** In `lineItems.(price * quantity)` the words stand apart from what they belong to: each may be of any object named. */
function looseUses(expression: string): PropertyUse[] {
  const parsed = parseFormula(expression);
  if (!parsed.ok) return [];
  const objects = new Set(
    [...parsed.value.roots].flatMap((root) =>
      Object.hasOwn(rootObjects, root) ? (rootObjects[root] ?? []) : [],
    ),
  );
  const words = [...parsed.value.names].filter(
    (name) => /^[a-z][a-z0-9_]*$/i.test(name) && !Object.hasOwn(rootObjects, name),
  );
  return [...objects].flatMap((object) => words.map((property) => ({ object, property })));
}

function formulasOf(mapping: Mapping): string[] {
  return placedRules(mapping).flatMap(({ rule: { source } }) => {
    if (source.kind === 'formula') return [source.expression];
    if (source.kind !== 'lineItems') return [];
    return source.columns.flatMap(({ source: column }) =>
      column.kind === 'formula' ? [column.expression] : [],
    );
  });
}
