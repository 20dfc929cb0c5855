import type { Mapping } from '@dealdraft/wire/mapping.ts';
import type { PlanWarning } from '@dealdraft/wire/plan.ts';
import type { CrmRecord } from '@dealdraft/wire/records.ts';
import { minorDigits } from '../values/currency-digits.ts';
import { Decimal, grouped, parseDecimal } from '../values/decimal.ts';

import { itemsOf, sumItems } from '../sources/line-items.ts';
import { dealCurrency, propertyText } from '../records/scope.ts';
import type { Scope } from '../records/scope.ts';

/** Money that does not add up. A warning, not a blocker: deals count recurring amounts in several ways. */
export function moneyWarnings(scope: Scope, mapping: Mapping): PlanWarning[] {
  return lineItemOwners(mapping).flatMap((of) => {
    const items = itemsOf(scope, of);
    return items.ok && items.value.length > 0 ? warningsOf(scope, of, items.value) : [];
  });
}

type Owner = 'deal' | 'quote';

const lineItemOwners = ({ contractData }: Mapping): Owner[] => [
  ...new Set(
    contractData.flatMap(({ source }) =>
      source.kind === 'lineItems' || source.kind === 'lineItemsSum' ? [source.of] : [],
    ),
  ),
];

function warningsOf(scope: Scope, of: Owner, items: CrmRecord[]): PlanWarning[] {
  const { deal } = scope.records;
  const currency = dealCurrency(scope);
  const theirs = of === 'deal' ? 'line items' : 'line items of the quote';
  const warnings: PlanWarning[] = [];
  const others = new Set(
    items.flatMap((item) => propertyText(item, 'hs_line_item_currency_code')?.trim().toUpperCase() ?? []),
  );
  others.delete(currency);
  if (others.size > 0) {
    const message = `L${theirs.slice(1)} are in ${[...others].sort().join(' and ')} but the deal is in ${currency}: correct the deal’s currency or the line items.`;
    warnings.push({
      code: 'currency_differs',
      message,
      link: { object: 'deal', recordId: deal.id, property: 'deal_currency_code' },
    });
  }
  const amount = parseDecimal(propertyText(deal, 'amount') ?? '');
  const sum = sumItems({ ...scope, records: { ...scope.records, properties: {} } }, items, 'amount');
  // Prices of a third of a cent add up to what can't be paid: only what is a coin apart is apart.
  const coin = new Decimal(10).pow(-minorDigits(currency));
  if (amount && sum.ok && sum.value?.sub(amount).abs().gte(coin)) {
    const money = (value: typeof amount): string => `${currency} ${grouped(value, minorDigits(currency))}`;
    const message = `The ${theirs} add up to ${money(sum.value)} but the deal amount is ${money(amount)}: check which one the contract should say.`;
    warnings.push({
      code: 'money_differs',
      message,
      link: { object: 'deal', recordId: deal.id, property: 'amount' },
    });
  }
  return warnings;
}
