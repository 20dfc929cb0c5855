import { Prisma, type Delivery } from '../db/generated/client.ts';
import type { Db } from '../db/client.ts';
import type { HubSpotEvent } from '../hubspot/webhook-events.ts';
import { lockDeal, projectDeal } from './deal-projection.ts';
import { wakeBlocked, wakeForStage } from './automation/wake-automation.ts';
import type { Deps } from './deps.ts';
import { addEvent } from './events.ts';
import { clearProblem, raiseProblem } from './problems.ts';

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
  const drift = await lookForDrift(around, event);
  return automated ? { outcome: 'noted', text: "The deal's stage rules are looked at." } : drift;
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

const dealDeleted = async (
  { tx }: Around,
  { portalId, objectId: dealId }: HubSpotEvent,
): Promise<Outcome> => {
  const contracts = await tx.contract.count({ where: { portalId, dealId, unlinkedAt: null } });
  if (contracts === 0) return { outcome: 'ignored', text: 'The deal has no contracts.' };
  await tx.dealProjection.updateMany({
    where: { portalId, dealId },
    data: { parked: 'The deal was deleted in HubSpot.' },
  });
  await raiseProblem(tx, { portalId, kind: 'deal_gone', about: dealId, dealId });
  return { outcome: 'applied', text: 'The deal was deleted; its contracts are untouched and wait for it.' };
};

const dealRestored = async (
  { tx, enqueue }: Around,
  { portalId, objectId: dealId }: HubSpotEvent,
): Promise<Outcome> => {
  await clearProblem(tx, { portalId, kind: 'deal_gone', about: dealId });
  await lockDeal(tx, portalId, dealId);
  await tx.dealProjection.updateMany({
    where: { portalId, dealId },
    data: { written: Prisma.DbNull, writtenHash: null, parked: null },
  });
  if ((await tx.contract.count({ where: { portalId, dealId, unlinkedAt: null } })) > 0)
    await projectDeal({ tx, enqueue }, portalId, dealId);
  return { outcome: 'applied', text: 'The deal is back; its properties are written again.' };
};

/** The contracts of the deals that were merged away move to the one that remains. */
const dealsMerged = async ({ tx, enqueue, now }: Around, event: HubSpotEvent): Promise<Outcome> => {
  const { portalId, objectId: dealId } = event;
  const from = event.mergedIds.filter((id) => id !== dealId);
  const moved = await tx.contract.findMany({
    where: { portalId, dealId: { in: from } },
    select: { id: true, dealId: true },
  });
  for (const contract of moved) {
    await tx.contract.updateMany({ where: { id: contract.id, portalId }, data: { dealId } });
    await addEvent(tx, {
      portalId,
      contractId: contract.id,
      kind: 'contract_linked',
      at: now(),
      how: 'system',
      dedupeKey: `merged:${dealId}:${event.dedupeKey}`,
      detail: { reason: `Deal ${contract.dealId} was merged into this one.` },
    });
  }
  await tx.dealProjection.deleteMany({ where: { portalId, dealId: { in: from } } });
  for (const id of from) await clearProblem(tx, { portalId, kind: 'deal_gone', about: id });
  if (moved.length > 0) await projectDeal({ tx, enqueue }, portalId, dealId);
  return {
    outcome: moved.length > 0 ? 'applied' : 'ignored',
    text: `${String(moved.length)} contracts moved to the deal that remains.`,
  };
};
