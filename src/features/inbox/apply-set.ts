import type { Db } from '../../platform/database/client.ts';
import { createIds } from '../../platform/database/growing-ids.ts';
import type { Delivery } from '../../platform/database/generated/client.ts';
import { parseWebhookEvent, type SpotDraftEvent } from '../../spotdraft/inbound/webhook-event.ts';
import { projectDeals } from '../deals/deal-projection.ts';
import type { Deps } from '../deps.ts';
import { endUnreadable } from './end-unreadable.ts';
import { foldNews, newsFields, type Folded, type NewsContract, type Outcome } from './fold-news.ts';

/** Doubtful contracts are gathered for so long before SpotDraft is asked about all of them in one call. */
const verifyAfterMs = 300;

type Around = Pick<Deps, 'enqueue' | 'now'> & { tx: Db };
type Set = { portalId: number; workspaceId: string; ids: readonly string[] };
type Waiting = Pick<Delivery, 'id' | 'body' | 'attempts'>;
type Told = Waiting & { event: SpotDraftEvent; numericId: number };
type Settled = Outcome & { id: string; contractId?: string; dealId?: string };

/** Another worker had these in its hands: its lease was over, or theirs. Nothing is done, and the set is read anew. */
class Raced extends Error {}

/** The set is right and only came at the wrong moment: it is applied again. */
export const wasRaced = (error: unknown): boolean =>
  error instanceof Raced || (error instanceof Error && 'code' in error && error.code === 'P2034');

const nextId = createIds();

/**
 * Brings a set of a workspace's deliveries to their contracts: all of it is the caller's one transaction, each kind of row
 * one statement. Answers which of them are about contracts that have no row: SpotDraft has to be asked about those first.
 */
export const applySet = async (around: Around, { portalId, workspaceId, ids }: Set): Promise<string[]> => {
  const { tx, now } = around;
  const deliveries = await tx.delivery.findMany({
    where: { portalId, id: { in: [...ids] }, workspaceId, outcome: 'pending' },
    orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
    select: { id: true, body: true, attempts: true },
  });
  const settled: Settled[] = [];
  const told = deliveries.flatMap((delivery) => read(delivery, settled));
  const contracts = await lockContracts(tx, {
    portalId,
    workspaceId,
    numericIds: told.map(({ numericId }) => numericId),
  });
  const before = new Map(contracts.map((contract) => [contract.numericId, contract]));
  const after = new Map(before);
  const folded: Folded[] = [];
  const unknown: string[] = [];
  for (const { id, event, numericId } of told) {
    const contract = after.get(numericId);
    if (contract === undefined) {
      unknown.push(id);
      continue;
    }
    const step = foldNews(contract, { deliveryId: id, event }, now());
    after.set(numericId, step.contract);
    folded.push(step);
    settled.push({ id, ...step.outcome, contractId: contract.id, dealId: contract.dealId });
  }
  await storeEvents(tx, folded);
  await storeContracts(tx, [...before.values()], after);
  await settle(tx, portalId, settled);
  // Tried before, and read now: an update of DealDraft may have been what it waited for.
  if (told.some(({ attempts }) => attempts > 0)) await endUnreadable(tx, portalId);
  await enqueueFollowing(around, folded);
  const deals = folded.filter(({ shows }) => shows).map(({ contract }) => contract.dealId);
  // Last: it enqueues the write of the deals, whose lock must be the last that a transaction waits for.
  if (deals.length > 0) await projectDeals(around, portalId, [...new Set(deals)]);
  return unknown;
};

/** What a delivery says; one that says nothing of a contract is settled. */
const read = (delivery: Waiting, settled: Settled[]): Told[] => {
  const parsed = parseWebhookEvent(Buffer.from(delivery.body));
  if (!parsed.ok) {
    settled.push({ id: delivery.id, outcome: 'unreadable', text: parsed.failure.reason });
    return [];
  }
  const { contract } = parsed.value;
  if (contract === null) {
    settled.push({ id: delivery.id, outcome: 'ignored', text: 'It is not about a contract.' });
    return [];
  }
  return [{ ...delivery, event: parsed.value, numericId: contract.numericId }];
};

/** In the order of their ids, so that two who want the same ones never wait for each other. */
const lockContracts = async (
  tx: Db,
  { portalId, workspaceId, numericIds }: { portalId: number; workspaceId: string; numericIds: number[] },
): Promise<NewsContract[]> => {
  const wanted = [...new Set(numericIds)];
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "contract" WHERE "portalId" = ${portalId} AND "workspaceId" = ${workspaceId}::uuid AND "numericId" = ANY(${wanted}::int[])
    ORDER BY "id" FOR UPDATE`;
  return tx.contract.findMany({
    where: { portalId, id: { in: locked.map(({ id }) => id) } },
    select: newsFields,
  });
};

const storeEvents = async (tx: Db, folded: readonly Folded[]): Promise<void> => {
  if (folded.length === 0) return;
  await tx.contractEvent.createMany({
    data: folded.map(({ event }) => ({ id: nextId(), ...event, detail: event.detail ?? {} })),
    skipDuplicates: true,
  });
};

/** Each change carries the state that was judged. */
const storeContracts = async (
  tx: Db,
  before: readonly NewsContract[],
  after: ReadonlyMap<number, NewsContract>,
): Promise<void> => {
  const changed = before.flatMap((contract) => {
    const now = after.get(contract.numericId);
    return now === undefined || now === contract
      ? []
      : [
          {
            ...now,
            statusMicros: String(now.statusMicros),
            judgedStatus: contract.status,
            judgedMicros: String(contract.statusMicros),
          },
        ];
  });
  if (changed.length === 0) return;
  const count = await tx.$executeRaw`
    UPDATE "contract" AS c SET "name" = w."name", "status" = w."status", "statusAt" = w."statusAt", "statusMicros" = w."statusMicros",
      "statusFrom" = w."statusFrom", "verifiedAt" = w."verifiedAt", "heldFrom" = w."heldFrom", "verifyWantedAt" = w."verifyWantedAt",
      "goneAt" = w."goneAt", "sentAt" = w."sentAt", "signedAt" = w."signedAt", "executedAt" = w."executedAt", "voidedAt" = w."voidedAt",
      "metadataWantedAt" = w."metadataWantedAt", "people" = w."people", "updatedAt" = now()
    FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) AS w("id" uuid, "portalId" int, "name" text, "status" "ContractStatus", "statusAt" timestamptz,
      "statusMicros" bigint, "statusFrom" text, "verifiedAt" timestamptz, "heldFrom" "ContractStatus", "verifyWantedAt" timestamptz, "goneAt" timestamptz,
      "sentAt" timestamptz, "signedAt" timestamptz, "executedAt" timestamptz, "voidedAt" timestamptz, "metadataWantedAt" timestamptz,
      "people" jsonb, "judgedStatus" "ContractStatus", "judgedMicros" bigint)
    WHERE c."portalId" = w."portalId" AND c."id" = w."id" AND c."status" = w."judgedStatus" AND c."statusMicros" = w."judgedMicros"`;
  if (count !== changed.length) throw new Raced('a contract changed in other hands');
};

const settle = async (tx: Db, portalId: number, settled: readonly Settled[]): Promise<void> => {
  if (settled.length === 0) return;
  const count = await tx.$executeRaw`
    UPDATE "delivery" AS d SET "outcome" = w."outcome", "outcomeText" = w."text", "contractId" = w."contractId", "dealId" = w."dealId",
      "processedAt" = now(), "attempts" = d."attempts" + 1
    FROM jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) AS w("id" uuid, "outcome" text, "text" text, "contractId" uuid, "dealId" text)
    WHERE d."portalId" = ${portalId} AND d."id" = w."id" AND d."outcome" = 'pending'`;
  if (count !== settled.length) throw new Raced('a delivery was applied in other hands');
};

const enqueueFollowing = async ({ tx, enqueue }: Around, folded: readonly Folded[]): Promise<void> => {
  for (const name of ['contract.people', 'contract.finish'] as const) {
    const ids = folded.flatMap(({ jobs, contract }) => (jobs.includes(name) ? [contract] : []));
    const byId = new Map(ids.map(({ id, portalId }) => [id, { portalId, contractId: id }]));
    await enqueue(
      tx,
      name,
      [...byId.values()].map((payload) => ({ payload, background: true })),
    );
  }
  const doubtful = folded.find(({ jobs }) => jobs.includes('contract.verify'));
  if (doubtful === undefined) return;
  const { portalId, workspaceId } = doubtful.contract;
  await enqueue(tx, 'contract.verify', {
    payload: { portalId, workspaceId },
    afterMs: verifyAfterMs,
    background: true,
  });
};
