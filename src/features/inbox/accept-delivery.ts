import { dedupeKey, parseWebhookEvent } from '../../spotdraft/inbound/webhook-event.ts';
import type { Deps } from '../deps.ts';
import type { Intake } from './intake.ts';
import { keepUnreadable } from './keep-unreadable.ts';

type Accepted = 'new' | 'repeated' | 'unreadable' | 'unknown';
type Around = { deps: Pick<Deps, 'db' | 'now'>; intake: Intake };

/**
 * Takes in a call that SpotDraft signed: the delivery is stored and its work enqueued in one statement, and only then may
 * the caller answer 200. A call that came before is counted on the row it made; one that cannot be read, or that Postgres
 * does not take, is kept with a problem. `unknown`: the workspace was removed a moment ago.
 */
export const acceptSpotDraftDelivery = async (
  { deps, intake }: Around,
  { portalId, workspaceId }: { portalId: number; workspaceId: string },
  { rawBody, headers }: { rawBody: Buffer; headers: Record<string, string> },
): Promise<Accepted> => {
  const keep = async (reason: string): Promise<Accepted> => {
    const where = { portalId, workspaceId, source: 'spotdraft' as const };
    return (await keepUnreadable(deps, where, [{ raw: rawBody, reason }])) > 0 ? 'unreadable' : 'repeated';
  };
  const event = parseWebhookEvent(rawBody);
  if (!event.ok) return keep(event.failure.reason);
  const [taken = 'refused'] = await intake.take([
    {
      portalId,
      source: 'spotdraft',
      scope: workspaceId,
      workspaceId,
      dedupeKey: dedupeKey(event.value),
      body: rawBody,
      headers,
      activity: event.value.activity,
      dealId: null,
    },
  ]);
  return taken === 'refused' ? keep('the database does not take it') : taken;
};
