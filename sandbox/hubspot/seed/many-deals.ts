import { createRandom } from '../../kit/random.ts';
import type { Core } from '../state/core.ts';
import type { Portal } from '../state/model.ts';
import { associate } from '../records/associate.ts';
import { typesBetween } from '../records/associations.ts';
import { createRecord } from '../records/write-record.ts';
import { define } from '../schema/define.ts';
import { quietCore, seededAt } from './seed-state.ts';

export interface ManyDeals {
  /** Put into every deal, over the made-up values. */
  properties?: Record<string, string>;
  /** Line items of each deal; 2 unless told. */
  lineItems?: number;
  seed?: number;
}

const source = { type: 'IMPORT', id: 'seed' } as const;
const towns = ['Zürich', 'Łódź', 'Malmö', 'Reading', 'Lyon', 'Boston', '東京', 'São Paulo'];
const countries = ['Switzerland', 'Poland', 'Sweden', 'United Kingdom', 'France', 'USA', 'Japan', 'Brazil'];

/** Makes deals for measurements, each with a company, a signatory and line items, without telling any webhook. Gives their ids. */
export function seedManyDeals(
  core: Core,
  portal: Portal,
  count: number,
  { properties = {}, lineItems = 2, seed = 11 }: ManyDeals = {},
): string[] {
  const quiet = { ...quietCore(core.state, seededAt) };
  const random = createRandom(seed);
  const pipeline = portal.pipelines[0];
  const stages = (pipeline?.stages ?? []).filter((one) => one.metadata.isClosed === 'false');
  const signatory = typesBetween(portal, 'deals', 'contacts').find(
    (one) => one.label === 'Signatory',
  )?.typeId;
  const primary = typesBetween(portal, 'deals', 'companies').find((one) => one.label === 'Primary')?.typeId;
  const ids = Array.from({ length: count }, (_, index) => {
    const place = random.below(towns.length);
    const amount = 1000 + random.below(200_000);
    const deal = createRecord(
      quiet,
      portal,
      'deals',
      {
        dealname: `Bench deal ${index + 1} – ${towns[place]}`,
        amount: String(amount),
        deal_currency_code: portal.currency,
        dealstage: stages[random.below(Math.max(1, stages.length))]?.id ?? '',
        closedate: '2027-03-31T00:00:00.000Z',
        contract_start_date: '2027-01-01',
        contract_end_date: '2027-12-31',
        contract_term_months: '12',
        auto_renewal: index % 2 === 0 ? 'true' : 'false',
        billing_frequency: 'annually',
        governing_law: 'england_wales',
        liability_cap: String(amount),
        payment_terms_days: '30',
        ...properties,
      },
      source,
    );
    const company = createRecord(
      quiet,
      portal,
      'companies',
      {
        name: `Bench company ${index + 1}`,
        legal_name: `Bench company ${index + 1} Ltd`,
        domain: `bench-${index + 1}.example`,
        address: `${1 + random.below(200)} High Street`,
        city: towns[place] ?? '',
        zip: String(10_000 + index),
        country: countries[place] ?? '',
      },
      source,
    );
    const contact = createRecord(
      quiet,
      portal,
      'contacts',
      {
        firstname: 'Robin',
        lastname: `Bench ${index + 1}`,
        email: `robin.${deal.id}@bench.example`,
        jobtitle: 'Director',
      },
      source,
    );
    associate(quiet, { portal, from: deal, to: company, source }, primary === undefined ? [] : [primary]);
    associate(quiet, { portal, from: deal, to: contact, source }, signatory === undefined ? [] : [signatory]);
    for (let line = 0; line < lineItems; line += 1) {
      const item = createRecord(
        quiet,
        portal,
        'line_items',
        {
          name: `Seat ${line + 1}`,
          hs_sku: `BENCH-${line}`,
          quantity: '1',
          price: (amount / lineItems).toFixed(2),
          hs_line_item_currency_code: portal.currency,
          recurringbillingfrequency: 'annually',
          hs_recurring_billing_period: 'P12M',
        },
        source,
      );
      associate(quiet, { portal, from: deal, to: item, source });
    }
    return deal.id;
  });
  core.changed();
  return ids;
}

/** Gives the account's deals a great many properties, of all types. */
export function seedManyProperties(core: Core, portal: Portal, count: number): void {
  const kinds = [
    ['string', 'text'],
    ['number', 'number'],
    ['date', 'date'],
    ['enumeration', 'select'],
    ['bool', 'booleancheckbox'],
  ] as const;
  for (let index = 1; index <= count; index += 1) {
    const [type, fieldType] = kinds[index % kinds.length] ?? kinds[0];
    const name = `custom_${String(index).padStart(4, '0')}`;
    if (portal.properties.deals.some((one) => one.name === name)) continue;
    const options =
      type === 'enumeration'
        ? [
            { value: 'one', label: 'One' },
            { value: 'two', label: 'Two' },
          ]
        : [];
    portal.properties.deals.push(
      define({
        name,
        label: `Custom property ${index}`,
        type,
        fieldType,
        groupName: 'dealinformation',
        options,
      }),
    );
  }
  core.changed();
}
