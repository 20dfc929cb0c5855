import type { Core } from '../state/core.ts';
import type { CrmRecord, Portal, Source } from '../state/model.ts';
import { findRecord, recordKey, splitKey } from './find-record.ts';
import { recalculate, refuseLocked } from './write-record.ts';

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

/** A contact is deleted for good, as the law asks: it cannot be restored, and its own kind of event tells of it. */
export function forgetRecord(core: Core, portal: Portal, record: CrmRecord, source: Source): void {
  archiveRecord(core, portal, record, source);
  const key = recordKey(record.type, record.id);
  for (const other of portal.associations.get(key)?.keys() ?? []) portal.associations.get(other)?.delete(key);
  portal.associations.delete(key);
  portal.records.delete(key);
  core.publish(portal, { kind: 'privacyDeletion', record }, source);
  core.changed();
}

export function restoreRecord(core: Core, portal: Portal, record: CrmRecord, source: Source): void {
  record.archived = false;
  record.archivedAt = null;
  core.publish(portal, { kind: 'restore', record }, source);
  core.changed();
}
