import type { Problem } from '../../platform/database/generated/client.ts';
import { aboutOf, redriveDeadLetters } from '../problems/dead-letters.ts';
import { deadLetterQueue } from '../../platform/jobs/catalogue.ts';
import type { ProblemKind } from '../problems/problem-catalogue.ts';
import { requestAction } from '../contracts/actions/request-action.ts';
import { startSweep } from '../reconciliation/start-sweep.ts';
import type { Deps } from '../deps.ts';

type Retry = { label: string; act: (deps: Deps, problem: Problem, by: string) => Promise<string> };

const aboutIn = ({ key, kind }: Problem): string => key.slice(kind.length + 1);

const sweepWorkspace: Retry['act'] = async (deps, { portalId, workspaceId }, by) => {
  if (workspaceId === null) return 'The workspace is not connected any more.';
  await startSweep(deps, { portalId, workspaceId, cause: 'demand', startedBy: by });
  return 'SpotDraft is being asked.';
};

const checkHook: Retry['act'] = async (deps, { portalId, workspaceId }) => {
  if (workspaceId === null) return 'The workspace is not connected any more.';
  await deps.db.$transaction(async (tx) => {
    await tx.duty.deleteMany({ where: { key: `webhook:${workspaceId}` } });
    await tx.workspace.updateMany({
      where: { id: workspaceId, portalId },
      data: { webhookState: 'missing' },
    });
    await deps.enqueue(tx, 'webhook.check', { payload: { portalId, workspaceId }, hurry: true });
  });
  return 'The address is being registered again.';
};

const redrive: Retry['act'] = async (deps, problem) => {
  const { portalId } = problem;
  const { job } = problem.context as { job?: string };
  const letters = await deps.db.$queryRaw<{ id: string; data: Record<string, unknown> }[]>`
    SELECT "id", "data" FROM "pgboss"."job"
    WHERE "name" = ${deadLetterQueue} AND "state" = 'created' AND "source_name" = ${job ?? ''} AND ("data"->>'portalId')::int = ${portalId}`;
  const ids = letters.filter(({ data }) => aboutOf(job ?? '', data) === aboutIn(problem)).map(({ id }) => id);
  const count = await redriveDeadLetters(deps, portalId, ids);
  return count > 0 ? 'It is back at work.' : 'It is at work already, or was deleted.';
};

/** The younger of two contracts of one request: nobody can have worked with it for as long. */
const voidYounger: Retry['act'] = async (deps, problem, by) => {
  const { portalId, workspaceId } = problem;
  const { first, second } = problem.context as Record<string, string | undefined>;
  const pair = await deps.db.contract.findMany({
    where: {
      portalId,
      ...(workspaceId === null ? {} : { workspaceId }),
      spotdraftId: { in: [first ?? '', second ?? ''] },
    },
    orderBy: [{ createdAt: 'desc' }, { numericId: 'desc' }],
  });
  const [younger] = pair;
  if (younger === undefined || pair.length < 2) return 'One of the two is not known any more.';
  const asked = await requestAction(deps, {
    portalId,
    contractId: younger.id,
    wish: {
      action: 'void',
      idempotencyKey: `two-contracts-${problem.id}`,
      reason: 'A second contract was made for the same request; the older one stays.',
    },
    origin: 'api',
    requestedBy: by,
  });
  return asked.ok ? `${younger.spotdraftId} is being voided.` : asked.failure.message;
};

const retries: Partial<Record<ProblemKind, Retry>> = {
  two_contracts: { label: 'Voids the younger of the two.', act: voidYounger },
  sweep_failed: { label: 'Compares the workspace with SpotDraft again.', act: sweepWorkspace },
  webhook_silent: { label: 'Registers our address at SpotDraft again.', act: checkHook },
  job_given_up: { label: 'Puts it back to work.', act: redrive },
};

/** What trying again means for the faults of the upkeep; null for all others. */
export const retryLabel = (kind: string): string | null =>
  Object.hasOwn(retries, kind) ? (retries[kind as ProblemKind]?.label ?? null) : null;

/** Does it, and answers a sentence for the person who asked. Null when there is nothing to retry. */
export const retryProblem = async (
  deps: Deps,
  { portalId, problemId, by }: { portalId: number; problemId: string; by: string },
): Promise<string | null> => {
  const problem = await deps.db.problem.findFirst({ where: { id: problemId, portalId, clearedAt: null } });
  const retry = problem === null ? undefined : retries[problem.kind as ProblemKind];
  return problem === null || retry === undefined ? null : retry.act(deps, problem, by);
};
