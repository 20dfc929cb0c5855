import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkValue } from '../../../sandbox/hubspot/schema/check-value.ts';
import { define } from '../../../sandbox/hubspot/schema/define.ts';
import { seedState } from '../../../sandbox/hubspot/seed/seed-state.ts';
import { northwindPortalId } from '../../../sandbox/hubspot/state/accounts.ts';
import type { Portal } from '../../../sandbox/hubspot/state/model.ts';

const portal = seedState().portals.get(northwindPortalId) as Portal;
const options = [
  { value: 'eu', label: 'EU' },
  { value: 'uk', label: 'UK' },
];
const of = (type: string, fieldType = 'text') =>
  define({
    name: 'x',
    label: 'X',
    type,
    fieldType,
    groupName: 'g',
    ...(type === 'enumeration' ? { options } : {}),
  });
const outcome = (type: string, value: string, fieldType?: string): string => {
  const checked = checkValue(portal, of(type, fieldType), value);
  return checked.ok ? checked.value : checked.problem.error;
};

describe('a value of a property', () => {
  it.each([
    ['number', '1500.00', '1500.00'],
    ['number', '-.5', '-.5'],
    ['number', '1,500', 'INVALID_DOUBLE'],
    ['number', 'NaN', 'INVALID_DOUBLE'],
    ['bool', 'true', 'true'],
    ['bool', 'yes', 'INVALID_BOOLEAN'],
    ['date', '2027-01-31', '2027-01-31'],
    ['date', '1801353600000', '2027-01-31'],
    ['date', '2027-01-31T00:00:00Z', '2027-01-31'],
    ['date', '2027-01-31T09:00:00Z', 'INVALID_DATE'],
    ['date', '1801353600001', 'INVALID_DATE'],
    ['date', '2027-02-30', 'INVALID_LONG'],
    ['date', '31.01.2027', 'INVALID_LONG'],
    ['datetime', '1801353600001', '2027-01-31T00:00:00.001Z'],
    ['datetime', '2027-01-31T09:00:00+01:00', '2027-01-31T08:00:00.000Z'],
    ['datetime', 'soon', 'INVALID_LONG'],
    ['enumeration', 'eu', 'eu'],
    ['enumeration', 'EU', 'INVALID_OPTION'],
    ['enumeration', 'eu;uk', 'INVALID_OPTION'],
    ['string', 'x'.repeat(65_536), 'x'.repeat(65_536)],
    ['string', 'x'.repeat(65_537), 'INVALID_STRING_LENGTH'],
    ['number', '', ''],
  ])('of type %s: %s', (type, value, expected) => {
    expect(outcome(type, value)).toBe(expected);
  });

  it('of several options is joined by semicolons', () => {
    expect(outcome('enumeration', 'eu;uk', 'checkbox')).toBe('eu;uk');
    expect(outcome('enumeration', 'eu;fr', 'checkbox')).toBe('INVALID_OPTION');
  });

  it('keeps its meaning when it is checked again', () => {
    const pairs = fc.oneof(
      fc.tuple(
        fc.constant('date'),
        fc
          .date({ noInvalidDate: true })
          .map((at) => String(Math.floor(at.getTime() / 86_400_000) * 86_400_000)),
      ),
      fc.tuple(
        fc.constant('datetime'),
        fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
      ),
      fc.tuple(fc.constant('number'), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)),
    );
    fc.assert(
      fc.property(pairs, ([type, value]) => {
        const once = outcome(type, value);
        fc.pre(!once.startsWith('INVALID') && !/^[+-]\d{6}/.test(once));
        expect(outcome(type, once)).toBe(once);
      }),
    );
  });
});

describe('the seed has what real accounts have', () => {
  const portal = seedState().portals.get(northwindPortalId);
  const records = [...(portal?.records.values() ?? [])];
  const deal = (name: string) =>
    records.find(({ properties }) => properties['dealname']?.startsWith(name) === true);
  const definition = (name: string) => portal?.properties.deals.find((one) => one.name === name);

  it.each([
    ['renews_by_itself', { type: 'enumeration', fieldType: 'booleancheckbox' }],
    ['preamble', { type: 'string', fieldType: 'html' }],
    ['data_regions', { type: 'enumeration', fieldType: 'checkbox' }],
    ['agreed_discount', { type: 'number', numberDisplayHint: 'percentage' }],
    ['fit_score', { fieldType: 'calculation_score', readOnly: true }],
    ['purchase_order', { fieldType: 'file' }],
  ])('a property %s that a deal fills', (name, expected) => {
    expect(definition(name)).toMatchObject(expected);
    expect(records.some(({ type, properties }) => type === 'deals' && properties[name] !== undefined)).toBe(
      true,
    );
  });

  it('deals in currencies without minor units and with three', () => {
    expect(deal('Osaka')?.properties).toMatchObject({
      deal_currency_code: 'JPY',
      amount_in_home_currency: '76543.21',
    });
    expect(deal('Gulf')?.properties).toMatchObject({ deal_currency_code: 'KWD', amount: '4820.125' });
  });

  it('620 line items on one deal, whose owner has left and whose company was merged', () => {
    const parts = deal('Brauerei');
    const owner = portal?.owners.find(({ id }) => id === parts?.properties['hubspot_owner_id']);
    expect(parts?.properties['hs_num_of_associated_line_items']).toBe('620');
    expect(owner?.archived).toBe(true);
    const companies = records.filter(
      ({ type, archived, properties }) =>
        type === 'companies' && !archived && properties['name']?.startsWith('Brauerei') === true,
    );
    expect(companies.map(({ properties }) => properties['hs_merged_object_ids']?.split(';').length)).toEqual([
      2,
    ]);
  });

  it('half an emoji, and accents apart from their letters', () => {
    const names = records.flatMap(({ properties }) => [properties['name'], properties['firstname']]);
    expect(names.some((name) => name?.isWellFormed() === false)).toBe(true);
    expect(names.some((name) => name !== undefined && name !== name.normalize('NFC'))).toBe(true);
  });
});
