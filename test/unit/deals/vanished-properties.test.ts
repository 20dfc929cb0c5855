import { describe, expect, it } from 'vitest';
import { hasVanished } from '../../../src/features/deals/vanished-properties.ts';
import type { DealRecords } from '@dealdraft/wire/records.ts';

const records = (deal: Record<string, string | null>, archived = false): DealRecords => ({
  deal: { id: '1', properties: deal },
  companies: [],
  contacts: [],
  owner: null,
  quotes: [],
  lineItems: [],
  properties: {
    deal: [{ name: 'rhythm', label: 'Rhythm', type: 'string', fieldType: 'text', archived }] as never,
  },
});

describe('a property that HubSpot leaves out of its answer', () => {
  it.each<[string, DealRecords, Record<string, string[]>, boolean]>([
    ['is gone though it is known', records({}), { deal: ['rhythm'] }, true],
    ['is only empty when it is null', records({ rhythm: null }), { deal: ['rhythm'] }, false],
    ['was not known either', records({}), { deal: ['other'] }, false],
    ['is known to be archived', records({}, true), { deal: ['rhythm'] }, false],
    ['was not asked for', records({}), {}, false],
    ['no record of the kind', records({ rhythm: 'x' }), { company: ['rhythm'] }, false],
  ])('%s', (_name, given, needed, expected) => {
    expect(hasVanished(given, needed)).toBe(expected);
  });
});
