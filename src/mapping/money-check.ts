import type { Mapping } from '../wire/mapping.ts';
import type { PlanWarning } from '../wire/plan.ts';
import { grouped, parseDecimal } from './decimal.ts';
import { minorDigits } from './display.ts';
import { sumItems } from './line-items.ts';
import { dealCurrency, propertyText } from './scope.ts';
import type { Scope } from './scope.ts';

/** Money that does not add up. A warning, not a blocker: deals count recurring amounts in several ways. */
export function moneyWarnings(scope: Scope, mapping: Mapping): PlanWarning[] {
  const { deal, lineItems } = scope.records;
  if (lineItems.length === 0 || !readsLineItems(mapping)) return [];
  const currency = dealCurrency(scope);
  const warnings: PlanWarning[] = [];
  const others = new Set(
    lineItems.flatMap((item) => propertyText(item, 'hs_line_item_currency_code')?.trim().toUpperCase() ?? []),
  );
  others.delete(currency);
  if (others.size > 0) {
    const message = `Line items are in ${[...others].sort().join(' and ')} but the deal is in ${currency}: correct the deal’s currency or the line items.`;
    warnings.push({
      code: 'currency_differs',
      message,
      link: { object: 'deal', recordId: deal.id, property: 'deal_currency_code' },
    });
  }
  const amount = parseDecimal(propertyText(deal, 'amount') ?? '');
  const sum = sumItems({ ...scope, records: { ...scope.records, properties: {} } }, lineItems, 'amount');
  if (amount && sum.ok && sum.value && !sum.value.eq(amount)) {
    const money = (value: typeof amount): string => `${currency} ${grouped(value, minorDigits(currency))}`;
    const message = `The line items add up to ${money(sum.value)} but the deal amount is ${money(amount)}: check which one the contract should say.`;
    warnings.push({
      code: 'money_differs',
      message,
      link: { object: 'deal', recordId: deal.id, property: 'amount' },
    });
  }
  return warnings;
}

/** A paper without money has nothing to add up. */
export const readsLineItems = ({ contractData }: Mapping): boolean =>
  contractData.some(({ source }) => source.kind === 'lineItems' || source.kind === 'lineItemsSum');
