import type { CrmRecord, ObjectName, Portal } from '../state/model.ts';
import { objectType } from '../state/object-types.ts';
import { invalid, notFound } from '../state/reply.ts';
import { findProperty } from '../schema/portal-schema.ts';

export const recordKey = (type: ObjectName, id: string): string => `${type}/${id}`;

/** A record that is not archived. One that was merged is found as the record that came of it. */
export function findRecord(portal: Portal, type: ObjectName, id: string): CrmRecord | undefined {
  const found = portal.records.get(recordKey(type, id));
  if (found === undefined) return undefined;
  if (found.mergedInto !== null) return findRecord(portal, type, found.mergedInto);
  return found.archived ? undefined : found;
}

/** The record that `text` names by its id, or by the value of a unique property. */
export function findBy(
  portal: Portal,
  type: ObjectName,
  text: string,
  idProperty: string | null,
): CrmRecord | undefined {
  if (idProperty === null || idProperty === 'hs_object_id') return findRecord(portal, type, text);
  const definition = findProperty(portal, type, idProperty);
  if (!definition?.hasUniqueValue)
    throw invalid(`Property ${idProperty} is not a unique identifier of ${objectType(type).name}.`);
  return recordsOf(portal, type).find(
    (one) => one.properties[idProperty]?.toLowerCase() === text.toLowerCase(),
  );
}

export function requireRecord(
  portal: Portal,
  type: ObjectName,
  id: string,
  idProperty: string | null = null,
): CrmRecord {
  const found = findBy(portal, type, id, idProperty);
  if (!found) throw notFound('resource not found', { id: [id] });
  return found;
}

/** Every record of a type that is in use, oldest first. */
export const recordsOf = (portal: Portal, type: ObjectName): CrmRecord[] =>
  [...portal.records.values()].filter((one) => one.type === type && !one.archived);

/** Reads a type that was taken from a key of the associations. */
export function splitKey(key: string): { type: ObjectName; id: string } {
  const slash = key.indexOf('/');
  return { type: key.slice(0, slash) as ObjectName, id: key.slice(slash + 1) };
}
