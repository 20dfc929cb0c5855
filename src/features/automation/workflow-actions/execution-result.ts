import type { Db } from '../../../platform/database/client.ts';
import type { Contract, Prisma, WorkflowExecution } from '../../../platform/database/generated/client.ts';
import { workflowAnswer } from '../../../hubspot/inbound/workflow-action.ts';
import type { Enqueue } from '../../jobs/catalogue.ts';
import { addEvent, type NewEvent } from '../../history/events.ts';
import type { Outcome as TaskOutcome } from '../tasks/task.ts';
import { statusLabels } from '@dealdraft/wire/contract-status.ts';
import { cut } from '@dealdraft/wire/cut.ts';

/** The outcomes on which the branches of a workflow are built; the meta files name them. */
type Outcome = TaskOutcome | 'found' | 'blocked' | 'expired';

export type ExecutionResult = {
  outcome: Outcome;
  message: string;
  contract?: Contract | null;
  events?: readonly NewEvent[];
};

const failures = new Set<Outcome>(['blocked', 'unreachable', 'expired', 'failed']);

const time = (at: Date | null): string => (at === null ? '' : String(at.getTime()));

/** HubSpot takes at most so much text in one output. */
const longestText = 2_000;

const outputsOf = (
  action: string,
  { outcome, message, contract }: ExecutionResult,
): Record<string, string> => {
  const about =
    contract == null
      ? {}
      : {
          contract_id: contract.spotdraftId,
          contract_name: contract.name,
          contract_link: contract.link ?? '',
          contract_status: statusLabels[contract.status],
        };
  const detail =
    contract == null || action !== 'get-contract'
      ? {}
      : {
          signed: String(contract.status === 'EXECUTED'),
          created_at: time(contract.createdAt),
          sent_at: time(contract.sentAt),
          signed_at: time(contract.signedAt),
          executed_at: time(contract.executedAt),
          voided_at: time(contract.voidedAt),
        };
  const given = Object.entries({ ...about, ...detail }).filter(([, value]) => value !== '');
  return { outcome, message: cut(message, longestText), ...Object.fromEntries(given) };
};

const fails = (action: string, outcome: Outcome): boolean =>
  failures.has(outcome) || (outcome === 'no_contract' && action !== 'get-contract');

/** The answer for HubSpot, whether given at once or through the callback. */
export const answerOf = (action: string, result: ExecutionResult) => {
  const outputs = outputsOf(action, result);
  return fails(action, result.outcome) ? workflowAnswer.failed(outputs) : workflowAnswer.succeeded(outputs);
};

/** Gathered for so long, results of many deals go to HubSpot in one call. */
const gatherMs = 500;

/** Stores the result, once, with the job that reports it. */
export const finishExecution = async (
  { tx, enqueue, now }: { tx: Db; enqueue: Enqueue; now: () => Date },
  execution: WorkflowExecution,
  result: ExecutionResult,
): Promise<void> => {
  const { portalId } = execution;
  const { outputFields } = answerOf(execution.action, result);
  const { count } = await tx.workflowExecution.updateMany({
    where: { id: execution.id, portalId, state: { not: 'finished' } },
    data: {
      state: 'finished',
      outcome: result.outcome,
      message: result.message,
      outputs: outputFields as Prisma.InputJsonObject,
      report: 'pending',
      finishedAt: now(),
      ...(result.contract == null ? {} : { contractId: result.contract.id }),
    },
  });
  if (count === 0) return;
  for (const event of result.events ?? []) await addEvent(tx, event);
  await enqueue(tx, 'workflow.report', { payload: { portalId }, afterMs: gatherMs, background: true });
};
