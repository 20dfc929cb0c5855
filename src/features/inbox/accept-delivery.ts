import { createHash } from 'node:crypto';
import type { Workspace } from '../../platform/database/generated/client.ts';
import { dedupeKey, parseWebhookEvent } from '../../spotdraft/inbound/webhook-event.ts';
import type { Deps } from '../deps.ts';
import { raiseProblem } from '../problems/problems.ts';

export type Accepted = { outcome: 'new' | 'repeated' | 'unreadable' };

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Takes in a call that SpotDraft signed: the delivery is stored and its work enqueued in one transaction, and only then
 * may the caller answer 200. A call that came before is counted on the row it made; one that cannot be read is kept
 * with a problem, for refusing it would only make SpotDraft pause the webhook.
 */
export const acceptSpotDraftDelivery = async (
  deps: Pick<Deps, 'db' | 'enqueue' | 'now'>,
  workspace: Workspace,
  call: { rawBody: Buffer; headers: Record<string, string> },
): Promise<Accepted> => {
  const { portalId, id: workspaceId } = workspace;
  const event = parseWebhookEvent(call.rawBody);
  const outcome = await deps.db.$transaction(async (tx): Promise<Accepted['outcome']> => {
    const identity = {
      source: 'spotdraft',
      scope: workspaceId,
      dedupeKey: event.ok ? dedupeKey(event.value) : sha256(call.rawBody),
    };
    const [stored] = await tx.delivery.createManyAndReturn({
      data: [
        {
          ...identity,
          portalId,
          workspaceId,
          body: new Uint8Array(call.rawBody),
          headers: call.headers,
          activity: event.ok ? event.value.activity : null,
          receivedAt: deps.now(),
          ...(event.ok
            ? {}
            : { outcome: 'unreadable', outcomeText: event.failure.reason, processedAt: deps.now() }),
        },
      ],
      skipDuplicates: true,
      select: { id: true },
    });
    if (stored === undefined) {
      await tx.delivery.updateMany({
        where: identity,
        data: { repeats: { increment: 1 }, lastRepeatAt: deps.now() },
      });
      return 'repeated';
    }
    if (event.ok) {
      await deps.enqueue(tx, 'delivery.apply', { payload: { portalId, deliveryId: stored.id } });
      return 'new';
    }
    await raiseProblem(tx, {
      portalId,
      kind: 'unreadable_delivery',
      about: `spotdraft:${workspaceId}`,
      workspaceId,
      context: { source: 'SpotDraft', reason: event.failure.reason },
    });
    return 'unreadable';
  });
  // Only now and then: a row that every delivery writes would make them wait for each other.
  await deps.db.$executeRaw`
    UPDATE "workspace" SET "lastDeliveryAt" = now(), "webhookState" = 'active'
    WHERE "id" = ${workspaceId}::uuid AND ("lastDeliveryAt" IS NULL OR "lastDeliveryAt" < now() - interval '20 seconds'
      OR "lastDeliveryAt" < "webhookAskedAt" OR "webhookState" <> 'active')`;
  return { outcome };
};
