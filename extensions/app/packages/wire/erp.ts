import { z } from 'zod';

const keyName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'small letters, digits and _');

/** What an ERP sends. Its keys (vendor id, purchase order, legal entity …) stay with the contract in SpotDraft. */
export const erpRequest = z.strictObject({
  idempotencyKey: z.string().trim().min(8).max(200),
  dealId: z.string().regex(/^\d{1,20}$/, 'a HubSpot record id'),
  /** By name, or by number. */
  template: z.union([z.string().trim().min(1).max(300), z.int().positive()]),
  keys: z.record(keyName, z.string().trim().min(1).max(500)).default({}),
  /** Answers to "which record?", as the card gives them. */
  choices: z.record(z.string().max(300), z.string().max(50)).default({}),
  /** Why another contract of this template is wanted while one is open. */
  reason: z.string().trim().min(1).max(500).optional(),
});
export type ErpRequest = z.output<typeof erpRequest>;

/** A contract as an ERP sees it. */
export type ErpContract = {
  id: string;
  requestId: string | null;
  dealId: string;
  spotdraftId: string;
  referenceId: string | null;
  name: string;
  template: string | null;
  status: string;
  link: string | null;
  executedAt: string | null;
  /** What joins it to other systems: the ERP's own keys, and those of the mapping. */
  keys: Record<string, string>;
  /** SpotDraft's key pointers by field name, as last read. */
  metadata: Record<string, unknown>;
  /** Under this service's address, signed like every call: an address of the file for minutes. */
  file: string;
};

/** How far a request is, for its caller. */
export type ErpRequestView = {
  requestId: string;
  state: string;
  refusal: unknown;
  contract: ErpContract | null;
};
/** Oldest first; `next` is the `after` of the next page. */
export type ErpPage = { contracts: ErpContract[]; next: string | null };
