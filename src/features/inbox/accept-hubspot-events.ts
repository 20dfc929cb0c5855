import { parseWebhookEvents, type HubSpotEvent } from '../../hubspot/inbound/webhook-events.ts';
import type { Deps } from '../deps.ts';
import { isOwnProperty, isOwnWrite } from '../deals/restore-properties.ts';
import type { Intake, Notice } from './intake.ts';
import { keepUnreadable, unknownPortal } from './keep-unreadable.ts';

/** `own` are our own writes of our own properties: nothing follows from them, so they are not kept. */
export type HubSpotAccepted = { accepted: number; repeated: number; own: number; unreadable: number };

const nowhere = { portalId: unknownPortal, source: 'hubspot', workspaceId: null } as const;

const toNotice = (event: HubSpotEvent): Notice => ({
  portalId: event.portalId,
  source: 'hubspot',
  scope: String(event.portalId),
  workspaceId: null,
  dedupeKey: event.dedupeKey,
  body: Buffer.from(JSON.stringify(event)),
  headers: {},
  activity: event.subscriptionType,
  dealId: event.objectType === 'deal' ? event.objectId : null,
});

/**
 * Takes in an array that HubSpot signed: one delivery per event, stored with their work, and only then may the caller
 * answer 200. HubSpot repeats events and gives no unique id, so each is stored once by what it says. Events of accounts
 * that are not connected are dropped; one that cannot be read, or that Postgres does not take, is kept with a problem.
 */
export const acceptHubSpotEvents = async (
  { deps, intake }: { deps: Pick<Deps, 'db' | 'now' | 'settings'>; intake: Intake },
  rawBody: Buffer,
): Promise<HubSpotAccepted> => {
  const parsed = parseWebhookEvents(rawBody);
  if (!parsed.ok) {
    await keepUnreadable(deps, nowhere, [{ raw: rawBody, reason: parsed.failure.reason }]);
    return { accepted: 0, repeated: 0, own: 0, unreadable: 1 };
  }
  const appId = deps.settings.hubspotAppId;
  const events = parsed.value.events.filter((event) => !(isOwnProperty(event) && isOwnWrite(event, appId)));
  const own = parsed.value.events.length - events.length;
  const notices = events.map(toNotice);
  const taken = await intake.take(notices);
  const unreadable = [
    ...parsed.value.unreadable.map(({ raw, reason }) => ({ raw: Buffer.from(raw), reason })),
    ...notices
      .filter((_, index) => taken[index] === 'refused')
      .map(({ body }) => ({ raw: body, reason: 'the database does not take it' })),
  ];
  if (unreadable.length > 0) await keepUnreadable(deps, nowhere, unreadable);
  const accepted = taken.filter((each) => each === 'new').length;
  const refused = taken.filter((each) => each === 'refused').length;
  return {
    accepted,
    repeated: events.length - accepted - refused,
    own,
    unreadable: unreadable.length,
  };
};
