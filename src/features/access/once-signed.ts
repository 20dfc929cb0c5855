import { createHash } from 'node:crypto';
import type { Database } from '../../platform/database/client.ts';

/** A signature holds for five minutes either way. */
const heldMs = 10 * 60_000;

export type OnceSigned = {
  /** False for a call that was taken before: it must not be done again. */
  take: (call: { portalId: number; signature: string }) => Promise<boolean>;
  /** It failed by our fault, and nothing was done: it may come again. */
  giveBack: (signature: string) => Promise<void>;
};

/** Signed calls that change something are remembered for as long as whoever recorded one could play it again. */
export const createOnceSigned = (db: Database, now: () => Date): OnceSigned => {
  const digestOf = (signature: string): string => createHash('sha256').update(signature).digest('base64url');
  return {
    take: async ({ portalId, signature }) => {
      const { count } = await db.signedCall.createMany({
        data: [{ digest: digestOf(signature), portalId, expiresAt: new Date(now().getTime() + heldMs) }],
        skipDuplicates: true,
      });
      return count === 1;
    },
    giveBack: async (signature) => {
      await db.signedCall.deleteMany({ where: { digest: digestOf(signature) } });
    },
  };
};
