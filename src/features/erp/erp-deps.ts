import type { Sealing } from '../../platform/secrets/sealing.ts';
import type { Secret } from '../../platform/secrets/secret.ts';
import type { Result } from '@dealdraft/wire/result.ts';
import type { Deps } from '../deps.ts';

export type ErpDeps = Deps & {
  sealing: Sealing;
  /** Posts and says what came back; never throws, never follows a redirect, ends within seconds. */
  post: (
    url: string,
    call: { body: string; headers: Record<string, string> },
  ) => Promise<{ status: number } | { failure: string }>;
  /** Whether we may call an address: none on the inside of our own network. */
  allow: (url: string) => Promise<Result<URL, string>>;
};

export const erpOwner = (portalId: number): string => `erp:${String(portalId)}`;

/** The keys that an account's ERP may sign with: the current one first, and the former while it changes. */
export const erpKeys = (
  sealing: Sealing,
  link: { portalId: number; key: string; keyPrevious: string | null },
): Secret[] =>
  [link.key, link.keyPrevious].flatMap((sealed) =>
    sealed === null ? [] : [sealing.open(sealed, erpOwner(link.portalId))],
  );
