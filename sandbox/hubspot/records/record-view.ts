import type { CrmRecord, ObjectName, Portal } from '../state/model.ts';
import { createdProperty, modifiedProperty, objectType } from '../state/object-types.ts';
import { findProperty } from '../schema/portal-schema.ts';
import { associatedWith } from './associations.ts';

export interface ViewOptions {
  properties?: string[];
  propertiesWithHistory?: string[];
  associations?: ObjectName[];
}

const nameInKey: Partial<Record<ObjectName, string>> = { line_items: 'line items' };
const largestAssociationPage = 500;

/** The form in which the objects API shows a record. Properties that were asked for and have no value are null; unknown ones are left out. */
export function recordView(
  portal: Portal,
  record: CrmRecord,
  options: ViewOptions = {},
): Record<string, unknown> {
  const { properties = [], propertiesWithHistory = [], associations = [] } = options;
  const asked = properties.length > 0 ? properties : objectType(record.type).defaults;
  const always = [createdProperty(record.type), modifiedProperty(record.type), 'hs_object_id'];
  const names = [...new Set([...asked, ...propertiesWithHistory, ...always])].filter((name) =>
    findProperty(portal, record.type, name),
  );
  const histories = propertiesWithHistory.filter((name) => findProperty(portal, record.type, name));
  return {
    id: record.id,
    properties: Object.fromEntries(names.map((name) => [name, record.properties[name] ?? null])),
    ...(histories.length === 0
      ? {}
      : {
          propertiesWithHistory: Object.fromEntries(
            histories.map((name) => [name, record.history[name] ?? []]),
          ),
        }),
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
    archived: record.archived,
    ...(record.archivedAt === null ? {} : { archivedAt: record.archivedAt }),
    ...(associations.length === 0 ? {} : { associations: associationsView(portal, record, associations) }),
  };
}

function associationsView(portal: Portal, record: CrmRecord, wanted: ObjectName[]): Record<string, unknown> {
  const entries = wanted.flatMap((to) => {
    const found = associatedWith(portal, record.type, record.id, to).slice(0, largestAssociationPage);
    // A record with two labels is listed once for each type, as HubSpot does; types nobody has are left out altogether.
    const results = found.flatMap((one) => one.types.map((type) => ({ id: one.id, type: type.name })));
    return results.length === 0 ? [] : [[nameInKey[to] ?? to, { results }] as const];
  });
  return Object.fromEntries(entries);
}
