import { Prisma, type Delivery } from '../../platform/database/generated/client.ts';
import type { Db } from '../../platform/database/client.ts';
import type { HubSpotEvent } from '../../hubspot/inbound/webhook-events.ts';
import { dealIsBack } from '../deals/deal-presence.ts';
import { noteMove } from '../automation/engine/deal-seen.ts';
import { wakeBlocked, wakeForStage } from '../wake/wake-automation.ts';
import type { Deps } from '../deps.ts';
import { isOwnProperty, isOwnWrite, restoreProperties } from '../deals/restore-properties.ts';
import { mergeDeals } from '../deals/merge-deals.ts';
import { currentDeal } from '../merges/merged-records.ts';
import { wakeDrift } from '../wake/wake-drift.ts';
import type { Around, Outcome } from './hubspot-event-outcome.ts';
import { forgetContact, personOrCompanyDeleted, peopleOrCompaniesMerged } from './people-events.ts';

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
  if (isOwnWrite(event, deps.settings.hubspotAppId))
    return { outcome: 'ignored', text: 'It is our own write coming back.' };
  if (event.objectType === 'contact' || event.objectType === 'company') {
    if (event.subscriptionType === 'contact.privacyDeletion') return forgetContact(deps, event);
    if (event.kind === 'deleted') return personOrCompanyDeleted(deps, event);
    if (event.kind === 'merged') return peopleOrCompaniesMerged(deps, event);
  }
  if (event.objectType !== 'deal')
    return { outcome: 'ignored', text: 'Deals are compared when their card is opened.' };
  return event.kind === 'merged' ? dealsMerged(deps, event) : reactToDeal(deps, event);
};

const reactToDeal = async (deps: Around, told: HubSpotEvent): Promise<Outcome> => {
  const { portalId, objectId } = told;
  const { dealId } = await currentDeal(deps.tx, { portalId, dealId: objectId });
  // News of a deal that was merged are about the one that came of it: each reads what is true there now.
  const event = { ...told, objectId: dealId };
  switch (told.kind) {
    case 'property-changed':
      if (isOwnProperty(event)) return restoreProperties(deps, event);
      if (event.property === 'dealstage' || event.property === 'pipeline')
        return lookAtStage(deps, event, objectId);
      return lookForDrift(deps, event);
    case 'association-changed':
      return lookForDrift(deps, event);
    case 'deleted':
    case 'restored':
      if (dealId !== objectId)
        return { outcome: 'ignored', text: `The deal was merged; its contracts are on deal ${dealId}.` };
      return told.kind === 'deleted' ? dealDeleted(deps, event) : dealRestored(deps, event);
    case 'merged':
    case 'created':
    case 'other':
      return { outcome: 'ignored', text: 'Nothing follows from it.' };
  }
};

/** The deal moved: its rules are looked at, with the deal as it then is, for events come late and out of order. */
const lookAtStage = async (around: Around, event: HubSpotEvent, toldOf: string): Promise<Outcome> => {
  const { portalId, objectId: dealId } = event;
  const automated = await wakeForStage(around, { portalId, dealId });
  if (automated)
    await noteMove(
      around.tx,
      { portalId, dealId: toldOf },
      { current: dealId, stageId: event.property === 'dealstage' ? event.value : null },
    );
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
  await wakeDrift({ tx, enqueue }, { portalId, dealId });
  return { outcome: 'noted', text: 'Its open contracts are compared with the deal.' };
};

/** HubSpot tells a deletion also of the deals that a merge made one: it is asked what became of the deal. */
const dealDeleted = async (
  { tx, enqueue }: Around,
  { portalId, objectId: dealId }: HubSpotEvent,
): Promise<Outcome> => {
  const contracts = await tx.contract.count({ where: { portalId, dealId, unlinkedAt: null } });
  if (contracts === 0) return { outcome: 'ignored', text: 'The deal has no contracts.' };
  await enqueue(tx, 'deal.check', { payload: { portalId, dealId }, background: true });
  return { outcome: 'noted', text: 'HubSpot is asked whether the deal is gone or was merged.' };
};

const dealRestored = async (
  around: Around,
  { portalId, objectId: dealId }: HubSpotEvent,
): Promise<Outcome> => {
  await dealIsBack(around, { portalId, dealId });
  return { outcome: 'applied', text: 'The deal is back; its properties are written again.' };
};

const dealsMerged = async (around: Around, event: HubSpotEvent): Promise<Outcome> => {
  const { portalId, objectId, mergedIds, primaryId = null } = event;
  const { contracts, into, isNew } = await mergeDeals(around, portalId, {
    from: mergedIds,
    into: objectId,
    primary: primaryId,
  });
  return isNew
    ? {
        outcome: 'applied',
        text: `${String(contracts)} contracts moved to deal ${into}, which came of the merge.`,
      }
    : { outcome: 'ignored', text: 'The merge was known.' };
};
