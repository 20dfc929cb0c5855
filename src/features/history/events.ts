import type { Db } from '../../platform/database/client.ts';
import type { Prisma } from '../../platform/database/generated/client.ts';

export type EventHow = 'webhook' | 'verified' | 'sweep' | 'card' | 'workflow' | 'stage_rule' | 'system';

export type NewEvent = {
  portalId: number;
  contractId: string;
  /** SpotDraft's activity as it is, or one of ours in lower case. */
  kind: string;
  at: Date;
  how: EventHow;
  /** What makes the event itself: learnt twice, it is stored once. */
  dedupeKey: string;
  actor?: string | null;
  mark?: 'late' | 'repeated' | null;
  fromStatus?: string;
  toStatus?: string;
  detail?: Prisma.InputJsonObject;
  deliveryId?: string;
};

/** Adds to the contract's timeline; answers whether the event was new. */
export const addEvent = async (db: Db, event: NewEvent): Promise<boolean> => {
  const { count } = await db.contractEvent.createMany({
    data: [{ ...event, detail: event.detail ?? {} }],
    skipDuplicates: true,
  });
  return count === 1;
};
