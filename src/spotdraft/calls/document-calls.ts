import type { Dispatcher } from 'undici';
import { downloadLink, type SignedUrl } from '../answers/around-contract.ts';
import type { Ask } from '../transport/ask.ts';
import { openDownload } from './download.ts';
import type { ContractId } from '../answers/ids.ts';
import { paths } from '../transport/paths.ts';
import { documentPdf, json, previewPdf } from '../transport/read-answer.ts';
import type { CallOptions } from '../transport/transport.ts';

export type DocumentFormat = 'PDF' | 'DOCX' | 'DOCX_WITH_FALLBACK_TO_PDF';

/** A contract's document. All are posted, and none changes anything. */
export const documentCalls = ({ read }: Ask, { dispatcher }: { dispatcher?: Dispatcher | undefined }) => ({
  /** For some time after execution this may be `not_found`: SpotDraft commits the last version late. */
  getDownloadLink: (id: ContractId, format: DocumentFormat = 'PDF', options?: CallOptions) =>
    read(
      { operation: 'getDownloadLink', path: paths.downloadLink(id), json: { format } },
      json(downloadLink),
      options,
    ),
  openDownload: (url: SignedUrl, options: CallOptions = {}) =>
    openDownload(url, { ...options, ...(dispatcher === undefined ? {} : { dispatcher }) }),
  downloadPdf: (id: ContractId, options?: CallOptions) =>
    read({ operation: 'downloadPdf', path: paths.download(id), json: {} }, documentPdf, options),
  /** A dry run by SpotDraft itself: a PDF, or the reason why the values would be refused. */
  previewContract: (body: string, options?: CallOptions) =>
    read({ operation: 'previewContract', path: paths.preview, body, timeoutMs: 30_000 }, previewPdf, options),
});
