import type { Core } from '../state/core.ts';
import type { CrmRecord, ObjectName, Portal, Source } from '../state/model.ts';
import { createRecord, updateRecord } from './write-record.ts';
import { requireRecord } from './find-record.ts';

/** A person at the screen. HubSpot records edits in its pages so. */
export const personSource = (userId?: number): Source => ({
  type: 'CRM_UI',
  id: userId === undefined ? null : `userId:${userId}`,
});

export interface Edit {
  portal: Portal;
  type: ObjectName;
  properties: Record<string, string>;
  userId?: number | undefined;
}

/** Changes a record as a person would in HubSpot's page. */
export function editRecord(core: Core, id: string, { portal, type, properties, userId }: Edit): CrmRecord {
  const record = requireRecord(portal, type, id);
  updateRecord(core, portal, record, properties, personSource(userId));
  return record;
}

export const addRecord = (core: Core, { portal, type, properties, userId }: Edit): CrmRecord =>
  createRecord(core, portal, type, properties, personSource(userId));
