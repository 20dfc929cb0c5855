import type { Sealing } from '../../platform/secrets/sealing.ts';
import type { Secret } from '../../platform/secrets/secret.ts';

export const erpOwner = (portalId: number): string => `erp:${String(portalId)}`;

/** The keys that an account's ERP may sign with: the current one first, and the former while it changes. */
export const erpKeys = (
  sealing: Sealing,
  link: { portalId: number; key: string; keyPrevious: string | null },
): Secret[] =>
  [link.key, link.keyPrevious].flatMap((sealed) =>
    sealed === null ? [] : [sealing.open(sealed, erpOwner(link.portalId))],
  );
