import { z } from 'zod';
import type { Core } from '../core.ts';
import type { ObjectName, Portal } from '../model.ts';
import { objectTypeOf } from '../object-types.ts';
import { associatedWith } from '../records/associations.ts';
import { findRecord, recordsOf, requireRecord } from '../records/find-record.ts';
import { checkSearch, searchRecords, searchSchema } from '../records/search-records.ts';
import { notFound } from '../reply.ts';

const id = z.union([z.string(), z.number()]).transform(String);
const paging = {
  pageLength: z.number().int().positive().max(200).default(10),
  offset: z.number().int().nonnegative().default(0),
};

export const propertiesRequest = z.object({
  portalId: z.coerce.number(),
  objectTypeId: z.string().default('0-3'),
  objectId: id,
  properties: z.union([z.literal('*'), z.array(z.string())]),
});
export const associationsRequest = propertiesRequest.extend({
  toObjectType: z.string(),
  properties: z.array(z.string()).default([]),
  ...paging,
});
export const searchRequest = searchSchema
  .omit({ limit: true, after: true })
  .extend({ portalId: z.coerce.number(), objectType: z.string(), ...paging });

const typeOf = (text: string): ObjectName => {
  const found = objectTypeOf(text);
  if (!found) throw notFound(`Object type ${text} does not exist`);
  return found.name;
};

const pick = (values: Record<string, string>, names: string[]): Record<string, string | null> =>
  Object.fromEntries(names.map((name) => [name, values[name] ?? null]));

/** Behind `useCrmProperties` and `fetchCrmObjectProperties`. */
export function hookProperties(
  portal: Portal,
  { objectTypeId, objectId, properties }: z.infer<typeof propertiesRequest>,
): object {
  const record = requireRecord(portal, typeOf(objectTypeId), objectId);
  return { properties: properties === '*' ? record.properties : pick(record.properties, properties) };
}

/** Behind `useAssociations`. */
export function hookAssociations(
  portal: Portal,
  {
    objectTypeId,
    objectId,
    toObjectType,
    properties,
    pageLength,
    offset,
  }: z.infer<typeof associationsRequest>,
): object {
  const to = typeOf(toObjectType);
  const record = requireRecord(portal, typeOf(objectTypeId), objectId);
  const found = associatedWith(portal, record.type, record.id, to);
  const results = found.slice(offset, offset + pageLength).map((one) => ({
    toObjectId: Number(one.id),
    associationTypes: one.types.map(({ category, typeId, label }) => ({ category, typeId, label })),
    properties: pick(findRecord(portal, to, one.id)?.properties ?? {}, properties),
  }));
  return { results, ...position(found.length, offset, pageLength) };
}

/** Behind `useCrmSearch`. */
export function hookSearch(
  _core: Core,
  portal: Portal,
  { objectType, properties, pageLength, offset, query, filterGroups, sorts }: z.infer<typeof searchRequest>,
): object {
  const type = typeOf(objectType);
  checkSearch(portal, type, { filterGroups, sorts, properties, limit: pageLength });
  const known = recordsOf(portal, type).map((record) => ({ record, values: record.properties }));
  const found = searchRecords(portal, type, { query, filterGroups, sorts }, known);
  const results = found
    .slice(offset, offset + pageLength)
    .map((one) => ({ objectId: Number(one.id), properties: pick(one.properties, properties) }));
  return { results, total: found.length, ...position(found.length, offset, pageLength) };
}

const position = (count: number, offset: number, pageLength: number) => ({
  hasMore: offset + pageLength < count,
  nextOffset: Math.min(offset + pageLength, count),
});
