import type { WorkflowExecution } from '../../../platform/database/generated/client.ts';
import type { JobContext } from '../../../platform/jobs/jobs.ts';
import { done, type JobEnd } from '../../../platform/jobs/job-end.ts';
import type { Deps } from '../../deps.ts';
import { finishExecution, type ExecutionResult, type Settlement } from './execution-result.ts';
import { settleGenerate } from './settle-generate.ts';
import { settleSend, settleVoid } from './settle-action.ts';
import { settleWait } from './settle-wait.ts';

const settleOne = (deps: Deps, execution: WorkflowExecution): Promise<Settlement> => {
  switch (execution.action) {
    case 'generate-contract':
      return settleGenerate(deps, execution);
    case 'send-contract':
      return settleSend(deps, execution);
    case 'void-contract':
      return settleVoid(deps, execution);
    case 'wait-for-status':
      return settleWait(deps, execution);
    default:
      return Promise.resolve({
        is: 'finished',
        outcome: 'failed',
        message: 'This version of DealDraft does not know the action.',
      });
  }
};

const expired = (execution: WorkflowExecution): ExecutionResult =>
  execution.action === 'wait-for-status'
    ? { outcome: 'expired', message: 'The time was over before the contract reached the status.' }
    : { outcome: 'failed', message: 'It could not be done within three days; see the contract on the deal.' };

/** Brings the workflow runs that wait on a deal as far as they can go now. */
export const settleExecutions = async (
  deps: Deps,
  deal: { portalId: number; dealId: string },
  context: JobContext,
): Promise<JobEnd> => {
  const open = await deps.db.workflowExecution.findMany({
    where: { ...deal, state: { not: 'finished' } },
    orderBy: { acceptedAt: 'asc' },
  });
  let end: JobEnd = done;
  for (const execution of open) {
    const settlement = await settleOne(deps, execution);
    if (settlement.is === 'wait') end = settlement.end;
    const over = settlement.is !== 'finished' && deps.now().getTime() >= execution.expiresAt.getTime();
    const result = settlement.is === 'finished' ? settlement : over ? expired(execution) : null;
    if (result === null) continue;
    context.log.info({ executionId: execution.id, outcome: result.outcome }, 'a workflow action ended');
    await deps.db.$transaction((tx) =>
      finishExecution({ tx, enqueue: deps.enqueue, now: deps.now }, execution, result),
    );
  }
  return end;
};
