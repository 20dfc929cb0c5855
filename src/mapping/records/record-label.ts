import type { CrmRecord, PropertyDefinition, RecordObject } from '@dealdraft/wire/records.ts';
import { humanized } from '../values/humanized.ts';
import { own } from '../values/value.ts';
import { trimmed } from '@dealdraft/wire/text-form.ts';

export const objectWords: Record<RecordObject, [one: string, many: string]> = {
  deal: ['deal', 'deals'],
  company: ['company', 'companies'],
  contact: ['contact', 'contacts'],
  owner: ['deal owner', 'deal owners'],
  quote: ['quote', 'quotes'],
  line_item: ['line item', 'line items'],
};

const text = (record: CrmRecord, name: string): string => trimmed(own(record.properties, name) ?? '');
const person = (record: CrmRecord, first: string, last: string): string =>
  `${text(record, first)} ${text(record, last)}`.trim();

/** What a person calls this record. */
export function recordLabel(object: RecordObject, record: CrmRecord): string {
  const label = {
    deal: () => text(record, 'dealname'),
    company: () => text(record, 'name') || text(record, 'domain'),
    contact: () => person(record, 'firstname', 'lastname') || text(record, 'email'),
    owner: () => person(record, 'firstName', 'lastName') || text(record, 'email'),
    quote: () => text(record, 'hs_title'),
    line_item: () => text(record, 'name') || text(record, 'hs_sku'),
  }[object]();
  return label === '' ? `${objectWords[object][0]} ${record.id}` : label;
}

/** What tells this record from others with the same name. */
export function recordDetail(object: RecordObject, record: CrmRecord): string {
  const names = {
    company: ['domain', 'city', 'country'],
    contact: ['email', 'jobtitle'],
    quote: ['hs_status', 'hs_expiration_date'],
  };
  const shown = own(names as Record<string, string[]>, object) ?? [];
  return shown
    .map((name) => text(record, name))
    .filter((part) => part !== '')
    .join(' · ');
}

/** "Deal amount", "Company name"; HubSpot's label when it is known. */
export function propertyLabel(definition: PropertyDefinition | 'unknown' | 'gone', name: string): string {
  return typeof definition === 'string' ? humanized(name) : definition.label || humanized(name);
}
