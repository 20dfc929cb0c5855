import type { CrmRecord, DealRecords, RecordObject } from '@dealdraft/wire/records.ts';
import type { NeededProperties } from './read-deal-records.ts';

/**
 * Whether a property that was asked for, and that exists by the definitions we hold, is no longer there: HubSpot gives
 * null for one that is empty and leaves out one that it does not have. Without this look, a property that was deleted
 * in the minutes for which definitions are kept would read as empty, and the contract would say nothing where it had
 * a value.
 *
 * https://developers.hubspot.com/docs/api-reference/crm-objects-v3/guide ("Retrieve records")
 */
export const hasVanished = (records: DealRecords, needed: NeededProperties): boolean => {
  const sets: [RecordObject, (CrmRecord | undefined)[]][] = [
    ['deal', [records.deal]],
    ['company', records.companies.map(({ record }) => record)],
    ['contact', records.contacts.map(({ record }) => record)],
    ['quote', records.quotes.map(({ record }) => record)],
    ['line_item', records.lineItems],
  ];
  return sets.some(([object, [record]]) => {
    if (record === undefined) return false;
    const known = new Set(
      (records.properties[object] ?? []).flatMap(({ name, archived }) => (archived ? [] : [name])),
    );
    return (needed[object] ?? []).some((name) => known.has(name) && !Object.hasOwn(record.properties, name));
  });
};
