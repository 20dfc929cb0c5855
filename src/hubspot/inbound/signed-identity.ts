import { z } from 'zod';
import { emailAddress } from '@dealdraft/wire/email.ts';
import { fail, ok } from '@dealdraft/wire/result.ts';
import type { Result } from '@dealdraft/wire/result.ts';

/** Who asks, as HubSpot itself wrote it into the signed address of a card's call. */
export type SignedIdentity = { portalId: number; userId: number; userEmail: string; appId: number };
export type IdentityRefusal = { reason: 'duplicate' | 'malformed'; keys: string[] };

const keys = ['portalId', 'userId', 'userEmail', 'appId'] as const;
const number = z
  .string()
  .regex(/^[1-9]\d{0,15}$/)
  .transform(Number)
  .refine(Number.isSafeInteger);
/** As large as the database keeps one; HubSpot's are well below. */
const portalId = number.refine((id) => id <= 2_147_483_647);
const identity = z.object({ portalId, userId: number, userEmail: emailAddress, appId: number });

/**
 * Reads the identity from an address whose signature was verified; without that it proves nothing. A key that comes twice
 * is refused: a card may add parameters of its own, and must not be able to put another account beside the true one.
 */
export const readSignedIdentity = (url: string): Result<SignedIdentity, IdentityRefusal> => {
  const start = url.indexOf('?');
  const query = new URLSearchParams(start < 0 ? '' : url.slice(start + 1).replace(/#.*$/s, ''));
  const duplicates = keys.filter(
    (key) => [...query.keys()].filter((each) => each.toLowerCase() === key.toLowerCase()).length > 1,
  );
  if (duplicates.length > 0) return fail({ reason: 'duplicate', keys: duplicates });
  const parsed = identity.safeParse(
    Object.fromEntries(keys.map((key) => [key, query.get(key) ?? undefined])),
  );
  if (parsed.success) return ok(parsed.data);
  return fail({
    reason: 'malformed',
    keys: [...new Set(parsed.error.issues.map((issue) => String(issue.path[0] ?? '')))],
  });
};
