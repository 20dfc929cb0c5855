import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../platform/secrets/secret.ts';

export type SignedDelivery = {
  /** The bytes as received: SpotDraft signs these, not the JSON that they mean. */
  rawBody: Buffer;
  /** `X-SD-WEBHOOK-CONTENT-HASH` */
  header: string | string[] | undefined;
  /** The workspace's keys in base64: the current one, and the former while it changes. */
  keys: readonly Secret[];
  /**
   * `legacy` is for webhooks that were made in SpotDraft's settings before keys were fetched: the header is
   * `X-SD-CONTENT-HASH`, and the key is the callback secret's own text.
   */
  scheme?: 'current' | 'legacy';
};

/** Whether a header can be a signature at all: judged before a byte of the body is read. */
export const isSignature = (header: SignedDelivery['header']): header is string =>
  typeof header === 'string' && /^[0-9a-f]{128}$/.test(header);

/**
 * Whether SpotDraft signed a webhook call: HMAC-SHA512 over the raw body under the base64-decoded key, as 128 lower-case
 * hex digits (SpotDraft's published API description, 2026-05). Every key is tried, also after one matched, so that time
 * tells nothing. There is no time in the signature: repetition is met by the delivery's own key.
 */
export const verifySpotDraftSignature = ({ rawBody, header, keys, scheme }: SignedDelivery): boolean => {
  if (!isSignature(header)) return false;
  const given = Buffer.from(header, 'hex');
  const matches = keys.map((key) => {
    const bytes = Buffer.from(key.reveal(), scheme === 'legacy' ? 'utf8' : 'base64');
    if (bytes.length === 0) return false;
    return timingSafeEqual(createHmac('sha512', bytes).update(rawBody).digest(), given);
  });
  return matches.includes(true);
};
