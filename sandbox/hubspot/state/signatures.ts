import { createHash, createHmac } from 'node:crypto';

/** What is signed: the full address as called, with its query, and the body's exact text. */
export interface Signable {
  clientSecret: string;
  method: string;
  url: string;
  body: string;
}

/** HubSpot undoes exactly these escapes before it signs, and no others (page "Validating requests"). */
const undone: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

const signedUrl = (url: string): string =>
  url.replaceAll(/%[0-9a-f]{2}/gi, (escape) => undone[escape.toUpperCase()] ?? escape);

/** Header `X-HubSpot-Signature-v3`; the timestamp, in milliseconds, goes along in `X-HubSpot-Request-Timestamp`. */
export const signV3 = ({ clientSecret, method, url, body }: Signable, timestamp: number): string =>
  createHmac('sha256', clientSecret)
    .update(`${method.toUpperCase()}${signedUrl(url)}${body}${timestamp}`, 'utf8')
    .digest('base64');

/** Header `X-HubSpot-Signature` with version `v2`. */
export const signV2 = ({ clientSecret, method, url, body }: Signable): string =>
  createHash('sha256').update(`${clientSecret}${method.toUpperCase()}${url}${body}`, 'utf8').digest('hex');

/** Header `X-HubSpot-Signature` with version `v1`: of webhooks, over the body alone. */
export const signV1 = ({ clientSecret, body }: Pick<Signable, 'clientSecret' | 'body'>): string =>
  createHash('sha256').update(`${clientSecret}${body}`, 'utf8').digest('hex');

/** The headers with which HubSpot sends a call: v3 always, beside it v1 (webhooks) or v2 (the others). */
export function signatureHeaders(
  call: Signable,
  timestamp: number,
  older: 'v1' | 'v2',
): Record<string, string> {
  return {
    'X-HubSpot-Signature-v3': signV3(call, timestamp),
    'X-HubSpot-Request-Timestamp': String(timestamp),
    'X-HubSpot-Signature': older === 'v1' ? signV1(call) : signV2(call),
    'X-HubSpot-Signature-Version': older,
  };
}
