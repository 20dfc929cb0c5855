import { z } from 'zod';
import type { InvalidField } from './failure.ts';

export type ErrorBody = { message: string; code: string | null; fields: InvalidField[] };

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const own = z.object({
  detail: text.optional(),
  message: text.optional(),
  error: text.optional(),
  code: text.optional(),
});
const reserved = new Set(['detail', 'message', 'error', 'code', 'status_code', 'status']);

/**
 * Reads the five shapes in which SpotDraft says no: `detail`; `detail` and `code`; the standard object; errors keyed by
 * field, nested or not; `error`. A page of HTML, an empty body or anything else gives a body without content.
 */
export const readErrorBody = (body: string): ErrorBody => {
  const json = toJson(body);
  if (Array.isArray(json)) return { message: leaves(json).join(' ').slice(0, 500), code: null, fields: [] };
  if (typeof json !== 'object' || json === null) return { message: '', code: null, fields: [] };
  const known = own.safeParse(json).data ?? {};
  const message = known.message ?? known.detail ?? known.error ?? '';
  const fields = Object.entries(json)
    .filter(([key]) => !reserved.has(key))
    .flatMap(([key, value]) => fieldErrors(key, value, 0));
  return { message: message.slice(0, 500), code: known.code ?? null, fields: fields.slice(0, 100) };
};

const toJson = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
};

const leaves = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap(leaves) : typeof value === 'string' ? [value] : [];

/** Django REST framework nests errors as the input is nested: objects by key, lists by place. */
const fieldErrors = (path: string, value: unknown, depth: number): InvalidField[] => {
  if (typeof value === 'string') return [{ field: path, messages: [value.slice(0, 300)] }];
  if (depth > 8 || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    return value.length === 0 ? [] : [{ field: path, messages: value.map((each) => each.slice(0, 300)) }];
  }
  return Object.entries(value).flatMap(([key, each]) => fieldErrors(`${path}.${key}`, each, depth + 1));
};
