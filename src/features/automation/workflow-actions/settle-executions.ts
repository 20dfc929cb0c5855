import type { WorkflowExecution } from '../../../platform/database/generated/client.ts';
import type { JobContext } from '../../../platform/jobs/jobs.ts';
import { done, type JobEnd } from '../../../platform/jobs/job-end.ts';
import type { Deps } from '../../deps.ts';
import { advance } from '../tasks/advance.ts';
import { ended, type Advance, type Task, type Work } from '../tasks/task.ts';
import { executionInputs } from './execution-inputs.ts';
import { finishExecution, type ExecutionResult } from './execution-result.ts';

/** SpotDraft tells of the new status by webhook, or is asked; the result waits so long for it, so that it names the new one. */
export const statusGraceMs = 15_000;

const by = 'HubSpot workflow';

/** What a run of an action wants done; null for an action that this version does not know. */
const workOf = (execution: WorkflowExecution): Work | null => {
  const { action, inputs, acceptedAt } = execution;
  switch (action) {
    case 'generate-contract': {
      const { template_id: templateId, if_open: ifOpen, note } = executionInputs[action].parse(inputs);
      const reason = note ?? 'A HubSpot workflow makes another one.';
      return { do: 'generate', templateId, ifOpen, reason, note, send: 'no', onWarnings: 'send' };
    }
    case 'send-contract': {
      const { template_id: templateId, send_for: sendFor, message } = executionInputs[action].parse(inputs);
      return { do: 'send', templateId, sendFor, message, statusGraceMs, onWarnings: 'send' };
    }
    case 'void-contract': {
      const { template_id: templateId, reason } = executionInputs[action].parse(inputs);
      return { do: 'void', templateId, reason, statusGraceMs };
    }
    case 'wait-for-status': {
      const { template_id: templateId, status } = executionInputs[action].parse(inputs);
      return { do: 'wait', templateId, status, since: acceptedAt };
    }
    default:
      return null;
  }
};

const taskOf = (deps: Deps, execution: WorkflowExecution): Task => {
  const { id, portalId, dealId, requestId, contractId, actionId } = execution;
  return {
    portalId,
    dealId,
    requestId,
    contractId,
    actionIds: actionId === null ? [] : [actionId],
    origin: 'workflow',
    by,
    key: `workflow:${id}`,
    actionKey: `workflow:${id}`,
    keep: async ({ actionIds, ...its }) => {
      await deps.db.workflowExecution.updateMany({
        where: { id, portalId, state: { not: 'finished' } },
        data: {
          ...its,
          ...(actionIds === undefined ? {} : { actionId: actionIds[0] ?? null }),
          state: 'waiting',
        },
      });
    },
  };
};

export const advanceExecution = async (deps: Deps, execution: WorkflowExecution): Promise<Advance> => {
  const work = workOf(execution);
  return work === null
    ? ended('failed', 'This version of DealDraft does not know the action.')
    : advance(deps, taskOf(deps, execution), work);
};

/** The result for HubSpot, once there is one. Nobody is at hand to give a workflow what it lacks: it ends as blocked. */
const resultOf = (advanced: Advance): ExecutionResult | null => {
  if (advanced.is === 'blocked')
    return { outcome: 'blocked', message: advanced.text, contract: advanced.contract ?? null };
  if (advanced.is !== 'ended') return null;
  const { text: message, contract, events, outcome } = advanced;
  return {
    outcome: outcome === 'unlinked' ? 'no_contract' : outcome,
    message,
    ...(contract === undefined ? {} : { contract }),
    ...(events === undefined ? {} : { events }),
  };
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
    const advanced = await advanceExecution(deps, execution);
    if (advanced.is === 'later') end = advanced.end;
    const isOver = deps.now().getTime() >= execution.expiresAt.getTime();
    const result = resultOf(advanced) ?? (isOver ? expired(execution) : null);
    if (result === null) continue;
    context.log.info({ executionId: execution.id, outcome: result.outcome }, 'a workflow action ended');
    await deps.db.$transaction((tx) =>
      finishExecution({ tx, enqueue: deps.enqueue, now: deps.now }, execution, result),
    );
  }
  return end;
};
