import type { PropertyDefinition } from '@dealdraft/wire/records.ts';
import { attribute, crmRecord, dealRecords, from, planOne, portal, property, text } from '../fixtures.ts';

/** Short ways to one value of one property, for tests that name a kind of property. */
export const option = (value: string, label: string) => ({ value, label, hidden: false });

export const checkbox = property('renews_by_itself', 'enumeration', {
  fieldType: 'booleancheckbox',
  options: [option('true', 'Yes'), option('false', 'No')],
});
export const dropdown = property('freq', 'enumeration', {
  fieldType: 'select',
  options: [option('opt_1', 'Every quarter'), option('opt_2', 'Every year')],
});
export const modules = property('mods', 'enumeration', {
  fieldType: 'checkbox',
  options: [option('a', 'Analytics'), option('b', 'Billing'), option('c', 'Compliance')],
});
export const stage = property('dealstage', 'enumeration', {
  fieldType: 'select',
  options: [option('1047', 'Contract sent')],
});
export const owner = property('hubspot_owner_id', 'enumeration', {
  fieldType: 'select',
  externalOptions: true,
  referencedObjectType: 'OWNER',
});
export const terms = property('terms', 'string', { fieldType: 'html' });
export const moment = property('closedate', 'datetime', { fieldType: 'date' });
export const day = property('start', 'date', { fieldType: 'date' });
export const score = property('score', 'number', { fieldType: 'calculation_equation' });
export const percent = property('discount', 'number', { numberDisplayHint: 'percentage' });
export const newYork = { ...portal, timeZone: 'America/New_York' };

/** A deal with one property, and what HubSpot says of it. */
export const dealWith = (definition: PropertyDefinition, value: string) =>
  dealRecords({
    deal: crmRecord('1', { dealname: 'Acme renewal', deal_currency_code: 'EUR', [definition.name]: value }),
    properties: { deal: [property('dealname'), property('deal_currency_code'), definition] },
  });

type Rule = Partial<Parameters<typeof planOne>[0]>;

/** The property's line in a text variable of an account in New York. */
export const inText = (definition: PropertyDefinition, value: string, rule: Rule = {}) =>
  planOne({ ...from('deal', definition.name), ...rule }, attribute('x', 'string'), {
    records: dealWith(definition, value),
    portal: newYork,
  });

/** The same by a placeholder. */
export const inPlaceholder = (definition: PropertyDefinition, value: string) =>
  inText(definition, value, text(`{{deal.${definition.name}}}`));
