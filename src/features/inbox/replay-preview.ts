import type { Database, Db } from '../../platform/database/client.ts';
import type { JobContext } from '../../platform/jobs/jobs.ts';
import { parseWebhookEvent } from '../../spotdraft/inbound/webhook-event.ts';
import { statusLabels, type ContractStatus } from '@dealdraft/wire/contract-status.ts';
import type { ReplayPreview } from '@dealdraft/wire/operations.ts';
import { applyDelivery } from './apply-delivery.ts';
import type { Deps } from '../deps.ts';

/** Carries what was found out of a transaction that must not be kept. */
class Undone extends Error {
  readonly preview: ReplayPreview;
  constructor(preview: ReplayPreview) {
    super('rolled back');
    this.preview = preview;
  }
}

/** A connection whose transactions are parts of the one that is rolled back in the end. */
const inside = (tx: Db): Database =>
  new Proxy(tx, {
    get: (target, name) =>
      name === '$transaction'
        ? (work: (inner: Db) => Promise<unknown>) => work(target)
        : (Reflect.get(target, name) as unknown),
  }) as unknown as Database;

/**
 * What replaying a delivery would change: it is applied by the code that applies it in earnest, in a transaction that
 * is rolled back, and its work is noted instead of enqueued. Null when there is no such delivery.
 */
export const previewReplay = async (
  deps: Deps,
  { portalId, deliveryId }: { portalId: number; deliveryId: string },
): Promise<ReplayPreview | null> => {
  const delivery = await deps.db.delivery.findFirst({ where: { id: deliveryId, portalId } });
  if (delivery === null) return null;
  const nothing = { deliveryId, contract: null, events: [], jobs: [] };
  const known = await knownContract(deps.db, delivery);
  if (known === 'unknown')
    return {
      ...nothing,
      outcome: 'verify',
      outcomeText: null,
      text: 'SpotDraft would be asked for this contract, and it would be adopted if it carries our metadata.',
    };
  try {
    await deps.db.$transaction(async (tx) => {
      const jobs: string[] = [];
      const startedAt = new Date();
      await tx.delivery.updateMany({ where: { id: deliveryId, portalId }, data: { outcome: 'pending' } });
      await applyDelivery(
        {
          ...deps,
          db: inside(tx),
          enqueue: (_db, name) => {
            jobs.push(name);
            return Promise.resolve();
          },
        },
        { portalId, deliveryId },
        { log: deps.log, signal: new AbortController().signal, attempt: 1 } satisfies JobContext,
      );
      const after = await tx.delivery.findUniqueOrThrow({ where: { id: deliveryId } });
      const contract = known === null ? null : await tx.contract.findUnique({ where: { id: known.id } });
      const events =
        known === null
          ? []
          : await tx.contractEvent.findMany({
              where: { portalId, contractId: known.id, deliveryId, receivedAt: { gte: startedAt } },
              select: { kind: true, mark: true },
            });
      throw new Undone({
        deliveryId,
        outcome: after.outcome,
        outcomeText: after.outcomeText,
        contract:
          known === null || contract === null
            ? null
            : {
                id: known.id,
                name: contract.name,
                statusBefore: known.status,
                statusAfter: contract.status,
              },
        events,
        jobs: [...new Set(jobs)],
        text: sentence(known, contract, { events: events.length, text: after.outcomeText }),
      });
    });
  } catch (error) {
    if (error instanceof Undone) return error.preview;
    throw error;
  }
  return null;
};

type Known = { id: string; name: string; status: ContractStatus };

const knownContract = async (
  db: Db,
  delivery: { source: string; body: Uint8Array; workspaceId: string | null },
): Promise<Known | 'unknown' | null> => {
  if (delivery.source !== 'spotdraft' || delivery.workspaceId === null) return null;
  const event = parseWebhookEvent(Buffer.from(delivery.body));
  if (!event.ok || event.value.contract === null) return null;
  const { workspaceId } = delivery;
  const { numericId } = event.value.contract;
  return (
    (await db.contract.findUnique({
      where: { workspaceId_numericId: { workspaceId, numericId } },
      select: { id: true, name: true, status: true },
    })) ?? 'unknown'
  );
};

const sentence = (
  before: Known | null,
  after: Known | null,
  { events, text }: { events: number; text: string | null },
): string => {
  if (before === null || after === null) return text ?? 'It would be applied again.';
  if (before.status !== after.status)
    return `“${after.name}” would become ${statusLabels[after.status]}; it is ${statusLabels[before.status]} now.`;
  return events === 0
    ? `Nothing of “${after.name}” would change.`
    : `The status of “${after.name}” would stay; its timeline would gain ${String(events)} ${events === 1 ? 'line' : 'lines'}.`;
};
