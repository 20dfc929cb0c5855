export type Item = Record<string, string>;

const item = (name: string, sku: string, quantity: number, price: string, more: Item = {}): Item => ({
  name,
  hs_sku: sku,
  quantity: String(quantity),
  price,
  ...more,
});

const yearly = { recurringbillingfrequency: 'annually', hs_recurring_billing_period: 'P12M' };
const monthly = (months: number): Item => ({
  recurringbillingfrequency: 'monthly',
  hs_recurring_billing_period: `P${months}M`,
});

export const platform = (quantity: number, price: string, more: Item = {}): Item =>
  item('Fleet platform', 'NWR-PLT', quantity, price, { ...yearly, ...more });
export const support = (price: string, more: Item = {}): Item =>
  item('Premium support', 'NWR-SUP', 1, price, { ...yearly, ...more });
export const robots = (quantity: number, price: string, more: Item = {}): Item =>
  item('Pallet robot PR-4', 'NWR-PR4', quantity, price, more);
export const onboarding = (price: string, more: Item = {}): Item =>
  item('Onboarding and training', 'NWR-ONB', 1, price, more);
export const lease = (quantity: number, price: string, months: number): Item =>
  item('Robot lease', 'NWR-LSE', quantity, price, monthly(months));

/** More lines than one page of associations holds, which is 500. */
export const bottlingParts = (): Item[] =>
  Array.from({ length: 620 }, (_, index) =>
    item(`Bottling part ${String(index + 1).padStart(3, '0')}`, `NWR-BP-${String(2000 + index)}`, 2, '0.75'),
  );

export const sensors = (quantity: number, price: string): Item =>
  item('Depot sensor', 'NWR-SNS', quantity, price);

/** A parts list long enough to need paging: 120 lines with fractions, discounts of both kinds, and repeated names. */
export const partsList = (): Item[] =>
  Array.from({ length: 120 }, (_, index) =>
    item(
      `Spare part ${String(index + 1).padStart(3, '0')} – gripper set`,
      `NWR-SP-${String(1000 + index)}`,
      1 + (index % 7),
      (19.95 + index * 3.35).toFixed(2),
      {
        ...(index % 4 === 0 ? { discount: '1.25' } : {}),
        ...(index % 5 === 0 ? { hs_discount_percentage: '7.5' } : {}),
      },
    ),
  );
