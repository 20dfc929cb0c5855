import type { CrmRecord, ObjectName, Portal } from '../state/model.ts';
import { associatedIds } from './associations.ts';
import { findRecord } from './find-record.ts';

/** Fixed, so that the same deal always has the same amount in the account's currency. */
const perEuro: Readonly<Record<string, number>> = {
  EUR: 1,
  USD: 1.08,
  GBP: 0.85,
  CHF: 0.95,
  JPY: 162,
  PLN: 4.3,
  KWD: 0.33,
};

const round = (value: number): string => String(Math.round(value * 100) / 100);

/** The values that HubSpot calculates from others. */
export function derivedValues(portal: Portal, record: CrmRecord): Record<string, string> {
  const of: Partial<Record<ObjectName, () => Record<string, string>>> = {
    deals: () => ofDeal(portal, record),
    line_items: () => ofLineItem(record),
    quotes: () => ofQuote(portal, record),
  };
  return of[record.type]?.() ?? {};
}

function ofDeal(portal: Portal, { id, properties }: CrmRecord): Record<string, string> {
  const stage = portal.pipelines
    .flatMap((one) => one.stages)
    .find((one) => one.id === properties['dealstage']);
  const closed = stage?.metadata.isClosed === 'true';
  const amount = Number(properties['amount'] ?? NaN);
  const rate = perEuro[properties['deal_currency_code'] ?? portal.currency] ?? 1;
  const home = perEuro[portal.currency] ?? 1;
  return {
    amount_in_home_currency: Number.isNaN(amount) ? '' : round((amount / rate) * home),
    hs_tcv: properties['amount'] ?? '',
    hs_is_closed: String(closed),
    hs_is_closed_won: String(closed && stage.metadata.probability === '1.0'),
    hs_deal_stage_probability: stage?.metadata.probability ?? '',
    num_associated_contacts: String(associatedIds(portal, 'deals', id, 'contacts').length),
    hs_num_of_associated_line_items: String(associatedIds(portal, 'deals', id, 'line_items').length),
  };
}

function ofLineItem({ properties }: CrmRecord): Record<string, string> {
  const number = (name: string): number => Number(properties[name] ?? 0);
  const before = number('quantity') * number('price');
  const afterUnit = before - number('quantity') * number('discount');
  const net = afterUnit - (before * number('hs_discount_percentage')) / 100;
  return { hs_pre_discount_amount: round(before), amount: round(net) };
}

function ofQuote(portal: Portal, { id }: CrmRecord): Record<string, string> {
  const items = associatedIds(portal, 'quotes', id, 'line_items').flatMap(
    (one) => findRecord(portal, 'line_items', one) ?? [],
  );
  return {
    hs_quote_amount: round(items.reduce((sum, one) => sum + Number(one.properties['amount'] ?? 0), 0)),
  };
}
