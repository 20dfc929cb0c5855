import type { WorkflowExecution } from '../../../platform/database/generated/client.ts';
import { addEvent } from '../../history/events.ts';
import { askForContract, requestEnd } from '../tasks/ask-contract.ts';
import type { Deps } from '../../deps.ts';
import { executionInputs } from './execution-inputs.ts';
import type { Settlement } from './execution-result.ts';

const by = 'HubSpot workflow';

/** Generates the contract that a workflow wants, or finds the one that is there. */
export const settleGenerate = async (deps: Deps, execution: WorkflowExecution): Promise<Settlement> => {
  const { portalId, dealId, requestId } = execution;
  const inputs = executionInputs['generate-contract'].parse(execution.inputs);
  if (requestId !== null) return follow(deps, execution, requestId);
  const asked = await askForContract(deps, {
    portalId,
    dealId,
    templateId: inputs.template_id,
    ifOpen: inputs.if_open,
    idempotencyKey: `workflow:${execution.id}`,
    origin: 'workflow',
    requestedBy: by,
    reason: inputs.note ?? 'A HubSpot workflow makes another one.',
  });
  switch (asked.is) {
    case 'requested':
      await remember(deps, execution, asked.requestId);
      return follow(deps, { ...execution, requestId: asked.requestId }, asked.requestId);
    case 'open': {
      const contract = await deps.db.contract.findFirst({ where: { id: asked.contractId, portalId } });
      return inputs.if_open === 'reuse'
        ? { is: 'finished', outcome: 'reused', message: asked.text, contract }
        : { is: 'finished', outcome: 'skipped', message: asked.text, contract };
    }
    case 'under_way':
      if (inputs.if_open === 'skip') return { is: 'finished', outcome: 'skipped', message: asked.text };
      if (inputs.if_open === 'reuse') await remember(deps, execution, asked.requestId);
      return { is: 'later' };
    case 'blocked':
      return { is: 'finished', outcome: 'blocked', message: asked.text };
    case 'refused':
      return { is: 'finished', outcome: 'failed', message: asked.text };
    case 'wait':
      return asked;
  }
};

const follow = async (deps: Deps, execution: WorkflowExecution, requestId: string): Promise<Settlement> => {
  const { portalId } = execution;
  const end = await requestEnd(deps, portalId, requestId);
  if (end.is === 'waiting') return { is: 'later' };
  if (end.is === 'refused') return { is: 'finished', outcome: 'failed', message: end.text };
  const { contract } = end;
  const request = await deps.db.request.findFirst({
    where: { id: requestId, portalId },
    select: { idempotencyKey: true },
  });
  const own = request?.idempotencyKey === `workflow:${execution.id}`;
  const { note } = executionInputs['generate-contract'].parse(execution.inputs);
  if (note !== undefined)
    await addEvent(deps.db, {
      portalId,
      contractId: contract.id,
      kind: 'note_from_workflow',
      at: deps.now(),
      how: 'workflow',
      actor: by,
      dedupeKey: `workflow:${execution.id}`,
      detail: { reason: note },
    });
  return own
    ? { is: 'finished', outcome: 'generated', message: `Generated “${contract.name}”.`, contract }
    : {
        is: 'finished',
        outcome: 'reused',
        message: `Used “${contract.name}”, which was being generated already.`,
        contract,
      };
};

const remember = async (deps: Deps, execution: WorkflowExecution, requestId: string): Promise<void> => {
  await deps.db.workflowExecution.updateMany({
    where: { id: execution.id, portalId: execution.portalId, state: { not: 'finished' } },
    data: { requestId, state: 'waiting' },
  });
};
