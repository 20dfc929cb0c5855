import { Prisma, type Delivery } from '../../platform/database/generated/client.ts';
import type { Db } from '../../platform/database/client.ts';
import type { HubSpotEvent } from '../../hubspot/inbound/webhook-events.ts';
import { dealIsBack, dealIsGone, dealsWereMerged } from '../deals/deal-presence.ts';
import { wakeBlocked, wakeForStage } from '../wake/wake-automation.ts';
import type { Deps } from '../deps.ts';

type Outcome = { outcome: 'applied' | 'ignored' | 'noted'; text: string };
type Around = Deps & { tx: Db };

/** Edits come in bursts, one event per field: the comparison waits until they are through. */
const driftAfterMs = 2_000;

/** Brings one of HubSpot's events to our rows, in the transaction that settles its delivery. */
export const applyHubSpotEvent = async (deps: Deps, delivery: Delivery): Promise<void> => {
  const event = JSON.parse(Buffer.from(delivery.body).toString('utf8')) as HubSpotEvent;
  await deps.db.$transaction(async (tx) => {
    const { outcome, text } = await react({ ...deps, tx }, event);
    await tx.delivery.updateMany({
      where: { id: delivery.id, portalId: delivery.portalId, outcome: 'pending' },
      data: { outcome, outcomeText: text, processedAt: deps.now(), attempts: { increment: 1 } },
    });
  });
};

const react = async (deps: Around, event: HubSpotEvent): Promise<Outcome> => {
  if (
    event.source.changeSource === 'INTEGRATION' &&
    event.source.sourceId === String(deps.settings.hubspotAppId) &&
    event.kind === 'property-changed'
  ) {
    return { outcome: 'ignored', text: 'It is our own write coming back.' };
  }
  if (event.kind === 'deleted' && (event.objectType === 'contact' || event.objectType === 'company'))
    return personOrCompanyDeleted(deps, event);
  if (event.objectType !== 'deal')
    return { outcome: 'ignored', text: 'Deals are compared when their card is opened.' };
  switch (event.kind) {
    case 'property-changed':
      if (event.property?.startsWith('dealdraft_') === true) return restoreProperties(deps, event);
      if (event.property === 'dealstage' || event.property === 'pipeline') return lookAtStage(deps, event);
      return lookForDrift(deps, event);
    case 'association-changed':
      return lookForDrift(deps, event);
    case 'deleted':
      return dealDeleted(deps, event);
    case 'restored':
      return dealRestored(deps, event);
    case 'merged':
      return dealsMerged(deps, event);
    case 'created':
    case 'other':
      return { outcome: 'ignored', text: 'Nothing follows from it.' };
  }
};

/** Somebody edited what DealDraft writes: the true values go back. */
const restoreProperties = async (
  { tx, enqueue }: Around,
  { portalId, objectId: dealId }: HubSpotEvent,
): Promise<Outcome> => {
  const { count } = await tx.dealProjection.updateMany({
    where: { portalId, dealId },
    data: { written: Prisma.DbNull, writtenHash: null, dirtySince: new Date() },
  });
  if (count === 0) return { outcome: 'ignored', text: 'The deal has no contracts.' };
  await enqueue(tx, 'deal.write', { payload: { portalId }, background: true });
  return {
    outcome: 'applied',
    text: "A DealDraft property was edited by hand; the contract's own value is written again.",
  };
};

/** The deal moved: its rules are looked at, with the deal as it then is, for events come late and out of order. */
const lookAtStage = async (around: Around, event: HubSpotEvent): Promise<Outcome> => {
  const { portalId, objectId: dealId } = event;
  const automated = await wakeForStage(around, { portalId, dealId });
  await wakeBlocked(around, { portalId, dealId });
  const onPaper = await stageIsOnPaper(around.tx, { portalId, dealId });
  const drift: Outcome = onPaper
    ? await lookForDrift(around, event)
    : { outcome: 'ignored', text: 'No contract of the deal says anything of its stage.' };
  return automated ? { outcome: 'noted', text: "The deal's stage rules are looked at." } : drift;
};

/** A stage seldom stands in a contract. Five hundred deals moved at once should not each be compared for nothing. */
const stageIsOnPaper = async (
  tx: Db,
  { portalId, dealId }: { portalId: number; dealId: string },
): Promise<boolean> => {
  const [row] = await tx.$queryRaw<{ mapped: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM "contract" AS c JOIN "mapping_version" AS v ON v."id" = c."mappingVersionId" AND v."portalId" = c."portalId"
      WHERE c."portalId" = ${portalId} AND c."dealId" = ${dealId} AND c."unlinkedAt" IS NULL
        AND c."status" NOT IN ('EXECUTED', 'VOIDED') AND v."content"::text ~ '(dealstage|pipeline)'
    ) AS mapped`;
  return row?.mapped === true;
};

const lookForDrift = async (
  { tx, enqueue }: Around,
  { portalId, objectId: dealId }: HubSpotEvent,
): Promise<Outcome> => {
  await wakeBlocked({ tx, enqueue }, { portalId, dealId });
  const open = await tx.contract.count({
    where: {
      portalId,
      dealId,
      unlinkedAt: null,
      sentPlan: { not: Prisma.DbNull },
      status: { notIn: ['EXECUTED', 'VOIDED'] },
    },
  });
  if (open === 0) return { outcome: 'ignored', text: 'The deal has no open contract.' };
  await enqueue(tx, 'deal.drift', { payload: { portalId, dealId }, afterMs: driftAfterMs, background: true });
  return { outcome: 'noted', text: 'Its open contracts are compared with the deal.' };
};

const dealDeleted = async (around: Around, event: HubSpotEvent): Promise<Outcome> => {
  const deal = { portalId: event.portalId, dealId: event.objectId };
  if (!(await dealIsGone(around, deal))) return { outcome: 'ignored', text: 'The deal has no contracts.' };
  // It may have been restored since: HubSpot is asked what is true now.
  await around.enqueue(around.tx, 'deal.check', { payload: deal, background: true });
  return { outcome: 'applied', text: 'The deal was deleted; its contracts are untouched and wait for it.' };
};

const dealRestored = async (
  around: Around,
  { portalId, objectId: dealId }: HubSpotEvent,
): Promise<Outcome> => {
  await dealIsBack(around, { portalId, dealId });
  return { outcome: 'applied', text: 'The deal is back; its properties are written again.' };
};

const dealsMerged = async (around: Around, event: HubSpotEvent): Promise<Outcome> => {
  const { portalId, objectId: dealId } = event;
  const from = event.mergedIds.filter((id) => id !== dealId);
  const moved = await dealsWereMerged(around, { portalId, dealId }, { from, mark: event.dedupeKey });
  return {
    outcome: moved > 0 ? 'applied' : 'ignored',
    text: `${String(moved)} contracts moved to the deal that remains.`,
  };
};

/**
 * A contact or company was deleted that contracts were made from. The contracts stand: what was signed does not
 * change with an address book. Those still open are compared with their deal, so that the card says what is missing.
 */
const personOrCompanyDeleted = async (
  { tx, enqueue }: Around,
  { portalId, objectType, objectId }: HubSpotEvent,
): Promise<Outcome> => {
  const path = '$.lines[*].source ? (@.object == $object && @.recordId == $id)';
  const deals = await tx.$queryRaw<{ dealId: string }[]>`
    SELECT DISTINCT "dealId" FROM "contract"
    WHERE "portalId" = ${portalId} AND "unlinkedAt" IS NULL AND "status" NOT IN ('EXECUTED', 'VOIDED')
      AND jsonb_path_exists("sentPlan", ${path}::jsonpath, jsonb_build_object('object', ${objectType}::text, 'id', ${objectId}::text))`;
  if (deals.length === 0)
    return { outcome: 'ignored', text: `No open contract was made from this ${objectType}.` };
  for (const { dealId } of deals)
    await enqueue(tx, 'deal.drift', {
      payload: { portalId, dealId },
      afterMs: driftAfterMs,
      background: true,
    });
  return {
    outcome: 'noted',
    text: `The open contracts of ${String(deals.length)} deals that were made from it are compared with their deals.`,
  };
};
