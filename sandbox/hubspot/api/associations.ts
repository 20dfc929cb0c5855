import { z } from 'zod';
import type { AssociationType, CrmRecord, ObjectName } from '../state/model.ts';
import { objectType } from '../state/object-types.ts';
import { associate, dissociate } from '../records/associate.ts';
import { associatedWith, typesBetween } from '../records/associations.ts';
import type { Associated } from '../records/associations.ts';
import { findRecord, requireRecord } from '../records/find-record.ts';
import { empty, invalid, json } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';
import { endpoint, limitParam, pageOf, readBody, typeParam } from './endpoint.ts';
import type { Call, Endpoint } from './endpoint.ts';

const specs = z.array(z.object({ associationCategory: z.string(), associationTypeId: z.number() }));
const shownType = ({ category, typeId, label }: AssociationType) => ({ category, typeId, label });
const shown = ({ id, types }: Associated) => ({
  toObjectId: Number(id),
  associationTypes: types.map(shownType),
});

/** Both ends: the record of the path and the type that is asked for. */
const scopes =
  (kind: 'readScope' | 'writeScope') =>
  (params: Record<string, string>): string[] => [objectType(typeParam(params, 'from'))[kind]];
const reads = scopes('readScope');
const writes = scopes('writeScope');

const ends = ({ portal, params }: Call): { from: CrmRecord; to: CrmRecord } => ({
  from: requireRecord(portal, typeParam(params, 'from'), params['id'] ?? ''),
  to: requireRecord(portal, typeParam(params, 'to'), params['toId'] ?? ''),
});

const get = ({ portal, params, query }: Call): Reply => {
  const from = typeParam(params, 'from');
  const id = params['id'] ?? '';
  requireRecord(portal, from, id);
  // By the id that was asked for: the list of a record that was merged is empty, though reads of it lead to the new one.
  const found = associatedWith(portal, from, id, typeParam(params, 'to'));
  return json(200, pageOf(found.map(shown), query.get('after'), limitParam(query, 500, 500)));
};

const putDefault = (call: Call): Reply => {
  const { core, portal, source } = call;
  const { from, to } = ends(call);
  associate(core, { portal, from, to, source });
  const at = core.now().toISOString();
  const results = typesBetween(portal, from.type, to.type)
    .filter((one) => one.label === null)
    .map((one) => ({
      from: { id: from.id },
      to: { id: to.id },
      associationSpec: { associationCategory: one.category, associationTypeId: one.typeId },
    }));
  return json(200, { status: 'COMPLETE', results, startedAt: at, completedAt: at });
};

const putLabeled = (call: Call): Reply => {
  const { core, portal, source } = call;
  const { from, to } = ends(call);
  const given = readBody(call, specs);
  if (given.length === 0) throw invalid('At least one association type is needed.');
  const labels = associate(
    core,
    { portal, from, to, source },
    given.map((one) => one.associationTypeId),
  );
  return json(201, {
    fromObjectTypeId: objectType(from.type).typeId,
    fromObjectId: Number(from.id),
    toObjectTypeId: objectType(to.type).typeId,
    toObjectId: Number(to.id),
    labels: labels.flatMap((one) => one.label ?? []),
  });
};

const remove = (call: Call): Reply => {
  const { core, portal, params, source } = call;
  const from = findRecord(portal, typeParam(params, 'from'), params['id'] ?? '');
  const to = findRecord(portal, typeParam(params, 'to'), params['toId'] ?? '');
  if (from && to) dissociate(core, { portal, from, to, source });
  return empty(204);
};

const labels = ({ portal, params }: Call): Reply =>
  json(200, {
    results: typesBetween(portal, typeParam(params, 'from'), typeParam(params, 'to')).map(shownType),
  });

const batchReadSchema = z.object({
  inputs: z.array(z.object({ id: z.string(), after: z.string().optional() })),
});
const perRecord = 500;

const batchRead = (call: Call): Reply => {
  const { core, portal, params } = call;
  const { inputs } = readBody(call, batchReadSchema);
  refuseMore(inputs.length, 1000);
  const from = typeParam(params, 'from');
  const to = typeParam(params, 'to');
  const found = inputs.flatMap(({ id, after }) => {
    if (!findRecord(portal, from, id)) return [];
    const { results, paging } = pageOf(
      associatedWith(portal, from, id, to).map(shown),
      after ?? null,
      perRecord,
    );
    return results.length === 0 ? [] : [{ from: { id }, to: results, ...(paging ? { paging } : {}) }];
  });
  const silent = inputs.filter(({ id }) => !found.some((one) => one.from.id === id)).map(({ id }) => id);
  const errors = silent.map((id) => ({
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${objectType(to).singular} is associated with ${objectType(from).singular} ${id}.`,
    context: {
      fromObjectId: [id],
      fromObjectType: [objectType(from).typeId],
      toObjectType: [objectType(to).typeId],
    },
  }));
  const at = core.now().toISOString();
  const common = { status: 'COMPLETE', results: found, startedAt: at, completedAt: at };
  return errors.length === 0 ? json(200, common) : json(207, { ...common, numErrors: errors.length, errors });
};

const batchCreateSchema = z.object({
  inputs: z.array(
    z.object({ from: z.object({ id: z.string() }), to: z.object({ id: z.string() }), types: specs }),
  ),
});

const batchCreate = (call: Call): Reply => {
  const { core, portal, params, source } = call;
  const { inputs } = readBody(call, batchCreateSchema);
  refuseMore(inputs.length, 2000);
  const pairs = inputs.map(({ from, to, types }) => ({
    from: requireRecord(portal, typeParam(params, 'from'), from.id),
    to: requireRecord(portal, typeParam(params, 'to'), to.id),
    typeIds: types.map((one) => one.associationTypeId),
  }));
  const results = pairs.map(({ from, to, typeIds }) => ({
    fromObjectTypeId: objectType(from.type).typeId,
    fromObjectId: Number(from.id),
    toObjectTypeId: objectType(to.type).typeId,
    toObjectId: Number(to.id),
    labels: associate(core, { portal, from, to, source }, typeIds).flatMap((one) => one.label ?? []),
  }));
  const at = core.now().toISOString();
  return json(201, { status: 'COMPLETE', results, startedAt: at, completedAt: at });
};

function refuseMore(count: number, most: number): void {
  if (count > most) throw invalid(`The maximum number of inputs is ${most}. This request has ${count}.`);
}

const schemaReads = (params: Record<string, string>): string[] => [
  objectType(typeParam(params, 'from') as ObjectName).readScope,
];

export const associationEndpoints: Endpoint[] = [
  endpoint('PUT /crm/v4/objects/{from}/{id}/associations/default/{to}/{toId}', writes, putDefault),
  endpoint('GET /crm/v4/objects/{from}/{id}/associations/{to}', reads, get),
  endpoint('PUT /crm/v4/objects/{from}/{id}/associations/{to}/{toId}', writes, putLabeled),
  endpoint('DELETE /crm/v4/objects/{from}/{id}/associations/{to}/{toId}', writes, remove),
  endpoint('GET /crm/v4/associations/{from}/{to}/labels', schemaReads, labels),
  endpoint('POST /crm/v4/associations/{from}/{to}/batch/read', reads, batchRead),
  endpoint('POST /crm/v4/associations/{from}/{to}/batch/create', writes, batchCreate),
];
