import type { ObjectName } from './model.ts';

interface ObjectType {
  name: ObjectName;
  typeId: string;
  /** In messages and webhooks. */
  singular: string;
  readScope: string;
  writeScope: string;
  /** What a read gives when it names no properties. */
  defaults: string[];
  /** The property that names the record for people. */
  title: string;
}

const type = (
  name: ObjectName,
  typeId: string,
  singular: string,
  rest: Omit<ObjectType, 'name' | 'typeId' | 'singular'>,
): ObjectType => ({
  name,
  typeId,
  singular,
  ...rest,
});

/** Notes have no scope of their own: HubSpot asks for that of contacts. */
const objectTypes: readonly ObjectType[] = [
  type('contacts', '0-1', 'contact', {
    readScope: 'crm.objects.contacts.read',
    writeScope: 'crm.objects.contacts.write',
    defaults: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
    title: 'email',
  }),
  type('companies', '0-2', 'company', {
    readScope: 'crm.objects.companies.read',
    writeScope: 'crm.objects.companies.write',
    defaults: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
    title: 'name',
  }),
  type('deals', '0-3', 'deal', {
    readScope: 'crm.objects.deals.read',
    writeScope: 'crm.objects.deals.write',
    defaults: [
      'amount',
      'closedate',
      'createdate',
      'dealname',
      'dealstage',
      'hs_lastmodifieddate',
      'hs_object_id',
      'pipeline',
    ],
    title: 'dealname',
  }),
  type('line_items', '0-8', 'line_item', {
    readScope: 'crm.objects.line_items.read',
    writeScope: 'crm.objects.line_items.write',
    defaults: ['amount', 'createdate', 'hs_lastmodifieddate', 'hs_object_id', 'hs_product_id', 'quantity'],
    title: 'name',
  }),
  type('quotes', '0-14', 'quote', {
    readScope: 'crm.objects.quotes.read',
    writeScope: 'crm.objects.quotes.write',
    defaults: [
      'hs_createdate',
      'hs_expiration_date',
      'hs_lastmodifieddate',
      'hs_object_id',
      'hs_status',
      'hs_title',
    ],
    title: 'hs_title',
  }),
  type('notes', '0-46', 'note', {
    readScope: 'crm.objects.contacts.read',
    writeScope: 'crm.objects.contacts.write',
    defaults: ['hs_createdate', 'hs_lastmodifieddate', 'hs_object_id'],
    title: 'hs_note_body',
  }),
];

/** The object type of a path segment: its plural, its singular or its number, in any case. */
export function objectTypeOf(text: string): ObjectType | undefined {
  const wanted = text.toLowerCase();
  return objectTypes.find((one) => one.name === wanted || one.singular === wanted || one.typeId === wanted);
}

export function objectType(name: ObjectName): ObjectType {
  const found = objectTypes.find((one) => one.name === name);
  if (!found) throw new Error(`No object type ${name}`);
  return found;
}

/** The property in which HubSpot keeps when a record last changed; contacts have an older name for it. */
export const modifiedProperty = (name: ObjectName): string =>
  name === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate';
/** The property in which HubSpot keeps when a record was made. */
export const createdProperty = (name: ObjectName): string =>
  name === 'quotes' || name === 'notes' ? 'hs_createdate' : 'createdate';
