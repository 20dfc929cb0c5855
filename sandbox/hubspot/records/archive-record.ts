import type { Core } from '../core.ts';
import type { CrmRecord, Portal, Source } from '../model.ts';
import { addEdge } from './associations.ts';
import { findRecord, recordKey, splitKey } from './find-record.ts';
import { recalculate, refuseLocked, setValues } from './write-record.ts';
import { invalid } from '../reply.ts';

/** Archives a record; it can be restored. */
export function archiveRecord(core: Core, portal: Portal, record: CrmRecord, source: Source): void {
  refuseLocked(core, portal, record);
  record.archived = true;
  record.archivedAt = core.now().toISOString();
  core.publish(portal, { kind: 'deletion', record }, source);
  for (const key of portal.associations.get(recordKey(record.type, record.id))?.keys() ?? []) {
    const { type, id } = splitKey(key);
    const other = findRecord(portal, type, id);
    if (other) recalculate(core, portal, other);
  }
  core.changed();
}

export function restoreRecord(core: Core, portal: Portal, record: CrmRecord, source: Source): void {
  record.archived = false;
  record.archivedAt = null;
  core.publish(portal, { kind: 'restore', record }, source);
  core.changed();
}

/** Merges the second record into the first, which keeps its id, its values, and gets values and associations that only the other has. */
export function mergeRecords(
  core: Core,
  {
    portal,
    primary,
    merged,
    source,
  }: { portal: Portal; primary: CrmRecord; merged: CrmRecord; source: Source },
): void {
  if (primary.id === merged.id) throw invalid('A record cannot be merged with itself.');
  const missing = Object.entries(merged.properties).filter(
    ([name]) => primary.properties[name] === undefined,
  );
  const earlier = (primary.properties['hs_merged_object_ids'] ?? '').split(';').filter(Boolean);
  const values = { ...Object.fromEntries(missing), hs_merged_object_ids: [...earlier, merged.id].join(';') };
  setValues(core, portal, primary, values, { type: 'MERGE_OBJECTS', id: source.id });
  for (const [key, typeIds] of portal.associations.get(recordKey(merged.type, merged.id)) ?? []) {
    const { type, id } = splitKey(key);
    const other = portal.records.get(recordKey(type, id));
    for (const typeId of typeIds) {
      const found = portal.associationTypes.find(
        (one) => one.typeId === typeId && one.from === merged.type && one.to === type,
      );
      // The remaining record keeps its own primary company.
      if (other && found && found.label !== 'Primary') addEdge(portal, primary, other, found);
    }
  }
  merged.archived = true;
  merged.archivedAt = core.now().toISOString();
  merged.mergedInto = primary.id;
  recalculate(core, portal, primary);
  core.publish(portal, { kind: 'merge', record: primary, mergedIds: [merged.id] }, source);
  core.changed();
}
