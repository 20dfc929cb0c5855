import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { SourceBroke } from './transport.ts';

export type MultipartFile = { field: string; name: string; contentType: string; content: Buffer | Readable };

/**
 * A multipart/form-data body in which the file is passed through, not collected: signed contracts with attachments
 * may be large, and the form-data package of the API client takes buffers only.
 */
export const multipart = (
  fields: Readonly<Record<string, string>>,
  file: MultipartFile,
): { type: string; body: Buffer | Readable } => {
  const boundary = `dealdraft-${randomUUID()}`;
  const head = Object.entries(fields)
    .map(
      ([name, value]) =>
        `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`,
    )
    .join('');
  const intro = Buffer.from(
    `${head}--${boundary}\r\nContent-Disposition: form-data; name="${quoted(file.field)}"; filename="${quoted(file.name)}"\r\n` +
      `Content-Type: ${file.contentType.replaceAll(/[\r\n]/g, '')}\r\n\r\n`,
  );
  const end = Buffer.from(`\r\n--${boundary}--\r\n`);
  const type = `multipart/form-data; boundary=${boundary}`;
  if (Buffer.isBuffer(file.content)) return { type, body: Buffer.concat([intro, file.content, end]) };
  return { type, body: Readable.from(pieces(intro, file.content, end), { objectMode: false }) };
};

async function* pieces(intro: Buffer, content: Readable, end: Buffer): AsyncGenerator<Buffer> {
  yield intro;
  try {
    for await (const piece of content) yield Buffer.from(piece as Uint8Array);
  } catch (error) {
    throw new SourceBroke('The source of the file broke off.', { cause: error });
  }
  yield end;
}

/** The escapes browsers use in field and file names (https://html.spec.whatwg.org/#multipart-form-data). */
const quoted = (text: string): string =>
  text.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
