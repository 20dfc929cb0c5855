import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dealIdOf,
  externalId,
  portalIdOf,
  requestIdOf,
} from '../../../src/features/contracts/create/join-key.ts';

const metadata = (id: string, recordData: Record<string, unknown> = {}) => ({
  id,
  integrationName: null,
  recordType: null,
  recordData,
});
const uuid = '0197f3a0-4c11-7c30-9a5e-0242ac120002';

describe('the join key', () => {
  it('leads back to its deal', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 99_999_999_999n }), (id) => {
        expect(dealIdOf(metadata(externalId(String(id))))).toBe(String(id));
      }),
    );
  });
  it.each([
    '',
    '10024',
    'hubspot-deal-',
    'hubspot-deal-12x',
    'x-hubspot-deal-12',
    'salesforce-opportunity-1',
  ])('of others is none of ours: "%s"', (id) => {
    expect(dealIdOf(metadata(id))).toBeNull();
  });
  it.each([
    ['8811001', 8811001],
    [8811001, 8811001],
    ['', null],
    ['8811001 ', null],
    [null, null],
    [{ id: 1 }, null],
  ])('portal %j → %j', (value, portal) => {
    expect(portalIdOf(metadata('hubspot-deal-1', { portal_id: value }))).toBe(portal);
  });
  it.each([
    [uuid, uuid],
    [uuid.toUpperCase(), uuid],
    ['1', null],
    [`${uuid}x`, null],
    [5, null],
  ])('request %j → %j', (value, request) => {
    expect(requestIdOf(metadata('hubspot-deal-1', { request_id: value }))).toBe(request);
  });
  it('no metadata is no key', () => {
    expect([dealIdOf(null), portalIdOf(null), requestIdOf(null)]).toEqual([null, null, null]);
  });
});
