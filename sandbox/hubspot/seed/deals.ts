import type { CompanyKey, ContactKey } from './companies.ts';
import { lease, onboarding, partsList, platform, robots, support } from './line-items.ts';
import type { Item } from './line-items.ts';

export interface SeedDeal {
  properties: Record<string, string>;
  /** The first is the primary company unless `noPrimary`. */
  companies?: CompanyKey[];
  noPrimary?: boolean;
  contacts?: { key: ContactKey; labels?: ('Signatory' | 'Billing contact' | 'Legal contact')[] }[];
  items?: Item[];
  quote?: { title: string; number: string };
  notes?: string[];
  /** Its owner has left the company, and is no owner that anybody could choose any more. */
  ownerLeft?: boolean;
  /** Values that HubSpot keeps, and lets nobody write: calculated ones, and files. */
  kept?: Record<string, string>;
}

const terms = {
  contract_start_date: '2027-01-01',
  contract_end_date: '2027-12-31',
  contract_term_months: '12',
  auto_renewal: 'true',
  billing_frequency: 'annually',
  payment_terms_days: '30',
};

const renewalPipeline = { pipeline: '740021' };
const hugeNote = `<p>${'Minutes of the call: delivery windows, ramp-up by site, spare parts, data residency, and who signs. '.repeat(600)}</p>`;

/** Realistic deals, among them those that usually break an integration. */
export const northwindDeals: SeedDeal[] = [
  {
    properties: {
      dealname: 'Alpenglühen – fleet platform 2027',
      amount: '148500',
      deal_currency_code: 'EUR',
      dealstage: 'presentationscheduled',
      closedate: '2026-12-18T00:00:00.000Z',
      governing_law: 'switzerland',
      liability_cap: '250000',
      data_regions: 'eu',
      ...terms,
    },
    companies: ['helvetia'],
    contacts: [
      { key: 'regula', labels: ['Signatory', 'Billing contact'] },
      { key: 'beat', labels: ['Legal contact'] },
    ],
    items: [
      platform(45, '3000.00', { hs_discount_percentage: '5' }),
      support('14000.00'),
      onboarding('6250.00'),
    ],
    quote: { title: 'Alpenglühen fleet platform', number: 'Q-2026-0412' },
    notes: ['<p>Regula signs alone up to CHF 500k.</p>'],
  },
  {
    properties: {
      dealname: 'Włókna Łódź – pallet robots',
      amount: '86400.50',
      deal_currency_code: 'EUR',
      dealstage: 'contractsent',
      closedate: '2026-11-30T00:00:00.000Z',
      governing_law: 'poland',
      liability_cap: '86400.50',
      po_number: 'ZAM/2026/1187',
      data_regions: 'eu',
      ...terms,
    },
    companies: ['lodz'],
    contacts: [{ key: 'malgorzata', labels: ['Signatory'] }],
    items: [robots(3, '27900.00', { discount: '99.50' }), onboarding('2999.00')],
  },
  {
    properties: {
      dealname: '東京ロボティクス – pilot lease',
      amount: '129600',
      deal_currency_code: 'USD',
      dealstage: 'qualifiedtobuy',
      closedate: '2027-02-26T00:00:00.000Z',
      governing_law: 'japan',
      liability_cap: '130000',
      ...terms,
      data_regions: 'jp;us',
    },
    companies: ['tokyo'],
    contacts: [{ key: 'kenji', labels: ['Signatory'] }],
    items: [lease(4, '900.00', 36)],
  },
  {
    properties: {
      dealname: 'Harbor & Pine – two sites',
      amount: '312000',
      deal_currency_code: 'USD',
      dealstage: 'contractsent',
      closedate: '2026-12-04T00:00:00.000Z',
      governing_law: 'new_york',
      liability_cap: '500000',
      po_number: 'PO-88120',
      special_terms: 'Go-live of site two depends on the acceptance of site one.',
      data_regions: 'us',
      ...terms,
      contract_term_months: '24',
      contract_end_date: '2028-12-31',
    },
    companies: ['harbor'],
    contacts: [
      { key: 'dolores', labels: ['Signatory'] },
      { key: 'marcus', labels: ['Billing contact'] },
    ],
    items: [platform(60, '4100.00'), robots(2, '28500.00'), support('9000.00')],
    quote: { title: 'Harbor & Pine, sites 1 and 2', number: 'Q-2026-0431' },
    notes: [hugeNote, '<p>Legal asked for mutual indemnities.</p>'],
  },
  {
    // Two companies and neither is primary: nobody can guess which one signs.
    properties: {
      dealname: 'Thames Valley – group framework',
      amount: '97500',
      deal_currency_code: 'GBP',
      dealstage: 'presentationscheduled',
      closedate: '2027-01-29T00:00:00.000Z',
      governing_law: 'england_wales',
      liability_cap: '200000',
      ...terms,
    },
    companies: ['thames', 'thamesHolding'],
    noPrimary: true,
    contacts: [{ key: 'priya' }, { key: 'oliver', labels: ['Legal contact'] }],
    items: [platform(25, '3700.00'), onboarding('5000.00')],
  },
  {
    // A company, but nobody to sign.
    properties: {
      dealname: 'Domtoren – evaluation',
      amount: '18000',
      deal_currency_code: 'EUR',
      dealstage: 'appointmentscheduled',
      closedate: '2027-03-31T00:00:00.000Z',
      ...terms,
    },
    companies: ['utrecht'],
    items: [platform(6, '3000.00')],
  },
  {
    properties: {
      dealname: 'Isartal – spare parts frame order',
      amount: '94273.65',
      deal_currency_code: 'EUR',
      dealstage: 'presentationscheduled',
      closedate: '2026-12-11T00:00:00.000Z',
      governing_law: 'germany',
      liability_cap: '100000',
      ...terms,
      billing_frequency: 'quarterly',
    },
    companies: ['bavaria'],
    contacts: [{ key: 'juergen', labels: ['Signatory', 'Billing contact'] }],
    items: partsList(),
  },
  {
    // An NDA with a person: no company, no amount, no items.
    properties: {
      dealname: 'Inês Carvalho – NDA for advisory work',
      deal_currency_code: 'EUR',
      dealstage: 'appointmentscheduled',
      governing_law: 'england_wales',
    },
    contacts: [{ key: 'ines', labels: ['Signatory'] }],
  },
  {
    properties: {
      dealname: 'Copperleaf – lab automation',
      amount: '54000',
      deal_currency_code: 'USD',
      dealstage: 'contractsent',
      closedate: '2026-12-15T00:00:00.000Z',
      governing_law: 'new_york',
      liability_cap: '54000',
      ...terms,
    },
    companies: ['noCountry'],
    contacts: [{ key: 'walt', labels: ['Signatory'] }],
    items: [platform(18, '3000.00')],
  },
  {
    properties: {
      dealname: 'Ateliers du Rhône – fleet platform',
      amount: '42000',
      deal_currency_code: 'EUR',
      dealstage: 'closedwon',
      closedate: '2026-09-30T00:00:00.000Z',
      governing_law: 'germany',
      liability_cap: '84000',
      ...terms,
    },
    companies: ['lyon'],
    contacts: [{ key: 'elodie', labels: ['Signatory'] }],
    items: [platform(14, '3000.00')],
  },
  {
    properties: {
      dealname: 'Liffey Analytics – data feed',
      amount: '9900',
      deal_currency_code: 'EUR',
      dealstage: 'closedlost',
      closedate: '2026-08-14T00:00:00.000Z',
      closed_lost_reason: 'Went with an in-house tool.',
    },
    companies: ['dublin'],
    contacts: [{ key: 'aoife', labels: ['Legal contact'] }],
    items: [platform(3, '3300.00')],
  },
  {
    properties: {
      dealname: 'Öresund Båtvarv – renewal 2027',
      amount: '61200',
      deal_currency_code: 'EUR',
      ...renewalPipeline,
      dealstage: '1080102',
      closedate: '2026-12-31T00:00:00.000Z',
      governing_law: 'germany',
      liability_cap: '61200',
      dealtype: 'existingbusiness',
      ...terms,
    },
    companies: ['malmo'],
    contacts: [{ key: 'sven', labels: ['Signatory', 'Billing contact'] }],
    items: [platform(17, '3000.00', { hs_recurring_billing_start_date: '2027-01-01' }), support('10200.00')],
  },
  {
    properties: {
      dealname: 'Harbor & Pine – support renewal',
      amount: '9000',
      deal_currency_code: 'USD',
      ...renewalPipeline,
      dealstage: '1080103',
      closedate: '2026-12-20T00:00:00.000Z',
      governing_law: 'new_york',
      liability_cap: '18000',
      dealtype: 'existingbusiness',
      ...terms,
    },
    companies: ['harbor'],
    contacts: [
      { key: 'dolores', labels: ['Signatory'] },
      { key: 'marcus', labels: ['Billing contact'] },
    ],
    items: [support('9000.00')],
  },
  {
    properties: {
      dealname: 'Thames Valley Foods – renewal',
      amount: '33300',
      deal_currency_code: 'GBP',
      ...renewalPipeline,
      dealstage: '1080101',
      closedate: '2027-02-28T00:00:00.000Z',
      governing_law: 'england_wales',
      liability_cap: '66600',
      dealtype: 'existingbusiness',
      ...terms,
      auto_renewal: 'false',
    },
    companies: ['thames'],
    contacts: [{ key: 'priya', labels: ['Signatory'] }],
    items: [platform(9, '3700.00')],
  },
  {
    properties: {
      dealname: 'Ateliers du Rhône – renewed 2026',
      amount: '39000',
      deal_currency_code: 'EUR',
      ...renewalPipeline,
      dealstage: '1080104',
      closedate: '2026-01-15T00:00:00.000Z',
      dealtype: 'existingbusiness',
      governing_law: 'germany',
    },
    companies: ['lyon'],
    contacts: [{ key: 'elodie', labels: ['Signatory'] }],
    items: [platform(13, '3000.00')],
  },
  {
    properties: {
      dealname: 'Isartal – second hall',
      amount: '168000',
      deal_currency_code: 'EUR',
      dealstage: 'qualifiedtobuy',
      closedate: '2027-04-30T00:00:00.000Z',
      governing_law: 'germany',
      liability_cap: '200000',
      ...terms,
      billing_frequency: 'upfront',
    },
    companies: ['bavaria'],
    contacts: [{ key: 'juergen', labels: ['Signatory'] }],
    items: [robots(5, '27900.00'), platform(9, '3000.00'), onboarding('1500.00')],
  },
];

export const secondPortalDeals: SeedDeal[] = [
  {
    properties: {
      dealname: 'Öresund Båtvarv – harbour lights',
      amount: '23500',
      deal_currency_code: 'DKK',
      dealstage: 'presentationscheduled',
      closedate: '2027-01-15T00:00:00.000Z',
    },
    companies: ['malmo'],
    contacts: [{ key: 'sven' }],
    items: [{ name: 'Quay light', hs_sku: 'FJL-Q1', quantity: '47', price: '500' }],
  },
  {
    properties: {
      dealname: 'Domtoren – office fit-out',
      amount: '61000',
      deal_currency_code: 'EUR',
      dealstage: 'contractsent',
    },
    companies: ['utrecht'],
  },
];
