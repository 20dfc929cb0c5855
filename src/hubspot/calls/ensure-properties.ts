import type {
  PropertyCreateFieldTypeEnum,
  PropertyCreateTypeEnum,
} from '@hubspot/api-client/lib/codegen/crm/properties/index.js';
import { z } from 'zod';
import { ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import { dealPropertyGroup } from './deal-properties.ts';
import type { PropertyDefinition, PropertyGroupDefinition } from './deal-properties.ts';
import type { HubSpotFailure } from '../transport/failure.ts';
import { createProperties, propertySchema } from './properties.ts';
import type { HubSpotProperty } from './properties.ts';
import type { Requests } from '../transport/requests.ts';
import type { Transport } from '../transport/transport.ts';

/** What was done. `mismatched` are properties of that name that someone made with another type: they are left alone, and a person must rename or delete them. */
export type EnsuredProperties = {
  created: string[];
  extended: string[];
  unchanged: string[];
  mismatched: { name: string; expected: string; actual: string }[];
};

const groups = z.object({ results: z.array(z.object({ name: z.string() })) });

export const createEnsureProperties = (transport: Transport, requests: Requests) => {
  const { listProperties } = createProperties(transport, requests);

  /** Creates the group when it is missing. Safe to run at the same time twice. */
  const ensurePropertyGroup = async (
    group: PropertyGroupDefinition,
  ): Promise<Result<'created' | 'present', HubSpotFailure>> => {
    const list = requests.propertyGroups.getAll('deals');
    const existing = await transport.send({
      operation: 'listPropertyGroups',
      effect: 'read',
      request: list,
      schema: groups,
    });
    if (!existing.ok) return existing;
    if (existing.value.value.results.some(({ name }) => name === group.name)) return ok('present');
    const request = requests.propertyGroups.create('deals', { ...group, displayOrder: -1 });
    const created = await transport.send({
      operation: 'createPropertyGroup',
      effect: 'write',
      request,
      schema: z.unknown(),
    });
    if (created.ok) return ok('created');
    return created.failure.kind === 'conflict' ? ok('present') : created;
  };

  /** Creates what is missing and adds missing options, one by one so that a failure names its property. Safe to repeat and to run at the same time twice. */
  const ensureDealProperties = async (
    definitions: readonly PropertyDefinition[],
  ): Promise<Result<EnsuredProperties, HubSpotFailure>> => {
    const listed = await listProperties('deals');
    if (!listed.ok) return listed;
    const present = new Map(listed.value.map((property) => [property.name, property]));
    const done: EnsuredProperties = { created: [], extended: [], unchanged: [], mismatched: [] };
    for (const definition of definitions) {
      const step = await ensureOne(definition, present.get(definition.name) ?? null);
      if (!step.ok) return step;
      if (step.value === 'mismatched') {
        const actual = present.get(definition.name)?.type ?? 'unknown';
        done.mismatched.push({ name: definition.name, expected: definition.type, actual });
      } else done[step.value].push(definition.name);
    }
    return ok(done);
  };

  const ensureOne = async (
    definition: PropertyDefinition,
    property: HubSpotProperty | null,
  ): Promise<Result<keyof EnsuredProperties, HubSpotFailure>> => {
    if (property !== null) return extend(definition, property);
    const created = await create(definition);
    if (created.ok) return ok('created');
    if (created.failure.kind !== 'conflict') return created;
    // Someone was faster: what they made is checked like any other.
    const request = requests.properties.getByName('deals', definition.name);
    const found = await transport.send({
      operation: 'getProperty',
      effect: 'read',
      request,
      schema: propertySchema,
    });
    return found.ok ? extend(definition, found.value.value) : found;
  };

  const create = (definition: PropertyDefinition) => {
    const request = requests.properties.create('deals', {
      name: definition.name,
      label: definition.label,
      description: definition.description,
      groupName: dealPropertyGroup.name,
      type: definition.type as PropertyCreateTypeEnum,
      fieldType: definition.fieldType as PropertyCreateFieldTypeEnum,
      formField: false,
      ...(definition.options === undefined ? {} : { options: definition.options.map(toInput) }),
    });
    return transport.send({ operation: 'createProperty', effect: 'write', request, schema: propertySchema });
  };

  /** HubSpot replaces the whole list of options, so those that are there are sent along: someone may have added their own. */
  const extend = async (
    definition: PropertyDefinition,
    property: HubSpotProperty,
  ): Promise<Result<keyof EnsuredProperties, HubSpotFailure>> => {
    if (property.type !== definition.type) return ok('mismatched');
    const missing = (definition.options ?? []).filter(
      ({ value }) => !property.options.some((option) => option.value === value),
    );
    if (missing.length === 0) return ok('unchanged');
    const options = [...property.options, ...missing.map((option) => ({ ...option, hidden: false }))].map(
      toInput,
    );
    const request = requests.properties.update('deals', definition.name, { options });
    const updated = await transport.send({
      operation: 'updateProperty',
      effect: 'write',
      request,
      schema: propertySchema,
    });
    return updated.ok ? ok('extended') : updated;
  };

  return { ensurePropertyGroup, ensureDealProperties };
};

const toInput = (option: { value: string; label: string; hidden?: boolean }, index: number) => ({
  value: option.value,
  label: option.label,
  hidden: option.hidden ?? false,
  displayOrder: index,
});
