import { z } from 'zod';

const id = z.union([z.string().min(1), z.number()]).transform(String);
const portal = z.coerce.number().int().positive();
/** Inputs arrive as plain values, or wrapped as {type, value}; what is empty counts as not given. */
const input = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(z.union([z.string(), z.number()])),
    z.object({ value: z.unknown() }),
  ])
  .transform((raw) =>
    plainText(typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? raw.value : raw),
  );
const inputs = z.record(z.string(), input).nullish();
const origin = z.object({
  portalId: portal,
  actionDefinitionId: id.nullish(),
  actionDefinitionVersion: z.coerce.number().nullish(),
  extensionDefinitionId: id.nullish(),
});

/** HubSpot asks to run an action for one enrolled record. Older senders call the inputs `fields`. */
const executionSchema = z.object({
  callbackId: z.string().min(1).max(500),
  origin,
  context: z.object({ source: z.string().nullish(), workflowId: id.nullish() }).nullish(),
  object: z.object({
    objectId: id,
    objectType: z.string().min(1),
    properties: z.record(z.string(), z.unknown()).nullish(),
  }),
  inputFields: inputs,
  fields: inputs,
});

export type WorkflowExecution = {
  /** Names this run of this action for this record: a repetition carries the same. */
  callbackId: string;
  portalId: number;
  actionDefinitionId: string | null;
  workflowId: string | null;
  object: { type: string; id: string };
  /** Inputs that have a value. */
  inputs: Record<string, string>;
};

export const workflowExecution = executionSchema.transform((data): WorkflowExecution => ({
  callbackId: data.callbackId,
  portalId: data.origin.portalId,
  actionDefinitionId: data.origin.actionDefinitionId ?? data.origin.extensionDefinitionId ?? null,
  workflowId: data.context?.workflowId ?? null,
  object: { type: data.object.objectType.toLowerCase(), id: data.object.objectId },
  inputs: given(data.inputFields ?? data.fields),
}));

/** HubSpot asks for the choices of an input, while someone edits a workflow. */
const optionsSchema = z.object({
  origin,
  objectTypeId: z.string().nullish(),
  inputFieldName: z.string().nullish(),
  inputFields: inputs,
  fields: inputs,
  fetchOptions: z.object({ q: z.string().nullish(), after: z.string().nullish() }).nullish(),
});

export type WorkflowOptionsRequest = {
  portalId: number;
  inputName: string | null;
  inputs: Record<string, string>;
  query: string;
  after: string | null;
};

export const workflowOptionsRequest = optionsSchema.transform((data): WorkflowOptionsRequest => ({
  portalId: data.origin.portalId,
  inputName: data.inputFieldName ?? null,
  inputs: given(data.inputFields ?? data.fields),
  query: data.fetchOptions?.q?.trim() ?? '',
  after: data.fetchOptions?.after || null,
}));

export type OutputFields = Record<string, string>;
export type WorkflowOption = { label: string; value: string; description?: string };

/** The answers HubSpot understands, also as the output fields of a later completion. */
export const workflowAnswer = {
  succeeded: (outputs: OutputFields = {}) => state('SUCCESS', outputs),
  /** The record goes on in the workflow; the outputs, say an error code, choose the label in its history. */
  failed: (outputs: OutputFields) => state('FAIL_CONTINUE', outputs),
  /** The result comes later through the callback. */
  later: () => state('ASYNC', {}),
  /** The record waits here for the callback, at most for the given ISO 8601 duration; HubSpot's own limit is a week. */
  blocked: (expiresAfter: string | null = null) =>
    state('BLOCK', expiresAfter === null ? {} : { hs_expiration_duration: expiresAfter }),
  options: (options: readonly WorkflowOption[], after: string | null = null) => ({
    options: [...options],
    ...(after === null ? {} : { after }),
    searchable: true,
  }),
};

const state = (
  executionState: 'SUCCESS' | 'FAIL_CONTINUE' | 'ASYNC' | 'BLOCK',
  outputs: OutputFields,
): { outputFields: OutputFields } => ({
  outputFields: { ...outputs, hs_execution_state: executionState },
});

const given = (fields: Record<string, string | null> | null | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields ?? {}).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );

function plainText(value: unknown): string | null {
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(String).join(';');
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
