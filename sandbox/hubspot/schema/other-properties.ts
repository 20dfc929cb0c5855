import type { ObjectName, PropertyDefinition, PropertyGroup } from '../state/model.ts';
import { inGroup, system } from './define.ts';

const group = (name: string, label: string): PropertyGroup[] => [
  { name, label, displayOrder: 0, archived: false },
];

export const otherGroups: Record<Exclude<ObjectName, 'deals'>, PropertyGroup[]> = {
  companies: group('companyinformation', 'Company information'),
  contacts: group('contactinformation', 'Contact information'),
  line_items: group('lineiteminformation', 'Line item information'),
  quotes: group('quoteinformation', 'Quote information'),
  notes: group('engagementinformation', 'Activity information'),
};

const company = inGroup('companyinformation', { hubspotDefined: true });
const contact = inGroup('contactinformation', { hubspotDefined: true });
const item = inGroup('lineiteminformation', { hubspotDefined: true });
const quote = inGroup('quoteinformation', { hubspotDefined: true });
const note = inGroup('engagementinformation', { hubspotDefined: true });

const stamps = (of: typeof company): PropertyDefinition[] => [
  of.number('hs_object_id', 'Record ID', system),
  of.datetime('createdate', 'Create date'),
  of.datetime('hs_createdate', 'Object create date/time', system),
  of.datetime('hs_lastmodifieddate', 'Last modified date', system),
];

const mergedIds = (of: typeof company): PropertyDefinition =>
  of.checkboxes(
    'hs_merged_object_ids',
    'Merged record IDs',
    {},
    { ...system, hidden: true, externalOptions: true },
  );

const frequencies = {
  weekly: 'Weekly',
  biweekly: 'Every two weeks',
  monthly: 'Monthly',
  quarterly: 'Quarterly',
  per_six_months: 'Semi-annually',
  annually: 'Annually',
  per_two_years: 'Every two years',
};

/** Definitions of every object type but deals. */
export const otherProperties = (
  currencies: string[],
): Record<Exclude<ObjectName, 'deals'>, PropertyDefinition[]> => {
  const codes = Object.fromEntries(currencies.map((code) => [code, code]));
  return {
    companies: [
      ...stamps(company),
      mergedIds(company),
      company.text('name', 'Company name'),
      company.text('domain', 'Company domain name'),
      company.text('legal_name', 'Registered name', { hubspotDefined: false }),
      company.text('registration_number', 'Registration number', { hubspotDefined: false }),
      company.text('vat_number', 'VAT number', { hubspotDefined: false }),
      company.text('address', 'Street address'),
      company.text('address2', 'Street address 2'),
      company.text('city', 'City'),
      company.text('state', 'State/region'),
      company.text('zip', 'Postal code'),
      company.text('country', 'Country/region'),
      company.phone('phone', 'Phone number'),
      company.text('website', 'Website URL'),
      company.number('numberofemployees', 'Number of employees'),
      company.owner('hubspot_owner_id', 'Company owner'),
    ],
    contacts: [
      ...stamps(contact).filter((one) => one.name !== 'hs_lastmodifieddate'),
      contact.datetime('lastmodifieddate', 'Last modified date', system),
      mergedIds(contact),
      contact.text('email', 'Email', { hasUniqueValue: true }),
      contact.text('firstname', 'First name'),
      contact.text('lastname', 'Last name'),
      contact.text('jobtitle', 'Job title'),
      contact.phone('phone', 'Phone number'),
      contact.text('company', 'Company name'),
      contact.text('address', 'Street address'),
      contact.text('city', 'City'),
      contact.text('zip', 'Postal code'),
      contact.text('country', 'Country/region'),
      contact.owner('hubspot_owner_id', 'Contact owner'),
    ],
    line_items: [
      ...stamps(item),
      item.text('name', 'Name'),
      item.textarea('description', 'Description'),
      item.text('hs_sku', 'SKU'),
      item.text('hs_product_id', 'Product ID'),
      item.number('quantity', 'Quantity'),
      item.money('price', 'Unit price'),
      item.money('discount', 'Unit discount'),
      item.number('hs_discount_percentage', 'Discount percentage'),
      item.money('amount', 'Net price', { ...system, calculated: true }),
      item.money('hs_pre_discount_amount', 'Pre-discount amount', { ...system, calculated: true }),
      item.select('recurringbillingfrequency', 'Billing frequency', frequencies),
      item.text('hs_recurring_billing_period', 'Term'),
      item.date('hs_recurring_billing_start_date', 'Billing start date'),
      item.select('hs_line_item_currency_code', 'Currency', codes),
      item.number('hs_position_on_quote', 'Position'),
    ],
    quotes: [
      ...stamps(quote).filter((one) => one.name !== 'createdate'),
      quote.text('hs_title', 'Quote title'),
      quote.select('hs_status', 'Quote status', {
        DRAFT: 'Draft',
        PENDING_APPROVAL: 'Pending approval',
        APPROVAL_NOT_NEEDED: 'Published',
        APPROVED: 'Approved',
        REJECTED: 'Rejected',
      }),
      quote.select('hs_template_type', 'Template type', {
        CPQ_QUOTE: 'CPQ quote',
        CUSTOMIZABLE_QUOTE_TEMPLATE: 'Customizable template',
        QUOTE: 'Legacy',
      }),
      quote.date('hs_expiration_date', 'Expiration date'),
      quote.money('hs_quote_amount', 'Quote amount', { ...system, calculated: true }),
      quote.text('hs_quote_number', 'Quote number'),
      quote.select('hs_currency', 'Currency', codes),
      quote.textarea('hs_terms', 'Purchase terms'),
      quote.text('hs_payment_status', 'Payment status'),
      quote.owner('hubspot_owner_id', 'Quote owner'),
    ],
    notes: [
      ...stamps(note).filter((one) => one.name !== 'createdate'),
      note.datetime('hs_timestamp', 'Activity date'),
      note.html('hs_note_body', 'Note body'),
      note.text('hs_attachment_ids', 'Attached document IDs'),
      note.owner('hubspot_owner_id', 'Activity assigned to'),
    ],
  };
};
