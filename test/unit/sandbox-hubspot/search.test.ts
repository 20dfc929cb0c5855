import { describe, expect, it } from 'vitest';
import type { Portal } from '../../../sandbox/hubspot/state/model.ts';
import { recordsOf } from '../../../sandbox/hubspot/records/find-record.ts';
import { indexed } from '../../../sandbox/hubspot/records/search-index.ts';
import { checkSearch, searchRecords, searchSchema } from '../../../sandbox/hubspot/records/search-records.ts';
import { updateRecord } from '../../../sandbox/hubspot/records/write-record.ts';
import { seedState } from '../../../sandbox/hubspot/seed/seed-state.ts';
import { northwindPortalId } from '../../../sandbox/hubspot/state/accounts.ts';
import { quietCore, seededAt } from '../../../sandbox/hubspot/seed/seed-state.ts';

const portal = seedState().portals.get(northwindPortalId) as Portal;
const known = recordsOf(portal, 'deals').map((record) => ({ record, values: record.properties }));
const names = (filters: object[], more: object = {}): string[] => {
  const input = searchSchema.parse({ filterGroups: [{ filters }], ...more });
  return searchRecords(portal, 'deals', input, known).map((one) => one.properties['dealname'] ?? '');
};
const count = known.length;

describe('a search', () => {
  it.each([
    [{ propertyName: 'deal_currency_code', operator: 'EQ', value: 'gbp' }, 0],
    [{ propertyName: 'deal_currency_code', operator: 'EQ', value: 'GBP' }, 2],
    [{ propertyName: 'deal_currency_code', operator: 'IN', values: ['GBP', 'USD'] }, 6],
    [{ propertyName: 'deal_currency_code', operator: 'NOT_IN', values: ['GBP', 'USD'] }, count - 6],
    [{ propertyName: 'amount', operator: 'NOT_HAS_PROPERTY' }, 1],
    [{ propertyName: 'amount', operator: 'HAS_PROPERTY' }, count - 1],
    [{ propertyName: 'amount', operator: 'NEQ', value: '9000.00' }, count - 1],
    [{ propertyName: 'amount', operator: 'GT', value: '148500' }, 3],
    [{ propertyName: 'amount', operator: 'GTE', value: '148500' }, 4],
    [{ propertyName: 'amount', operator: 'LT', value: '9900' }, 3],
    [{ propertyName: 'amount', operator: 'LTE', value: '9900' }, 4],
    [{ propertyName: 'amount', operator: 'BETWEEN', value: '9000', highValue: '18000' }, 3],
    [{ propertyName: 'closedate', operator: 'LT', value: '1790000000000' }, 2],
    [{ propertyName: 'dealname', operator: 'CONTAINS_TOKEN', value: 'łódź' }, 1],
    [{ propertyName: 'dealname', operator: 'CONTAINS_TOKEN', value: 'renew*' }, 4],
    [{ propertyName: 'dealname', operator: 'CONTAINS_TOKEN', value: '*fleet platform*' }, 0],
    [{ propertyName: 'dealname', operator: 'NOT_CONTAINS_TOKEN', value: 'renew*' }, count - 4],
  ])('%j finds %i', (filter, expected) => {
    expect(names([filter])).toHaveLength(expected);
  });

  it('joins filters by and, groups by or, and looks for words where HubSpot does', () => {
    const usd = { propertyName: 'deal_currency_code', operator: 'EQ', value: 'USD' };
    const large = { propertyName: 'amount', operator: 'GT', value: '100000' };
    expect(names([usd, large])).toHaveLength(2);
    const input = searchSchema.parse({ filterGroups: [{ filters: [usd] }, { filters: [large] }] });
    expect(searchRecords(portal, 'deals', input, known)).toHaveLength(7);
    expect(names([], { query: 'fleet PLATFORM' })).toHaveLength(2);
    // The currency is no property that HubSpot searches by words.
    expect(names([], { query: 'USD' })).toHaveLength(0);
  });

  it('sorts numbers by size', () => {
    const amounts = searchRecords(
      portal,
      'deals',
      searchSchema.parse({ sorts: [{ propertyName: 'amount', direction: 'DESCENDING' }] }),
      known,
    ).map((one) => Number(one.properties['amount'] ?? 0));
    expect(amounts).toEqual(amounts.toSorted((left, right) => right - left));
  });

  it.each([
    [{ query: 'x'.repeat(3001) }, 'longer than 3000'],
    [{ filterGroups: Array.from({ length: 6 }, () => ({ filters: [] })) }, 'groups'],
    [{ filterGroups: [{ filters: Array.from({ length: 7 }, () => ({ propertyName: 'amount', operator: 'HAS_PROPERTY' })) }] }, 'in a group'],
    [{ filterGroups: Array.from({ length: 4 }, () => ({ filters: Array.from({ length: 5 }, () => ({ propertyName: 'amount', operator: 'HAS_PROPERTY' })) })) }, 'number of filters is 18'],
    [{ filterGroups: [{ filters: [{ propertyName: 'nope', operator: 'HAS_PROPERTY' }] }] }, 'does not exist'],
    [{ filterGroups: [{ filters: [{ propertyName: 'amount', operator: 'IN' }] }] }, 'needs values'],
    [{ filterGroups: [{ filters: [{ propertyName: 'amount', operator: 'BETWEEN', value: '1' }] }] }, 'highValue'],
    [{ filterGroups: [{ filters: [{ propertyName: 'amount', operator: 'EQ' }] }] }, 'needs a value'],
  ])('over its limits is refused %#', (input, message) => {
    expect(() => checkSearch(portal, 'deals', searchSchema.parse(input))).toThrow(message);
  }); // prettier-ignore

  it('sees records as they were a moment ago', () => {
    const state = seedState();
    const portal = state.portals.get(northwindPortalId) as Portal;
    const [deal] = recordsOf(portal, 'deals');
    if (!deal) throw new Error('no deal');
    const later = new Date(seededAt.getTime() + 60_000);
    const core = { ...quietCore(state), now: () => later };
    updateRecord(core, portal, deal, { dealname: 'Renamed', po_number: '7' }, { type: 'CRM_UI', id: null });
    const values = (asOf: Date) => indexed(portal, 'deals', asOf).find((one) => one.record === deal)?.values;
    expect(values(new Date(later.getTime() - 1))).toMatchObject({
      dealname: 'Alpenglühen – fleet platform 2027',
    });
    expect(values(new Date(later.getTime() - 1))).not.toHaveProperty('po_number');
    expect(values(later)).toMatchObject({ dealname: 'Renamed', po_number: '7' });
    expect(indexed(portal, 'deals', new Date(seededAt.getTime() - 1))).toEqual([]);
  });
});
