import type { ErpPage, ErpRequestView } from '@dealdraft/wire/erp.ts';
import { erpContract } from '../contracts/documents/erp-contract.ts';
import type { Deps } from '../deps.ts';

/** How far a request is, for its caller; null when the account has no such request. */
export const erpRequestState = async (
  { db }: Pick<Deps, 'db'>,
  portalId: number,
  requestId: string,
): Promise<ErpRequestView | null> => {
  const request = await db.request.findFirst({
    where: { id: requestId, portalId },
    include: { contract: true },
  });
  if (request === null) return null;
  const { contract, state, refusal } = request;
  return {
    requestId,
    state,
    refusal,
    contract: contract === null ? null : erpContract({ ...contract, request }),
  };
};

const mostPerPage = 100;

/** Executed contracts, oldest first, for back-fills: page by page, each going on where the last one ended. */
export const executedContracts = async (
  { db }: Pick<Deps, 'db'>,
  portalId: number,
  { since, after }: { since: Date; after: { at: Date; id: string } | null },
): Promise<ErpPage> => {
  const rows = await db.contract.findMany({
    where: {
      portalId,
      status: 'EXECUTED',
      unlinkedAt: null,
      executedAt: { gte: since },
      ...(after === null
        ? {}
        : {
            OR: [{ executedAt: { gt: after.at } }, { executedAt: after.at, id: { gt: after.id } }],
          }),
    },
    include: { request: { select: { body: true } } },
    orderBy: [{ executedAt: 'asc' }, { id: 'asc' }],
    take: mostPerPage + 1,
  });
  const page = rows.slice(0, mostPerPage);
  const last = rows.length > mostPerPage ? page.at(-1) : undefined;
  const at = last?.executedAt?.toISOString();
  return {
    contracts: page.map(erpContract),
    next: last === undefined || at === undefined ? null : `${at}_${last.id}`,
  };
};
