import { Transform, type Readable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { SignedUrl } from '../answers/around-contract.ts';
import type { SpotDraftHosts } from '../answers/hosts.ts';
import { readErrorText } from '../transport/read-bytes.ts';
import type { SpotDraftFailure } from '../transport/failure.ts';
import { translateAnswer, translateBreak, unreadableAnswer } from '../transport/translate-error.ts';
import type { CallOptions } from '../transport/transport.ts';
import { whyForeign } from './signed-link.ts';

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

type DownloadOptions = CallOptions & {
  dispatcher: Dispatcher;
  hosts: SpotDraftHosts;
  limits?: DownloadLimits;
};

/**
 * Opens a signed link to a PDF. It is not SpotDraft's API: no credentials are sent and no budget is used. The stream
 * fails, and with it whoever reads it, when the file is larger than it may be, is cut off, or stops arriving. What does
 * not begin as a PDF is not given to anybody.
 */
export const openDownload = async (
  url: SignedUrl,
  { signal, dispatcher, hosts, limits = downloadLimits }: DownloadOptions,
): Promise<Result<Download, SpotDraftFailure>> => {
  const why = whyForeign(url, hosts);
  if (why !== null) return fail(unreadableAnswer(call, 200, why));
  const total = AbortSignal.timeout(limits.totalMs);
  try {
    const response = await request(url.reveal(), {
      headersTimeout: limits.headersMs,
      bodyTimeout: limits.pauseMs,
      signal: signal === undefined ? total : AbortSignal.any([total, signal]),
      dispatcher,
    });
    const { statusCode: status, headers } = response;
    if (status !== 200)
      return fail(translateAnswer(call, { status, headers, body: await readErrorText(response.body) }));
    const length = Number(headers['content-length'] ?? NaN);
    if (length > limits.mostBytes) {
      response.body.destroy();
      return fail(unreadableAnswer(call, status, `the file has ${String(length)} bytes`));
    }
    const stream = bounded(response.body, limits.mostBytes);
    if (!(await beginsWith(stream, pdfMark))) {
      stream.destroy();
      return fail(unreadableAnswer(call, status, 'it is not a PDF'));
    }
    const type = headers['content-type'];
    return ok({
      stream,
      contentType: (Array.isArray(type) ? type[0] : type) ?? 'application/pdf',
      length: Number.isFinite(length) ? length : null,
    });
  } catch (error) {
    return fail(translateBreak(call, error));
  }
};

const pdfMark = Buffer.from('%PDF-');

/** Looks at the first bytes, which stay in the stream. */
const beginsWith = (stream: Readable, mark: Buffer): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const look = (): void => {
      // Fewer than asked for come only at the end.
      const head = stream.read(mark.length) as Buffer | null;
      if (head === null) return;
      done();
      stream.unshift(head);
      resolve(head.equals(mark));
    };
    const onEnd = (): void => {
      done();
      resolve(false);
    };
    const onError = (error: Error): void => {
      done();
      reject(error);
    };
    const done = (): void => {
      stream.off('readable', look).off('end', onEnd).off('error', onError);
    };
    stream.on('readable', look).on('end', onEnd).on('error', onError);
  });

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
