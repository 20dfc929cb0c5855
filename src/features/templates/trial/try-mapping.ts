import { cardError } from '../../../platform/card-errors.ts';
import { blockedBy } from '../../contracts/create/request-contract.ts';
import { recordsForMappings } from '../../contracts/create/plan-for-deal.ts';
import type { Portal } from '../../../platform/database/generated/client.ts';
import { readiness } from '../../../mapping/plan/readiness.ts';
import { recordLabel } from '../../../mapping/records/record-label.ts';
import { toPreviewBody } from '../../../spotdraft/calls/create-body.ts';
import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { Plan } from '@dealdraft/wire/plan.ts';
import type { DealRecords } from '@dealdraft/wire/records.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { TryPreviewView, TryView } from '@dealdraft/wire/settings.ts';
import type { Template } from '@dealdraft/wire/template.ts';
import type { Deps, Answer, TemplateKey } from '../../deps.ts';
import { loadMapping } from '../read/mapping-state.ts';
import { anyVendorError, vendorError } from '../../../platform/vendor-error.ts';

export type Trial = {
  key: TemplateKey;
  content: Mapping | undefined;
  dealId: string;
  choices: Record<string, string>;
};

/** What a draft is called where a plan names the version that made it. */
const draftVersion = 'draft';

type Around = { template: Template; mapping: Mapping; portal: Portal; records: DealRecords };

export const planOfDraft = (
  deps: Pick<Deps, 'now' | 'mapping'>,
  { template, mapping, portal, records }: Around,
  choices: Record<string, string>,
): Promise<Plan> =>
  deps.mapping.plan(portal.portalId, {
    mapping,
    mappingVersionId: draftVersion,
    template,
    records,
    choices,
    portal: { id: portal.portalId, timeZone: portal.timeZone, defaultCurrency: portal.defaultCurrency },
    now: deps.now(),
  });

/** The plan that a mapping as it stands in the editor makes of one deal. Nothing is written, nothing sent. */
export const tryMapping = async (deps: Deps, portalId: number, trial: Trial): Answer<TryView> => {
  const [state, portal] = await Promise.all([
    loadMapping(deps.db, portalId, trial.key),
    deps.db.portal.findUnique({ where: { portalId } }),
  ]);
  if (!state.ok) return state;
  if (portal === null) return fail(cardError.notConnected('This HubSpot account is not connected.'));
  const mapping = trial.content ?? state.value.content;
  const records = await recordsForMappings(deps, { portalId, dealId: trial.dealId }, [mapping]);
  if (!records.ok) return records;
  const { template } = state.value;
  const plan = await planOfDraft(deps, { template, mapping, portal, records: records.value }, trial.choices);
  return ok({ plan, dealName: recordLabel('deal', records.value.deal), readiness: readiness(plan) });
};

/** SpotDraft's own PDF of that plan. SpotDraft makes no contract for it. */
export const previewMapping = async (deps: Deps, portalId: number, trial: Trial): Answer<TryPreviewView> => {
  const tried = await tryMapping(deps, portalId, trial);
  if (!tried.ok) return tried;
  const { plan } = tried.value;
  if (plan.blockers > 0) return fail(blockedBy(plan));
  const client = await deps.vendors.spotdraft(trial.key.workspaceId, 'interactive');
  if (!client.ok) return fail(anyVendorError(client.failure));
  const pdf = await client.value.previewContract(
    toPreviewBody({ templateId: plan.templateId, ...plan.contract }),
  );
  if (!pdf.ok) return fail(vendorError(pdf.failure));
  const kept = await deps.files.put(portalId, {
    fileName: 'preview.pdf',
    contentType: 'application/pdf',
    body: pdf.value,
    isShown: true,
  });
  return ok({ url: kept.url, expiresAt: kept.expiresAt.toISOString() });
};
