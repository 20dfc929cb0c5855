import type { PropertyDefinition } from '../api/types.ts';
import type { Place, Shape } from './format-value.ts';

export type RecordFormat = { shapeOf: (name: string) => Shape & { money: boolean }; place: () => Place };

const plain = { type: 'string', options: [], money: false };
const moneyNames = /(^|_)(amount|price|acv|arr|mrr|tcv|discount_amount)(_|$)/;

/** How the properties of one record are shown. Reads through `current`, so that a later edit of the currency counts. */
export const createRecordFormat = (
  current: () => { definitions: PropertyDefinition[]; properties: Record<string, string> },
  portal: { locale: string; currency: string; timeZone: string },
): RecordFormat => ({
  shapeOf: (name) => {
    const definition = current().definitions.find((one) => one.name === name);
    if (definition === undefined) return plain;
    // HubSpot keeps some days as moments, like the close date; the field type says how people see them.
    const type = definition.fieldType === 'date' ? 'date' : definition.type;
    return { type, options: definition.options, money: isMoney(definition) };
  },
  place: () => ({
    locale: portal.locale,
    timeZone: portal.timeZone,
    currency: current().properties['deal_currency_code'] ?? portal.currency,
  }),
});

const isMoney = (definition: { type: string; name: string }): boolean =>
  definition.type === 'number' && moneyNames.test(definition.name);
