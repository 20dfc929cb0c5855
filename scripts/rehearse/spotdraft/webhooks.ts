import { verifySpotDraftSignature } from '../../../src/spotdraft/inbound/signature.ts';
import { dedupeKey, parseWebhookEvent } from '../../../src/spotdraft/inbound/webhook-event.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { Received } from '../listener.ts';
import { blockedBy, check, doesNotHold, type Outcome } from '../outcome.ts';
import { defineStep, type Common, type Parts } from '../step.ts';
import type { NewContract } from './side.ts';

type WebhookParts = Pick<Parts, 'spotdraft' | 'listener'> & Common;
type Told = { contract: NewContract; call: Received | null };

const tells =
  ({ id }: NewContract, activity: string) =>
  ({ body }: Received): boolean => {
    const event = parseWebhookEvent(body);
    return event.ok && event.value.activity === activity && event.value.contract?.numericId === id.numeric;
  };

/** A new contract, and the notice of its creation. */
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

const nothing = doesNotHold('no notice of the new contract came in time');
const does = 'Registers a webhook and creates a draft contract in SpotDraft.';

export const webhookRegistration = defineStep({
  id: 'spotdraft.webhook-registration',
  title: 'Registering a webhook',
  assumption:
    'A registration for the activities that the product asks for is ACTIVE at once and answers its id.',
  matters: 'The id is the only way to remove it, for there’s no list.',
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
  title: 'The signature of a notice',
  assumption:
    'A notice is signed in `X-SD-WEBHOOK-CONTENT-HASH` with HMAC-SHA512 over the raw body under the decoded key, in hex (an older source says `X-SD-CONTENT-HASH` and the key’s own text).',
  matters: 'Nothing that SpotDraft tells is believed without this signature.',
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
      `headers ${named}; ${current ? 'verified' : legacy ? 'only the older scheme holds' : 'neither scheme holds'}`,
    );
  },
});

export const webhookPayload = defineStep({
  id: 'spotdraft.webhook-payload',
  title: 'What a notice tells',
  assumption:
    'The notice of a new contract carries its number, the status DRAFT, its template, and the external metadata it was created with.',
  matters: 'A notice finds its deal by these, also when the answer to the creation was lost.',
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
      about?.templateId === contract.usable.template.id ? null : 'another template or none',
      externalMetadata?.id === contract.externalId ? null : 'no external metadata',
    ].filter((one) => one !== null);
    return check(wrong.length === 0, wrong.length === 0 ? 'all of it' : wrong.join(', '));
  },
});

export const webhookRepeat = defineStep({
  id: 'spotdraft.webhook-repeat',
  title: 'A notice that’s sent again',
  assumption:
    '`re_trigger_latest` sends the last notice of a contract again, and both count as the same one.',
  matters:
    'The product asks for this to see whether notices still arrive, and a repeated one must change nothing.',
  where: ['src/features/connections/webhook-health.ts', 'src/spotdraft/inbound/webhook-event.ts'],
  writes: true,
  does: `${does} Asks for its last notice again.`,
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
    if (again === null || second?.ok !== true) return doesNotHold('it didn’t come again in time');
    const same = dedupeKey(first.value) === dedupeKey(second.value);
    const bytes = again.body.equals(call.body) ? 'in the same bytes' : 'in other bytes';
    return check(
      same,
      `it came again ${bytes}, ${same ? 'and counts as the same' : 'and counts as another'}`,
    );
  },
});

export const readAfterWebhook = defineStep({
  id: 'spotdraft.read-after-webhook',
  title: 'Reading right after a notice',
  assumption: 'When the notice that a contract was voided arrives, its status already reads VOIDED.',
  matters:
    'The product takes a notice for a hint and reads the status; an old answer would be believed until the next look.',
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
    if (call === null) return doesNotHold('no notice of the voided contract came in time');
    const status = await spotdraft.client.getStatus(contract.value.id);
    if (!status.ok) return blockedBy(status.failure);
    return check(status.value.status === 'VOIDED', `the status read ${status.value.status}`);
  },
});
