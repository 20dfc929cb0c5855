import type { Contract } from '../../../platform/database/generated/client.ts';
import type { Deps } from '../../deps.ts';
import { act } from './act.ts';
import { askForContract, requestEnd } from './ask-contract.ts';
import { ended, waiting, type Advance, type Ended, type GenerateWork, type Task } from './task.ts';

/** Generates the contract that is wanted, or finds the one that is there; then sends it when that is wanted, too. */
export const generate = async (deps: Deps, task: Task, work: GenerateWork): Promise<Advance> => {
  if (task.contractId !== null) return sendMade(deps, task, work);
  return task.requestId === null
    ? ask(deps, task, work)
    : follow(deps, { ...task, requestId: task.requestId }, work);
};

const ask = async (deps: Deps, task: Task, work: GenerateWork): Promise<Advance> => {
  const { portalId, dealId, key, origin, by } = task;
  const { templateId, ifOpen, reason } = work;
  const asked = await askForContract(deps, {
    portalId,
    dealId,
    templateId,
    ifOpen,
    idempotencyKey: key,
    origin,
    requestedBy: by,
    reason,
  });
  switch (asked.is) {
    case 'requested':
      await task.keep({ requestId: asked.requestId });
      return follow(deps, { ...task, requestId: asked.requestId }, work);
    case 'open': {
      if (ifOpen === 'reuse' && work.send !== 'no') {
        await task.keep({ contractId: asked.contractId });
        return sendMade(deps, { ...task, contractId: asked.contractId }, work);
      }
      const contract = await deps.db.contract.findFirst({ where: { id: asked.contractId, portalId } });
      return ended(ifOpen === 'reuse' ? 'reused' : 'skipped', asked.text, contract);
    }
    case 'under_way':
      if (ifOpen === 'skip') return ended('skipped', asked.text);
      if (ifOpen === 'reuse') await task.keep({ requestId: asked.requestId });
      return waiting;
    case 'blocked':
      return asked;
    case 'refused':
      return ended('failed', asked.text);
    case 'wait':
      return { is: 'later', end: asked.end };
  }
};

const follow = async (
  deps: Deps,
  task: Task & { requestId: string },
  work: GenerateWork,
): Promise<Advance> => {
  const end = await requestEnd(deps, task.portalId, task.requestId);
  if (end.is === 'waiting') return waiting;
  if (end.is === 'refused') return ended('failed', end.text);
  if (work.send === 'no') return made(deps, { task, work }, end.contract);
  await task.keep({ contractId: end.contract.id });
  return sendMade(deps, { ...task, contractId: end.contract.id }, work);
};

const made = async (
  deps: Deps,
  { task, work }: { task: Task & { requestId: string }; work: GenerateWork },
  contract: Contract,
): Promise<Ended> => {
  const { portalId, key, by, requestId } = task;
  const isOwn =
    (await deps.db.request.count({ where: { id: requestId, portalId, idempotencyKey: key } })) > 0;
  const end = isOwn
    ? ended('generated', `Generated “${contract.name}”.`, contract)
    : ended('reused', `Used “${contract.name}”, which was being generated already.`, contract);
  if (work.note === undefined) return end;
  const note = {
    portalId,
    contractId: contract.id,
    kind: 'note_from_workflow',
    at: deps.now(),
    how: 'workflow' as const,
    actor: by,
    dedupeKey: key,
    detail: { reason: work.note },
  };
  return { ...end, events: [note] };
};

const sendMade = async (deps: Deps, task: Task, work: GenerateWork): Promise<Advance> => {
  const { templateId, send, onWarnings } = work;
  if (send !== 'no')
    return act(deps, task, { do: 'send', templateId, sendFor: send, onWarnings, statusGraceMs: 0 });
  const { portalId, contractId } = task;
  const contract = await deps.db.contract.findFirst({
    where: { id: contractId ?? '', portalId, unlinkedAt: null },
  });
  return contract === null
    ? ended('unlinked', 'The contract was unlinked from the deal.')
    : ended('generated', `Generated “${contract.name}”.`, contract);
};
