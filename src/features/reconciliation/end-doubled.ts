import type { Deps } from '../deps.ts';
import { clearProblem } from '../problems/problems.ts';

/** A problem of two contracts ends when one of them is void, unlinked or gone, whoever did it. */
export const endDoubled = async (
  { db }: Pick<Deps, 'db'>,
  { portalId, workspaceId }: { portalId: number; workspaceId: string },
): Promise<void> => {
  const open = await db.problem.findMany({
    where: { portalId, workspaceId, kind: 'two_contracts', clearedAt: null },
  });
  for (const { key, context } of open) {
    const { first, second } = context as Record<string, string | undefined>;
    const standing = await db.contract.count({
      where: {
        portalId,
        workspaceId,
        spotdraftId: { in: [first ?? '', second ?? ''] },
        status: { not: 'VOIDED' },
        unlinkedAt: null,
        goneAt: null,
      },
    });
    if (standing < 2)
      await clearProblem(db, { portalId, kind: 'two_contracts', about: key.slice('two_contracts:'.length) });
  }
};
