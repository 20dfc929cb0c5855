import type { Db } from '../../platform/database/client.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { CallsView } from '@dealdraft/wire/settings.ts';
import type { Answer } from '../deps.ts';
import { pageSize } from '../../platform/pages.ts';

type Query = {
  vendor?: 'spotdraft' | 'hubspot' | undefined;
  failed: boolean;
  before?: string | undefined;
};

/** A page of our own log of calls to the vendors, newest first. Paths hold ids, never secrets. */
export const vendorCallList = async (db: Db, portalId: number, query: Query): Answer<CallsView> => {
  const last = query.before !== undefined && /^\d{1,18}$/.test(query.before) ? BigInt(query.before) : null;
  const [found, workspaces] = await Promise.all([
    db.vendorCall.findMany({
      where: {
        portalId,
        ...(query.vendor === undefined ? {} : { vendor: query.vendor }),
        ...(query.failed ? { result: { not: 'ok' } } : {}),
        ...(last === null ? {} : { id: { lt: last } }),
      },
      orderBy: { id: 'desc' },
      take: pageSize + 1,
    }),
    db.workspace.findMany({ where: { portalId }, select: { id: true, name: true } }),
  ]);
  const calls = found.slice(0, pageSize);
  return ok({
    calls: calls.map((call) => ({
      id: String(call.id),
      at: call.at.toISOString(),
      vendor: call.vendor === 'hubspot' ? 'hubspot' : 'spotdraft',
      workspaceName: workspaces.find(({ id }) => id === call.workspaceId)?.name ?? null,
      operation: call.operation,
      method: call.method,
      path: call.path,
      status: call.status,
      result: call.result,
      ms: call.ms,
    })),
    before: found.length > pageSize ? String(calls.at(-1)?.id ?? '') : null,
  });
};
