import { createHash } from 'node:crypto';
import { parseWebhookEvents } from '../../hubspot/inbound/webhook-events.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';
import type { Deps } from '../deps.ts';
import { raiseProblem } from '../problems/problems.ts';
import { isOwnProperty, isOwnWrite } from '../deals/restore-properties.ts';

/** `own` are our own writes of our own properties: nothing follows from them, so they are not kept. */
export type HubSpotAccepted = { accepted: number; repeated: number; own: number; unreadable: number };

const sha256 = (text: string | Buffer): string => createHash('sha256').update(text).digest('hex');

/** Deliveries that cannot be laid to an account are kept under this number, so that nothing that was signed is lost. */
const unknownPortal = 0;

/**
 * Takes in an array that HubSpot signed: one delivery per event, all in one transaction with their work, and only then
 * may the caller answer 200. HubSpot repeats events and gives no unique id, so each is stored once by what it says.
 */
export const acceptHubSpotEvents = async (
  deps: Pick<Deps, 'db' | 'enqueue' | 'now' | 'settings'>,
  rawBody: Buffer,
): Promise<HubSpotAccepted> => {
  const parsed = parseWebhookEvents(rawBody);
  const now = deps.now();
  if (!parsed.ok) {
    await keepUnreadable(deps, [{ raw: rawBody, reason: parsed.failure.reason, key: sha256(rawBody) }]);
    return { accepted: 0, repeated: 0, own: 0, unreadable: 1 };
  }
  const { unreadable } = parsed.value;
  const appId = deps.settings.hubspotAppId;
  const events = parsed.value.events.filter((event) => !(isOwnProperty(event) && isOwnWrite(event, appId)));
  const own = parsed.value.events.length - events.length;
  if (events.length + unreadable.length === 0) return { accepted: 0, repeated: 0, own, unreadable: 0 };
  const rows: Prisma.DeliveryCreateManyInput[] = events.map((event) => ({
    portalId: event.portalId,
    source: 'hubspot',
    scope: String(event.portalId),
    dedupeKey: event.dedupeKey,
    body: new Uint8Array(Buffer.from(JSON.stringify(event))),
    activity: event.subscriptionType,
    dealId: event.objectType === 'deal' ? event.objectId : null,
    receivedAt: now,
  }));
  const stored = await deps.db.$transaction(async (tx) => {
    const known = await tx.portal.findMany({
      where: { portalId: { in: [...new Set(events.map(({ portalId }) => portalId))] } },
      select: { portalId: true },
    });
    const ours = new Set(known.map(({ portalId }) => portalId));
    const made = await tx.delivery.createManyAndReturn({
      data: rows.filter(({ portalId }) => ours.has(portalId)),
      skipDuplicates: true,
      select: { id: true, portalId: true },
    });
    for (const { id, portalId } of made)
      await deps.enqueue(tx, 'delivery.apply', { payload: { portalId, deliveryId: id }, background: true });
    return made.length;
  });
  if (unreadable.length > 0)
    await keepUnreadable(
      deps,
      unreadable.map(({ raw, reason }) => ({ raw: Buffer.from(raw), reason, key: sha256(raw) })),
    );
  return { accepted: stored, repeated: events.length - stored, own, unreadable: unreadable.length };
};

const keepUnreadable = async (
  deps: Pick<Deps, 'db' | 'now'>,
  items: { raw: Buffer; reason: string; key: string }[],
): Promise<void> => {
  await deps.db.$transaction(async (tx) => {
    await tx.delivery.createMany({
      data: items.map(({ raw, reason, key }) => ({
        portalId: unknownPortal,
        source: 'hubspot',
        scope: 'unknown',
        dedupeKey: key,
        body: new Uint8Array(raw),
        outcome: 'unreadable',
        outcomeText: reason,
        receivedAt: deps.now(),
        processedAt: deps.now(),
      })),
      skipDuplicates: true,
    });
    await raiseProblem(tx, {
      portalId: unknownPortal,
      kind: 'unreadable_delivery',
      about: 'hubspot',
      context: { source: 'HubSpot', reason: items[0]?.reason ?? '' },
    });
  });
};
