import { z } from 'zod';
import type { CrmRecord, ObjectName } from '../state/model.ts';
import { objectType } from '../state/object-types.ts';
import { archiveRecord } from '../records/archive-record.ts';
import { checkUpdate, checkWrite, writeRefusal } from '../records/check-write.ts';
import { findBy, findRecord } from '../records/find-record.ts';
import { refuseMissing } from '../records/property-rules.ts';
import { recordView } from '../records/record-view.ts';
import { refuseLocked, updateRecord } from '../records/write-record.ts';
import { empty, invalid, json, Refusal } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';
import { createWithAssociations, creationSchema } from './create-with-associations.ts';
import { endpoint, propertiesSchema, readBody, readsType, typeParam, writesType } from './endpoint.ts';
import type { Call, Endpoint } from './endpoint.ts';

const most = 100;

/** At most 100 inputs, no id twice. */
function readInputs<Input>(
  call: Call,
  schema: z.ZodType<{ inputs: Input[] }>,
  idOf: (input: Input) => string | undefined,
): Input[] {
  const { inputs } = readBody(call, schema);
  if (inputs.length > most)
    throw invalid(
      `The maximum number of inputs supported in a batch request for property ${typeParam(call.params)} is ${most}. This request has ${inputs.length}.`,
    );
  const ids = inputs.flatMap((one) => idOf(one) ?? []);
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  if (twice.length > 0)
    throw invalid(`Duplicate IDs found in batch input: [${twice.join(', ')}]. IDs must be unique`, {
      context: { ids: twice },
    });
  return inputs;
}

interface BatchError {
  status: 'error';
  category: string;
  message: string;
  context: Record<string, string[]>;
  errors?: unknown;
}

const missing = (type: ObjectName, ids: string[]): BatchError => ({
  status: 'error',
  category: 'OBJECT_NOT_FOUND',
  message: `Could not get some ${objectType(type).singular.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`,
  context: { ids },
});

function batchReply(call: Call, done: number, results: unknown[], errors: BatchError[]): Reply {
  const at = call.core.now().toISOString();
  const common = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
  return errors.length === 0
    ? json(done, common)
    : json(207, { ...common, numErrors: errors.length, errors });
}

const readSchema = z.object({
  inputs: z.array(z.object({ id: z.string() })),
  properties: z.array(z.string()).default([]),
  propertiesWithHistory: z.array(z.string()).default([]),
  idProperty: z.string().optional(),
});

const read = (call: Call): Reply => {
  const { portal, params } = call;
  const { properties, propertiesWithHistory, idProperty } = readBody(call, readSchema);
  const type = typeParam(params);
  const wanted = readInputs(call, readSchema, ({ id }) => id).map(({ id }) => ({
    id,
    record: findBy(portal, type, id, idProperty ?? null),
  }));
  const found = new Map(wanted.flatMap(({ record }) => (record ? [[record.id, record] as const] : [])));
  const gone = wanted.filter(({ record }) => !record).map(({ id }) => id);
  const results = [...found.values()].map((one) =>
    recordView(portal, one, { properties, propertiesWithHistory }),
  );
  return batchReply(call, 200, results, gone.length === 0 ? [] : [missing(type, gone)]);
};

interface Attempt {
  traceId: string | undefined;
  id?: string;
  run(): CrmRecord | undefined;
}

/**
 * Runs the inputs one by one. Ids that do not exist never stop the others. A refused value stops the whole batch with 400,
 * unless the input carries an `objectWriteTraceId`: then HubSpot answers 207 and names the input by it.
 */
function runAll(call: Call, type: ObjectName, attempts: Attempt[], done: number): Reply {
  const results: unknown[] = [];
  const errors: BatchError[] = [];
  const gone: string[] = [];
  for (const { traceId, id, run } of attempts) {
    const trace: Record<string, string[]> = traceId === undefined ? {} : { objectWriteTraceId: [traceId] };
    try {
      const record = run();
      if (record)
        results.push({
          ...recordView(call.portal, record, { properties: Object.keys(record.properties) }),
          ...(traceId === undefined ? {} : { objectWriteTraceId: traceId }),
        });
      else if (traceId === undefined) gone.push(id ?? '');
      else errors.push({ ...missing(type, [id ?? '']), context: { ids: [id ?? ''], ...trace } });
    } catch (error) {
      if (!(error instanceof Refusal) || traceId === undefined) throw error;
      const { category, message, errors: details } = error.envelope;
      errors.push({
        status: 'error',
        category,
        message,
        context: { ...(id === undefined ? {} : { ids: [id] }), ...trace },
        ...(details ? { errors: details } : {}),
      });
    }
  }
  if (gone.length > 0) errors.push(missing(type, gone));
  return batchReply(call, done, results, errors);
}

const updateSchema = z.object({
  inputs: z.array(
    z.object({
      id: z.string(),
      properties: propertiesSchema,
      idProperty: z.string().optional(),
      objectWriteTraceId: z.string().optional(),
    }),
  ),
});

const update = (call: Call): Reply => {
  const { core, portal, params, source } = call;
  const type = typeParam(params);
  const inputs = readInputs(call, updateSchema, ({ id }) => id).map((input) => ({
    ...input,
    record: findBy(portal, type, input.id, input.idProperty ?? null),
  }));
  for (const { record } of inputs) if (record) refuseLocked(core, portal, record);
  const attempts = inputs.map(({ id, properties, objectWriteTraceId, record }): Attempt => ({
    traceId: objectWriteTraceId,
    id,
    run() {
      if (record) updateRecord(core, portal, record, properties, source);
      return record;
    },
  }));
  if (inputs.some(({ objectWriteTraceId }) => objectWriteTraceId === undefined)) checkAll(call, inputs);
  return runAll(call, type, attempts, 200);
};

/** Without trace ids a batch is all or nothing where values are concerned. */
function checkAll(
  { portal, source }: Call,
  inputs: {
    record: CrmRecord | undefined;
    properties: Record<string, string>;
    objectWriteTraceId?: string | undefined;
  }[],
): void {
  for (const { record, properties, objectWriteTraceId } of inputs) {
    if (!record || objectWriteTraceId !== undefined) continue;
    const { values, problems } = checkUpdate(portal, record, properties);
    if (problems.length > 0) throw writeRefusal(portal, problems);
    refuseMissing({ portal, type: record.type, values, record }, source);
  }
}

const createSchema = z.object({ inputs: z.array(creationSchema) });

const create = (call: Call): Reply => {
  const { core, portal, params, source } = call;
  const type = typeParam(params);
  const inputs = readInputs(call, createSchema, () => undefined);
  for (const { properties, objectWriteTraceId } of inputs) {
    if (objectWriteTraceId !== undefined) continue;
    const { values, problems } = checkWrite(portal, type, properties);
    if (problems.length > 0) throw writeRefusal(portal, problems);
    refuseMissing({ portal, type, values }, source);
  }
  const attempts = inputs.map((input): Attempt => ({
    traceId: input.objectWriteTraceId,
    run: () => createWithAssociations(core, { portal, type, source }, input),
  }));
  return runAll(call, type, attempts, 201);
};

const archiveSchema = z.object({ inputs: z.array(z.object({ id: z.string() })) });

const archive = (call: Call): Reply => {
  const { core, portal, params, source } = call;
  for (const { id } of readInputs(call, archiveSchema, (one) => one.id)) {
    const record = findRecord(portal, typeParam(params), id);
    if (record) archiveRecord(core, portal, record, source);
  }
  return empty(204);
};

export const batchEndpoints: Endpoint[] = [
  endpoint('POST /crm/v3/objects/{type}/batch/read', readsType, read),
  endpoint('POST /crm/v3/objects/{type}/batch/update', writesType, update),
  endpoint('POST /crm/v3/objects/{type}/batch/create', writesType, create),
  endpoint('POST /crm/v3/objects/{type}/batch/archive', writesType, archive),
];
