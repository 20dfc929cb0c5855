import { mergeRecords } from '../records/merge-records.ts';
import { recordsOf } from '../records/find-record.ts';
import type { Core } from '../state/core.ts';
import type { Portal } from '../state/model.ts';
import { companies } from './companies.ts';
import type { SeedDeal } from './deals.ts';
import { bottlingParts, platform, robots, sensors } from './line-items.ts';

/** What real accounts have besides: each deal with values that a connector gets wrong when it has not met them before. */
export const oddDeals: SeedDeal[] = [
  // A currency without minor units.
  {
    properties: {
      dealname: 'Osaka Seimitsu – press line',
      amount: '12400000',
      deal_currency_code: 'JPY',
      dealstage: 'presentationscheduled',
      governing_law: 'japan',
      renews_by_itself: 'true',
    },
    companies: ['osaka'],
    contacts: [{ key: 'haruka', labels: ['Signatory'] }],
    items: [robots(4, '2850000'), platform(2, '500000')],
  },
  // And one with three decimals.
  {
    properties: {
      dealname: 'Gulf Horizon – depot sensors',
      amount: '4820.125',
      deal_currency_code: 'KWD',
      dealstage: 'qualifiedtobuy',
      governing_law: 'england_wales',
    },
    companies: ['kuwait'],
    contacts: [{ key: 'noura', labels: ['Signatory'] }],
    items: [sensors(125, '38.561')],
  },
  // Half an emoji in the company's name, accents apart from their letters, rich text, a checkbox that says no.
  {
    properties: {
      dealname: 'Brandt coffee – kiosk robots',
      amount: '58200',
      deal_currency_code: 'EUR',
      dealstage: 'presentationscheduled',
      governing_law: 'germany',
      data_regions: 'eu;uk',
      renews_by_itself: 'false',
      preamble:
        '<p>Net&nbsp;30 days, <strong>free on board</strong> Hamburg.</p><ul><li>Two kiosks</li></ul>',
      agreed_discount: '0.075',
    },
    kept: { fit_score: '83', purchase_order: '190004821' },
    companies: ['brandt'],
    contacts: [{ key: 'zoe', labels: ['Signatory'] }],
    items: [robots(2, '27900.00'), platform(1, '2400.00')],
  },
  // More line items than a page of associations holds; its owner has left, and its company was merged.
  {
    properties: {
      dealname: 'Brauerei Zwiesel – bottling parts',
      amount: '930',
      deal_currency_code: 'EUR',
      dealstage: 'qualifiedtobuy',
      governing_law: 'germany',
    },
    ownerLeft: true,
    companies: ['zwiesel', 'zwieselTwin'],
    contacts: [{ key: 'korbinian', labels: ['Signatory'] }],
    items: bottlingParts(),
  },
];

/** Somebody found that one company was there twice. */
export function mergeTwins(core: Core, portal: Portal): void {
  const named = (name: string) =>
    recordsOf(portal, 'companies').find(({ properties }) => properties['name'] === name);
  const [primary, merged] = [named(companies.zwiesel.name), named(companies.zwieselTwin.name)];
  if (primary && merged)
    mergeRecords(core, { portal, primary, merged, source: { type: 'CRM_UI', id: 'seed' } });
}
