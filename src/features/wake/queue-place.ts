import { expectedAt, perMinute } from './queue-estimate.ts';
import type { Request } from '../../platform/database/generated/client.ts';
import type { RequestView } from '@dealdraft/wire/card.ts';
import type { Deps } from '../deps.ts';

type Parts = Pick<Deps, 'db' | 'now' | 'settings'>;

const windowMs = 60_000;
/** The expected time is shown to so many milliseconds: finer would change with every look at it. */
const stepMs = 5_000;

/** Contracts per minute, from those made in the last minute. */
export const paceOf = async (deps: Parts, portalId: number): Promise<number> => {
  const made = await deps.db.request.findMany({
    where: {
      portalId,
      state: 'created',
      updatedAt: { gte: new Date(deps.now().getTime() - windowMs) },
    },
    select: { updatedAt: true },
    orderBy: { updatedAt: 'asc' },
    take: 2_000,
  });
  // Measured from the first of them: at the beginning of a burst the minute is not full yet.
  const first = made[0]?.updatedAt.getTime() ?? 0;
  const span = Math.max(1_000, Math.min(windowMs, deps.now().getTime() - first));
  return perMinute({
    made: made.length,
    windowMs: span,
    mostPerMinute: deps.settings.limits.spotdraftPerS * 60,
  });
};

/** Where a request stands in its workspace's queue; null when its turn has come. What a person waits for goes first. */
export const queuePlace = async (
  deps: Parts,
  request: Request,
): Promise<NonNullable<RequestView['queue']> | null> => {
  const { id, portalId, workspaceId, createdAt, origin } = request;
  if (request.state !== 'queued') return null;
  const earlier = { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: id } }] };
  const ahead =
    origin === 'card'
      ? { origin: 'card', ...earlier }
      : { OR: [{ origin: 'card' }, ...earlier.OR.map((part) => ({ ...part, origin: { not: 'card' } }))] };
  const before = await deps.db.request.count({
    where: { portalId, workspaceId, state: { in: ['queued', 'creating'] }, ...ahead },
  });
  const at = expectedAt(before + 1, await paceOf(deps, portalId), deps.now().getTime());
  return { position: before + 1, expectedAt: new Date(Math.ceil(at / stepMs) * stepMs).toISOString() };
};
