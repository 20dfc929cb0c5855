import { z } from 'zod';

/**
 * A contract's two ids. `composite` (T-123: made in the contract engine, H-123: historic import) goes into most paths,
 * `numeric` into some, and webhooks carry the number alone.
 */
export type ContractId = { composite: string; numeric: number };

/** Reads either form, or an app link that ends in the number. A bare number is taken as T, which live contracts are. */
export const parseContractId = (value: string | number): ContractId | null => {
  const text = String(value).trim();
  const match =
    /^(?:([HT])-)?(\d{1,9})$/i.exec(text) ??
    /^https?:\/\/[^\s?#]+\/contracts\/v2\/(?:([HT])-)?(\d{1,9})(?:[/?#]\S*)?$/i.exec(text);
  const digits = match?.[2];
  if (digits === undefined || Number(digits) === 0) return null;
  return {
    composite: `${(match?.[1] ?? 'T').toUpperCase()}-${String(Number(digits))}`,
    numeric: Number(digits),
  };
};

/** Answers write ids as "T-123", as "123" or as 123. */
export const contractIdSchema = z.union([z.string(), z.number()]).transform((value, context) => {
  const id = parseContractId(value);
  if (id !== null) return id;
  context.addIssue({ code: 'custom', message: 'not a contract id' });
  return z.NEVER;
});
