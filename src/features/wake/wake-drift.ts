import type { Db } from '../../platform/database/client.ts';
import type { Enqueue } from '../jobs/catalogue.ts';

/** Edits come in bursts, one event per field: the comparison with the deal waits until they are through. */
const driftAfterMs = 2_000;

/** Has the open contracts of a deal compared with it, because something that they were made from has changed. */
export const wakeDrift = (
  { tx, enqueue }: { tx: Db; enqueue: Enqueue },
  { portalId, dealId }: { portalId: number; dealId: string },
): Promise<void> =>
  enqueue(tx, 'deal.drift', { payload: { portalId, dealId }, afterMs: driftAfterMs, background: true });
