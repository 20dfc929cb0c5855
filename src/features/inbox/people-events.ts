import type { HubSpotEvent } from '../../hubspot/inbound/webhook-events.ts';
import { wakeDrift } from '../wake/wake-drift.ts';
import type { Around, Outcome } from './hubspot-event-outcome.ts';
import { requestErasure } from '../privacy/request-erasure.ts';
import { noteRecordsMerged, type Mergeable } from '../merges/merged-records.ts';

/**
 * A contact or company was deleted that contracts were made from. The contracts stand: what was signed does not
 * change with an address book. Those still open are compared with their deal, so that the card says what is missing.
 */
export const personOrCompanyDeleted = (around: Around, event: HubSpotEvent): Promise<Outcome> =>
  compareWhatCameOf(around, event, [event.objectId]);

/**
 * HubSpot was told to forget a contact (GDPR): we do, too. Open contracts are compared by it as well, for the paper still names
 * somebody whom the deal no longer does.
 */
export const forgetContact = async (around: Around, event: HubSpotEvent): Promise<Outcome> => {
  await personOrCompanyDeleted(around, event);
  await requestErasure(around, {
    portalId: event.portalId,
    who: { contactId: event.objectId },
    askedBy: 'hubspot',
  });
  return { outcome: 'applied', text: 'The person is erased; the receipt is in the settings under Access.' };
};

/** The same when it was merged. A person's choice of it holds on: the new record's old ids are kept. */
export const peopleOrCompaniesMerged = async (around: Around, event: HubSpotEvent): Promise<Outcome> => {
  const { portalId, objectType, objectId, mergedIds, primaryId = null } = event;
  await noteRecordsMerged(
    around.tx,
    { portalId, objectType: objectType as Mergeable },
    { from: mergedIds, into: objectId, primary: primaryId, at: around.now() },
  );
  return compareWhatCameOf(around, event, [...mergedIds, objectId]);
};

const compareWhatCameOf = async (
  { tx, enqueue }: Around,
  { portalId, objectType }: HubSpotEvent,
  ids: readonly string[],
): Promise<Outcome> => {
  const path = '$.lines[*].source ? (@.object == $object && @.recordId == $ids[*])';
  const deals = await tx.$queryRaw<{ dealId: string }[]>`
    SELECT DISTINCT "dealId" FROM "contract"
    WHERE "portalId" = ${portalId} AND "unlinkedAt" IS NULL AND "status" NOT IN ('EXECUTED', 'VOIDED')
      AND jsonb_path_exists("sentPlan", ${path}::jsonpath, jsonb_build_object('object', ${objectType}::text, 'ids', ${[...ids]}::text[]))`;
  if (deals.length === 0)
    return { outcome: 'ignored', text: `No open contract was made from this ${objectType}.` };
  for (const { dealId } of deals) await wakeDrift({ tx, enqueue }, { portalId, dealId });
  return {
    outcome: 'noted',
    text: `The open contracts of ${String(deals.length)} deals that were made from it are compared with their deals.`,
  };
};
