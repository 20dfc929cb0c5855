import { countsOf, keptOf, totalOf } from './sum-repairs.ts';
import type { Db } from '../../platform/database/client.ts';
import type { SweepRun } from '../../platform/database/generated/client.ts';
import type { RepairCounts, RepairKind } from '@dealdraft/wire/operations.ts';
import { ok } from '@dealdraft/wire/result.ts';
import type { SweepsView } from '@dealdraft/wire/settings-health.ts';
import type { Answer } from '../deps.ts';
import { olderThan, pageOf, pageSize, readCursor } from '../../platform/pages.ts';

const causes: Record<string, string> = {
  schedule: 'Scheduled',
  start: 'After a start of DealDraft',
  outage: 'After an outage',
  silence: 'Because no notices came',
  demand: 'On demand',
};

const nouns: Record<RepairKind, readonly [one: string, many: string]> = {
  status: ['status', 'statuses'],
  details: ['name or link', 'names or links'],
  adopted: ['contract taken in', 'contracts taken in'],
  gone: ['contract that is gone', 'contracts that are gone'],
  doubled: ['second contract for a request', 'second contracts for requests'],
  document: ['signed document', 'signed documents'],
  deal: ['deal written again', 'deals written again'],
  deal_gone: ['deal that is gone', 'deals that are gone'],
  deal_back: ['deal that is back', 'deals that are back'],
  work: ['piece of work', 'pieces of work'],
};

const sentence = (run: SweepRun): string => {
  const counts: RepairCounts = countsOf(run.repaired);
  const found = Object.entries(counts).map(
    ([kind, count]) => `${String(count)} ${nouns[kind as RepairKind][count === 1 ? 0 : 1]}`,
  );
  const read = `Looked at ${String(run.checked)} ${run.checked === 1 ? 'row' : 'rows'} in ${String(run.calls)} ${run.calls === 1 ? 'call' : 'calls'}`;
  const text = found.length === 0 ? `${read}. No changes needed.` : `${read}; repaired: ${found.join(', ')}.`;
  return run.message === null ? text : `${text} ${run.message}`;
};

/** A page of the sweeps, newest first. */
export const sweepList = async (
  db: Db,
  portalId: number,
  query: { workspaceId?: string | undefined; before?: string | undefined },
): Answer<SweepsView> => {
  const found = await db.sweepRun.findMany({
    where: {
      portalId,
      ...(query.workspaceId === undefined ? {} : { workspaceId: query.workspaceId }),
      ...olderThan('startedAt', readCursor(query.before)),
    },
    include: { workspace: { select: { name: true } } },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: pageSize + 1,
  });
  const { rows, before } = pageOf(found, ({ startedAt }) => startedAt);
  return ok({
    sweeps: rows.map((run) => ({
      id: run.id,
      workspaceId: run.workspaceId,
      workspaceName: run.workspace.name,
      cause: causes[run.cause] ?? run.cause,
      startedAt: run.startedAt.toISOString(),
      endedAt: run.endedAt?.toISOString() ?? null,
      state: run.state === 'running' ? 'running' : run.state === 'done' ? 'done' : 'failed',
      read: run.checked,
      repaired: totalOf(countsOf(run.repaired)),
      text: sentence(run),
      repairs: keptOf(run.repairs),
    })),
    before,
  });
};

/** The last that ended, by workspace. */
export const lastSweeps = async (
  db: Db,
  portalId: number,
): Promise<Map<string, { at: Date; text: string }>> => {
  const rows = await db.sweepRun.findMany({
    where: { portalId, endedAt: { not: null } },
    distinct: ['workspaceId'],
    orderBy: [{ workspaceId: 'asc' }, { startedAt: 'desc' }],
  });
  return new Map(
    rows.map((run) => [run.workspaceId, { at: run.endedAt ?? run.startedAt, text: sentence(run) }]),
  );
};
