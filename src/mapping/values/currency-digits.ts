import currencies from 'currency-codes';

/**
 * The decimals of a currency: 2 for EUR, 0 for JPY, 3 for KWD. From ISO 4217 and not from `Intl`, whose data leave out
 * the cents that nobody uses in cash any more (HUF, COP, IDR), though invoices have them.
 */
export const minorDigits = (currency: string): number => currencies.code(currency)?.digits ?? 2;
