import { createHash } from 'node:crypto';
import type { Deps } from '../deps.ts';
import { raiseProblem } from '../problems/problems.ts';

type Unreadable = { raw: Buffer; reason: string };
type Where = { portalId: number; source: 'spotdraft' | 'hubspot'; workspaceId: string | null };

const namesOf = { spotdraft: 'SpotDraft', hubspot: 'HubSpot' } as const;
/** Deliveries that cannot be laid to an account are kept under this number, so that nothing that was signed is lost. */
export const unknownPortal = 0;

/**
 * Keeps what was signed and cannot be used, with its problem: refused, the vendor would send it again and again, and pause
 * the webhook in the end. Answers how many are new.
 */
export const keepUnreadable = async (
  deps: Pick<Deps, 'db' | 'now'>,
  { portalId, source, workspaceId }: Where,
  items: readonly Unreadable[],
): Promise<number> =>
  deps.db.$transaction(async (tx) => {
    const scope = workspaceId ?? (portalId === unknownPortal ? 'unknown' : String(portalId));
    const rows = items.map(({ raw, reason }) => ({
      portalId,
      source,
      scope,
      workspaceId,
      dedupeKey: createHash('sha256').update(raw).digest('hex'),
      body: new Uint8Array(raw),
      outcome: 'unreadable',
      outcomeText: reason,
      receivedAt: deps.now(),
      processedAt: deps.now(),
    }));
    const made = await tx.delivery.createManyAndReturn({
      data: rows,
      skipDuplicates: true,
      select: { dedupeKey: true },
    });
    const isNew = new Set(made.map(({ dedupeKey }) => dedupeKey));
    const repeated = rows.filter(({ dedupeKey }) => !isNew.has(dedupeKey)).map(({ dedupeKey }) => dedupeKey);
    if (repeated.length > 0)
      await tx.delivery.updateMany({
        where: { source, scope, dedupeKey: { in: repeated } },
        data: { repeats: { increment: 1 }, lastRepeatAt: deps.now() },
      });
    if (made.length > 0 || source === 'hubspot')
      await raiseProblem(tx, {
        portalId,
        kind: 'unreadable_delivery',
        about: `${source}${workspaceId === null ? '' : `:${workspaceId}`}`,
        ...(workspaceId === null ? {} : { workspaceId }),
        context: { source: namesOf[source], reason: items[0]?.reason ?? '' },
      });
    return made.length;
  });
