import type { HubSpotClient } from '../../hubspot/client.ts';
import type { Association } from '../../hubspot/calls/associations.ts';
import type { HubSpotFailure } from '../../hubspot/transport/failure.ts';
import type { HubSpotRecord } from '../../hubspot/calls/records.ts';
import type {
  AssociatedQuote,
  AssociatedRecord,
  CrmRecord,
  DealRecords,
  PropertiesByObject,
  RecordObject,
} from '@dealdraft/wire/records.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import { mergedIdsOf, mergedIdsProperty } from '../merges/merged-ids.ts';
import { nameReferences, type NeededProperties } from './name-references.ts';

export type { NeededProperties };
export type DefinitionsOf = (
  objects: readonly RecordObject[],
) => Promise<Result<PropertiesByObject, HubSpotFailure>>;

/** Always read: what names a record for people, and what every plan needs. */
const always: Record<Exclude<RecordObject, 'owner'>, readonly string[]> = {
  deal: [
    'dealname',
    'amount',
    'deal_currency_code',
    'hubspot_owner_id',
    'pipeline',
    'dealstage',
    mergedIdsProperty,
  ],
  company: ['name', 'domain', mergedIdsProperty],
  contact: ['firstname', 'lastname', 'email', 'jobtitle', mergedIdsProperty],
  quote: ['hs_title', 'hs_status', 'hs_quote_number'],
  line_item: ['name', 'quantity', 'price', 'amount', 'hs_position_on_quote', 'hs_line_item_currency_code'],
};

const primaryCompany = { category: 'HUBSPOT_DEFINED', typeId: 5 };

const plain = (record: HubSpotRecord): CrmRecord => ({ id: record.id, properties: record.properties });

const associated = (record: HubSpotRecord, association: Association | undefined): AssociatedRecord => ({
  record: plain(record),
  labels: (association?.types ?? []).flatMap((type) =>
    type.category === 'USER_DEFINED' && type.label !== null ? [type.label] : [],
  ),
  isPrimary: (association?.types ?? []).some(
    (type) => type.category === primaryCompany.category && type.typeId === primaryCompany.typeId,
  ),
  mergedIds: mergedIdsOf(record),
});

const byPosition = (a: CrmRecord, b: CrmRecord): number => {
  const position = (record: CrmRecord): number =>
    Number(record.properties['hs_position_on_quote'] ?? Number.MAX_SAFE_INTEGER);
  return position(a) - position(b) || a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
};

/** One deal and all that hangs on it, with exactly the properties that are needed, in as few calls as HubSpot allows. */
export const readDealRecords = async (
  client: HubSpotClient,
  dealId: string,
  { needed, definitionsOf }: { needed: NeededProperties; definitionsOf: DefinitionsOf },
): Promise<Result<DealRecords, HubSpotFailure>> => {
  const properties = (object: Exclude<RecordObject, 'owner'>): string[] => [
    ...new Set([...always[object], ...(needed[object] ?? [])]),
  ];

  /** The associated records of one type; what was deleted between the two calls is simply not there. */
  const readAssociated = async (
    object: 'company' | 'contact' | 'quote' | 'line_item',
    type: string,
  ): Promise<Result<AssociatedRecord[], HubSpotFailure>> => {
    const associations = await client.getAssociations(dealId, type);
    if (!associations.ok) return associations;
    const byId = new Map(associations.value.map((association) => [association.toId, association]));
    const read = await client.readBatch(type, [...byId.keys()], properties(object));
    return read.ok ? ok(read.value.records.map((record) => associated(record, byId.get(record.id)))) : read;
  };

  const wantsQuotes = needed.quote !== undefined;
  const [deal, companies, contacts, lineItems, quotesRead, quoteDefinitions, definitions] = await Promise.all(
    [
      client.getDeal(dealId, properties('deal')),
      readAssociated('company', 'companies'),
      readAssociated('contact', 'contacts'),
      readAssociated('line_item', 'line_items'),
      wantsQuotes ? readAssociated('quote', 'quotes') : ok<AssociatedRecord[]>([]),
      wantsQuotes ? definitionsOf(['quote']) : ok<PropertiesByObject>({}),
      definitionsOf(['deal', 'company', 'contact', 'line_item']),
    ],
  );
  if (!deal.ok) return deal;
  // Nothing is associated with the old id of a deal that was merged: all of it hangs on the new one.
  if (deal.value.id !== dealId) return readDealRecords(client, deal.value.id, { needed, definitionsOf });
  if (!companies.ok) return companies;
  if (!contacts.ok) return contacts;
  if (!lineItems.ok) return lineItems;
  if (!definitions.ok) return definitions;
  // An account whose subscription has no quotes: only what a mapping takes from them is not there.
  const quotesClosed = [quotesRead, quoteDefinitions].some(isClosed);
  if (!quotesRead.ok && !quotesClosed) return quotesRead;
  if (!quoteDefinitions.ok && !quotesClosed) return quoteDefinitions;
  const quotes = quotesRead.ok && !quotesClosed ? quotesRead.value : [];

  const ownerId = deal.value.properties['hubspot_owner_id'];
  const owner = ownerId ? await client.getOwner(ownerId) : null;
  if (owner !== null && !owner.ok && owner.failure.kind !== 'not_found') return owner;

  const quotesWithItems = await withLineItems(client, quotes, properties('line_item'));
  if (!quotesWithItems.ok) return quotesWithItems;

  const items = lineItems.value.map(({ record }) => record).sort(byPosition);
  const records: DealRecords = {
    deal: plain(deal.value),
    companies: companies.value,
    contacts: contacts.value,
    owner: owner?.ok === true ? ownerRecord(owner.value) : null,
    quotes: quotesWithItems.value,
    ...(quotesClosed ? { quotesClosed } : {}),
    lineItems: items,
    properties: { ...definitions.value, ...(quoteDefinitions.ok ? quoteDefinitions.value : {}) },
  };
  return nameReferences(client, records, needed);
};

const isClosed = (read: Result<unknown, HubSpotFailure>): boolean =>
  !read.ok && read.failure.kind === 'missing_scopes';

/** A quote carries line items of its own, which may differ from the deal's. */
const withLineItems = async (
  client: HubSpotClient,
  quotes: readonly AssociatedRecord[],
  properties: readonly string[],
): Promise<Result<AssociatedQuote[], HubSpotFailure>> => {
  const filled: AssociatedQuote[] = [];
  for (const quote of quotes) {
    const associations = await client.getAssociationsOf(
      { objectType: 'quotes', id: quote.record.id },
      'line_items',
    );
    if (!associations.ok) return associations;
    const read = await client.readBatch(
      'line_items',
      associations.value.map(({ toId }) => toId),
      properties,
    );
    if (!read.ok) return read;
    filled.push({ ...quote, lineItems: read.value.records.map(plain).sort(byPosition) });
  }
  return ok(filled);
};

const ownerRecord = (owner: {
  id: string;
  email: string | null;
  firstName: string;
  lastName: string;
  userId: string | null;
}): CrmRecord => ({
  id: owner.id,
  properties: {
    email: owner.email,
    firstName: owner.firstName,
    lastName: owner.lastName,
    userId: owner.userId,
  },
});
