import { Transform, type Readable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import { fail, ok, type Result } from '../wire/result.ts';
import type { SpotDraftFailure } from './failure.ts';
import { translateAnswer, translateBreak, unreadableAnswer } from './translate-error.ts';
import type { CallOptions } from './transport.ts';

export type Download = { stream: Readable; contentType: string; length: number | null };

const call = { operation: 'openDownload', effect: 'read' } as const;
const mostBytes = 200 * 1024 * 1024;

/**
 * Opens a signed link. It is not SpotDraft's API: no credentials are sent and no budget is used. The stream fails, and
 * with it whoever reads it, when the file is larger than it may be or stops arriving.
 */
export const openDownload = async (
  url: string,
  { signal, dispatcher }: CallOptions & { dispatcher?: Dispatcher },
): Promise<Result<Download, SpotDraftFailure>> => {
  try {
    const response = await request(url, {
      headersTimeout: 20_000,
      bodyTimeout: 30_000,
      ...(signal === undefined ? {} : { signal }),
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
    if (response.statusCode !== 200) {
      response.body.destroy();
      return fail(
        translateAnswer(call, { status: response.statusCode, headers: response.headers, body: '' }),
      );
    }
    const length = Number(response.headers['content-length'] ?? NaN);
    if (length > mostBytes) {
      response.body.destroy();
      return fail(unreadableAnswer(call, 200, `the file has ${String(length)} bytes`));
    }
    const type = response.headers['content-type'];
    return ok({
      stream: bounded(response.body),
      contentType: (Array.isArray(type) ? type[0] : type) ?? 'application/pdf',
      length: Number.isFinite(length) ? length : null,
    });
  } catch (error) {
    return fail(translateBreak(call, error));
  }
};

const bounded = (source: Readable): Readable => {
  let size = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      size += chunk.length;
      if (size > mostBytes) next(new Error('the file is larger than it may be'));
      else next(null, chunk);
    },
  });
  source.on('error', (error) => limit.destroy(error));
  limit.on('close', () => source.destroy());
  return source.pipe(limit);
};
