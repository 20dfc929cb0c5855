import type { SpotDraftClient } from '../../../src/spotdraft/client.ts';
import { toPreviewBody } from '../../../src/spotdraft/calls/create-body.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { JsonObject, PlannedCounterparty } from '@dealdraft/wire/plan.ts';
import type { Template } from '@dealdraft/wire/template.ts';
import { blocked, couldNotRun, type Outcome } from '../base/outcome.ts';
import { minimalData } from './minimal-data.ts';

export type Usable = { template: Template; data: JsonObject; counterparty: PlannedCounterparty };
export type TemplateWish = { templateId?: number; data?: JsonObject; email: string };

/** Looking at more than these would take a large workspace's limit for minutes. */
const mostTried = 15;

/**
 * A template that takes made-up values, found with SpotDraft's own dry run, the preview, so that nothing is created.
 * An operator whose templates ask for more names one, with its data.
 */
export async function usableTemplate(
  client: SpotDraftClient,
  wish: TemplateWish,
): Promise<Result<Usable, Outcome>> {
  const listed = await client.listTemplates();
  if (!listed.ok) return blocked(listed.failure);
  const wanted = listed.value.filter(({ id }) => wish.templateId === undefined || id === wish.templateId);
  if (wanted.length === 0)
    return fail(
      couldNotRun(
        wish.templateId === undefined
          ? 'The workspace has no published templates. Publish one and try again.'
          : `Template ${String(wish.templateId)} isn't one of the workspace's published templates. Choose another with --template.`,
      ),
    );
  const refusals: string[] = [];
  for (const { id, name, contractTypeId } of wanted.slice(0, mostTried)) {
    const metadata = await client.getTemplateMetadata(id);
    if (!metadata.ok) return blocked(metadata.failure);
    const { attributes, counterpartyKind } = metadata.value;
    const template: Template = { id, name, contractTypeId, attributes, counterpartyKind };
    const counterparty = await counterpartyFor(client, template, wish.email);
    if (!counterparty.ok) return counterparty;
    const data = wish.data ?? minimalData(template);
    const body = toPreviewBody({ templateId: id, contractData: data, counterparties: [counterparty.value] });
    const preview = await client.previewContract(body);
    if (preview.ok) return ok({ template, data, counterparty: counterparty.value });
    if (preview.failure.kind !== 'invalid' && preview.failure.kind !== 'business_rule')
      return blocked(preview.failure);
    refusals.push(
      `“${name}” (${preview.failure.fields.map(({ field }) => field).join(', ') || String(preview.failure.status)})`,
    );
  }
  return fail(
    couldNotRun(
      `No template accepts made-up values: ${refusals.join('; ')}. Choose one with --template and provide its values with --contract-data.`,
    ),
  );
}

async function counterpartyFor(
  client: SpotDraftClient,
  { counterpartyKind }: Template,
  email: string,
): Promise<Result<PlannedCounterparty, Outcome>> {
  const pointOfContact = { firstName: 'Rehearsal', lastName: 'Counterparty', email };
  if (counterpartyKind !== 'Organisation') return ok({ isIndividual: true, pointOfContact });
  const types = await client.listOrganizationTypes();
  if (!types.ok) return blocked(types.failure);
  const [type] = types.value;
  const organizationName = 'DealDraft Rehearsal Counterparty';
  return ok({
    isIndividual: false,
    organizationName,
    ...(type === undefined ? {} : { organizationType: type.name }),
    pointOfContact,
  });
}
