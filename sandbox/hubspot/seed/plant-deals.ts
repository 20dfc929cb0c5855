import type { Core } from '../state/core.ts';
import type { CrmRecord, Portal, Source } from '../state/model.ts';
import { associate } from '../records/associate.ts';
import { addEdge, plainType, typesBetween } from '../records/associations.ts';
import { createRecord, recalculate } from '../records/write-record.ts';
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
    const left = portal.owners.find((one) => one.archived);
    Object.assign(deal.properties, input.kept);
    if (input.ownerLeft === true && left) deal.properties['hubspot_owner_id'] = left.id;
    for (const [order, key] of (input.companies ?? []).entries())
      link(deal, company(key), order === 0 && input.noPrimary !== true ? ['Primary'] : []);
    for (const { key, labels } of input.contacts ?? []) link(deal, contact(key), labels);
    const currency = input.properties['deal_currency_code'] ?? portal.currency;
    const quote = input.quote && createQuote(core, portal, { ...input.quote, currency });
    if (quote) link(deal, quote);
    const items = (input.items ?? []).map((item) => ({ ...item, hs_line_item_currency_code: currency }));
    addItems(core, portal, deal, items);
    // A quote has line items of its own: HubSpot copies those of the deal.
    if (quote) addItems(core, portal, quote, items);
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

/** All at once: what is calculated from them is calculated once. */
function addItems(core: Core, portal: Portal, owner: CrmRecord, items: Record<string, string>[]): void {
  const type = plainType(portal, owner.type, 'line_items');
  if (!type) throw new Error(`${owner.type} have no line items.`);
  for (const item of items)
    addEdge(portal, owner, createRecord(core, portal, 'line_items', item, source), type);
  recalculate(core, portal, owner);
}

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
