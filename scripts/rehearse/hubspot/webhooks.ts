import { verifyHubSpotRequest } from '../../../src/hubspot/inbound/signature.ts';
import { parseWebhookEvents } from '../../../src/hubspot/inbound/webhook-events.ts';
import { fail, ok, type Result } from '@dealdraft/wire/result.ts';
import type { Received } from '../base/listener.ts';
import { check, couldNotRun, type Outcome } from '../base/outcome.ts';
import { at } from '../base/raw-call.ts';
import { defineStep, type Common, type Parts } from '../parts/step.ts';
import { mergeRecords } from './merge.ts';

type WebhookParts = Pick<Parts, 'hubspot' | 'listener'> & Common;

const nothingCame =
  'No webhook arrived in time. Upload the HubSpot project with PUBLIC_ORIGIN as its API_ORIGIN, install the app in this account, and try again.';

const rawEvents = ({ body }: Received): unknown[] => {
  try {
    const json: unknown = JSON.parse(body.toString('utf8'));
    return Array.isArray(json) ? (json as unknown[]) : [];
  } catch {
    return [];
  }
};

const isAbout =
  (ids: readonly string[], kind: string) =>
  (event: unknown): boolean =>
    String(at(event, 'subscriptionType')).endsWith(kind) &&
    [at(event, 'objectId'), at(event, 'primaryObjectId'), at(event, 'newObjectId')].some((id) =>
      ids.includes(String(id)),
    );

/** Renames a deal, which the app subscribes to, and waits for the call that tells of it. */
async function renamed({
  hubspot,
  listener,
  patience,
}: WebhookParts): Promise<Result<{ id: string; call: Received }, Outcome>> {
  const deal = await hubspot.newDeal('webhook');
  if (!deal.ok) return deal;
  const { id, name } = deal.value;
  const path = `/crm/v3/objects/deals/${id}`;
  const patched = await hubspot.call({
    method: 'PATCH',
    path,
    json: { properties: { dealname: `${name} renamed` } },
  });
  if (!patched.ok) return patched;
  const fits = isAbout([id], '.propertyChange');
  const call = await listener.waitFor((one) => rawEvents(one).some(fits), patience.webhookMs);
  return call === null ? fail(couldNotRun(nothingCame)) : ok({ id, call });
}

export const webhookSignature = defineStep({
  id: 'hubspot.webhook-signature',
  title: 'Webhook signature',
  assumption:
    "Webhooks carry signature v3, which matches the public URL, the raw body, and the app's client secret.",
  matters: 'DealDraft rejects every webhook without this signature.',
  where: ['src/hubspot/inbound/signature.ts', 'src/features/inbox/hubspot-webhook.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot, renames it, and waits for the webhook.',
  needs: ['hubspot', 'app', 'listener'],
  run: async (parts) => {
    const told = await renamed(parts);
    if (!told.ok) return told.failure;
    const { method, path, headers, body } = told.value.call;
    const verified = verifyHubSpotRequest({
      method,
      url: parts.listener.publicOrigin + path,
      rawBody: body,
      headers,
      clientSecret: parts.app.clientSecret,
      now: Date.now(),
      accept: 'v3',
    });
    const signatures = Object.keys(headers)
      .filter((name) => name.startsWith('x-hubspot-'))
      .join(', ');
    return check(
      verified.ok,
      `${verified.ok ? 'verified' : verified.failure.reason}; headers ${signatures || 'without x-hubspot-…'}`,
    );
  },
});

export const ownWrites = defineStep({
  id: 'hubspot.own-writes',
  title: "Source of the app's own writes",
  assumption:
    "The webhook for a change made by the app has `INTEGRATION` as its source and the app's ID in `sourceId`.",
  matters: 'A deal that DealDraft moved must not trigger its rules again.',
  where: ['src/features/inbox/apply-hubspot-event.ts', 'src/features/automation/rules/loop-breaker.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot, renames it, and waits for the webhook.',
  needs: ['hubspot', 'app', 'listener'],
  run: async (parts) => {
    const told = await renamed(parts);
    if (!told.ok) return told.failure;
    const read = parseWebhookEvents(told.value.call.body);
    const event = read.ok ? read.value.events.find((one) => one.objectId === told.value.id) : undefined;
    if (event === undefined) return check(false, "DealDraft can't read the event");
    const { appId, source } = event;
    const named = appId !== null && source.sourceId?.includes(String(appId)) === true;
    return check(
      source.changeSource === 'INTEGRATION' && named,
      `changeSource ${String(source.changeSource)}, sourceId ${named ? 'has the app ID' : source.sourceId === null ? 'is missing' : 'has another ID'}`,
    );
  },
});

export const mergeWebhook = defineStep({
  id: 'hubspot.merge-webhook',
  title: 'Merge webhook',
  assumption:
    "The merge webhook has the new record's ID in `newObjectId`, along with `primaryObjectId` and `mergedObjectIds`.",
  matters: 'This is how DealDraft learns right away which deal the contracts of merged deals belong to.',
  where: ['src/hubspot/inbound/webhook-events.ts'],
  writes: true,
  does: "Creates two deals in HubSpot, merges them, and waits for the webhook. HubSpot can't undo a merge.",
  needs: ['hubspot', 'app', 'listener'],
  run: async ({ hubspot, listener, patience }) => {
    const ids: string[] = [];
    for (const words of ['webhook merge one', 'webhook merge two']) {
      const deal = await hubspot.newDeal(words);
      if (!deal.ok) return deal.failure;
      ids.push(deal.value.id);
    }
    const [primary = '', second = ''] = ids;
    const merged = await mergeRecords(hubspot, 'deals', { primary, merged: second });
    if (!merged.ok) return merged.failure;
    const fits = isAbout([...ids, merged.value.remaining], '.merge');
    const call = await listener.waitFor((one) => rawEvents(one).some(fits), patience.webhookMs);
    if (call === null) return couldNotRun(nothingCame);
    const event = rawEvents(call).find(fits);
    const named = ['primaryObjectId', 'mergedObjectIds', 'newObjectId'].filter(
      (field) => at(event, field) !== undefined,
    );
    const isNew = String(at(event, 'newObjectId')) === merged.value.remaining;
    return check(named.length === 3 && isNew, `it has ${named.join(', ') || 'none of the three'}`);
  },
});
