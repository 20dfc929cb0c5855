import type { HubSpotClient } from '../../hubspot/client.ts';
import type { HubSpotFailure } from '../../hubspot/transport/failure.ts';
import { kindOf } from '../../mapping/records/property-kind.ts';
import type { PropertyKind } from '../../mapping/records/property-kind.ts';
import { storedChoices } from '../../mapping/records/stored-choices.ts';
import type { CrmRecord, DealRecords, PropertyDefinition, RecordObject } from '@dealdraft/wire/records.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';

/** Which properties of which records the mappings at hand read. */
export type NeededProperties = Partial<Record<RecordObject, readonly string[]>>;

type Option = PropertyDefinition['options'][number];
type Reference = { object: RecordObject; definition: PropertyDefinition };

/**
 * The same records, with names for what the mapping reads as an id: HubSpot's definitions list neither the people whom a
 * property may hold nor, for some accounts, the stages. The names stand with the definitions as options, so that all that
 * knows labels knows them. Only what is needed is asked for, and a deal that reads no such property costs no call.
 */
export async function nameReferences(
  client: Pick<HubSpotClient, 'getOwner' | 'listDealPipelines'>,
  records: DealRecords,
  needed: NeededProperties,
): Promise<Result<DealRecords, HubSpotFailure>> {
  const owners = await nameOwners(client, records, referencesOf(records, needed, 'owner'));
  if (!owners.ok) return owners;
  const unnamed = referencesOf(records, needed, 'stage').filter(
    ({ definition }) => definition.options.length === 0,
  );
  const stages = await nameStages(client, unnamed);
  if (!stages.ok) return stages;
  const named = new Map([...owners.value, ...stages.value]);
  if (named.size === 0) return ok(records);
  const properties = Object.fromEntries(
    Object.entries(records.properties).map(([object, definitions]) => [
      object,
      definitions.map((each) => ({ ...each, options: named.get(each) ?? each.options })),
    ]),
  );
  return ok({ ...records, properties });
}

type Named = Map<PropertyDefinition, Option[]>;

function referencesOf(records: DealRecords, needed: NeededProperties, kind: PropertyKind): Reference[] {
  return (Object.keys(needed) as RecordObject[]).flatMap((object) =>
    (records.properties[object] ?? [])
      .filter(({ name }) => needed[object]?.includes(name) === true)
      .filter((definition) => kindOf(definition, object) === kind)
      // The deal's own owner is read with every deal.
      .filter(({ name }) => !(object === 'deal' && name === 'hubspot_owner_id'))
      .map((definition) => ({ object, definition })),
  );
}

async function nameOwners(
  client: Pick<HubSpotClient, 'getOwner'>,
  records: DealRecords,
  references: readonly Reference[],
): Promise<Result<Named, HubSpotFailure>> {
  const names = new Map<string, string | null>();
  const named: Named = new Map();
  for (const { object, definition } of references) {
    const ids = recordsOf(records, object).flatMap(({ properties }) =>
      storedChoices(properties[definition.name] ?? ''),
    );
    for (const id of ids) {
      if (names.has(id) || id === records.owner?.id) continue;
      const owner = await client.getOwner(id);
      if (!owner.ok && owner.failure.kind !== 'not_found') return owner;
      names.set(id, owner.ok ? owner.value.name : null);
    }
    const options = ids.flatMap((id): Option[] => {
      const name = names.get(id);
      return name == null ? [] : [{ value: id, label: name, hidden: false }];
    });
    if (options.length > 0) named.set(definition, options);
  }
  return ok(named);
}

async function nameStages(
  client: Pick<HubSpotClient, 'listDealPipelines'>,
  references: readonly Reference[],
): Promise<Result<Named, HubSpotFailure>> {
  const named: Named = new Map();
  if (references.length === 0) return ok(named);
  const pipelines = await client.listDealPipelines();
  if (!pipelines.ok) return pipelines;
  for (const { definition } of references) {
    const all =
      definition.name === 'pipeline' ? pipelines.value : pipelines.value.flatMap(({ stages }) => stages);
    named.set(
      definition,
      all.map(({ id, label }) => ({ value: id, label, hidden: false })),
    );
  }
  return ok(named);
}

function recordsOf(records: DealRecords, object: RecordObject): CrmRecord[] {
  const { deal, companies, contacts, quotes, lineItems } = records;
  const all: Partial<Record<RecordObject, CrmRecord[]>> = {
    deal: [deal],
    company: companies.map(({ record }) => record),
    contact: contacts.map(({ record }) => record),
    quote: quotes.map(({ record }) => record),
    line_item: [...lineItems, ...quotes.flatMap((quote) => quote.lineItems)],
  };
  return all[object] ?? [];
}
