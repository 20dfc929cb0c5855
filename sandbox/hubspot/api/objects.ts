import { z } from 'zod';
import { objectTypeOf } from '../state/object-types.ts';
import { empty, invalid, json, notFound } from '../state/reply.ts';
import { archiveRecord } from '../records/archive-record.ts';
import { findRecord, recordKey, recordsOf, requireRecord } from '../records/find-record.ts';
import { mergeRecords } from '../records/merge-records.ts';
import { recordView } from '../records/record-view.ts';
import { updateRecord } from '../records/write-record.ts';
import { createWithAssociations, creationSchema } from './create-with-associations.ts';
import {
  endpoint,
  limitParam,
  listParam,
  pageOf,
  propertiesSchema,
  readBody,
  readsType,
  typeParam,
  writesType,
} from './endpoint.ts';
import type { Call, Endpoint } from './endpoint.ts';
import type { ViewOptions } from '../records/record-view.ts';

const updateSchema = z.object({ properties: propertiesSchema, objectWriteTraceId: z.string().optional() });
const mergeSchema = z.object({ primaryObjectId: z.string(), objectIdToMerge: z.string() });

function viewOptions({ query }: Call): ViewOptions {
  const associations = listParam(query, 'associations').map((text) => {
    const found = objectTypeOf(text);
    if (!found) throw invalid(`Unable to infer object type from: ${text}`);
    return found.name;
  });
  return {
    properties: listParam(query, 'properties'),
    propertiesWithHistory: listParam(query, 'propertiesWithHistory'),
    associations,
  };
}

const list = (call: Call) => {
  const archived = call.query.get('archived') === 'true';
  const type = typeParam(call.params);
  const records = archived
    ? [...call.portal.records.values()].filter(
        (one) => one.type === type && one.archived && one.mergedInto === null,
      )
    : recordsOf(call.portal, type);
  const page = pageOf(records, call.query.get('after'), limitParam(call.query, 10, 100));
  return json(200, {
    ...page,
    results: page.results.map((one) => recordView(call.portal, one, viewOptions(call))),
  });
};

const get = (call: Call) => {
  const { portal, params, query } = call;
  const type = typeParam(params);
  const id = params['id'] ?? '';
  if (query.get('archived') === 'true') {
    const found = portal.records.get(recordKey(type, id));
    if (!found?.archived || found.mergedInto !== null) throw notFound('resource not found', { id: [id] });
    return json(200, recordView(portal, found, viewOptions(call)));
  }
  return json(
    200,
    recordView(portal, requireRecord(portal, type, id, query.get('idProperty')), viewOptions(call)),
  );
};

const create = ({ core, portal, params, source, ...call }: Call) => {
  const input = readBody({ core, portal, params, source, ...call }, creationSchema);
  const record = createWithAssociations(core, { portal, type: typeParam(params), source }, input);
  return json(201, recordView(portal, record, { properties: Object.keys(record.properties) }));
};

const update = (call: Call) => {
  const { core, portal, params, query, source } = call;
  const { properties } = readBody(call, updateSchema);
  const record = requireRecord(portal, typeParam(params), params['id'] ?? '', query.get('idProperty'));
  updateRecord(core, portal, record, properties, source);
  return json(200, recordView(portal, record, { properties: Object.keys(properties) }));
};

const archive = ({ core, portal, params, source }: Call) => {
  const record = findRecord(portal, typeParam(params), params['id'] ?? '');
  // Deleting what is not there answers 204 as well.
  if (record) archiveRecord(core, portal, record, source);
  return empty(204);
};

const merge = (call: Call) => {
  const { core, portal, params, source } = call;
  const { primaryObjectId, objectIdToMerge } = readBody(call, mergeSchema);
  const type = typeParam(params);
  const record = mergeRecords(core, {
    portal,
    primary: requireRecord(portal, type, primaryObjectId),
    merged: requireRecord(portal, type, objectIdToMerge),
    source,
  });
  return json(200, recordView(portal, record));
};

export const objectEndpoints: Endpoint[] = [
  endpoint('POST /crm/v3/objects/{type}/merge', writesType, merge),
  endpoint('GET /crm/v3/objects/{type}', readsType, list),
  endpoint('POST /crm/v3/objects/{type}', writesType, create),
  endpoint('GET /crm/v3/objects/{type}/{id}', readsType, get),
  endpoint('PATCH /crm/v3/objects/{type}/{id}', writesType, update),
  endpoint('DELETE /crm/v3/objects/{type}/{id}', writesType, archive),
];
