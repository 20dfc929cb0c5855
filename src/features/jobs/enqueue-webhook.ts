import type { Db } from '../../platform/database/client.ts';
import type { WebhookTarget } from '../../platform/database/generated/client.ts';
import type { Enqueue } from './catalogue.ts';

type NewWebhook = {
  id: string;
  portalId: number;
  target: WebhookTarget;
  type: string;
  body: string;
  contractId?: string;
  /** What is told once for good has a name; without one every message is its own. */
  dedupeKey?: string;
  createdAt: Date;
};

/** Stores a message to an address of the account's own, with the job that sends it, in the caller's transaction. */
export const enqueueWebhook = async (tx: Db, enqueue: Enqueue, message: NewWebhook): Promise<void> => {
  const { count } = await tx.outgoingWebhook.createMany({ data: [message], skipDuplicates: true });
  if (count === 0) return;
  const { portalId, id: webhookId } = message;
  await enqueue(tx, 'webhook.send', { payload: { portalId, webhookId }, background: true });
};
