import type { Core } from '../state/core.ts';
import { nextNumber } from '../state/core.ts';
import type { CrmRecord, ObjectName, Portal, Source } from '../state/model.ts';
import { createdProperty, modifiedProperty } from '../state/object-types.ts';
import { locked } from '../state/reply.ts';
import { checkUpdate, checkWrite, writeRefusal } from './check-write.ts';
import { refuseMissing } from './property-rules.ts';
import { derivedValues } from './derive.ts';
import { recordKey } from './find-record.ts';

const firstId = 40_000_000_000;

/** Makes a record after the checks that the API makes. */
export function createRecord(
  core: Core,
  portal: Portal,
  type: ObjectName,
  properties: Record<string, string>,
  source: Source,
): CrmRecord {
  const { values, problems } = checkWrite(portal, type, properties);
  if (problems.length > 0) throw writeRefusal(portal, problems);
  refuseMissing({ portal, type, values }, source);
  return insertRecord(core, portal, type, values, source);
}

/** Makes a record of values that were checked. */
export function insertRecord(
  core: Core,
  portal: Portal,
  type: ObjectName,
  values: Record<string, string>,
  source: Source,
): CrmRecord {
  const id = String(nextNumber(core.state, 'record', firstId));
  const at = core.now().toISOString();
  const record: CrmRecord = {
    id,
    type,
    properties: {},
    history: {},
    createdAt: at,
    updatedAt: at,
    archived: false,
    archivedAt: null,
    mergedInto: null,
  };
  portal.records.set(recordKey(type, id), record);
  core.publish(portal, { kind: 'creation', record }, source);
  const created = createdProperty(type);
  const pipeline = portal.pipelines[0];
  setValues(
    core,
    portal,
    record,
    {
      ...(type === 'deals' && pipeline ? { pipeline: pipeline.id } : {}),
      hs_object_id: id,
      hs_createdate: at,
      [created]: at,
      ...values,
    },
    source,
  );
  recalculate(core, portal, record);
  return record;
}

/** Writes to a record after the checks that the API makes. */
export function updateRecord(
  core: Core,
  portal: Portal,
  record: CrmRecord,
  properties: Record<string, string>,
  source: Source,
): void {
  refuseLocked(core, portal, record);
  const { values, problems } = checkUpdate(portal, record, properties);
  if (problems.length > 0) throw writeRefusal(portal, problems);
  refuseMissing({ portal, type: record.type, values, record }, source);
  setValues(core, portal, record, values, source);
  recalculate(core, portal, record);
}

export function refuseLocked(core: Core, portal: Portal, record: CrmRecord): void {
  if (record.type === 'deals' && (portal.lockedUntil[record.id] ?? 0) > core.now().getTime())
    throw locked(record.id);
}

/** Brings calculated values up to date. */
export const recalculate = (core: Core, portal: Portal, record: CrmRecord): void =>
  setValues(core, portal, record, derivedValues(portal, record), { type: 'CALCULATED', id: null });

/** Puts values in, with history and events for those that are new. An empty text clears. */
function setValues(
  core: Core,
  portal: Portal,
  record: CrmRecord,
  values: Record<string, string>,
  source: Source,
): void {
  const at = core.now().toISOString();
  let touched = false;
  for (const [name, value] of Object.entries(values)) {
    if ((record.properties[name] ?? '') === value) continue;
    touched = true;
    if (value === '') delete record.properties[name];
    else record.properties[name] = value;
    record.history[name] = [
      {
        value,
        timestamp: at,
        sourceType: source.type,
        ...(source.id === null ? {} : { sourceId: source.id }),
      },
      ...(record.history[name] ?? []),
    ];
    core.publish(
      portal,
      { kind: 'propertyChange', record, propertyName: name, propertyValue: value },
      source,
    );
  }
  // HubSpot moves the stamp for every accepted write, also one that changes nothing; calculations only when they did.
  if (!touched && source.type === 'CALCULATED') return;
  record.updatedAt = at;
  record.properties[modifiedProperty(record.type)] = at;
  core.changed();
}
