import { ok } from '@dealdraft/wire/result.ts';
import { keysLeftAlone } from '../../platform/jobs/queue.ts';
import type { Position } from './position.ts';
import { pageSize, type Repair, type StepPage } from './repair.ts';

type Documents = Extract<Position, { step: 'documents' }>;

/** Executed contracts whose signed document is not on the deal, and which nothing is at work to bring there. */
export const findDocuments: StepPage<Documents> = async ({ deps, run }, { after }) => {
  const { portalId, workspaceId } = run;
  const contracts = await deps.db.contract.findMany({
    where: {
      portalId,
      workspaceId,
      status: 'EXECUTED',
      unlinkedAt: null,
      goneAt: null,
      OR: [{ attachedAt: null }, { metadataWantedAt: { not: null } }],
      ...(after === null ? {} : { id: { gt: after } }),
    },
    orderBy: { id: 'asc' },
    take: pageSize,
    select: { id: true, spotdraftId: true, name: true },
  });
  const busy = await keysLeftAlone(deps.db, 'contract.finish', {
    keys: contracts.map(({ id }) => id),
    field: 'contractId',
  });
  const missing = contracts.filter(({ id }) => !busy.has(id));
  await deps.db.$transaction(async (tx) => {
    for (const { id } of missing)
      await deps.enqueue(tx, 'contract.finish', { payload: { portalId, contractId: id }, background: true });
  });
  const last = contracts.at(-1);
  return ok({
    checked: contracts.length,
    calls: 0,
    repairs: missing.map(({ id, spotdraftId, name }): Repair => ({
      kind: 'document',
      contractId: id,
      text: `${spotdraftId} “${name}”: the signed document is being fetched.`,
    })),
    next: last === undefined || contracts.length < pageSize ? null : { step: 'documents', after: last.id },
  });
};
