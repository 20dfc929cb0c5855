import { toJson } from '../../../platform/database/to-json.ts';
import type { Contract } from '../../../platform/database/generated/client.ts';
import type { JobContext } from '../../../platform/jobs/jobs.ts';
import { done, type JobEnd } from '../../../platform/jobs/job-end.ts';
import { afterFailure } from '../../../platform/jobs/after-failure.ts';
import { compareEcho } from '../../../mapping/afterwards/echo.ts';
import type { EchoView } from '@dealdraft/wire/card.ts';
import type { JsonObject } from '@dealdraft/wire/plan.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { withSpotDraft } from '../../vendors/with-vendor.ts';
import type { Deps } from '../../deps.ts';
import { addEvent } from '../../history/events.ts';
import { templateOf } from './plan-for-deal.ts';
import { clearProblem, raiseProblem } from '../../problems/problems.ts';
import { cut } from '@dealdraft/wire/cut.ts';

type Stored = Parameters<typeof compareEcho>[1];

/** Job `contract.echo`: reads back the values that SpotDraft stored and names each that was dropped or altered. */
export const checkEcho = async (
  deps: Deps,
  job: { portalId: number; contractId: string },
  context: JobContext,
): Promise<JobEnd> => {
  const contract = await deps.db.contract.findFirst({
    where: { id: job.contractId, portalId: job.portalId },
  });
  if (contract === null || contract.sentData === null || contract.templateId === null) return done;
  const { workspaceId, portalId, numericId, templateId, sentData } = contract;
  return withSpotDraft(deps, { portalId, workspaceId }, async (client) => {
    const stored = await client.getTemplateResponses(numericId, { signal: context.signal });
    if (!stored.ok) {
      if (afterFailure(stored.failure).end !== 'give_up') return stored;
      await save(deps, contract, { state: 'unavailable', message: stored.failure.text.seller });
      return done;
    }
    await compare(deps, { ...contract, templateId, sentData }, stored.value);
    return ok(done);
  });
};

const compare = async (
  deps: Deps,
  contract: Contract & { templateId: number; sentData: unknown },
  stored: Stored,
): Promise<void> => {
  const { db } = deps;
  const { id, portalId, workspaceId, templateId } = contract;
  const template = await db.template.findUnique({
    where: { workspaceId_templateId: { workspaceId, templateId } },
  });
  const differences = compareEcho(
    contract.sentData as JsonObject,
    stored,
    template === null ? null : templateOf(template),
  );
  const checkedAt = deps.now().toISOString();
  await save(
    deps,
    contract,
    differences.length === 0 ? { state: 'same', checkedAt } : { state: 'different', checkedAt, differences },
  );
  if (differences.length === 0) {
    await clearProblem(db, { portalId, kind: 'echo_different', about: id });
    return;
  }
  const fields = differences.map(({ label }) => label);
  await raiseProblem(db, {
    portalId,
    kind: 'echo_different',
    about: id,
    dealId: contract.dealId,
    contractId: id,
    workspaceId,
    context: { contract: contract.name, fields: fields.join(', ') },
  });
  await addEvent(db, {
    portalId,
    contractId: id,
    kind: 'echo_different',
    at: deps.now(),
    how: 'verified',
    dedupeKey: cut(`echo:${JSON.stringify(differences)}`, 500),
    detail: { fields },
  });
};

const save = async (
  deps: Deps,
  contract: { id: string; portalId: number },
  echo: EchoView,
): Promise<void> => {
  await deps.db.contract.updateMany({
    where: { id: contract.id, portalId: contract.portalId },
    data: { echo: toJson(echo) },
  });
};
