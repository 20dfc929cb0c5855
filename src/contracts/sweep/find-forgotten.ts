import type { Db } from '../../db/client.ts';
import type { JobName } from '../../jobs/catalogue.ts';
import { ok } from '../../wire/result.ts';
import { endDoubled } from './end-doubled.ts';
import { jobsAtWork } from './jobs-at-work.ts';
import type { Position } from './position.ts';
import type { Repair, StepPage, SweepAround } from './repair.ts';

type Forgotten = Extract<Position, { step: 'forgotten' }>;

/** In one sweep; the rest in the next. */
const most = 500;

type Lost = {
  name: JobName;
  field: string;
  what: string;
  find: (db: Db, where: { portalId: number; workspaceId: string; before: Date }) => Promise<string[]>;
  enqueue: (around: SweepAround, tx: Db, key: string) => Promise<void>;
};

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
const oldest = { orderBy: { id: 'asc' }, take: most, select: { id: true } } as const;

/**
 * Rows that wait for a job. Their jobs were enqueued in the transaction that made them, so none should be missing; but
 * a queue can be emptied by hand, and a backup of it can be older than that of the rows.
 */
const kinds: readonly Lost[] = [
  {
    name: 'contract.create',
    field: 'requestId',
    what: 'A request',
    find: async (db, { before, ...where }) =>
      idsOf(
        await db.request.findMany({
          where: { ...where, state: { in: ['queued', 'creating', 'checking'] }, updatedAt: { lt: before } },
          ...oldest,
        }),
      ),
    enqueue: ({ deps, run }, tx, requestId) =>
      deps.enqueue(tx, 'contract.create', {
        payload: { portalId: run.portalId, requestId },
        background: true,
      }),
  },
  {
    name: 'contract.act',
    field: 'actionId',
    what: 'An action',
    find: async (db, { portalId, workspaceId, before }) =>
      idsOf(
        await db.contractAction.findMany({
          where: {
            portalId,
            contract: { workspaceId },
            state: { in: ['queued', 'doing'] },
            updatedAt: { lt: before },
          },
          ...oldest,
        }),
      ),
    enqueue: ({ deps, run }, tx, actionId) =>
      deps.enqueue(tx, 'contract.act', { payload: { portalId: run.portalId, actionId }, background: true }),
  },
  {
    name: 'delivery.apply',
    field: 'deliveryId',
    what: 'A delivery',
    find: async (db, { portalId, workspaceId, before }) =>
      idsOf(
        await db.delivery.findMany({
          where: {
            portalId,
            OR: [{ workspaceId }, { source: 'hubspot' }],
            outcome: 'pending',
            receivedAt: { lt: before },
          },
          ...oldest,
        }),
      ),
    enqueue: ({ deps, run }, tx, deliveryId) =>
      deps.enqueue(tx, 'delivery.apply', {
        payload: { portalId: run.portalId, deliveryId },
        background: true,
      }),
  },
  {
    name: 'contract.echo',
    field: 'contractId',
    what: 'A comparison with what was sent',
    find: async (db, { portalId, workspaceId, before }) =>
      idsOf(
        await db.$queryRaw<{ id: string }[]>`
          SELECT "id" FROM "contract" WHERE "portalId" = ${portalId} AND "workspaceId" = ${workspaceId}::uuid
            AND "echo" IS NULL AND "sentData" IS NOT NULL AND "templateId" IS NOT NULL AND "goneAt" IS NULL AND "insertedAt" < ${before}
          ORDER BY "id" LIMIT ${most}`,
      ),
    enqueue: ({ deps, run }, tx, contractId) =>
      deps.enqueue(tx, 'contract.echo', {
        payload: { portalId: run.portalId, contractId },
        background: true,
      }),
  },
  {
    name: 'contract.verify',
    field: 'workspaceId',
    what: 'A verification',
    find: async (db, { portalId, workspaceId, before }) =>
      (await db.contract.count({ where: { portalId, workspaceId, verifyWantedAt: { lt: before } } })) > 0
        ? [workspaceId]
        : [],
    enqueue: ({ deps, run }, tx, workspaceId) =>
      deps.enqueue(tx, 'contract.verify', {
        payload: { portalId: run.portalId, workspaceId },
        background: true,
      }),
  },
  {
    name: 'deal.write',
    field: 'portalId',
    what: 'The writing of deals',
    find: async (db, { portalId, before }) =>
      (await db.dealProjection.count({ where: { portalId, parked: null, dirtySince: { lt: before } } })) > 0
        ? [String(portalId)]
        : [],
    enqueue: ({ deps, run }, tx) =>
      deps.enqueue(tx, 'deal.write', { payload: { portalId: run.portalId }, background: true }),
  },
];

/** Work that has lost its job gets a new one; jobs are harmless when they come twice. */
export const findForgotten: StepPage<Forgotten> = async (around) => {
  const { deps, run } = around;
  const { portalId, workspaceId } = run;
  const before = new Date(deps.now().getTime() - deps.upkeep.forgottenMs);
  const repairs: Repair[] = [];
  let checked = 0;
  for (const kind of kinds) {
    const keys = await kind.find(deps.db, { portalId, workspaceId, before });
    checked += keys.length;
    const busy = await jobsAtWork(deps.db, kind.name, { keys, field: kind.field });
    const lost = keys.filter((key) => !busy.has(key));
    await deps.db.$transaction(async (tx) => {
      for (const key of lost) await kind.enqueue(around, tx, key);
    });
    for (const key of lost)
      repairs.push({ kind: 'work', contractId: null, text: `${kind.what} (${key}) had lost its job.` });
  }
  await endDoubled(deps, run);
  return ok({ checked, calls: 0, repairs, next: null });
};
