import { Transform, type Readable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { SignedUrl } from '../answers/around-contract.ts';
import { readErrorText } from '../transport/read-bytes.ts';
import type { SpotDraftFailure } from '../transport/failure.ts';
import { translateAnswer, translateBreak, unreadableAnswer } from '../transport/translate-error.ts';
import type { CallOptions } from '../transport/transport.ts';

export type Download = { stream: Readable; contentType: string; length: number | null };
export type DownloadLimits = {
  mostBytes: number;
  headersMs: number;
  /** Between two pieces of the file. */
  pauseMs: number;
  /** For the whole file, so that one that trickles in does not hold its reader for ever. */
  totalMs: number;
};

const call = { operation: 'openDownload', effect: 'read' } as const;
export const downloadLimits: DownloadLimits = {
  mostBytes: 200 * 1024 * 1024,
  headersMs: 20_000,
  pauseMs: 30_000,
  totalMs: 10 * 60_000,
};

/**
 * Opens a signed link. It is not SpotDraft's API: no credentials are sent and no budget is used. The stream fails, and
 * with it whoever reads it, when the file is larger than it may be, is cut off, or stops arriving.
 */
export const openDownload = async (
  url: SignedUrl,
  options: CallOptions & { dispatcher?: Dispatcher; limits?: DownloadLimits },
): Promise<Result<Download, SpotDraftFailure>> => {
  const { signal, dispatcher, limits = downloadLimits } = options;
  const link = url.reveal();
  if (!/^https?:/i.test(link) || !URL.canParse(link))
    return fail(unreadableAnswer(call, 200, 'it is no link'));
  const total = AbortSignal.timeout(limits.totalMs);
  try {
    const response = await request(link, {
      headersTimeout: limits.headersMs,
      bodyTimeout: limits.pauseMs,
      signal: signal === undefined ? total : AbortSignal.any([total, signal]),
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
    const { statusCode: status, headers } = response;
    if (status !== 200)
      return fail(translateAnswer(call, { status, headers, body: await readErrorText(response.body) }));
    const length = Number(headers['content-length'] ?? NaN);
    if (length > limits.mostBytes) {
      response.body.destroy();
      return fail(unreadableAnswer(call, status, `the file has ${String(length)} bytes`));
    }
    const type = headers['content-type'];
    return ok({
      stream: bounded(response.body, limits.mostBytes),
      contentType: (Array.isArray(type) ? type[0] : type) ?? 'application/pdf',
      length: Number.isFinite(length) ? length : null,
    });
  } catch (error) {
    return fail(translateBreak(call, error));
  }
};

const bounded = (source: Readable, mostBytes: number): Readable => {
  let size = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      size += chunk.length;
      if (size > mostBytes) next(new Error('The file is larger than it may be.'));
      else next(null, chunk);
    },
  });
  source.on('error', (error) => limit.destroy(error));
  limit.on('close', () => source.destroy());
  return source.pipe(limit);
};
