import type { Db } from '../../platform/database/client.ts';
import type { Deps } from '../deps.ts';

/** Takes deliveries out of their set: each is applied by a job of its own, which tries, waits, and is given up for itself. */
export const setAlone = async (
  { tx, enqueue }: Pick<Deps, 'enqueue'> & { tx: Db },
  portalId: number,
  ids: readonly string[],
): Promise<void> => {
  if (ids.length === 0) return;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    UPDATE "delivery" SET "alone" = true
    WHERE "portalId" = ${portalId} AND "id" = ANY(${[...ids]}::uuid[]) AND "outcome" = 'pending' AND NOT "alone" RETURNING "id"`;
  await enqueue(
    tx,
    'delivery.apply',
    rows.map(({ id }) => ({ payload: { portalId, deliveryId: id } })),
  );
};
