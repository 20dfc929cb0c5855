import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Secret } from '../../platform/secrets/secret.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';

export type SignatureRefusal = { reason: 'missing' | 'malformed' | 'stale' | 'mismatch' };

export type SignedRequest = {
  method: string;
  /** The address HubSpot called: the configured public origin and the path and query exactly as received. Never built from the Host header. */
  url: string;
  /** The bytes as received; parsing and printing JSON again changes them. */
  rawBody: Buffer;
  headers: IncomingHttpHeaders;
  /** Two while a secret is being replaced. */
  clientSecret: Secret | readonly Secret[];
  /** Milliseconds since 1970. */
  now: number;
  /** Version 2 has no timestamp and so can be replayed: accept it only where a repetition is recognized by its callback id. */
  accept: 'v3' | 'v3-or-v2';
};

const windowMs = 300_000;

/**
 * Whether a request was signed by HubSpot with our client secret, within five minutes of now on either side
 * (https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation).
 * Where any header of version 3 is present, version 3 decides: a forged one is not forgiven for a version 2 beside it.
 * The API client's own check is not used: it passes timestamps of the future and NaN, and compares with ===.
 */
export const verifyHubSpotRequest = (request: SignedRequest): Result<void, SignatureRefusal> => {
  const announced = readAnnouncement(request);
  if (!announced.ok) return announced;
  const { given, timestamp } = announced.value;
  const { method, url, rawBody } = request;
  const source = method.toUpperCase() + (timestamp === null ? url : decodeForSigning(url));
  return anyMatches(request, (secret) =>
    equal(
      given,
      timestamp === null
        ? createHash('sha256').update(secret).update(source).update(rawBody).digest()
        : createHmac('sha256', secret).update(source).update(rawBody).update(timestamp).digest(),
    ),
  );
};

/** What the headers alone say: a signature to be checked, with the time that version 3 signs. */
type Announcement = { given: Buffer; timestamp: string | null };
type Announced = Pick<SignedRequest, 'headers' | 'now' | 'accept'>;

/** Judges what can be judged before a byte of the body is read: present, well formed, fresh. */
export const readAnnouncement = (request: Announced): Result<Announcement, SignatureRefusal> => {
  const { headers } = request;
  const isV3 =
    headers['x-hubspot-signature-v3'] !== undefined || headers['x-hubspot-request-timestamp'] !== undefined;
  if (isV3) return readV3(request);
  if (request.accept === 'v3-or-v2' && headers['x-hubspot-signature'] !== undefined) return readV2(request);
  return fail({ reason: 'missing' });
};

const readV3 = ({ headers, now }: Announced): Result<Announcement, SignatureRefusal> => {
  const signature = headers['x-hubspot-signature-v3'];
  const timestamp = headers['x-hubspot-request-timestamp'];
  if (signature === undefined || signature === '' || timestamp === undefined || timestamp === '')
    return fail({ reason: 'missing' });
  // A header that came twice arrives as a list, or joined by commas: neither is of this shape.
  if (typeof signature !== 'string' || !/^[A-Za-z0-9+/]{43}=$/.test(signature))
    return fail({ reason: 'malformed' });
  if (typeof timestamp !== 'string' || !/^\d{1,15}$/.test(timestamp)) return fail({ reason: 'malformed' });
  if (!(Math.abs(now - Number(timestamp)) <= windowMs)) return fail({ reason: 'stale' });
  return ok({ given: Buffer.from(signature, 'base64'), timestamp });
};

const readV2 = ({ headers }: Announced): Result<Announcement, SignatureRefusal> => {
  const signature = headers['x-hubspot-signature'];
  if (signature === undefined || signature === '') return fail({ reason: 'missing' });
  if (headers['x-hubspot-signature-version'] !== 'v2') return fail({ reason: 'malformed' });
  if (typeof signature !== 'string' || !/^[0-9a-f]{64}$/i.test(signature))
    return fail({ reason: 'malformed' });
  return ok({ given: Buffer.from(signature, 'hex'), timestamp: null });
};

/** Tries every secret, also after one has matched, so that time tells nothing. */
const anyMatches = (
  { clientSecret }: SignedRequest,
  matches: (secret: string) => boolean,
): Result<void, SignatureRefusal> => {
  const secrets = Array.isArray(clientSecret)
    ? (clientSecret as readonly Secret[])
    : [clientSecret as Secret];
  const found = secrets.map((secret) => secret.reveal() !== '' && matches(secret.reveal()));
  return found.includes(true) ? ok(undefined) : fail({ reason: 'mismatch' });
};

const equal = (left: Buffer, right: Buffer): boolean =>
  left.length === right.length && timingSafeEqual(left, right);

const signedDecodings: Readonly<Record<string, string>> = {
  '%3A': ':', '%2F': '/', '%3F': '?', '%40': '@', '%21': '!', '%24': '$',
  '%27': "'", '%28': '(', '%29': ')', '%2A': '*', '%2C': ',', '%3B': ';',
}; // prettier-ignore

/** HubSpot signs the address with these twelve escapes undone and all others, such as %20 and %26, left. */
const decodeForSigning = (url: string): string =>
  url.replaceAll(/%[0-9A-Fa-f]{2}/g, (escape) => signedDecodings[escape.toUpperCase()] ?? escape);
