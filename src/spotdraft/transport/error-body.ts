import { z } from 'zod';
import { parseJson } from '../../platform/storable-json.ts';
import type { InvalidField } from './failure.ts';
import { cut } from '@dealdraft/wire/cut.ts';

export type ErrorBody = { message: string; code: string | null; fields: InvalidField[] };

const mostMessage = 500;
const mostFields = 100;
const mostDepth = 8;

const scalar = z
  .union([z.string(), z.number()])
  .transform(String)
  .optional()
  // A field of the request may have the same name; then its errors stand here.
  .catch(undefined);
const own = z.object({ detail: scalar, message: scalar, error: scalar, code: scalar });

/** Keys that speak of the whole when they hold a plain value, and are fields or wrappers when they hold more. */
const ownKeys = new Set(['detail', 'message', 'error', 'code', 'status_code', 'status']);
const wrappers = new Set(['detail', 'error', 'errors']);

/**
 * Reads the five shapes in which SpotDraft says no: `detail`; `detail` and `code`; the standard object; errors keyed by
 * field, nested or not; `error`. A page of HTML, an empty body or anything else gives a body without content.
 */
export const readErrorBody = (body: string): ErrorBody => {
  const json = toJson(body);
  if (typeof json === 'string' || Array.isArray(json)) return saying(leaves(json).join(' '));
  if (typeof json !== 'object' || json === null) return saying('');
  const { message, detail, error, code } = own.safeParse(json).data ?? {};
  const fields = Object.entries(json).flatMap(([key, value]: [string, unknown]) => {
    const isPlain = typeof value !== 'object' || value === null;
    if (isPlain && ownKeys.has(key)) return [];
    return wrappers.has(key) && !isPlain && !Array.isArray(value)
      ? Object.entries(value).flatMap(([inner, each]) => fieldErrors(inner, each, 1))
      : fieldErrors(key, value, 0);
  });
  // A list of texts under one of these is about the whole.
  const aboutAll = fields.filter(({ field }) => wrappers.has(field)).flatMap(({ messages }) => messages);
  return {
    ...saying(message || detail || error || aboutAll.join(' ')),
    code: code || null,
    fields: fields.filter(({ field }) => !wrappers.has(field)).slice(0, mostFields),
  };
};

const saying = (message: string): ErrorBody => ({
  message: cut(message, mostMessage),
  code: null,
  fields: [],
});

const toJson = (body: string): unknown => {
  try {
    return parseJson(body);
  } catch {
    return null;
  }
};

const leaves = (value: unknown, depth = 0): string[] => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && depth < mostDepth ? value.flatMap((each) => leaves(each, depth + 1)) : [];
};

/** Django REST framework nests errors as the input is nested: objects by key, lists by place. */
const fieldErrors = (path: string, value: unknown, depth: number): InvalidField[] => {
  if (typeof value === 'string') return [{ field: path, messages: [cut(value, 300)] }];
  if (depth > mostDepth || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) {
    return value.length === 0 ? [] : [{ field: path, messages: value.map((each) => cut(each, 300)) }];
  }
  return Object.entries(value).flatMap(([key, each]) => fieldErrors(`${path}.${key}`, each, depth + 1));
};
