import { verifySpotDraftSignature } from '../../../src/spotdraft/inbound/signature.ts';
import { dedupeKey, parseWebhookEvent } from '../../../src/spotdraft/inbound/webhook-event.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { Received } from '../base/listener.ts';
import { blockedBy, check, doesNotHold, type Outcome } from '../base/outcome.ts';
import { defineStep, type Common, type Parts } from '../parts/step.ts';
import type { NewContract } from '../parts/spotdraft-side.ts';

type WebhookParts = Pick<Parts, 'spotdraft' | 'listener'> & Common;
type Told = { contract: NewContract; call: Received | null };

const tells =
  ({ id }: NewContract, activity: string) =>
  ({ body }: Received): boolean => {
    const event = parseWebhookEvent(body);
    return event.ok && event.value.activity === activity && event.value.contract?.numericId === id.numeric;
  };

/** A new contract, and the webhook for its creation. */
async function announced(
  { spotdraft, listener, patience }: WebhookParts,
  words: string,
): Promise<Result<Told, Outcome>> {
  const webhook = await spotdraft.webhook(listener);
  if (!webhook.ok) return webhook;
  const contract = await spotdraft.newContract(words);
  if (!contract.ok) return contract;
  const call = await listener.waitFor(tells(contract.value, 'CONTRACT_CREATED'), patience.webhookMs);
  return ok({ contract: contract.value, call });
}

const nothing = doesNotHold('no webhook for the new contract arrived in time');
const does = 'Registers a webhook and creates a draft contract in SpotDraft.';

export const webhookRegistration = defineStep({
  id: 'spotdraft.webhook-registration',
  title: 'Registering a webhook',
  assumption:
    'A webhook for the activities DealDraft needs is ACTIVE right away, and the response has its ID.',
  matters: "SpotDraft can't list webhooks, so DealDraft can only remove its webhook by this ID.",
  where: ['src/features/connections/connect-workspace.ts', 'src/spotdraft/calls/workspace-calls.ts'],
  writes: true,
  does: 'Registers a webhook in SpotDraft.',
  needs: ['spotdraft', 'listener'],
  run: async ({ spotdraft, listener }) => {
    const webhook = await spotdraft.webhook(listener);
    if (!webhook.ok) return webhook.failure;
    return check(webhook.value.status === 'ACTIVE' && webhook.value.id > 0, `status ${webhook.value.status}`);
  },
});

export const webhookSignature = defineStep({
  id: 'spotdraft.webhook-signature',
  title: 'Webhook signature',
  assumption:
    "`X-SD-WEBHOOK-CONTENT-HASH` is the hex HMAC-SHA512 of the raw body with the decoded key (an older source has `X-SD-CONTENT-HASH` and the key's text).",
  matters: 'DealDraft rejects every webhook without this signature.',
  where: ['src/spotdraft/inbound/signature.ts', 'src/features/inbox/spotdraft-webhook.ts'],
  writes: true,
  does,
  needs: ['spotdraft', 'listener'],
  run: async (parts) => {
    const told = await announced(parts, 'webhook signature');
    if (!told.ok) return told.failure;
    if (told.value.call === null) return nothing;
    const key = await parts.spotdraft.client.getHmacKey();
    if (!key.ok) return blockedBy(key.failure);
    const { headers, body: rawBody } = told.value.call;
    const keys = [key.value];
    const current = verifySpotDraftSignature({ rawBody, header: headers['x-sd-webhook-content-hash'], keys });
    const legacy = verifySpotDraftSignature({
      rawBody,
      header: headers['x-sd-content-hash'],
      keys,
      scheme: 'legacy',
    });
    const named =
      Object.keys(headers)
        .filter((name) => name.startsWith('x-sd-'))
        .join(', ') || 'without x-sd-…';
    return check(
      current,
      `headers ${named}; ${current ? 'verified' : legacy ? 'only the older scheme matches' : 'neither scheme matches'}`,
    );
  },
});

export const webhookPayload = defineStep({
  id: 'spotdraft.webhook-payload',
  title: 'Webhook payload',
  assumption:
    "The webhook for a new contract has the contract's number, the status DRAFT, the template, and the external metadata.",
  matters: 'DealDraft uses them to find the deal, even if the response to the creation was lost.',
  where: ['src/spotdraft/inbound/webhook-event.ts', 'src/features/contracts/create/adopt-contract.ts'],
  writes: true,
  does,
  needs: ['spotdraft', 'listener'],
  run: async (parts) => {
    const told = await announced(parts, 'webhook payload');
    if (!told.ok) return told.failure;
    const { call, contract } = told.value;
    const event = call === null ? null : parseWebhookEvent(call.body);
    if (event?.ok !== true) return nothing;
    const { contract: about, externalMetadata } = event.value;
    const wrong = [
      about?.status === 'DRAFT' ? null : `status ${String(about?.status)}`,
      about?.templateId === contract.usable.template.id ? null : 'wrong or no template',
      externalMetadata?.id === contract.externalId ? null : 'no external metadata',
    ].filter((one) => one !== null);
    return check(wrong.length === 0, wrong.length === 0 ? 'has all of them' : wrong.join(', '));
  },
});

export const webhookRepeat = defineStep({
  id: 'spotdraft.webhook-repeat',
  title: 'Repeated webhook',
  assumption:
    "`re_trigger_latest` sends a contract's latest webhook again, and DealDraft recognizes it as the same one.",
  matters:
    'DealDraft uses this to check that webhooks still arrive, and a repeated one must not change anything.',
  where: ['src/features/connections/webhook-health.ts', 'src/spotdraft/inbound/webhook-event.ts'],
  writes: true,
  does: `${does} Asks SpotDraft to send its latest webhook again.`,
  needs: ['spotdraft', 'listener'],
  run: async (parts) => {
    const { spotdraft, listener, patience } = parts;
    const told = await announced(parts, 'webhook repeat');
    if (!told.ok) return told.failure;
    const { call, contract } = told.value;
    const first = call === null ? null : parseWebhookEvent(call.body);
    if (call === null || first?.ok !== true) return nothing;
    const asked = await spotdraft.client.retriggerLatest([contract.id.numeric]);
    if (!asked.ok) return blockedBy(asked.failure);
    const created = tells(contract, 'CONTRACT_CREATED');
    const again = await listener.waitFor((one) => one !== call && created(one), patience.webhookMs);
    const second = again === null ? null : parseWebhookEvent(again.body);
    if (again === null || second?.ok !== true) return doesNotHold("it didn't arrive again in time");
    const same = dedupeKey(first.value) === dedupeKey(second.value);
    const bytes = again.body.equals(call.body) ? 'with the same bytes' : 'with different bytes';
    return check(same, `it arrived again ${bytes} and counts as ${same ? 'the same one' : 'a new one'}`);
  },
});

export const readAfterWebhook = defineStep({
  id: 'spotdraft.read-after-webhook',
  title: 'Reading after a webhook',
  assumption: 'When the webhook for a voided contract arrives, its status already reads VOIDED.',
  matters:
    'DealDraft reads the status after each webhook, and would trust an outdated one until the next check.',
  where: ['src/features/inbox/apply-delivery.ts', 'src/features/contracts/status/verify-contracts.ts'],
  writes: true,
  does: 'Registers a webhook, creates a draft contract in SpotDraft, and voids it.',
  needs: ['spotdraft', 'listener'],
  run: async ({ spotdraft, listener, patience }) => {
    const webhook = await spotdraft.webhook(listener);
    if (!webhook.ok) return webhook.failure;
    const contract = await spotdraft.newContract('read after webhook');
    if (!contract.ok) return contract.failure;
    const ended = await spotdraft.client.voidContract(contract.value.id, 'Rehearsal');
    if (!ended.ok) return blockedBy(ended.failure);
    const call = await listener.waitFor(tells(contract.value, 'CONTRACT_VOIDED'), patience.webhookMs);
    if (call === null) return doesNotHold('no webhook for the voided contract arrived in time');
    const status = await spotdraft.client.getStatus(contract.value.id);
    if (!status.ok) return blockedBy(status.failure);
    return check(status.value.status === 'VOIDED', `the status reads ${status.value.status}`);
  },
});
