import type { Core } from '../state/core.ts';
import type { AssociationType, CrmRecord, Portal, Source } from '../state/model.ts';
import { invalid } from '../state/reply.ts';
import { addEdge, associatedWith, plainType, removeEdge, typesBetween } from './associations.ts';
import { requireRecord } from './find-record.ts';
import { recalculate } from './write-record.ts';

export interface Pairing {
  portal: Portal;
  from: CrmRecord;
  to: CrmRecord;
  source: Source;
}

const isPrimary = (type: AssociationType): boolean =>
  type.category === 'HUBSPOT_DEFINED' && type.label === 'Primary';

/** Associates two records; without type ids, without a label. A record has one primary company: another loses that label. */
export function associate(
  core: Core,
  { portal, from, to, source }: Pairing,
  typeIds: number[] = [],
): AssociationType[] {
  const known = typesBetween(portal, from.type, to.type);
  const plain = plainType(portal, from.type, to.type);
  if (!plain) throw invalid(`${from.type} cannot be associated with ${to.type}.`);
  const labels = typeIds.map((id) => {
    const type = known.find((one) => one.typeId === id);
    if (!type) throw invalid(`Association type ${id} is not valid from ${from.type} to ${to.type}.`);
    return type;
  });
  for (const type of new Set([plain, ...labels])) {
    if (isPrimary(type)) leavePrimary(core, { portal, from, to, source }, type);
    if (addEdge(portal, from, to, type)) publish(core, { portal, from, to, source }, type, false);
  }
  recalculateBoth(core, portal, from, to);
  core.changed();
  return labels;
}

/** Takes labels away, or with none the whole association. */
export function dissociate(core: Core, { portal, from, to, source }: Pairing, typeIds: number[] = []): void {
  const there = associatedWith(portal, from.type, from.id, to.type).find((one) => one.id === to.id);
  if (!there) return;
  const gone = typeIds.length === 0 ? there.types : there.types.filter((one) => typeIds.includes(one.typeId));
  removeEdge(portal, from, to, gone);
  for (const type of gone) publish(core, { portal, from, to, source }, type, true);
  recalculateBoth(core, portal, from, to);
  core.changed();
}

function leavePrimary(core: Core, { portal, from, to, source }: Pairing, type: AssociationType): void {
  // Only the side that has the one primary company: a company may be the primary one of many deals.
  if (to.type !== 'companies') return;
  for (const other of associatedWith(portal, from.type, from.id, to.type)) {
    if (other.id === to.id || !other.types.some((one) => one.typeId === type.typeId)) continue;
    const record = requireRecord(portal, to.type, other.id);
    removeEdge(portal, from, record, [type]);
    publish(core, { portal, from, to: record, source }, type, true);
  }
}

function publish(
  core: Core,
  { portal, from, to, source }: Pairing,
  type: AssociationType,
  removed: boolean,
): void {
  core.publish(
    portal,
    {
      kind: 'associationChange',
      record: from,
      to,
      associationType: type.name.toUpperCase(),
      associationTypeId: type.typeId,
      associationCategory: type.category,
      removed,
      primary: isPrimary(type),
    },
    source,
  );
}

function recalculateBoth(core: Core, portal: Portal, from: CrmRecord, to: CrmRecord): void {
  recalculate(core, portal, from);
  recalculate(core, portal, to);
}
