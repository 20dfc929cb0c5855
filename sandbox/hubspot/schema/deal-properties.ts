import type { PropertyDefinition, PropertyGroup } from '../state/model.ts';
import { inGroup, system } from './define.ts';

export const dealGroups: PropertyGroup[] = [
  { name: 'dealinformation', label: 'Deal information', displayOrder: 0, archived: false },
  { name: 'contract_terms', label: 'Contract terms', displayOrder: 1, archived: false },
];

const information = inGroup('dealinformation', { hubspotDefined: true });
const terms = inGroup('contract_terms');

export const dealProperties = (currencies: string[]): PropertyDefinition[] => [
  information.text('dealname', 'Deal name'),
  information.money('amount', 'Amount'),
  information.select(
    'deal_currency_code',
    'Currency',
    Object.fromEntries(currencies.map((code) => [code, code])),
  ),
  // The options of these two are the account's pipelines and stages, put in when asked for.
  information.select('pipeline', 'Pipeline', {}),
  information.select('dealstage', 'Deal stage', {}),
  information.datetime('closedate', 'Close date'),
  information.datetime('createdate', 'Create date'),
  information.owner('hubspot_owner_id', 'Deal owner'),
  information.textarea('description', 'Deal description'),
  information.select('dealtype', 'Deal type', {
    newbusiness: 'New business',
    existingbusiness: 'Existing business',
  }),
  information.select('hs_priority', 'Priority', { low: 'Low', medium: 'Medium', high: 'High' }),
  information.textarea('hs_next_step', 'Next step'),
  information.textarea('closed_lost_reason', 'Closed lost reason'),
  information.money('hs_tcv', 'Total contract value', { ...system, calculated: true }),
  information.money('amount_in_home_currency', 'Amount in company currency', { ...system, calculated: true }),
  information.number('hs_deal_stage_probability', 'Deal probability', { ...system, calculated: true }),
  information.bool('hs_is_closed', 'Is deal closed', { ...system, calculated: true }),
  information.bool('hs_is_closed_won', 'Is closed won', { ...system, calculated: true }),
  information.number('num_associated_contacts', 'Number of associated contacts', {
    ...system,
    calculated: true,
  }),
  information.number('hs_num_of_associated_line_items', 'Number of line items', {
    ...system,
    calculated: true,
  }),
  information.number('hs_object_id', 'Record ID', system),
  information.datetime('hs_createdate', 'Object create date/time', system),
  information.datetime('hs_lastmodifieddate', 'Last modified date', system),
  information.checkboxes(
    'hs_merged_object_ids',
    'Merged record IDs',
    {},
    { ...system, hidden: true, externalOptions: true },
  ),
  terms.date('contract_start_date', 'Contract start date'),
  terms.date('contract_end_date', 'Contract end date'),
  terms.number('contract_term_months', 'Contract term (months)'),
  terms.bool('auto_renewal', 'Auto-renewal'),
  terms.select('billing_frequency', 'Billing frequency', {
    monthly: 'Monthly',
    quarterly: 'Quarterly',
    annually: 'Annually',
    upfront: 'Up front',
  }),
  terms.select('governing_law', 'Governing law', {
    england_wales: 'England and Wales',
    germany: 'Germany',
    switzerland: 'Switzerland',
    new_york: 'New York',
    japan: 'Japan',
    poland: 'Poland',
  }),
  terms.checkboxes('data_regions', 'Data regions', {
    eu: 'European Union',
    uk: 'United Kingdom',
    us: 'United States',
    jp: 'Japan',
  }),
  terms.money('liability_cap', 'Liability cap'),
  terms.number('payment_terms_days', 'Payment terms (days)'),
  terms.text('po_number', 'Purchase order number'),
  terms.textarea('special_terms', 'Special terms'),
  terms.checkbox('renews_by_itself', 'Renews by itself'),
  terms.html('preamble', 'Preamble'),
  terms.percent('agreed_discount', 'Agreed discount'),
  terms.file('purchase_order', 'Purchase order'),
  information.score('fit_score', 'Fit score'),
];
