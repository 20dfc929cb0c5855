import type { Core } from '../state/core.ts';
import type { CrmRecord, Portal, Source } from '../state/model.ts';
import { associate } from '../records/associate.ts';
import { typesBetween } from '../records/associations.ts';
import { createRecord } from '../records/write-record.ts';
import { companies, contacts } from './companies.ts';
import type { CompanyKey, ContactKey } from './companies.ts';
import type { SeedDeal } from './deals.ts';

const source: Source = { type: 'IMPORT', id: 'seed' };

/** Makes the deals and all that belongs to them; a company or a contact that several deals share is made once. */
export function plantDeals(core: Core, portal: Portal, deals: SeedDeal[]): void {
  const planted = new Map<string, CrmRecord>();
  const once = (key: string, make: () => CrmRecord): CrmRecord => {
    const record = planted.get(key) ?? make();
    planted.set(key, record);
    return record;
  };
  const company = (key: CompanyKey): CrmRecord =>
    once(`company/${key}`, () => createRecord(core, portal, 'companies', companies[key], source));
  const link = (from: CrmRecord, to: CrmRecord, labels: string[] = []): void => {
    const types = typesBetween(portal, from.type, to.type).filter(
      (one) => one.label !== null && labels.includes(one.label),
    );
    associate(
      core,
      { portal, from, to, source },
      types.map((one) => one.typeId),
    );
  };
  const contact = (key: ContactKey): CrmRecord =>
    once(`contact/${key}`, () => {
      const [firstname, lastname, email, jobtitle, of] = contacts[key];
      const record = createRecord(core, portal, 'contacts', { firstname, lastname, email, jobtitle }, source);
      if (of !== null) link(record, company(of), ['Primary']);
      return record;
    });

  for (const [index, input] of deals.entries()) {
    const active = portal.owners.filter((one) => !one.archived);
    const owner = active[index % active.length];
    const ownedBy: Record<string, string> = owner ? { hubspot_owner_id: owner.id } : {};
    const deal = createRecord(core, portal, 'deals', { ...input.properties, ...ownedBy }, source);
    for (const [order, key] of (input.companies ?? []).entries())
      link(deal, company(key), order === 0 && input.noPrimary !== true ? ['Primary'] : []);
    for (const { key, labels } of input.contacts ?? []) link(deal, contact(key), labels);
    const currency = input.properties['deal_currency_code'] ?? portal.currency;
    const quote = input.quote && createQuote(core, portal, { ...input.quote, currency });
    if (quote) link(deal, quote);
    for (const item of input.items ?? []) {
      link(deal, createItem(core, portal, { ...item, hs_line_item_currency_code: currency }));
      // A quote has line items of its own: HubSpot copies those of the deal.
      if (quote) link(quote, createItem(core, portal, { ...item, hs_line_item_currency_code: currency }));
    }
    for (const body of input.notes ?? []) {
      const note = createRecord(
        core,
        portal,
        'notes',
        { hs_note_body: body, hs_timestamp: core.now().toISOString(), ...ownedBy },
        source,
      );
      link(note, deal);
    }
  }
}

const createItem = (core: Core, portal: Portal, item: Record<string, string>): CrmRecord =>
  createRecord(core, portal, 'line_items', item, source);

const createQuote = (
  core: Core,
  portal: Portal,
  { title, number, currency }: { title: string; number: string; currency: string },
): CrmRecord =>
  createRecord(
    core,
    portal,
    'quotes',
    {
      hs_title: title,
      hs_quote_number: number,
      hs_currency: currency,
      hs_template_type: 'CPQ_QUOTE',
      hs_status: 'APPROVAL_NOT_NEEDED',
      hs_expiration_date: '2027-01-31',
    },
    source,
  );
