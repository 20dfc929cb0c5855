import { blockedBy, check, type Outcome } from '../base/outcome.ts';
import { quiet } from '../base/patience.ts';
import { at, listAt } from '../base/raw-call.ts';
import { defineStep } from '../parts/step.ts';
import { ok, type Result } from '@dealdraft/wire/result.ts';
import type { HubSpotSide } from '../parts/hubspot-side.ts';

/** The shared contact on the shared deal. */
async function associated({
  deal,
  contact,
  call,
}: HubSpotSide): Promise<Result<{ dealId: string; contactId: string }, Outcome>> {
  const from = await deal();
  if (!from.ok) return from;
  const to = await contact();
  if (!to.ok) return to;
  const [dealId, contactId] = [from.value.id, to.value.id];
  const put = await call({
    method: 'PUT',
    path: `/crm/v4/objects/deals/${dealId}/associations/default/contacts/${contactId}`,
  });
  return put.ok ? ok({ dealId, contactId }) : put;
}

export const associationIds = defineStep({
  id: 'hubspot.association-ids',
  title: 'IDs in the associations API',
  assumption: 'The v4 associations API returns `toObjectId` as a number.',
  matters:
    'DealDraft accepts numbers and text and converts both to text, so IDs compare correctly either way.',
  where: ['src/hubspot/calls/associations.ts', 'src/hubspot/calls/batch-associations.ts'],
  writes: true,
  does: 'Creates a deal and a contact in HubSpot and associates them.',
  needs: ['hubspot'],
  run: async ({ hubspot }) => {
    const pair = await associated(hubspot);
    if (!pair.ok) return pair.failure;
    const answer = await hubspot.call({
      path: `/crm/v4/objects/deals/${pair.value.dealId}/associations/contacts`,
    });
    if (!answer.ok) return answer.failure;
    const [first] = listAt(answer.value.json, 'results');
    const id = at(first, 'toObjectId');
    const isIt = String(id) === pair.value.contactId;
    return check(
      typeof id === 'number' && isIt,
      isIt ? `toObjectId is a ${typeof id}` : "the contact isn't in the list",
    );
  },
});

export const associationBatch = defineStep({
  id: 'hubspot.association-batch',
  title: 'Batch read of associations',
  assumption:
    'Right after two records are associated, a batch read returns the same associations as the list for a single deal.',
  matters:
    'When many deals change at once, DealDraft reads their contacts, companies, and line items in batches.',
  where: ['src/hubspot/calls/batch-associations.ts'],
  writes: true,
  does: 'Creates a deal and a contact in HubSpot and associates them.',
  needs: ['hubspot'],
  run: async ({ hubspot }) => {
    const pair = await associated(hubspot);
    if (!pair.ok) return pair.failure;
    const { dealId, contactId } = pair.value;
    const one = await hubspot.client.getAssociations(dealId, 'contacts');
    if (!one.ok) return blockedBy(one.failure);
    const many = await hubspot.client.readAssociations([dealId], 'contacts');
    if (!many.ok) return blockedBy(many.failure);
    const single = one.value.map(({ toId }) => toId);
    const batch = (many.value.found.get(dealId) ?? []).map(({ toId }) => toId);
    const same = single.join() === batch.join() && single.includes(contactId);
    return check(same, `${String(single.length)} in the list, ${String(batch.length)} in the batch`);
  },
});

/** Four fifths of the largest burst limit without an add-on, which no test account passes. */
const mostAtOnce = 152;

export const associationsBurst = defineStep({
  id: 'hubspot.associations-burst',
  title: 'Burst of association reads',
  assumption:
    "Association reads count against the account's burst limit and no lower one: 80% of the limit can be sent at once.",
  matters:
    'DealDraft tracks a single burst limit per account. A lower one for associations would cause 429s.',
  where: ['src/platform/vendor-limits/budget.ts', 'src/hubspot/transport/transport.ts'],
  writes: true,
  does: 'Creates a deal in HubSpot and reads its associations many times at once.',
  needs: ['hubspot'],
  run: async ({ hubspot, patience }) => {
    const deal = await hubspot.deal();
    if (!deal.ok) return deal.failure;
    await quiet(patience.hubspotQuietMs);
    const path = `/crm/v4/objects/deals/${deal.value.id}/associations/contacts`;
    const first = await hubspot.call({ path });
    if (!first.ok) return first.failure;
    const limit = Number(first.value.headers['x-hubspot-ratelimit-max'] ?? NaN);
    if (!Number.isFinite(limit)) return check(false, 'the response has no X-HubSpot-RateLimit-Max header');
    const burst = Math.min(mostAtOnce, Math.floor(limit * 0.8));
    const started = performance.now();
    const answers = await Promise.all(
      Array.from({ length: burst }, () => hubspot.call({ path, takes: [429], unpaced: true })),
    );
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    await quiet(patience.hubspotQuietMs);
    const failed = answers.find((answer) => !answer.ok);
    if (failed?.ok === false) return failed.failure;
    const refused = answers.filter((answer) => answer.ok && answer.value.status === 429);
    const last = refused[0]?.ok === true ? ` (${String(at(refused[0].value.json, 'policyName'))})` : '';
    return check(
      refused.length === 0,
      `${String(burst)} reads in ${seconds} s under a limit of ${String(limit)}: ${String(refused.length)} refused${last}`,
    );
  },
});
