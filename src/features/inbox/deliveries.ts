import { cardError } from '../../platform/card-errors.ts';
import { replayDeliveries, replayMatching, type ReplayFilter } from './replay-deliveries.ts';
import { previewReplay } from './replay-preview.ts';
import type { Db } from '../../platform/database/client.ts';
import type { Delivery, Prisma } from '../../platform/database/generated/client.ts';
import type { ReplayPreview } from '@dealdraft/wire/operations.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import {
  deliveryOutcomes,
  type DeliveriesView,
  type DeliveryOutcome,
  type DeliveryRow,
  type DeliveryView,
  type ReplayAccepted,
} from '@dealdraft/wire/settings.ts';
import type { Admin, Deps, Answer } from '../deps.ts';
import { writeAudit } from '../history/write-audit.ts';
import { olderThan, pageOf, pageSize, readCursor } from '../../platform/pages.ts';
import { cut } from '@dealdraft/wire/cut.ts';

const outcomeLabels: Record<DeliveryOutcome, string> = {
  pending: 'Waiting',
  applied: 'Applied',
  noted: 'Noted',
  late: 'Late, changed nothing',
  verify: 'Being verified',
  adopted: 'Contract taken in',
  not_ours: 'Not ours',
  ignored: 'Nothing to do',
  unreadable: 'Not readable',
  failed: 'Failed',
};
const longestBody = 200_000;

type DeliveryFilter = {
  source?: 'spotdraft' | 'hubspot' | undefined;
  outcome?: DeliveryOutcome | undefined;
  activity?: string | undefined;
  search?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

const readOutcome = (text: string | undefined): DeliveryOutcome | undefined =>
  deliveryOutcomes.find((outcome) => outcome === text);

const bySearch = async (db: Db, portalId: number, search: string): Promise<Prisma.DeliveryWhereInput> => {
  const contracts = await db.contract.findMany({
    where: {
      portalId,
      OR: [
        { name: { contains: search, mode: 'insensitive' } },
        { spotdraftId: { equals: search, mode: 'insensitive' } },
      ],
    },
    select: { id: true },
    take: 500,
  });
  return {
    OR: [
      { contractId: { in: contracts.map(({ id }) => id) } },
      ...(/^\d{1,20}$/.test(search) ? [{ dealId: search }] : []),
    ],
  };
};

const whereOf = async (
  db: Db,
  portalId: number,
  { source, outcome, activity, search, from, to }: DeliveryFilter,
): Promise<Prisma.DeliveryWhereInput> => ({
  portalId,
  ...(source === undefined ? {} : { source }),
  ...(outcome === undefined ? {} : { outcome }),
  ...(activity === undefined || activity === '' ? {} : { activity }),
  receivedAt: { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lte: to }) },
  ...(search === undefined || search === '' ? {} : await bySearch(db, portalId, search)),
});

type Listed = Omit<Delivery, 'body' | 'headers'>;

const rowsOf = async (db: Db, portalId: number, found: readonly Listed[]): Promise<DeliveryRow[]> => {
  const [contracts, workspaces] = await Promise.all([
    db.contract.findMany({
      where: { portalId, id: { in: found.flatMap(({ contractId }) => contractId ?? []) } },
      select: { id: true, name: true },
    }),
    db.workspace.findMany({ where: { portalId }, select: { id: true, name: true } }),
  ]);
  return found.map((row) => {
    const outcome = readOutcome(row.outcome) ?? 'failed';
    return {
      id: row.id,
      source: row.source === 'hubspot' ? 'hubspot' : 'spotdraft',
      workspaceName: workspaces.find(({ id }) => id === row.workspaceId)?.name ?? null,
      activity: row.activity,
      receivedAt: row.receivedAt.toISOString(),
      outcome,
      outcomeLabel: outcomeLabels[outcome],
      outcomeText: row.outcomeText,
      repeats: row.repeats,
      attempts: row.attempts,
      processedAt: row.processedAt?.toISOString() ?? null,
      dealId: row.dealId,
      contract: contracts.find(({ id }) => id === row.contractId) ?? null,
    };
  });
};

/** A page of the webhook calls received, newest first. Their bodies stay where they are. */
export const deliveriesView = async (
  db: Db,
  portalId: number,
  { filter, before: cursor }: { filter: DeliveryFilter; before: string | undefined },
): Answer<DeliveriesView> => {
  const found = await db.delivery.findMany({
    where: { ...(await whereOf(db, portalId, filter)), AND: [olderThan('receivedAt', readCursor(cursor))] },
    orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
    take: pageSize + 1,
    omit: { body: true, headers: true },
  });
  const { rows, before } = pageOf(found, ({ receivedAt }) => receivedAt);
  return ok({
    deliveries: await rowsOf(db, portalId, rows),
    before,
    outcomes: deliveryOutcomes.map((id) => ({ id, label: outcomeLabels[id] })),
  });
};

/** One call as it came. */
export const deliveryView = async (db: Db, portalId: number, id: string): Answer<DeliveryView> => {
  const delivery = await db.delivery.findFirst({ where: { id, portalId } });
  const [row] = delivery === null ? [] : await rowsOf(db, portalId, [delivery]);
  if (delivery === null || row === undefined) return fail(cardError.notFound('This notice'));
  const text = Buffer.from(delivery.body).toString('utf8');
  const waits = delivery.outcome === 'pending';
  return ok({
    ...row,
    headers: Object.entries(delivery.headers as Record<string, string>).map(([name, value]) => ({
      name,
      value,
    })),
    body: cut(text, longestBody),
    bodyCut: text.length > longestBody,
    bytes: delivery.body.byteLength,
    canReplay: !waits,
    replayReason: waits ? 'It is being worked through.' : null,
  });
};

/** Works calls through once more, oldest first. What they already brought about is recognized and not done twice. */
export const replayByAdmin = async (
  deps: Deps,
  { portalId, by }: Admin,
  { ids, filter }: { ids: readonly string[]; filter: ReplayFilter | null },
): Answer<ReplayAccepted> => {
  const replayed =
    filter === null
      ? await replayDeliveries(deps, portalId, ids)
      : await replayMatching(deps, portalId, filter);
  if (replayed > 0)
    await writeAudit(deps.db, {
      portalId,
      who: by,
      action: 'delivery_replayed',
      subject: `${String(replayed)} ${replayed === 1 ? 'notice' : 'notices'}`,
      text: filter === null ? 'Worked through again' : 'Worked through again, in the background',
    });
  return ok({ replayed });
};

/** What a replay would change; nothing is kept of it. */
export const replayPreview = async (
  deps: Deps,
  portalId: number,
  deliveryId: string,
): Answer<ReplayPreview> => {
  const preview = await previewReplay(deps, { portalId, deliveryId });
  return preview === null ? fail(cardError.notFound('This notice')) : ok(preview);
};
