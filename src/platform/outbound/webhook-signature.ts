import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret } from '../secrets/secret.ts';

// Standard Webhooks 1.0 (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, read
// 2026-11-27): receivers verify with a library they have.

/** What is signed: the id of the message, and its bytes. */
export type Message = { id: string; content: Buffer | string };
type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** A signature older than this, or this much ahead, is refused: it may be an old call sent again. */
export const toleranceS = 300;
/** More than keys that are valid at once; a caller's list cannot make us work. */
const mostSignatures = 8;

const prefix = 'whsec_';
const bytesOf = (key: Secret): Buffer | null => {
  const [, encoded] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(key.reveal()) ?? [];
  const bytes = encoded === undefined ? null : Buffer.from(encoded, 'base64');
  return bytes !== null && bytes.length >= 24 && bytes.length <= 64 ? bytes : null;
};

export const newWebhookKey = (): Secret => new Secret(prefix + randomBytes(32).toString('base64'));
/** `whsec_` and 24 to 64 bytes in base64. */
export const isWebhookKey = (key: Secret): boolean => bytesOf(key) !== null;

/** A key of before the standard is taken as it is written, which the standard's libraries call raw. */
const digest = (key: Secret, seconds: string, { id, content }: Message): Buffer =>
  createHmac('sha256', bytesOf(key) ?? key.reveal())
    .update(`${id}.${seconds}.`)
    .update(content)
    .digest();

/** Signed with every key, so that a receiver may change over whenever it likes. Without a key the message goes unsigned. */
export const webhookHeaders = (
  keys: readonly Secret[],
  at: Date,
  message: Message,
): Record<string, string> => {
  const seconds = String(Math.floor(at.getTime() / 1000));
  const signatures = keys.map((key) => `v1,${digest(key, seconds, message).toString('base64')}`);
  return {
    'webhook-id': message.id,
    'webhook-timestamp': seconds,
    ...(signatures.length === 0 ? {} : { 'webhook-signature': signatures.join(' ') }),
  };
};

type Announced = { id: string; seconds: string; given: Buffer[] };

/** What the headers say, when they can be a signature and are of now: judged before a byte of the body is read. */
export const readWebhookHeaders = (headers: Headers, now: Date): Announced | null => {
  const [id, seconds, signature] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    typeof headers[name] === 'string' ? headers[name] : '',
  ) as [string, string, string];
  if (!/^[\w-]{1,128}$/.test(id) || !/^\d{1,12}$/.test(seconds)) return null;
  if (Math.abs(now.getTime() / 1000 - Number(seconds)) > toleranceS) return null;
  const given = signature
    .split(' ', mostSignatures)
    .flatMap((each) => /^v1,([A-Za-z0-9+/]{43}=)$/.exec(each)?.slice(1) ?? [])
    .map((encoded) => Buffer.from(encoded, 'base64'));
  return given.length === 0 ? null : { id, seconds, given };
};

/** Every key and signature is tried, also after one matched, so that time tells nothing. */
export const verifyWebhook = (
  headers: Headers,
  content: Buffer | string,
  { keys, now }: { keys: readonly Secret[]; now: Date },
): boolean => {
  const announced = readWebhookHeaders(headers, now);
  if (announced === null) return false;
  const { id, seconds, given } = announced;
  const digests = keys.map((key) => digest(key, seconds, { id, content }));
  return digests.flatMap((right) => given.map((each) => timingSafeEqual(right, each))).includes(true);
};
