import { z } from 'zod';
import { parseJson } from '../../platform/storable-json.ts';
import type { InvalidField } from './failure.ts';
import { cut } from '@dealdraft/wire/cut.ts';

const context = z.record(z.string(), z.unknown()).catch({});
const detail = z
  .object({
    message: z.string().catch(''),
    code: z.string().optional().catch(undefined),
    in: z.string().optional().catch(undefined),
    context: context.optional(),
  })
  .catch({ message: '' });

/**
 * HubSpot's error body. Every field is optional and every list open: its documentation does not promise them
 * (https://developers.hubspot.com/docs/api-reference/error-handling). The token endpoints add error, error_description.
 */
const errorBody = z.object({
  message: z.string().catch(''),
  category: z.string().optional().catch(undefined),
  subCategory: z.string().optional().catch(undefined),
  errorType: z.string().optional().catch(undefined),
  policyName: z.string().optional().catch(undefined),
  correlationId: z.string().nullable().catch(null).default(null),
  status: z.string().optional().catch(undefined),
  error: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
  context: context.optional(),
  errors: z.array(detail).catch([]).default([]),
  validationResults: z.array(z.unknown()).catch([]).default([]),
});

export type ErrorBody = z.infer<typeof errorBody>;

/** Reads an error body as far as it can be read; a page of HTML or an empty body gives one without content. */
export const readErrorBody = (body: string): ErrorBody => {
  const parsed = errorBody.safeParse(toJson(body));
  return parsed.success ? parsed.data : errorBody.parse({ message: '' });
};

export const toErrorBody = (value: unknown): ErrorBody => {
  const parsed = errorBody.safeParse(value);
  return parsed.success ? parsed.data : errorBody.parse({ message: '' });
};

/** The message without the JSON that HubSpot appends to it, short enough to be shown. */
export const shownMessage = (body: ErrorBody): string =>
  cut((body.message || body.error_description || '').replace(/:?\s*\[\{.*$/s, '').trim(), 300);

/** All values under any of these keys, in the body's context and in that of its errors. */
export const contextValues = (body: ErrorBody, ...keys: string[]): string[] => {
  const contexts = [body.context ?? {}, ...body.errors.map((entry) => entry.context ?? {})];
  return [...new Set(contexts.flatMap((entry) => namesIn(entry, keys)))];
};

/** The same of one context. */
export const namesIn = (about: Record<string, unknown>, keys: readonly string[]): string[] =>
  keys.flatMap((key) => asList(about[key]));

const validationResult = z.object({
  name: z.string(),
  error: z.string().catch('INVALID'),
  message: z.string().catch(''),
});

/**
 * The refused properties. HubSpot names them in three ways: as JSON inside a message
 * ("Property values were not valid: [{…}]"), as `validationResults`, and as `errors[]` with a context.
 */
export const invalidFields = (body: ErrorBody): InvalidField[] => {
  const results = [body.message, ...body.errors.map((entry) => entry.message)].flatMap(embeddedResults);
  const listed = body.errors.flatMap((entry) => {
    const { context: about, code, message } = entry;
    const names = asList(about?.['propertyName'] ?? about?.['propertyNames'] ?? about?.['name'] ?? entry.in);
    return names.map((property) => ({ property, code: code ?? body.category ?? 'INVALID', message }));
  });
  const all = [...[...body.validationResults, ...results].flatMap(toField), ...listed];
  const fields = all.filter((field) => !['inputs', 'properties', ''].includes(field.property));
  return fields.filter(
    (field, index) => fields.findIndex((other) => other.property === field.property) === index,
  );
};

const toField = (entry: unknown): InvalidField[] => {
  const result = validationResult.safeParse(entry);
  return result.success
    ? [{ property: result.data.name, code: result.data.error, message: result.data.message }]
    : [];
};

const embeddedResults = (message: string): unknown[] => {
  const start = message.indexOf('[{');
  const end = message.lastIndexOf('}]');
  if (start < 0 || end < start) return [];
  const value = toJson(message.slice(start, end + 2));
  return Array.isArray(value) ? value : [];
};

const asList = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((entry) =>
    typeof entry === 'string' || typeof entry === 'number' ? [String(entry)] : [],
  );

const toJson = (text: string): unknown => {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
};
