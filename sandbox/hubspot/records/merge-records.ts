import type { Core } from '../state/core.ts';
import type { CrmRecord, Portal, Source } from '../state/model.ts';
import { createdProperty, modifiedProperty } from '../state/object-types.ts';
import { invalid } from '../state/reply.ts';
import { addEdge, associatedWith, removeEdge } from './associations.ts';
import { findRecord, recordKey, splitKey } from './find-record.ts';
import { insertRecord, recalculate, refuseLocked } from './write-record.ts';

export interface Merge {
  portal: Portal;
  /** Its values win. */
  primary: CrmRecord;
  merged: CrmRecord;
  source: Source;
}

const mergeable: readonly CrmRecord['type'][] = ['deals', 'contacts', 'companies'];

/**
 * Merges two records as HubSpot does: into a third one with an id of its own. Both old ids lead to it, and nothing is
 * associated with them anymore. What HubSpot keeps of their history isn't documented, so the new record keeps none of it.
 */
export function mergeRecords(core: Core, { portal, primary, merged, source }: Merge): CrmRecord {
  const { type } = primary;
  if (!mergeable.includes(type)) throw invalid(`Records of type ${type} can't be merged.`);
  if (primary.id === merged.id) throw invalid("A record can't be merged with itself.");
  for (const old of [primary, merged]) refuseLocked(core, portal, old);
  const record = insertRecord(core, portal, type, valuesOf(primary, merged), {
    type: 'MERGE_OBJECTS',
    id: source.id,
  });
  for (const old of [primary, merged]) moveAssociations(portal, old, record);
  for (const old of [primary, merged]) {
    old.archived = true;
    old.archivedAt = core.now().toISOString();
    old.mergedInto = record.id;
  }
  recalculateAround(core, portal, record);
  core.publish(
    portal,
    {
      kind: 'merge',
      record,
      primaryId: primary.id,
      mergedIds: [merged.id],
      propertiesMoved: onlyIn(merged, primary).length,
    },
    source,
  );
  for (const old of [primary, merged]) core.publish(portal, { kind: 'deletion', record: old }, source);
  core.changed();
  return record;
}

const onlyIn = (one: CrmRecord, other: CrmRecord): [string, string][] =>
  Object.entries(one.properties).filter(([name]) => other.properties[name] === undefined);

const idsMergedInto = (record: CrmRecord): string[] =>
  (record.properties['hs_merged_object_ids'] ?? '').split(';').filter(Boolean);

/** The primary record's values, and those that only the other one has. Ids and stamps are the new record's own. */
function valuesOf(primary: CrmRecord, merged: CrmRecord): Record<string, string> {
  const { type } = primary;
  const own = ['hs_object_id', 'hs_createdate', modifiedProperty(type)];
  const created = createdProperty(type);
  const values = Object.fromEntries(
    [...onlyIn(merged, primary), ...Object.entries(primary.properties)].filter(
      ([name]) => !own.includes(name),
    ),
  );
  const born = [primary, merged].flatMap((one) => one.properties[created] ?? []).toSorted();
  return {
    ...values,
    ...(born[0] === undefined ? {} : { [created]: born[0] }),
    hs_merged_object_ids: [...idsMergedInto(primary), ...idsMergedInto(merged), primary.id, merged.id].join(
      ';',
    ),
  };
}

/** A deal or contact keeps one primary company: the one of the record that was moved first. */
function moveAssociations(portal: Portal, from: CrmRecord, to: CrmRecord): void {
  for (const [key, typeIds] of [...(portal.associations.get(recordKey(from.type, from.id)) ?? [])]) {
    const end = splitKey(key);
    const other = portal.records.get(key);
    const types = portal.associationTypes.filter(
      (one) => typeIds.includes(one.typeId) && one.from === from.type && one.to === end.type,
    );
    if (!other) continue;
    removeEdge(portal, from, other, types);
    const hasPrimary = associatedWith(portal, to.type, to.id, 'companies').some((one) =>
      one.types.some(({ label }) => label === 'Primary'),
    );
    for (const one of types) {
      const another = one.label === 'Primary' && other.type === 'companies' && hasPrimary;
      if (!another) addEdge(portal, to, other, one);
    }
  }
}

function recalculateAround(core: Core, portal: Portal, record: CrmRecord): void {
  recalculate(core, portal, record);
  for (const key of portal.associations.get(recordKey(record.type, record.id))?.keys() ?? []) {
    const { type, id } = splitKey(key);
    const other = findRecord(portal, type, id);
    if (other) recalculate(core, portal, other);
  }
}
