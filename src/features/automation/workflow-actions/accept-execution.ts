import type { Prisma, WorkflowExecution as Row } from '../../../platform/database/generated/client.ts';
import { lacksScope } from '../../../hubspot/transport/judge-scopes.ts';
import { workflowAnswer, type WorkflowExecution } from '../../../hubspot/inbound/workflow-action.ts';
import { contractFor } from '../tasks/ask-contract.ts';
import type { Deps } from '../../deps.ts';
import { executionInputs, type WorkflowActionName } from './execution-inputs.ts';
import { answerOf, type ExecutionResult } from './execution-result.ts';
import { lockDeal } from '../../../platform/database/lock-deal.ts';
import { currentDeal } from '../../merges/merged-records.ts';

/** Contracts that nobody could make or send in this time will not come: HubSpot itself tries for three days. */
const workDays = 3;
const dayMs = 24 * 3600_000;
/** HubSpot waits a little longer than we do, so that the end of a wait is told by us, with its outcome. */
const marginHours = 2;

export type WorkflowAnswer = ReturnType<typeof workflowAnswer.later>;

const later = (days: number): WorkflowAnswer =>
  workflowAnswer.blocked(`P${String(days)}DT${String(marginHours)}H`);

const failed = (action: WorkflowActionName, message: string): WorkflowAnswer =>
  answerOf(action, { outcome: 'failed', message });

/** The stored result, to repeat word for word; or that it will come. */
const repeated = (row: Row, days: number): WorkflowAnswer =>
  row.state === 'finished' ? { outputFields: row.outputs as Record<string, string> } : later(days);

const daysOf = (inputs: unknown): number => {
  const { wait_days: days } = inputs as { wait_days?: number };
  return days ?? workDays;
};

/**
 * Takes in a run of a workflow action: stored with its job in one transaction, and only then answered. HubSpot repeats
 * a run with the same callback id, for three days if need be; each repetition is answered by what is stored.
 *
 * HubSpot is told to block the record until the callback: the one state that HubSpot documents to end through a
 * callback and to take a time limit (custom workflow actions guide, 2026-11).
 */
export const acceptExecution = async (
  deps: Deps,
  action: WorkflowActionName,
  execution: WorkflowExecution,
): Promise<WorkflowAnswer> => {
  const { portalId, callbackId, workflowId, object } = execution;
  const known = await deps.db.workflowExecution.findUnique({
    where: { portalId_callbackId: { portalId, callbackId } },
  });
  if (known !== null) return repeated(known, daysOf(known.inputs));
  const portal = await deps.db.portal.findUnique({ where: { portalId } });
  if (portal?.state !== 'active')
    return failed(
      action,
      'DealDraft is not connected to this HubSpot account; a super admin installs it again.',
    );
  if (object.type !== 'deal' && object.type !== '0-3')
    return failed(
      action,
      'DealDraft makes contracts for deals only; use this action in a deal-based workflow.',
    );
  // The result of every other action comes later, through a call that HubSpot would refuse.
  if (action !== 'get-contract' && lacksScope(portal, 'automation'))
    return failed(
      action,
      'DealDraft has no access to workflows in this HubSpot account, so it could not report the result; a super admin connects DealDraft again.',
    );
  const inputs = executionInputs[action].safeParse(execution.inputs);
  if (!inputs.success) return failed(action, inputs.error.issues.map(({ message }) => message).join(' '));

  const asked = { portalId, dealId: object.id };
  const now = deps.now();
  const days = daysOf(inputs.data);
  const atOnce =
    action === 'get-contract'
      ? await read(deps, await currentDeal(deps.db, asked), inputs.data.template_id ?? null)
      : null;
  return deps.db.$transaction(async (tx) => {
    await lockDeal(tx, asked);
    const deal = await currentDeal(tx, asked);
    const answer = atOnce === null ? later(days) : answerOf(action, atOnce);
    const [stored] = await tx.workflowExecution.createManyAndReturn({
      data: [
        {
          ...deal,
          callbackId,
          action,
          workflowId,
          inputs: inputs.data as Prisma.InputJsonObject,
          acceptedAt: now,
          expiresAt: new Date(now.getTime() + days * dayMs),
          ...(atOnce === null
            ? {}
            : {
                state: 'finished',
                outcome: atOnce.outcome,
                message: atOnce.message,
                outputs: answer.outputFields as Prisma.InputJsonObject,
                report: 'taken',
                finishedAt: now,
              }),
        },
      ],
      skipDuplicates: true,
    });
    if (stored === undefined) {
      const other = await tx.workflowExecution.findUniqueOrThrow({
        where: { portalId_callbackId: { portalId, callbackId } },
      });
      return repeated(other, days);
    }
    if (atOnce === null) {
      await deps.enqueue(tx, 'deal.automate', { payload: deal, background: true });
      const afterMs = deps.settings.automationTickMs;
      await deps.enqueue(tx, 'automation.tick', { payload: { portalId }, afterMs, background: true });
    }
    return answer;
  });
};

const read = async (
  deps: Deps,
  deal: { portalId: number; dealId: string },
  templateId: number | null,
): Promise<ExecutionResult> => {
  const contract = await contractFor(deps, deal, templateId);
  return contract === null
    ? { outcome: 'no_contract', message: 'The deal has no such contract.' }
    : { outcome: 'found', message: `Found “${contract.name}”.`, contract };
};
