import type { Prisma } from '../../../platform/database/generated/client.ts';
import { done, type JobContext, type JobEnd } from '../../../platform/jobs/jobs.ts';
import { decideRetry } from '../../../platform/jobs/retry-decision.ts';
import { compareEcho } from '../../../mapping/afterwards/echo.ts';
import type { EchoView } from '@dealdraft/wire/card.ts';
import type { JsonObject } from '@dealdraft/wire/plan.ts';
import type { Deps } from '../../deps.ts';
import { addEvent } from '../../history/events.ts';
import { templateOf } from './plan-for-deal.ts';
import { clearProblem, raiseProblem } from '../../problems/problems.ts';
import { cut } from '@dealdraft/wire/cut.ts';

/** Job `contract.echo`: reads back the values that SpotDraft stored and names each that was dropped or altered. */
export const checkEcho = async (
  deps: Deps,
  job: { portalId: number; contractId: string },
  context: JobContext,
): Promise<JobEnd> => {
  const { db } = deps;
  const contract = await db.contract.findFirst({ where: { id: job.contractId, portalId: job.portalId } });
  if (contract === null || contract.sentData === null || contract.templateId === null) return done;
  const { id, portalId, workspaceId, templateId } = contract;
  const client = await deps.vendors.spotdraft(workspaceId, 'background');
  if (!client.ok) return done;
  const stored = await client.value.getTemplateResponses(contract.numericId, { signal: context.signal });
  if (!stored.ok) {
    const decision = decideRetry(stored.failure);
    if (decision.retry !== 'never') return { end: 'failed', decision };
    await save(deps, contract, { state: 'unavailable', message: stored.failure.text.seller });
    return done;
  }
  const template = await db.template.findUnique({
    where: { workspaceId_templateId: { workspaceId, templateId } },
  });
  const differences = compareEcho(
    contract.sentData as JsonObject,
    stored.value,
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
    return done;
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
  return done;
};

const save = async (
  deps: Deps,
  contract: { id: string; portalId: number },
  echo: EchoView,
): Promise<void> => {
  await deps.db.contract.updateMany({
    where: { id: contract.id, portalId: contract.portalId },
    data: { echo: echo as unknown as Prisma.InputJsonObject },
  });
};
