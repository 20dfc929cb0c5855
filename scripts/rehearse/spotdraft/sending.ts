import type { PlannedSignatory } from '@dealdraft/wire/plan.ts';
import { blockedBy, check, couldNotRun, doesNotHold } from '../base/outcome.ts';
import { parseWebhookEvent } from '../../../src/spotdraft/inbound/webhook-event.ts';
import { defineStep } from '../parts/step.ts';
import type { Usable } from '../parts/spotdraft-template.ts';

const base = '/api/v2.1/public';

export const sendFormats = defineStep({
  id: 'spotdraft.send-formats',
  title: 'Sending for review',
  assumption:
    'Sending for review requires `attachment_formats`: SpotDraft refuses `{}` with 400 and accepts `["PDF"]`, which moves the contract to REDLINING (the playbook sends `{}`).',
  matters: '“Send for review” on the card depends on it.',
  where: ['src/spotdraft/calls/action-calls.ts', 'src/features/contracts/actions/act-on-contract.ts'],
  writes: true,
  does: 'Creates a draft contract in SpotDraft and sends it to your --email for review.',
  needs: ['spotdraft', 'email'],
  run: async ({ spotdraft, email }) => {
    const contract = await spotdraft.newContract('send');
    if (!contract.ok) return contract.failure;
    const { id } = contract.value;
    const path = `${base}/contracts/${id.composite}/send_to_counterparties`;
    const empty = await spotdraft.call({ method: 'POST', path, json: {}, takes: [400, 402, 422] });
    if (!empty.ok) return empty.failure;
    const whole = await spotdraft.client.sendToCounterparties(id, {
      to: [email],
      attachmentFormats: ['PDF'],
    });
    const withPdf = whole.ok ? 'accepted' : `refused (${String(whole.failure.status)})`;
    const status = await spotdraft.client.getStatus(id);
    if (!status.ok) return blockedBy(status.failure);
    return check(
      empty.value.status === 400 && whole.ok && status.value.status === 'REDLINING',
      `{} returns ${String(empty.value.status)}, ["PDF"] is ${withPdf}, status ${status.value.status}`,
    );
  },
});

/** Both sides are the operator, so that nobody else gets an email. */
const bothSides =
  (email: string) =>
  ({ counterparty }: Usable): PlannedSignatory[] => {
    const { firstName, lastName } = counterparty.pointOfContact;
    return [
      { isCounterparty: false, name: 'Rehearsal Signatory', email },
      {
        isCounterparty: true,
        name: `${firstName} ${lastName}`,
        email,
        counterpartyName: counterparty.organizationName ?? `${firstName} ${lastName}`,
      },
    ];
  };

export const markForSignature = defineStep({
  id: 'spotdraft.mark-for-signature',
  title: 'Sending for signature and recalling',
  assumption:
    "A draft from a template without approvals goes straight to SIGN, and to DRAFT or REDLINING when it's recalled.",
  matters: '“Send for signature” and “Recall from signature” on the card depend on it.',
  where: [
    'src/features/contracts/status/state-graph.ts',
    'src/features/contracts/actions/act-on-contract.ts',
  ],
  writes: true,
  does: 'Creates a draft contract in SpotDraft, sends it to your --email for signature, and recalls it.',
  needs: ['spotdraft', 'email'],
  run: async ({ spotdraft, email }) => {
    const { client } = spotdraft;
    const contract = await spotdraft.newContract('signature', bothSides(email));
    if (!contract.ok) return contract.failure;
    const { id } = contract.value;
    const marked = await client.markForSignature(id);
    if (!marked.ok) return doesNotHold(`refused: ${marked.failure.kind} (${String(marked.failure.status)})`);
    const out = await client.getStatus(id);
    if (!out.ok) return blockedBy(out.failure);
    const back = await client.unmarkForSignature(id, 'Rehearsal');
    if (!back.ok)
      return doesNotHold(
        `status ${out.value.status}; recalling was refused (${String(back.failure.status)})`,
      );
    const after = await client.getStatus(id);
    if (!after.ok) return blockedBy(after.failure);
    return check(
      out.value.status === 'SIGN' && ['DRAFT', 'REDLINING'].includes(after.value.status),
      `${out.value.status}, then ${after.value.status} after recalling`,
    );
  },
});

export const signatureEvents = defineStep({
  id: 'spotdraft.signature-events',
  title: 'Signature request webhooks',
  assumption:
    'Marking a contract for signature sends both `CONTRACT_MARK_FOR_EXECUTION` and `CONTRACT_SIGNATURE_REQUESTED` (one source says the second means “marked”, another says “sent”).',
  matters: 'The timeline shows both as one line, and either one updates the contract.',
  where: ['src/spotdraft/inbound/webhook-event.ts', 'src/features/contracts/view/timeline.ts'],
  writes: true,
  does: 'Registers a webhook, creates a draft contract in SpotDraft, and sends it to your --email for signature.',
  needs: ['spotdraft', 'email', 'listener'],
  run: async ({ spotdraft, email, listener, patience }) => {
    const webhook = await spotdraft.webhook(listener);
    if (!webhook.ok) return webhook.failure;
    const contract = await spotdraft.newContract('signature events', bothSides(email));
    if (!contract.ok) return contract.failure;
    const { id } = contract.value;
    const marked = await spotdraft.client.markForSignature(id);
    if (!marked.ok)
      return couldNotRun(
        `SpotDraft refused to send the contract for signature: ${marked.failure.text.admin}`,
      );
    const told = async (activity: string): Promise<boolean> => {
      const fits = (body: Buffer): boolean => {
        const event = parseWebhookEvent(body);
        return (
          event.ok && event.value.activity === activity && event.value.contract?.numericId === id.numeric
        );
      };
      return (await listener.waitFor(({ body }) => fits(body), patience.webhookMs)) !== null;
    };
    const both = await Promise.all([
      told('CONTRACT_MARK_FOR_EXECUTION'),
      told('CONTRACT_SIGNATURE_REQUESTED'),
    ]);
    const [mark, requested] = both.map((came) => (came ? 'arrived' : "didn't arrive"));
    return check(
      !both.includes(false),
      `CONTRACT_MARK_FOR_EXECUTION ${String(mark)}, CONTRACT_SIGNATURE_REQUESTED ${String(requested)}`,
    );
  },
});
