import { ok } from '@dealdraft/wire/result.ts';
import { checkContracts } from './check-contracts.ts';
import type { Position } from './position.ts';
import { pageSize, type StepPage } from './repair.ts';

type Open = Extract<Position, { step: 'open' }>;

/**
 * Open contracts that nobody has verified for long, a hundred to a call. The list of changes misses those whose change
 * SpotDraft does not count as an update, and those it no longer lists.
 */
export const checkOpen: StepPage<Open> = async (around, { after }) => {
  const { deps, run } = around;
  const stale = new Date(deps.now().getTime() - deps.settings.reconciliation.staleAfterMs);
  const contracts = await deps.db.contract.findMany({
    where: {
      portalId: run.portalId,
      workspaceId: run.workspaceId,
      unlinkedAt: null,
      status: { notIn: ['EXECUTED', 'VOIDED'] },
      verifiedAt: { lt: stale },
      OR: [{ goneAt: null }, { goneAt: { lt: stale } }],
      ...(after === null ? {} : { id: { gt: after } }),
    },
    orderBy: { id: 'asc' },
    take: pageSize,
  });
  const checked = await checkContracts(around, contracts);
  if (!checked.ok) return checked;
  const last = contracts.at(-1);
  return ok({
    ...checked.value,
    checked: contracts.length,
    next: last === undefined || contracts.length < pageSize ? null : { step: 'open', after: last.id },
  });
};
