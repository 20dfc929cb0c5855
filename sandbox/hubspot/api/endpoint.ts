import { z } from 'zod';
import type { Core } from '../state/core.ts';
import type { ObjectName, Portal, Source, Token } from '../state/model.ts';
import { objectType, objectTypeOf } from '../state/object-types.ts';
import { invalid, Refusal } from '../state/reply.ts';
import type { Reply } from '../../kit/reply.ts';
import { appId } from '../state/accounts.ts';

/** A call whose token was accepted. */
export interface Call {
  core: Core;
  portal: Portal;
  token: Token;
  params: Record<string, string>;
  query: URLSearchParams;
  /** The parsed JSON body; undefined without one. */
  body: unknown;
  rawBody: Buffer;
  contentType: string;
  /** How the call's writes are recorded. */
  source: Source;
}

export interface Endpoint {
  method: string;
  /** With `{name}` for a segment; `{name*}` takes the rest of the path. */
  path: string;
  /** All are needed. */
  scopes: string[] | ((params: Record<string, string>) => string[]);
  /** Whether the call takes from the burst budget, from the search budget, or from none. */
  limit: 'burst' | 'search';
  handle(call: Call): Reply | Promise<Reply>;
}

type Handle = Endpoint['handle'];

export const endpoint = (
  line: string,
  scopes: Endpoint['scopes'],
  handle: Handle,
  limit: Endpoint['limit'] = 'burst',
): Endpoint => {
  const [method = '', path = ''] = line.split(' ');
  return { method, path, scopes, limit, handle };
};

/** The app is the source of all its writes, whoever's token it uses. */
export const appSource = (): Source => ({ type: 'INTEGRATION', id: String(appId) });

export function typeParam(params: Record<string, string>, name = 'type'): ObjectName {
  const text = params[name] ?? '';
  const found = objectTypeOf(text);
  if (!found)
    throw new Refusal(400, {
      category: 'VALIDATION_ERROR',
      message: `Unable to infer object type from: ${text}`,
    });
  return found.name;
}

const scopeOf =
  (kind: 'readScope' | 'writeScope') =>
  (params: Record<string, string>): string[] => [objectType(typeParam(params))[kind]];
export const readsType = scopeOf('readScope');
export const writesType = scopeOf('writeScope');

/** The body as the schema has it, else HubSpot's refusal for a body it cannot read. */
export function readBody<Output>(call: Call, schema: z.ZodType<Output>): Output {
  const read = schema.safeParse(call.body);
  if (read.success) return read.data;
  const where = read.error.issues
    .map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`)
    .join('; ');
  throw invalid(`Invalid input JSON on line 1, column 1: ${where}`);
}

/** Values are texts; numbers, booleans and null are refused rather than guessed at. */
export const propertiesSchema = z.record(z.string(), z.string());

/** A list in the query: comma separated, or the key several times. */
export const listParam = (query: URLSearchParams, name: string): string[] =>
  query
    .getAll(name)
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter(Boolean);

export function limitParam(query: URLSearchParams, usual: number, most: number): number {
  const text = query.get('limit');
  if (text === null) return usual;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > most)
    throw invalid(`limit must be between 1 and ${most}, not ${text}.`);
  return limit;
}

export interface Page<Item> {
  results: Item[];
  paging?: { next: { after: string; link: string } };
}

/** Cuts a page out of a list; `after` counts from the start. */
export function pageOf<Item>(items: Item[], after: string | null, limit: number): Page<Item> {
  const start = Number(after ?? 0);
  if (!Number.isInteger(start) || start < 0) throw invalid(`after is not valid: ${after}`);
  const results = items.slice(start, start + limit);
  const end = start + results.length;
  return end < items.length
    ? { results, paging: { next: { after: String(end), link: `?after=${end}` } } }
    : { results };
}
