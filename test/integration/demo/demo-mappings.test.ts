import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { demoMappings } from '../../../lab/world/mappings.ts';
import { readProperties } from '../../../src/features/templates/read/read-properties.ts';
import { templateOf } from '../../../src/features/contracts/create/plan-for-deal.ts';
import { lintMapping } from '../../../src/mapping/lint/lint-mapping.ts';
import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import type { PropertiesByObject } from '@dealdraft/wire/records.ts';
import { portalId, startWorld, type World } from '../../../lab/world/world.ts';

let world: World;
let properties: PropertiesByObject;
beforeAll(async () => {
  world = await startWorld({ databaseUrl: inject('databaseUrl') });
  const client = await world.app.deps.vendors.hubspot(portalId, 'interactive');
  if (!client.ok) throw new Error(client.failure.message);
  const read = await readProperties(world.app.deps, client.value);
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  properties = read.value;
});
afterAll(() => world.stop());

const findings = async (name: string, properties: PropertiesByObject) => {
  const row = await world.db.template.findFirstOrThrow({ where: { portalId, name } });
  return lintMapping({
    mapping: mappingSchema.parse(demoMappings[name]),
    template: templateOf(row),
    properties,
  });
};

it.each(Object.keys(demoMappings))('the demo’s mapping of the %s has nothing to find', async (name) => {
  expect(Object.keys(properties).sort()).toEqual(['company', 'contact', 'deal', 'line_item', 'quote']);
  expect(await findings(name, properties)).toEqual([]);
});

it('and would have, were a property gone', async () => {
  const without = {
    ...properties,
    company: properties.company?.filter(({ name }) => name !== 'legal_name') ?? [],
  };
  expect(await findings('Order Form', without)).toContainEqual(
    expect.objectContaining({ code: 'property_missing', severity: 'error', target: 'customer_name' }),
  );
});
