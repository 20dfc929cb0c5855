import type { z } from 'zod';
import { parseJson } from '../../platform/storable-json.ts';
import type { ReadAnswer } from './transport.ts';

const mostJsonBytes = 32 * 1024 * 1024;
/** SpotDraft names no largest document; a contract with its annexes is far below this. */
const mostPreviewBytes = 20 * 1024 * 1024;

/** An answer in JSON, read by its schema. */
export const json = <Value>(schema: z.ZodType<Value>): ReadAnswer<Value> => ({
  accept: 'application/json',
  mostBytes: mostJsonBytes,
  read: (bytes) => {
    const parsed = schema.safeParse(parse(bytes));
    if (parsed.success) return { value: parsed.data };
    const [issue] = parsed.error.issues;
    return {
      unreadable: `${issue?.path.map(String).join('.') || 'the answer'}: ${issue?.message ?? 'not as documented'}`,
    };
  },
});

/** Answers that say nothing but their status: some are empty, some are not. A web page is somebody else's answer. */
export const nothing: ReadAnswer<undefined> = {
  accept: 'application/json',
  mostBytes: mostJsonBytes,
  read: (bytes) =>
    bytes.toString('utf8', 0, 200).trimStart().startsWith('<')
      ? { unreadable: 'it is a web page' }
      : { value: undefined },
};

export const previewPdf: ReadAnswer<Buffer> = {
  // Declared as JSON as well as binary: asking for one type only could be refused.
  accept: '*/*',
  mostBytes: mostPreviewBytes,
  // The mark may stand anywhere in the first kilobyte (ISO 32000, annex H).
  read: (bytes) =>
    bytes.subarray(0, 1024).includes('%PDF-') ? { value: bytes } : { unreadable: 'it is not a PDF' },
};

/** Null for an empty body, undefined for one that is not JSON. */
const parse = (bytes: Buffer): unknown => {
  const text = bytes.toString('utf8').trim();
  if (text === '') return null;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
};
