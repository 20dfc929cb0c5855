/** The object types a mapping reads. */
export const sourceObjects = ['deal', 'company', 'contact', 'owner', 'quote'] as const;
export type SourceObject = (typeof sourceObjects)[number];

export const recordObjects = [...sourceObjects, 'line_item'] as const;
export type RecordObject = (typeof recordObjects)[number];

/** A CRM record. Values are text, as HubSpot stores them. */
export type CrmRecord = { id: string; properties: Record<string, string | null> };

/** A record and how it is connected with the deal. `mergedIds`: the ids it had before it was merged. */
export type AssociatedRecord = {
  record: CrmRecord;
  labels: string[];
  isPrimary: boolean;
  mergedIds?: readonly string[];
};
export type AssociatedQuote = AssociatedRecord & { lineItems: CrmRecord[] };

/** What a property is. HubSpot's own description of it fits as it is. */
export type PropertyDefinition = {
  name: string;
  label: string;
  /** string, number, bool, enumeration, date, datetime, phone_number … */
  type: string;
  fieldType: string;
  options: { value: string; label: string; hidden: boolean }[];
  /** The options live elsewhere (owners, stages): an empty list says nothing. */
  externalOptions: boolean;
  readOnly: boolean;
  hidden: boolean;
  archived: boolean;
  currency: boolean;
  /** `OWNER` for a property that holds owners. */
  referencedObjectType?: string | null;
  /** How HubSpot shows a number: `percentage`, `duration`, `unformatted`… */
  numberDisplayHint?: string | null;
};
export type PropertiesByObject = Partial<Record<RecordObject, PropertyDefinition[]>>;

/**
 * Everything a plan is made from: one deal and what hangs on it, as read at one time.
 * The owner's properties are `email`, `firstName`, `lastName` and `userId`, the names of HubSpot's owners API.
 */
export type DealRecords = {
  deal: CrmRecord;
  companies: AssociatedRecord[];
  contacts: AssociatedRecord[];
  owner: CrmRecord | null;
  quotes: AssociatedQuote[];
  /** HubSpot does not let DealDraft read quotes in this account: that none are here says nothing. */
  quotesClosed?: boolean;
  /** Sorted by `hs_position_on_quote`, then id. */
  lineItems: CrmRecord[];
  /** For labels, types and options. An object that is absent here is not checked for deleted properties. */
  properties: PropertiesByObject;
};

export type PortalFacts = {
  id: number;
  timeZone: string;
  defaultCurrency: string;
  /** A BCP 47 tag whose alphabet texts are sorted by; English when HubSpot doesn't say. */
  locale?: string;
};
