import type { RecordLink } from '@dealdraft/wire/card.ts';

const objectTypeIds: Record<Exclude<RecordLink['object'], 'owner'>, string> = {
  deal: '0-3',
  company: '0-2',
  contact: '0-1',
  quote: '0-14',
  line_item: '0-8',
};

const nouns: Record<RecordLink['object'], string> = {
  deal: 'deal',
  company: 'company',
  contact: 'contact',
  quote: 'quote',
  line_item: 'line item',
  owner: 'owner',
};

export const nounOf = (object: RecordLink['object']): string => nouns[object];

/**
 * Where a person can change the value in HubSpot. Line items have no page of their own, so they open the deal; owners
 * are HubSpot users, kept in the account's settings. `property` is for pages that can go straight to it; HubSpot's own
 * record page ignores it.
 */
export const recordUrl = (
  link: RecordLink,
  place: { hubspotOrigin: string; portalId: number; dealId: string },
): string => {
  const account = String(place.portalId);
  if (link.object === 'owner') return `${place.hubspotOrigin}/settings/${account}/users`;
  const isLineItem = link.object === 'line_item';
  const typeId = isLineItem ? objectTypeIds.deal : objectTypeIds[link.object];
  const recordId = encodeURIComponent(isLineItem ? place.dealId : link.recordId);
  const base = `${place.hubspotOrigin}/contacts/${account}/record/${typeId}/${recordId}`;
  return link.property === undefined || isLineItem
    ? base
    : `${base}?property=${encodeURIComponent(link.property)}`;
};
