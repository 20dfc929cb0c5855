import type { AssociationType, CrmRecord, ObjectName, Owner, Portal } from '../state/model.ts';
import { objectType } from '../state/object-types.ts';
import { fileName } from '../api/files.ts';
import { associatedWith } from '../records/associations.ts';
import { findRecord } from '../records/find-record.ts';
import { listProperties } from '../schema/portal-schema.ts';

/** What people call a record. */
export function nameOf(record: CrmRecord): string {
  const { firstname, lastname, email } = record.properties;
  if (record.type === 'contacts')
    return [firstname, lastname].filter(Boolean).join(' ') || (email ?? record.id);
  return record.properties[objectType(record.type).title] ?? record.id;
}

export const stageOf = (portal: Portal, deal: CrmRecord) => {
  const pipeline = portal.pipelines.find((one) => one.id === deal.properties['pipeline']) ?? null;
  return { pipeline, stage: pipeline?.stages.find((one) => one.id === deal.properties['dealstage']) ?? null };
};

export const ownerOf = (portal: Portal, record: CrmRecord): Owner | null =>
  portal.owners.find((one) => one.id === record.properties['hubspot_owner_id']) ?? null;

export const ownerName = (owner: Owner | null): string | null =>
  owner && `${owner.firstName} ${owner.lastName}`;

const isPrimary = (types: AssociationType[]): boolean => types.some((one) => one.label === 'Primary');

function associated(portal: Portal, deal: CrmRecord, to: ObjectName) {
  return associatedWith(portal, 'deals', deal.id, to).flatMap(({ id, types }) => {
    const record = findRecord(portal, to, id);
    return record ? [{ record, types }] : [];
  });
}

/** Everything that the page of a deal shows. */
export function dealRecord(portal: Portal, deal: CrmRecord): object {
  const people = (to: ObjectName) =>
    associated(portal, deal, to).map(({ record, types }) => ({
      id: record.id,
      name: nameOf(record),
      properties: record.properties,
      types: types.map(({ category, typeId, label }) => ({ category, typeId, label })),
      primary: isPrimary(types),
    }));
  const plain = (to: ObjectName) =>
    associated(portal, deal, to).map(({ record }) => ({ id: record.id, properties: record.properties }));
  return {
    id: deal.id,
    portalId: portal.portalId,
    archived: deal.archived,
    createdAt: deal.createdAt,
    updatedAt: deal.updatedAt,
    name: nameOf(deal),
    properties: deal.properties,
    definitions: listProperties(portal, 'deals').filter((one) => !one.hidden),
    groups: portal.groups.deals,
    ...stageOf(portal, deal),
    owner: ownerOf(portal, deal),
    companies: people('companies'),
    contacts: people('contacts'),
    lineItems: plain('line_items'),
    quotes: plain('quotes'),
    timeline: timeline(portal, deal),
  };
}

function timeline(portal: Portal, deal: CrmRecord): object[] {
  const notes = associated(portal, deal, 'notes').map(({ record }) => ({
    kind: 'note',
    id: record.id,
    at: record.properties['hs_timestamp'] ?? record.createdAt,
    body: record.properties['hs_note_body'] ?? '',
    author: ownerName(ownerOf(portal, record)),
    attachments: (record.properties['hs_attachment_ids'] ?? '').split(';').flatMap((id) => {
      const file = portal.files.get(id);
      return file ? [{ id, name: fileName(file), size: file.size, type: file.contentType }] : [];
    }),
  }));
  const labels = new Map(portal.properties.deals.map((one) => [one.name, one]));
  const changes = Object.entries(deal.history).flatMap(([property, history]) => {
    const definition = labels.get(property);
    // Calculated values follow the others; telling both would bury what people did.
    if (
      definition === undefined ||
      definition.calculated ||
      property.startsWith('hs_object') ||
      property === 'hs_createdate'
    )
      return [];
    return history.map((entry, index) => ({
      kind: 'change',
      at: entry.timestamp,
      property,
      label: definition.label,
      from: history[index + 1]?.value ?? null,
      to: entry.value === '' ? null : entry.value,
      source: entry.sourceType,
      sourceId: entry.sourceId ?? null,
    }));
  });
  return [...notes, ...changes].toSorted((left, right) =>
    left.at < right.at ? 1 : left.at > right.at ? -1 : 0,
  );
}
