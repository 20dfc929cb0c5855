import type { SpotDraftClient } from '../../../src/spotdraft/client.ts';
import { subscribedActivities } from '../../../src/spotdraft/inbound/webhook-event.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Listener } from '../base/listener.ts';
import { gone, type Made } from '../base/made.ts';
import { blocked, type Outcome } from '../base/outcome.ts';

export type Registered = { id: number; status: string; path: string };
type Parts = { client: SpotDraftClient; made: Made; mark: string };

/** Registers the listener as the product registers itself. The registration is deleted at the end. */
export function registerWebhook(
  { client, made, mark }: Parts,
  listener: Listener,
): Promise<Result<Registered, Outcome>> {
  const path = `/webhooks/spotdraft/${mark.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`;
  return made.create({
    what: (webhook) => `SpotDraft webhook${webhook === null ? '' : ` ${String(webhook.id)}`} “${mark}”`,
    make: async () => {
      const url = listener.publicOrigin + path;
      const created = await client.createWebhook({ title: mark, url, activities: subscribedActivities });
      return created.ok
        ? ok({ id: created.value.id, status: created.value.status, path })
        : blocked(created.failure);
    },
    remove: async ({ id }) => {
      const deleted = await client.deleteWebhook(id);
      return deleted.ok || deleted.failure.kind === 'not_found' ? gone : fail(deleted.failure.text.admin);
    },
  });
}
