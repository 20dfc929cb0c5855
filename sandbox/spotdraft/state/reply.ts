import type { JsonReply, Reply } from '../../kit/reply.ts';

export type Refusal = JsonReply;

export const json = (body: unknown, status = 200): Refusal => ({ status, kind: 'json', body });
export const empty = (status = 200): Reply => ({ status, kind: 'empty' });
export const bytes = (content: Uint8Array, type: string, fileName?: string): Reply => ({
  status: 200,
  kind: 'bytes',
  type,
  bytes: content,
  ...(fileName === undefined ? {} : { file: { name: fileName, shown: 'attachment' } }),
});

/** Shape 1 of the documented error bodies. */
export const detail = (status: number, text: string): Refusal => json({ detail: text }, status);
/** Shape 2: a detail and SpotDraft's code. */
export const coded = (status: number, code: string, text: string): Refusal =>
  json({ detail: text, code }, status);
/** Shape 3: the "standard SpotDraft error object". */
export const standardError = (status: number, code: string, text: string): Refusal =>
  json({ detail: text, status_code: status, code, message: text }, status);
/** Shape 4: messages under the names of the fields. */
export const fieldErrors = (fields: FieldErrors): Refusal => json(fields, 400);
/** Shape 5: only the feature-flag endpoint answers like this. */
export const plainError = (status: number, text: string): Refusal => json({ error: text }, status);

export type FieldErrors = { [field: string]: string[] | FieldErrors | (string[] | FieldErrors)[] };

export const notFound: Refusal = detail(404, 'Not Found');
export const requiredField = 'This field is required.';
