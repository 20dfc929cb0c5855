import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../platform/secrets/secret.ts';

/** What is signed: when, what is asked, and the bytes of the body. */
export type Signed = { method: string; path: string; body: Buffer | string };

/** A signature older than this, or this much ahead, is refused: it may be an old call sent again. */
export const toleranceS = 300;

const mark = (key: Secret, seconds: string, { method, path, body }: Signed): Buffer =>
  createHmac('sha256', key.reveal()).update(`${seconds}.${method}.${path}.`).update(body).digest();

/**
 * `t=<seconds>,v1=<hex>`: HMAC-SHA256 over `<seconds>.<METHOD>.<path with query>.<body>`. The path is signed so that a call
 * for one thing cannot be turned into a call for another.
 */
export const signErp = (key: Secret, at: Date, signed: Signed): string => {
  const seconds = String(Math.floor(at.getTime() / 1000));
  return `t=${seconds},v1=${mark(key, seconds, signed).toString('hex')}`;
};

type Announced = { seconds: string; given: Buffer };

/** What the header says, when it can be a signature and is of now: judged before a byte of the body is read. */
export const readErpHeader = (header: string | string[] | undefined, now: Date): Announced | null => {
  const match = typeof header === 'string' ? /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header) : null;
  const [, seconds = '', hex = ''] = match ?? [];
  if (match === null || Math.abs(now.getTime() / 1000 - Number(seconds)) > toleranceS) return null;
  return { seconds, given: Buffer.from(hex, 'hex') };
};

/** Every key is tried, also after one matched, so that time tells nothing. */
export const verifyErp = (
  header: string | string[] | undefined,
  signed: Signed,
  { keys, now }: { keys: readonly Secret[]; now: Date },
): boolean => {
  const announced = readErpHeader(header, now);
  if (announced === null) return false;
  const { seconds, given } = announced;
  return keys.map((key) => timingSafeEqual(mark(key, seconds, signed), given)).includes(true);
};

/** The request's key in our table: no other caller's key can be the same, whatever an ERP writes. */
export const erpKey = (idempotencyKey: string): string =>
  `erp:${createHash('sha256').update(idempotencyKey).digest('base64url')}`;
