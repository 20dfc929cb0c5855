import type { AssociationType, CrmRecord, ObjectName, Portal } from '../state/model.ts';
import { findRecord, recordKey, splitKey } from './find-record.ts';

export interface Associated {
  id: string;
  types: AssociationType[];
}

/** The records of one type that are associated with a record, in the order in which that was done. */
export function associatedWith(portal: Portal, type: ObjectName, id: string, to: ObjectName): Associated[] {
  const edges = portal.associations.get(recordKey(type, id)) ?? new Map<string, number[]>();
  return [...edges].flatMap(([key, typeIds]) => {
    const other = splitKey(key);
    if (other.type !== to || !findRecord(portal, to, other.id)) return [];
    const types = typeIds.flatMap(
      (one) =>
        portal.associationTypes.find((each) => each.typeId === one && each.from === type && each.to === to) ??
        [],
    );
    return [{ id: other.id, types }];
  });
}

export const associatedIds = (portal: Portal, type: ObjectName, id: string, to: ObjectName): string[] =>
  [...(portal.associations.get(recordKey(type, id))?.keys() ?? [])]
    .map(splitKey)
    .flatMap((other) => (other.type === to && findRecord(portal, to, other.id) ? [other.id] : []));

export const typesBetween = (portal: Portal, from: ObjectName, to: ObjectName): AssociationType[] =>
  portal.associationTypes.filter((one) => one.from === from && one.to === to);

/** The type without a label: HubSpot puts it beside every label. */
export const plainType = (portal: Portal, from: ObjectName, to: ObjectName): AssociationType | undefined =>
  typesBetween(portal, from, to).find((one) => one.label === null);

const edgesOf = (portal: Portal, key: string): Map<string, number[]> => {
  const edges = portal.associations.get(key) ?? new Map<string, number[]>();
  portal.associations.set(key, edges);
  return edges;
};

/** Adds a type on both sides; true when it was not there before. */
export function addEdge(portal: Portal, from: CrmRecord, to: CrmRecord, type: AssociationType): boolean {
  const there = [recordKey(from.type, from.id), recordKey(to.type, to.id)] as const;
  const known = edgesOf(portal, there[0]).get(there[1]) ?? [];
  if (known.includes(type.typeId)) return false;
  edgesOf(portal, there[0]).set(there[1], [...known, type.typeId]);
  const back = edgesOf(portal, there[1]).get(there[0]) ?? [];
  edgesOf(portal, there[1]).set(there[0], [...back, type.inverse]);
  return true;
}

/** Takes types away on both sides; the association is gone with its last type. */
export function removeEdge(portal: Portal, from: CrmRecord, to: CrmRecord, types: AssociationType[]): void {
  const there = [recordKey(from.type, from.id), recordKey(to.type, to.id)] as const;
  const drop = (start: string, end: string, gone: number[]): void => {
    const edges = edgesOf(portal, start);
    const left = (edges.get(end) ?? []).filter((one) => !gone.includes(one));
    if (left.length === 0) edges.delete(end);
    else edges.set(end, left);
  };
  drop(
    there[0],
    there[1],
    types.map((one) => one.typeId),
  );
  drop(
    there[1],
    there[0],
    types.map((one) => one.inverse),
  );
}
