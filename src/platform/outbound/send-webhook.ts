import type { Database } from '../database/client.ts';
import type { OutgoingWebhook, WebhookTarget } from '../database/generated/client.ts';
import { done, later, type JobEnd } from '../jobs/job-end.ts';
import type { Secret } from '../secrets/secret.ts';
import type { Post } from './post-json.ts';
import { checkAddress, reachOf } from './safe-address.ts';
import { webhookHeaders } from './webhook-signature.ts';

/** Where an account's messages of a kind go, and what they are signed with. */
export type WebhookEndpoint = { url: string; keys: readonly Secret[] };
type EndpointOf = (portalId: number) => Promise<WebhookEndpoint | null>;

type Deps = { db: Database; post: Post; now: () => Date; settings: { publicOrigin: string } };

/** `again`: another try can do better. */
type Outcome = { taken: boolean; again: boolean; text: string };

/** Given up after so many tries, over most of a day. */
const mostAttempts = 12;
const waitMs = (attempts: number): number => Math.min(1_000 * 4 ** attempts, 3 * 3_600_000);

/** The one call that goes out to an address of an account's own. */
export const postWebhook = async (
  deps: Omit<Deps, 'db'>,
  endpoint: WebhookEndpoint | null,
  { id, body }: Pick<OutgoingWebhook, 'id' | 'body'>,
): Promise<Outcome> => {
  if (endpoint === null) return { taken: false, again: false, text: 'No address is set.' };
  const allowed = await checkAddress(endpoint.url, reachOf(deps.settings.publicOrigin));
  if (!allowed.ok) return { taken: false, again: true, text: allowed.failure };
  const signed = webhookHeaders(endpoint.keys, deps.now(), { id, content: body });
  const answer = await deps.post(endpoint.url, {
    body,
    headers: { 'content-type': 'application/json', ...signed },
  });
  if ('failure' in answer) return { taken: false, again: true, text: answer.failure };
  const taken = answer.status >= 200 && answer.status < 300;
  // 410 is how a receiver says, by the standard, that it wants no more of them.
  const again = !taken && answer.status !== 410;
  return { taken, again, text: `The address answered ${String(answer.status)}.` };
};

/** Job `webhook.send`: one message, the same in every try, until the address takes it or its tries are over. */
export const sendWebhook = async (
  deps: Deps,
  { portalId, webhookId }: { portalId: number; webhookId: string },
  endpoints: Record<WebhookTarget, EndpointOf>,
): Promise<JobEnd> => {
  const message = await deps.db.outgoingWebhook.findFirst({
    where: { id: webhookId, portalId, state: 'waiting' },
  });
  if (message === null) return done;
  const { taken, again, text } = await postWebhook(deps, await endpoints[message.target](portalId), message);
  const attempts = message.attempts + 1;
  const over = !again || attempts >= mostAttempts;
  await deps.db.outgoingWebhook.updateMany({
    where: { id: webhookId, portalId },
    data: {
      attempts,
      text,
      ...(over ? { state: taken ? 'sent' : 'failed', endedAt: deps.now() } : {}),
    },
  });
  return over ? done : later(waitMs(attempts), `the address did not take it: ${text}`);
};
