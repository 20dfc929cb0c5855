import { z } from 'zod';

const id = z.union([z.string().min(1), z.number()]).transform(String);
const text = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .catch(null);
const portal = z.coerce.number().int().positive().max(2_147_483_647);
/**
 * Inputs arrive as plain values, or wrapped: `{type: 'STATIC_VALUE', value}`, or `{type: 'OBJECT_PROPERTY',
 * propertyName}` without a value while somebody edits the workflow. Whatever has no readable value counts as not given:
 * which inputs an action needs is for the action to say, with a sentence, not for the reader of the request.
 */
const inputs = z.unknown().optional().transform(given);
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
  inputs: data.inputFields ?? data.fields ?? {},
}));

/** HubSpot asks for the choices of an input, while someone edits a workflow. */
const optionsSchema = z.object({
  origin: z.object({ portalId: portal }),
  inputFieldName: z.string().nullish().catch(null),
  inputFields: inputs,
  fields: inputs,
  fetchOptions: z.object({ q: text, after: text }).nullish().catch(null),
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
  inputs: data.inputFields ?? data.fields ?? {},
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

function given(fields: unknown): Record<string, string> | null {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return null;
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, raw]: [string, unknown]) => {
      const value = plainText(isWrapped(raw) ? raw.value : raw);
      return value === null ? [] : [[name, value]];
    }),
  );
}

const isWrapped = (raw: unknown): raw is { value: unknown } =>
  typeof raw === 'object' && raw !== null && 'value' in raw;

function plainText(value: unknown): string | null {
  if (!Array.isArray(value)) return scalarText(value);
  const chosen = value.map(scalarText).filter((each) => each !== null);
  return chosen.length === 0 ? null : chosen.join(';');
}

function scalarText(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
