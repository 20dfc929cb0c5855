import { toPreviewBody } from '../../../spotdraft/calls/create-body.ts';
import type { CardError, PreviewView } from '@dealdraft/wire/card.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { cardError } from '../../../platform/card-errors.ts';
import type { Deps } from '../../deps.ts';
import { writeAudit } from '../../history/write-audit.ts';
import { findReadyTemplate, planFrom, recordsForMappings } from './plan-for-deal.ts';
import { blockedBy } from './request-contract.ts';

type Wish = {
  deal: { portalId: number; dealId: string };
  wish: { templateId: number; choices: Record<string, string> };
  /** Who looks. */
  by: string;
};

/** SpotDraft's own PDF of the values that would be sent now. */
export const previewContract = async (
  deps: Deps,
  { deal, wish, by }: Wish,
): Promise<Result<PreviewView, CardError>> => {
  const ready = await findReadyTemplate(deps, deal.portalId, wish.templateId);
  if (ready === null) return fail(cardError.notFound('This template'));
  const portal = await deps.db.portal.findUniqueOrThrow({ where: { portalId: deal.portalId } });
  const records = await recordsForMappings(deps, deal, [ready.mapping]);
  if (!records.ok) return records;
  const plan = await planFrom(deps, { ready, records: records.value, portal, choices: wish.choices });
  if (plan.blockers > 0) return fail(blockedBy(plan));
  const client = await deps.vendors.spotdraft(ready.workspace.id, 'interactive');
  if (!client.ok) return fail(cardError.notConnected(client.failure.message));
  const pdf = await client.value.previewContract(
    toPreviewBody({ templateId: plan.templateId, ...plan.contract }),
  );
  if (!pdf.ok) return fail(cardError.vendor(pdf.failure));
  const kept = await deps.files.put(deal.portalId, {
    fileName: 'preview.pdf',
    contentType: 'application/pdf',
    body: pdf.value,
    isShown: true,
  });
  await writeAudit(deps.db, {
    portalId: deal.portalId,
    who: by.toLowerCase(),
    action: 'document_previewed',
    subject: ready.template.name,
    text: `Previewed “${ready.template.name}” for deal ${deal.dealId}`,
  });
  return ok({ url: kept.url, expiresAt: kept.expiresAt.toISOString() });
};
