import type { CardError, DownloadView } from '@dealdraft/wire/card.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { cardError } from '../../../platform/card-errors.ts';
import { writeAudit } from '../../history/write-audit.ts';
import type { Deps } from '../../deps.ts';

/** A short-lived link to the document, asked for when somebody wants it and never kept. */
export const contractDownload = async (
  deps: Deps,
  which: { portalId: number; contractId: string },
  { format, by }: { format: 'PDF' | 'DOCX'; by: string },
): Promise<Result<DownloadView, CardError>> => {
  const contract = await deps.db.contract.findFirst({
    where: { id: which.contractId, portalId: which.portalId, unlinkedAt: null },
  });
  if (contract === null) return fail(cardError.notFound('This contract'));
  const client = await deps.vendors.spotdraft(contract.workspaceId, 'interactive');
  if (!client.ok) return fail(cardError.notConnected(client.failure.message));
  const link = await client.value.getDownloadLink(
    { composite: contract.spotdraftId, numeric: contract.numericId },
    format === 'DOCX' ? 'DOCX_WITH_FALLBACK_TO_PDF' : 'PDF',
  );
  if (!link.ok) return fail(cardError.vendor(link.failure));
  await writeAudit(deps.db, {
    portalId: which.portalId,
    who: by.toLowerCase(),
    action: 'document_downloaded',
    subject: contract.spotdraftId,
    text: `Downloaded ${contract.spotdraftId} as ${format}`,
  });
  return ok({ url: link.value.url.reveal(), fileName: link.value.fileName });
};
