import type { SweepRun } from '../../db/generated/client.ts';
import type { RepairCounts, RepairKind } from '../../wire/operations.ts';
import type { SweepsView } from '../../wire/settings-health.ts';
import type { UpkeepDeps } from '../upkeep-deps.ts';
import { startSweep } from './start-sweep.ts';
import { countsOf, keptOf, totalOf } from './sum-repairs.ts';

const pageSize = 50;

const causes: Record<string, string> = {
  schedule: 'By the clock',
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
  const text =
    found.length === 0 ? `${read}; nothing had to be repaired.` : `${read}; repaired: ${found.join(', ')}.`;
  return run.message === null ? text : `${text} ${run.message}`;
};

/** Where a page of the list ended: the time and id of its last row. */
const readPlace = (text: string | undefined): { at: Date; id: string } | null => {
  const [at, id] = text === undefined ? [] : Buffer.from(text, 'base64url').toString('utf8').split('|');
  return id === undefined || at === undefined || Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/i.test(id)
    ? null
    : { at: new Date(at), id };
};

/** Sweeps as the settings page starts and shows them. */
export const createSweeps = (deps: UpkeepDeps) => ({
  start: async (place: {
    portalId: number;
    workspaceId: string;
    since: Date | null;
    by?: string;
  }): Promise<void> => {
    const { portalId, workspaceId, since, by } = place;
    await startSweep(deps, {
      portalId,
      workspaceId,
      cause: 'demand',
      ...(since === null ? {} : { since }),
      ...(by === undefined ? {} : { startedBy: by }),
    });
  },
  list: async (
    portalId: number,
    query: { workspaceId: string | null; before: string | undefined },
  ): Promise<SweepsView> => {
    const place = readPlace(query.before);
    const rows = await deps.db.sweepRun.findMany({
      where: {
        portalId,
        ...(query.workspaceId === null ? {} : { workspaceId: query.workspaceId }),
        ...(place === null
          ? {}
          : { OR: [{ startedAt: { lt: place.at } }, { startedAt: place.at, id: { lt: place.id } }] }),
      },
      include: { workspace: { select: { name: true } } },
      orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
      take: pageSize + 1,
    });
    const shown = rows.slice(0, pageSize);
    const last = shown.at(-1);
    return {
      sweeps: shown.map((run) => ({
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
      before:
        rows.length > pageSize && last !== undefined
          ? Buffer.from(`${last.startedAt.toISOString()}|${last.id}`).toString('base64url')
          : null,
    };
  },
  /** The last that ended, by workspace. */
  last: async (portalId: number): Promise<Map<string, { at: Date; text: string }>> => {
    const rows = await deps.db.sweepRun.findMany({
      where: { portalId, endedAt: { not: null } },
      distinct: ['workspaceId'],
      orderBy: [{ workspaceId: 'asc' }, { startedAt: 'desc' }],
    });
    return new Map(
      rows.map((run) => [run.workspaceId, { at: run.endedAt ?? run.startedAt, text: sentence(run) }]),
    );
  },
});
