/** What any failure of a vendor's client says of itself; both clients' failures fit. */
export type VendorFailure = {
  kind: string;
  retryAfterMs?: number;
  /** Of `missing_scopes`. */
  scopes?: readonly string[];
  /** Whether the vendor may have done what was asked. */
  processed: 'no' | 'maybe' | 'yes';
  text: { log: string; admin: string; seller: string };
};
