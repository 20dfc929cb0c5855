import { createHash } from 'node:crypto';
import type { WebhookEndpoint } from '../../platform/outbound/send-webhook.ts';
import type { Sealing } from '../../platform/secrets/sealing.ts';
import type { Secret } from '../../platform/secrets/secret.ts';
import type { Deps } from '../deps.ts';

export const erpOwner = (portalId: number): string => `erp:${String(portalId)}`;

/** The keys that an account's ERP may sign with: the current one first, and the former while it changes. */
export const erpKeys = (
  sealing: Sealing,
  link: { portalId: number; key: string; keyPrevious: string | null },
): Secret[] =>
  [link.key, link.keyPrevious].flatMap((sealed) =>
    sealed === null ? [] : [sealing.open(sealed, erpOwner(link.portalId))],
  );

/** Where an account's ERP is told of executions. */
export const erpEndpoint = async (
  { db, sealing }: Pick<Deps, 'db' | 'sealing'>,
  portalId: number,
): Promise<WebhookEndpoint | null> => {
  const link = await db.erpLink.findUnique({ where: { portalId } });
  if (link?.eventsUrl == null) return null;
  return { url: link.eventsUrl, keys: erpKeys(sealing, link) };
};

/**
 * What an ERP signs of a call: method and path stand before the body, so that a call for one thing cannot be turned into a
 * call for another.
 */
export const erpCallContent = (call: { method: string; path: string; body: Buffer | string }): Buffer =>
  Buffer.concat([Buffer.from(`${call.method} ${call.path}\n`), Buffer.from(call.body)]);

/** The request's key in our table: no other caller's key can be the same, whatever an ERP writes. */
export const erpKey = (idempotencyKey: string): string =>
  `erp:${createHash('sha256').update(idempotencyKey).digest('base64url')}`;
