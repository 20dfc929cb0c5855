import { storedPlan } from './stored-plan.ts';
import type { Contract } from '../../../platform/database/generated/client.ts';
import type { CardError } from '@dealdraft/wire/card.ts';
import { mapping as mappingSchema } from '@dealdraft/wire/mapping.ts';
import type { Plan } from '@dealdraft/wire/plan.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import { cardError } from '../../../platform/card-errors.ts';
import type { Deps } from '../../deps.ts';
import { planFrom, recordsForMappings, templateOf, type ReadyTemplate } from './plan-for-deal.ts';

/** The choices that were made when the contract was generated: the records that its plan took. */
const choicesOf = (contract: Contract): Record<string, string> => {
  return contract.sentPlan === null ? {} : (storedPlan(contract.sentPlan).choices ?? {});
};

/** The template and the mapping version that made a contract, as they were then. */
const madeFrom = async (deps: Deps, contract: Contract): Promise<ReadyTemplate | null> => {
  const { portalId, workspaceId, templateId, mappingVersionId } = contract;
  if (templateId === null || mappingVersionId === null) return null;
  const [workspace, template, version] = await Promise.all([
    deps.db.workspace.findFirst({ where: { id: workspaceId, portalId } }),
    deps.db.template.findUnique({ where: { workspaceId_templateId: { workspaceId, templateId } } }),
    deps.db.mappingVersion.findFirst({ where: { id: mappingVersionId, portalId } }),
  ]);
  const mappingRow =
    version === null ? null : await deps.db.mapping.findFirst({ where: { id: version.mappingId, portalId } });
  const mapping = mappingSchema.safeParse(version?.content);
  if (workspace === null || template === null || version === null || mappingRow === null || !mapping.success)
    return null;
  return { workspace, template: templateOf(template), version, mappingRow, mapping: mapping.data };
};

/** What the contracts of one deal would hold if they were made now, each by its own mapping version. The deal is read once. */
export const freshPlans = async (
  deps: Deps,
  deal: { portalId: number; dealId: string },
  contracts: readonly Contract[],
): Promise<Result<{ contract: Contract; plan: Plan }[], CardError>> => {
  const made = await Promise.all(
    contracts.map(async (contract) => ({ contract, ready: await madeFrom(deps, contract) })),
  );
  const known = made.flatMap(({ contract, ready }) => (ready === null ? [] : [{ contract, ready }]));
  if (known.length === 0) return ok([]);
  const portal = await deps.db.portal.findUnique({ where: { portalId: deal.portalId } });
  if (portal === null) return fail(cardError.notConnected('This HubSpot account is not connected.'));
  const records = await recordsForMappings(
    deps,
    deal,
    known.map(({ ready }) => ready.mapping),
  );
  if (!records.ok) return records;
  return ok(
    await Promise.all(
      known.map(async ({ contract, ready }) => ({
        contract,
        plan: await planFrom(deps, { ready, records: records.value, portal, choices: choicesOf(contract) }),
      })),
    ),
  );
};
