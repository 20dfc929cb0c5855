import { createHmac } from 'node:crypto';

/** The header that carries a webhook's signature. */
export const signatureHeader = 'X-SD-WEBHOOK-CONTENT-HASH';

/**
 * HMAC-SHA512 over the exact bytes of the body, lower-case hex, keyed with the base64-decoded HMAC key.
 * Source: SpotDraft OpenAPI, "Webhooks: verification".
 */
export const signBody = (hmacKey: string, body: string | Uint8Array): string =>
  createHmac('sha512', Buffer.from(hmacKey, 'base64')).update(body).digest('hex');
