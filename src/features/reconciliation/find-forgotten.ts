import type { Db } from '../../platform/database/client.ts';
import type { JobName, JobPayload } from '../jobs/catalogue.ts';
import { ok } from '@dealdraft/wire/result.ts';
import { endDoubled } from './end-doubled.ts';
import { keysLeftAlone } from '../../platform/jobs/queue.ts';
import type { Position } from './position.ts';
import type { Repair, StepPage, SweepAround } from './repair.ts';

type Forgotten = Extract<Position, { step: 'forgotten' }>;

/** In one sweep; the rest in the next. */
const most = 500;

type Kind = {
  /** What of the payload tells jobs of one name apart. */
  field: string;
  what: string;
  find: (db: Db, where: { portalId: number; workspaceId: string; before: Date }) => Promise<string[]>;
};
type Lost = Kind & { name: JobName; enqueue: (around: SweepAround, tx: Db, key: string) => Promise<void> };

const lost = <Name extends JobName>(
  name: Name,
  { payload, ...kind }: Kind & { payload: (portalId: number, key: string) => JobPayload<Name> },
): Lost => ({
  ...kind,
  name,
  enqueue: ({ deps, run }, tx, key) =>
    deps.enqueue(tx, name, { payload: payload(run.portalId, key), background: true }),
});

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);
const oldest = { orderBy: { id: 'asc' }, take: most, select: { id: true } } as const;

/**
 * Rows that wait for a job. Their jobs were enqueued in the transaction that made them, so none should be missing; but
 * a queue can be emptied by hand, and a backup of it can be older than that of the rows.
 */
const kinds: readonly Lost[] = [
  lost('contract.create', {
    field: 'requestId',
    what: 'A request',
    find: async (db, { before, ...where }) =>
      idsOf(
        await db.request.findMany({
          where: { ...where, state: { in: ['queued', 'creating', 'checking'] }, updatedAt: { lt: before } },
          ...oldest,
        }),
      ),
    payload: (portalId, requestId) => ({ portalId, requestId }),
  }),
  lost('contract.act', {
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
    payload: (portalId, actionId) => ({ portalId, actionId }),
  }),
  lost('inbox.apply', {
    field: 'scopeId',
    what: 'What waits in an inbox',
    find: async (db, { portalId, workspaceId, before }) => {
      const rows = await db.$queryRaw<{ scope: string }[]>`
        SELECT s."scope" FROM unnest(${[workspaceId, String(portalId)]}::text[]) AS s("scope")
        WHERE EXISTS (SELECT 1 FROM "delivery" d WHERE d."portalId" = ${portalId} AND d."scope" = s."scope"
          AND d."outcome" = 'pending' AND NOT d."alone" AND d."receivedAt" < ${before})`;
      return rows.map(({ scope }) => scope);
    },
    payload: (portalId, scopeId) => ({ portalId, scopeId }),
  }),
  lost('delivery.apply', {
    field: 'deliveryId',
    what: 'A delivery',
    find: async (db, { portalId, workspaceId, before }) =>
      idsOf(
        await db.delivery.findMany({
          where: {
            portalId,
            OR: [{ workspaceId }, { source: 'hubspot' }],
            outcome: 'pending',
            alone: true,
            receivedAt: { lt: before },
          },
          ...oldest,
        }),
      ),
    payload: (portalId, deliveryId) => ({ portalId, deliveryId }),
  }),
  lost('contract.echo', {
    field: 'contractId',
    what: 'A comparison with what was sent',
    find: async (db, { portalId, workspaceId, before }) =>
      idsOf(
        await db.$queryRaw<{ id: string }[]>`
          SELECT "id" FROM "contract" WHERE "portalId" = ${portalId} AND "workspaceId" = ${workspaceId}::uuid
            AND "echo" IS NULL AND "sentData" IS NOT NULL AND "templateId" IS NOT NULL AND "goneAt" IS NULL AND "insertedAt" < ${before}
          ORDER BY "id" LIMIT ${most}`,
      ),
    payload: (portalId, contractId) => ({ portalId, contractId }),
  }),
  lost('contract.verify', {
    field: 'workspaceId',
    what: 'A verification',
    find: async (db, { portalId, workspaceId, before }) =>
      (await db.contract.count({ where: { portalId, workspaceId, verifyWantedAt: { lt: before } } })) > 0
        ? [workspaceId]
        : [],
    payload: (portalId, workspaceId) => ({ portalId, workspaceId }),
  }),
  lost('webhook.send', {
    field: 'webhookId',
    what: 'A message to an address of the account’s own',
    find: async (db, { portalId, before }) =>
      idsOf(
        await db.outgoingWebhook.findMany({
          where: { portalId, state: 'waiting', createdAt: { lt: before } },
          ...oldest,
        }),
      ),
    payload: (portalId, webhookId) => ({ portalId, webhookId }),
  }),
  lost('deal.write', {
    field: 'portalId',
    what: 'The writing of deals',
    find: async (db, { portalId, before }) =>
      (await db.dealProjection.count({ where: { portalId, parked: null, dirtySince: { lt: before } } })) > 0
        ? [String(portalId)]
        : [],
    payload: (portalId) => ({ portalId }),
  }),
];

/** Work that has lost its job gets a new one; jobs are harmless when they come twice. */
export const findForgotten: StepPage<Forgotten> = async (around) => {
  const { deps, run } = around;
  const { portalId, workspaceId } = run;
  const before = new Date(deps.now().getTime() - deps.settings.reconciliation.forgottenMs);
  const repairs: Repair[] = [];
  let checked = 0;
  for (const kind of kinds) {
    const keys = await kind.find(deps.db, { portalId, workspaceId, before });
    checked += keys.length;
    const busy = await keysLeftAlone(deps.db, kind.name, { keys, field: kind.field });
    const idle = keys.filter((key) => !busy.has(key));
    await deps.db.$transaction(async (tx) => {
      for (const key of idle) await kind.enqueue(around, tx, key);
    });
    for (const key of idle)
      repairs.push({ kind: 'work', contractId: null, text: `${kind.what} (${key}) had lost its job.` });
  }
  await endDoubled(deps, run);
  return ok({ checked, calls: 0, repairs, next: null });
};
