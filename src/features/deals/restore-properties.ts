import type { Db } from '../../platform/database/client.ts';
import { Prisma } from '../../platform/database/generated/client.ts';
import { dealPropertyDefinitions } from '../../hubspot/calls/deal-properties.ts';
import type { HubSpotEvent } from '../../hubspot/inbound/webhook-events.ts';
import type { Deps } from '../deps.ts';
import type { DealProperties } from './headline.ts';
import { sameOnDeal } from './same-on-deal.ts';

const ours = new Set<string | null>(dealPropertyDefinitions.map(({ name }) => name));

/** Whether DealDraft made this change itself: HubSpot tells an app of its own writes, too. */
export const isOwnWrite = ({ kind, source }: HubSpotEvent, appId: number): boolean =>
  kind === 'property-changed' && source.changeSource === 'INTEGRATION' && source.sourceId === String(appId);

/** A change of one of the properties that DealDraft keeps on deals. */
export const isOwnProperty = ({ objectType, property }: HubSpotEvent): boolean =>
  objectType === 'deal' && ours.has(property);

/** Another program that writes the same property would answer each of our writes with one of its own, for ever. */
const mostRestores = 5;
const restoresWithinMs = 60 * 60_000;

type Outcome = { outcome: 'applied' | 'ignored'; text: string };

/**
 * Somebody edited what DealDraft writes: the true values go back. Our own write is known by its value as well as by its
 * source, in case HubSpot names the source otherwise than documented.
 */
export const restoreProperties = async (
  { tx, enqueue, now }: Pick<Deps, 'enqueue' | 'now'> & { tx: Db },
  { portalId, objectId: dealId, property, value, subscriptionType }: HubSpotEvent,
): Promise<Outcome> => {
  const row = await tx.dealProjection.findUnique({ where: { portalId_dealId: { portalId, dealId } } });
  if (row === null) return { outcome: 'ignored', text: 'The deal has no contracts.' };
  const desired = (row.desired as DealProperties)[property ?? ''];
  if (desired !== undefined && sameOnDeal(property ?? '', desired, value ?? ''))
    return { outcome: 'ignored', text: 'The property has the value that DealDraft wrote.' };
  const restored = await tx.delivery.count({
    where: {
      portalId,
      dealId,
      source: 'hubspot',
      activity: subscriptionType,
      outcome: 'applied',
      receivedAt: { gt: new Date(now().getTime() - restoresWithinMs) },
    },
  });
  if (restored >= mostRestores)
    return {
      outcome: 'ignored',
      text: `DealDraft's properties on this deal were changed ${String(mostRestores)} times within an hour. Something else keeps writing them; the next reconciliation writes them again.`,
    };
  await tx.dealProjection.updateMany({
    where: { portalId, dealId },
    data: { written: Prisma.DbNull, writtenHash: null, dirtySince: now() },
  });
  await enqueue(tx, 'deal.write', { payload: { portalId }, background: true });
  return {
    outcome: 'applied',
    text: "A DealDraft property was edited by hand; the contract's own value is written again.",
  };
};
