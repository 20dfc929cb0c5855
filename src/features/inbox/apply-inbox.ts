import { isDatabaseAway } from '../../platform/database/is-database-away.ts';
import { done, type JobEnd } from '../../platform/jobs/job-end.ts';
import type { JobContext } from '../../platform/jobs/jobs.ts';
import type { Deps } from '../deps.ts';
import { applyHubSpotEvent } from './apply-hubspot-event.ts';
import { applySet, wasRaced } from './apply-set.ts';
import { setAlone } from './set-alone.ts';

/** In one transaction. Each deal in it holds a lock, of which Postgres has some thousands for everybody. */
const setSize = 250;
/** One turn of a workspace or account: then others that wait have theirs. */
const turnMs = 1_000;
const mostRaces = 5;

type Around = { deps: Deps; portalId: number; scopeId: string; context: JobContext };

/**
 * Job `inbox.apply`: brings what waits in one scope (a workspace, or HubSpot's account) to its contracts and deals, oldest
 * first, set after set. One runs per scope, so no two hold the same contract. What cannot be applied is found by halving its
 * set, and set aside alone.
 */
export const applyInbox = async (
  deps: Deps,
  { portalId, scopeId }: { portalId: number; scopeId: string },
  context: JobContext,
): Promise<JobEnd> => {
  const around = { deps, portalId, scopeId, context };
  const end = performance.now() + turnMs;
  while (!context.signal.aborted && performance.now() < end) {
    const waiting = await deps.db.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "delivery" WHERE "portalId" = ${portalId} AND "scope" = ${scopeId} AND "outcome" = 'pending' AND NOT "alone"
      ORDER BY "receivedAt", "id" LIMIT ${setSize}`;
    if (waiting.length === 0) return done;
    const ids = waiting.map(({ id }) => id);
    if (scopeId === String(portalId)) await applyEvents(around, ids);
    else await applyHalving(around, ids);
  }
  await deps.db.$transaction((tx) =>
    deps.enqueue(tx, 'inbox.apply', { payload: { portalId, scopeId }, background: true }),
  );
  return done;
};

const applyHalving = async (around: Around, ids: readonly string[], races = 0): Promise<void> => {
  const { deps, portalId, scopeId } = around;
  try {
    await deps.db.$transaction(async (tx) => {
      const unknown = await applySet({ ...deps, tx }, { portalId, workspaceId: scopeId, ids });
      await setAlone({ ...deps, tx }, portalId, unknown);
    });
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    if (wasRaced(error) && races < mostRaces) return applyHalving(around, ids, races + 1);
    if (ids.length <= 1) return aside(around, ids, error);
    const half = Math.ceil(ids.length / 2);
    await applyHalving(around, ids.slice(0, half));
    await applyHalving(around, ids.slice(half));
  }
};

/** Each of HubSpot's events locks deals of its own: they are applied one after the other. */
const applyEvents = async (around: Around, ids: readonly string[]): Promise<void> => {
  const { deps, portalId, context } = around;
  const deliveries = await deps.db.delivery.findMany({
    where: { portalId, id: { in: [...ids] }, outcome: 'pending' },
    orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
  });
  for (const delivery of deliveries) {
    if (context.signal.aborted) return;
    try {
      await applyHubSpotEvent(deps, delivery);
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      await aside(around, [delivery.id], error);
    }
  }
};

const aside = async (
  { deps, portalId, context }: Around,
  ids: readonly string[],
  error: unknown,
): Promise<void> => {
  context.log.warn({ err: error, deliveryIds: ids }, 'a delivery was set aside, for it could not be applied');
  await deps.db.$transaction((tx) => setAlone({ ...deps, tx }, portalId, ids));
};
