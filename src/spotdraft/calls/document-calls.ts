import type { Dispatcher } from 'undici';
import { fail } from '@dealdraft/wire/result.ts';
import { downloadLink, type SignedUrl } from '../answers/around-contract.ts';
import type { ContractId } from '../answers/ids.ts';
import type { SpotDraftHosts } from '../answers/hosts.ts';
import type { Ask } from '../transport/ask.ts';
import { paths } from '../transport/paths.ts';
import { json, previewPdf } from '../transport/read-answer.ts';
import { unreadableAnswer } from '../transport/translate-error.ts';
import type { CallOptions } from '../transport/transport.ts';
import { openDownload } from './download.ts';
import { whyForeign } from './signed-link.ts';

export type DocumentFormat = 'PDF' | 'DOCX' | 'DOCX_WITH_FALLBACK_TO_PDF';

/** A contract's document. All are posted, and none changes anything. */
export const documentCalls = (
  { read }: Ask,
  { dispatcher, hosts }: { dispatcher: Dispatcher; hosts: SpotDraftHosts },
) => ({
  /**
   * For some time after execution this may be `not_found`: SpotDraft commits the last version late. A link that leads
   * anywhere but to SpotDraft's storage is none: it would be opened by this service, and by people's browsers.
   */
  getDownloadLink: async (id: ContractId, format: DocumentFormat = 'PDF', options?: CallOptions) => {
    const call = { operation: 'getDownloadLink', path: paths.downloadLink(id), json: { format } } as const;
    const link = await read(call, json(downloadLink), options);
    if (!link.ok) return link;
    const why = whyForeign(link.value.url, hosts);
    return why === null ? link : fail(unreadableAnswer({ ...call, effect: 'read' }, 200, why));
  },
  openDownload: (url: SignedUrl, options: CallOptions = {}) =>
    openDownload(url, { ...options, dispatcher, hosts }),
  /** A dry run by SpotDraft itself: a PDF, or the reason why the values would be refused. */
  previewContract: (body: string, options?: CallOptions) =>
    read({ operation: 'previewContract', path: paths.preview, body, timeoutMs: 30_000 }, previewPdf, options),
});
